// From a path and a credential to an open file with its keys.
#pragma once

#include <phr/store/options.hpp>

#include "store/file/file.hpp"
#include "store/sql/connection.hpp"

namespace phr::storage {

// An open file, the keys of its pages and audit chain, and how to connect to it.
// Lifetime: outlives its connections. Threads: per-thread; `connect` may be called from any thread.
// Errors: those of `file`, and wrong_key, damaged_page.
struct opened_file {
  storage::file file;
  crypto::secret_key data_key;
  crypto::secret_key pages;
  crypto::secret_key audit;
  crypto::secret_key places;
  int busy_milliseconds = 0;
  bool created = false;
  std::int64_t schema = 0;  // the version it was found with; 0 where it was made now

  [[nodiscard]] result<sql::connection> connect(bool read_only) const;
};

// Opens the file, or makes it when it is absent and options.create is set. A new file gets one slot for `with`.
[[nodiscard]] result<opened_file> open_file(std::string_view path, const crypto::credential& with, const store_options& options);

// Key slots of an open file.
[[nodiscard]] result<void> add_passphrase(opened_file& opened, const crypto::passphrase& typed, const crypto::argon2_cost& cost);
[[nodiscard]] result<void> add_host_key(opened_file& opened, const crypto::secret_key& host_key);
[[nodiscard]] result<void> add_recovery_code(opened_file& opened, const crypto::recovery_code& code);
// Empties the slot. errc::not_found for an empty one; errc::last_slot when no other slot would be left.
[[nodiscard]] result<void> remove_slot(opened_file& opened, std::size_t slot);

}  // namespace phr::storage
