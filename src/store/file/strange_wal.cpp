#include "store/file/strange_wal.hpp"

#include "core/platform/file.hpp"
#include "store/file/vfs.hpp"

#include <phr/crypto/digest.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace phr::storage {

namespace {

constexpr static_text place = "the WAL beside the file";

// The file format of SQLite, "WAL Frame Header" and "Checksum Algorithm".
constexpr std::size_t wal_header = 32;
constexpr std::size_t frame_header = 24;
constexpr std::uint32_t wal_magic = 0x377F0682;  // the last bit: words of checksums are big-endian

// SQLCipher 4: at the end of a page its initialization vector, and an HMAC of the page with it and its number.
constexpr std::size_t hmac_bytes = 32;
constexpr std::size_t salt_bytes = 16;  // with which a file begins
constexpr std::uint8_t salt_mask = 0x3A;

std::uint32_t big(bytes_view from, std::size_t at) {
  return std::uint32_t{from[at]} << 24U | std::uint32_t{from[at + 1]} << 16U | std::uint32_t{from[at + 2]} << 8U | from[at + 3];
}
std::uint32_t little(bytes_view from, std::size_t at) {
  return std::uint32_t{from[at + 3]} << 24U | std::uint32_t{from[at + 2]} << 16U | std::uint32_t{from[at + 1]} << 8U | from[at];
}

struct checksum {
  bool is_big;
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  void add(bytes_view bytes) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first += (is_big ? big(bytes, at) : little(bytes, at)) + second;
      second += (is_big ? big(bytes, at + 4) : little(bytes, at + 4)) + first;
    }
  }
};

// PBKDF2-HMAC-SHA512 of two rounds, as SQLCipher makes the key of its HMACs from that of the pages.
result<std::vector<std::uint8_t>> hmac_key(bytes_view page_key, bytes_view salt) {
  std::vector<std::uint8_t> block;
  for (const std::uint8_t each : salt) block.push_back(each ^ salt_mask);
  block.insert(block.end(), {0, 0, 0, 1});
  PHR_TRY(const auto first, crypto::hmac_sha512(page_key, block));
  PHR_TRY(const auto second, crypto::hmac_sha512(page_key, bytes_view(first)));
  std::vector<std::uint8_t> key;
  for (std::size_t nth = 0; nth < 32; ++nth) key.push_back(first[nth] ^ second[nth]);
  return key;
}

}  // namespace

result<void> check_wal(const file& of, const crypto::secret_key& pages, std::uint32_t page_bytes) {
  const std::string name = of.path() + "-wal";
  PHR_TRY(const auto there, platform::look_up(name, place));
  if (there.kind != platform::name_kind::file || there.size < wal_header + frame_header) return success();
  PHR_TRY(const auto wal, platform::file::open(name, platform::file_access::read, place));
  std::vector<std::uint8_t> read(wal_header + frame_header + page_bytes);
  PHR_TRY(const std::size_t size, wal.read_at(read, 0, place));
  const bytes_view head = bytes_view(read).first(wal_header);
  const bytes_view frame = bytes_view(read).subspan(wal_header, frame_header);
  if (size < wal_header || (big(head, 0) & ~1U) != wal_magic) return success();
  checksum sum{(big(head, 0) & 1U) != 0};
  sum.add(head.first(24));
  if (sum.first != big(head, 24) || sum.second != big(head, 28)) return success();
  const error strange = error{errc::damaged_page}.at("the WAL beside the file: it is another file's; put it away");
  if (big(head, 8) != page_bytes) return strange;
  const bytes_view page = bytes_view(read).subspan(wal_header + frame_header);
  if (size < read.size() || !std::equal(head.begin() + 16, head.begin() + 24, frame.begin() + 8)) return success();
  sum.add(frame.first(8));
  sum.add(page);
  if (sum.first != big(frame, 16) || sum.second != big(frame, 20)) return success();

  std::array<std::uint8_t, salt_bytes> salt{};
  PHR_TRY(const std::size_t salted, of.held()->to_read().read_at(salt, static_cast<std::uint64_t>(header_bytes), place));
  if (salted != salt.size()) return success();
  PHR_TRY(auto key, hmac_key(pages.view(), salt));
  const std::uint32_t number = big(frame, 0);
  const std::size_t begin = number == 1 ? salt_bytes : 0;
  std::vector<std::uint8_t> signed_part(page.begin() + static_cast<std::ptrdiff_t>(begin), page.end() - hmac_bytes);
  for (unsigned shift = 0; shift < 32; shift += 8) signed_part.push_back(static_cast<std::uint8_t>(number >> shift));
  const auto made = crypto::hmac_sha256(key, signed_part);
  crypto::wipe(key);
  if (!made) return made.as_failure();
  return std::equal(made.value().begin(), made.value().end(), page.end() - hmac_bytes) ? result<void>(success()) : result<void>(strange);
}

}  // namespace phr::storage
