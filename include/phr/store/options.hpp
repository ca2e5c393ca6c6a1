// How a store is made and opened.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/crypto/kdf.hpp>

#include <cstdint>

namespace phr {

struct store_options {
  // Make the file when it is not there. A file that is there is opened, never replaced.
  bool create = false;
  // How long a call waits for another connection of this process before it returns errc::locked.
  int busy_milliseconds = 5000;
  // Cost of the passphrase slot of a new file; opening reads the cost from the file.
  crypto::argon2_cost cost = {};
  // Bytes of a database page of a new file: 4096, 8192 or 16384 (docs/decisions/0002-page-format.md).
  std::uint32_t page_bytes = 8192;
  // Read the spare header copy where the first one is damaged.
  bool use_spare_header = false;
  // Told of the upgrade of a file that an earlier version wrote: its search index is made anew, in one transaction. Cancelled,
  // the file stays as it was and is not opened.
  progress watch = {};
};

}  // namespace phr
