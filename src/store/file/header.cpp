#include "store/file/header.hpp"

#include <phr/crypto/digest.hpp>
#include <phr/crypto/kdf.hpp>

#include <algorithm>
#include <bit>

namespace phr::storage {

namespace {

constexpr std::array<std::uint8_t, 8> magic{0x89, 'P', 'H', 'R', 0x0D, 0x0A, 0x1A, 0x0A};
constexpr std::size_t slots_at = 64;
constexpr std::size_t checksum_at = header_copy_bytes - 32;

template <class Integer>
void put(std::span<std::uint8_t> at, Integer number) noexcept {
  for (std::size_t index = 0; index < sizeof(Integer); ++index) at[index] = static_cast<std::uint8_t>(number >> (8 * index));
}

template <class Integer>
Integer take(std::span<const std::uint8_t> at) noexcept {
  Integer number = 0;
  for (std::size_t index = sizeof(Integer); index-- > 0;) number = static_cast<Integer>((number << 8) | at[index]);
  return number;
}

void put_fixed_part(std::span<std::uint8_t> copy, const header& value) noexcept {
  std::copy(magic.begin(), magic.end(), copy.begin());
  put<std::uint16_t>(copy.subspan(8), format_version);
  put<std::uint32_t>(copy.subspan(12), header_bytes);
  std::copy(value.file_id.begin(), value.file_id.end(), copy.begin() + 16);
  put<std::uint32_t>(copy.subspan(32), value.page_bytes);
  copy[36] = 1;
  copy[37] = 1;
}

bool known_page_size(std::uint32_t bytes) noexcept { return std::has_single_bit(bytes) && bytes >= 4096 && bytes <= header_bytes; }

result<crypto::secret_key> derived(const crypto::secret_key& data_key, const header& value, std::string_view purpose) {
  std::array<std::uint8_t, crypto::secret_key::length> key{};
  PHR_TRY(crypto::hkdf_sha256(data_key.view(), value.file_id, as_bytes(purpose), key));
  crypto::secret_key made{std::span<const std::uint8_t, crypto::secret_key::length>(key)};
  crypto::wipe(key);
  return made;
}

}  // namespace

std::array<std::uint8_t, 40> header::binding() const noexcept {
  std::array<std::uint8_t, 40> bytes{};
  put_fixed_part(bytes, *this);
  return bytes;
}

result<header_copy> encode(const header& value) {
  header_copy copy{};
  const std::span<std::uint8_t> all(copy);
  put_fixed_part(all, value);
  put<std::uint64_t>(all.subspan(40), value.sequence);
  for (std::size_t index = 0; index < slot_count; ++index) {
    std::copy(value.slots[index].begin(), value.slots[index].end(), copy.begin() + slots_at + index * crypto::slot_size);
  }
  PHR_TRY(const auto sum, crypto::sha256(all.first(checksum_at)));
  std::copy(sum.begin(), sum.end(), copy.begin() + checksum_at);
  return copy;
}

result<header> decode(std::span<const std::uint8_t> copy) {
  if (copy.size() < magic.size() || !std::equal(magic.begin(), magic.end(), copy.begin())) {
    return error{errc::not_a_phr_file}.at("the first bytes of the file");
  }
  if (copy.size() < header_copy_bytes) return error{errc::damaged_header}.at("the header: the file is cut");
  copy = copy.first(header_copy_bytes);
  PHR_TRY(const auto sum, crypto::sha256(copy.first(checksum_at)));
  const bool intact = std::equal(sum.begin(), sum.end(), copy.begin() + checksum_at);
  // A later format may place its checksum elsewhere, so its number is believed before the checksum is.
  if (take<std::uint16_t>(copy.subspan(8)) > format_version) return error{errc::newer_format}.at("the header");
  if (!intact) return error{errc::damaged_header}.at("the header: checksum");
  header value;
  value.page_bytes = take<std::uint32_t>(copy.subspan(32));
  value.sequence = take<std::uint64_t>(copy.subspan(40));
  std::copy_n(copy.begin() + 16, value.file_id.size(), value.file_id.begin());
  for (std::size_t index = 0; index < slot_count; ++index) {
    std::copy_n(copy.begin() + slots_at + index * crypto::slot_size, crypto::slot_size, value.slots[index].begin());
  }
  const auto fixed = value.binding();
  if (!known_page_size(value.page_bytes) || !std::equal(fixed.begin(), fixed.end(), copy.begin())) {
    return error{errc::damaged_header}.at("the header: parameters");
  }
  return value;
}

result<crypto::secret_key> page_key(const crypto::secret_key& data_key, const header& value) {
  return derived(data_key, value, "phr pages 1");
}

result<crypto::secret_key> audit_key(const crypto::secret_key& data_key, const header& value) {
  return derived(data_key, value, "phr audit 1");
}

result<crypto::secret_key> place_key(const crypto::secret_key& data_key, const header& value) {
  return derived(data_key, value, "phr places 1");
}

}  // namespace phr::storage
