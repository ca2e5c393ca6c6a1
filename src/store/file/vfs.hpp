// The VFS that keeps the PHR header in front of the database (decision D5).
#pragma once

#include <cstdint>

namespace phr::storage {

// Bytes before SQLCipher's first page. A multiple of every page size in use, so pages stay aligned on the disk.
inline constexpr std::int64_t header_bytes = 16384;

// Name of the VFS that shifts every offset of a main database file by header_bytes; journals and WAL files pass
// through unchanged. `is_still`: of a file that nobody can change, which needs neither locks nor a WAL. Registers both with SQLite once.
// nullptr when SQLite itself failed to start.
[[nodiscard]] const char* header_vfs(bool is_still) noexcept;

}  // namespace phr::storage
