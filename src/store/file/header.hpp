// The header of a PHR file: what it is, how its pages are sealed, and the key slots.
#pragma once

#include <phr/core/result.hpp>
#include <phr/crypto/key_slot.hpp>

#include "store/file/vfs.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace phr::storage {

// The first header_bytes of a file, integers little endian:
//
//   offset size
//        0 4096  the header copy in use
//     4096 4096  the spare copy, written before the first one whenever the header changes
//     8192 8192  zeros
//
// A copy:
//        0    8  magic 89 'P' 'H' 'R' 0D 0A 1A 0A (as PNG's: shows text-mode transfers and cut bytes)
//        8    2  format version, 1; a reader refuses any later one
//       10    2  zero
//       12    4  header_bytes
//       16   16  file id, random
//       32    4  page size in bytes
//       36    1  cipher of the pages: 1 AES-256-CBC, encrypt then MAC
//       37    1  MAC of the pages: 1 HMAC-SHA-256
//       38    2  zero
//       40    8  sequence, counts changes of the header
//       48   16  zeros
//       64 2048  eight key slots of 256 bytes (crypto/key_slot.hpp)
//     2112 1952  zeros
//     4064   32  SHA-256 of bytes 0 to 4063
//
// The checksum finds accidents. Deliberate changes of the slots or of bytes 0 to 39 are found by the slots themselves,
// which are sealed to those bytes.
inline constexpr std::size_t header_copy_bytes = 4096;
inline constexpr std::size_t slot_count = 8;
inline constexpr std::uint16_t format_version = 1;

struct header {
  std::array<std::uint8_t, 16> file_id{};
  std::uint32_t page_bytes = 0;
  std::uint64_t sequence = 0;
  std::array<crypto::slot_bytes, slot_count> slots{};

  // The bytes every slot is sealed to.
  [[nodiscard]] std::array<std::uint8_t, 40> binding() const noexcept;
};

using header_copy = std::array<std::uint8_t, header_copy_bytes>;

[[nodiscard]] result<header_copy> encode(const header& value);

// errc::not_a_phr_file without the magic, errc::newer_format, errc::damaged_header.
[[nodiscard]] result<header> decode(std::span<const std::uint8_t> copy);

// Keys out of the data key, by HKDF-SHA-256: the pages', the audit chain's, and that of the places which searches and the like give out.
[[nodiscard]] result<crypto::secret_key> page_key(const crypto::secret_key& data_key, const header& value);
[[nodiscard]] result<crypto::secret_key> audit_key(const crypto::secret_key& data_key, const header& value);
[[nodiscard]] result<crypto::secret_key> place_key(const crypto::secret_key& data_key, const header& value);

}  // namespace phr::storage
