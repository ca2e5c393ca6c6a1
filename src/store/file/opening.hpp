// From a path and a credential to an open file with its keys.
#pragma once

#include <phr/store/options.hpp>

#include "store/file/file.hpp"
#include "store/sql/connection.hpp"

namespace phr::storage {

// An open file, the keys of its pages and audit chain, and how to connect to it.
// Lifetime: outlives its connections. Threads: per-thread; `connect` may be called from any thread.
// Errors: those of `file`, and wrong_key, damaged_page; read_only for an older format that was to be opened read only.
struct opened_file {
  storage::file file;
  crypto::secret_key data_key;
  crypto::secret_key pages;
  crypto::secret_key audit;
  crypto::secret_key places;
  int busy_milliseconds = 0;
  bool created = false;
  std::int64_t schema = 0;  // the version it was found with; 0 where it was made now

  // errc::file_replaced where the name leads to another file by now.
  [[nodiscard]] result<sql::connection> connect(bool read_only) const;
  // Whether connections take the file for one that nobody can change: it is read only, its folder takes no file, and it has no WAL.
  [[nodiscard]] result<bool> is_still() const;
};

// Opens the file, or makes it when it is absent and options.create is set. A new file gets one slot for `with`.
[[nodiscard]] result<opened_file> open_file(std::string_view path, const crypto::credential& with, const store_options& options);

// Key slots of an open file. A slot is sealed first, which takes time; it is put into the header, read anew, inside a write transaction: two
// processes never lose each other's.
[[nodiscard]] result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::passphrase& typed, const crypto::argon2_cost& cost);
[[nodiscard]] result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::secret_key& host_key);
[[nodiscard]] result<crypto::slot_bytes> sealed(const opened_file& opened, const crypto::recovery_code& code);
[[nodiscard]] result<void> add_slot(opened_file& opened, const crypto::slot_bytes& sealed);
// Empties the slot. errc::not_found for an empty one; errc::last_slot when no other slot would be left.
[[nodiscard]] result<void> remove_slot(opened_file& opened, std::size_t slot);

}  // namespace phr::storage
