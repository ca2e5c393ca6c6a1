// How a store is made and opened.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/crypto/kdf.hpp>

#include <cstdint>

namespace phr {

struct store_options {
  // Make the file when it is not there. A file that is there is opened, never replaced.
  bool create = false;
  // How long a call waits for another writer, of this process or another, before it returns errc::locked.
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
  // Never write: errc::read_only for every write, for a file of an earlier format, and for sessions of anybody but the owner, whose reads must leave
  // a row in the trail. The owner's reads leave none then. Works beside a writer of another process; on a medium or in a folder that cannot be
  // written, where there is no WAL beside the file.
  bool read_only = false;
};

// How a store gives its file up for a while: store::suspend.
struct suspend_options {
  // How long to wait for running calls, and for hits, cursors, views and moments that are still held.
  int wait_milliseconds = 5000;
  // End running searches, imports and other calls: they return errc::cancelled, and what they have not committed is undone.
  bool cancel_running = false;
};

}  // namespace phr
