// Whether the WAL beside a file is that file's.
#pragma once

#include "store/file/file.hpp"

#include <phr/crypto/secret.hpp>

namespace phr::storage {

// SQLite takes a WAL by its name and its checksums, which anybody can make: the pages of another file would be moved into this one, and it would be lost.
// So the first frame that SQLite would take must be of this file's key (SQLCipher's page HMAC). What a crash has cut off is passed over, as SQLite does.
// `page_bytes` are the file's. Errors: damaged_page for a WAL of another file; those of reading.
[[nodiscard]] result<void> check_wal(const file& of, const crypto::secret_key& pages, std::uint32_t page_bytes);

}  // namespace phr::storage
