// The VFS that keeps the PHR header in front of the database (decision D5).
#pragma once

#include <cstdint>

namespace phr::storage {

// Bytes before SQLCipher's first page. A multiple of every page size in use, so pages stay aligned on the disk.
inline constexpr std::int64_t header_bytes = 16384;

// Name of the VFS that shifts every offset of a main database file by header_bytes; journals and WAL files pass
// through unchanged. Registers it with SQLite once. nullptr when SQLite itself failed to start.
[[nodiscard]] const char* header_vfs() noexcept;

}  // namespace phr::storage
