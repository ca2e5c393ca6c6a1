// The list of keys at the beginning of a packed body: see store/records/packed_body.hpp.
#pragma once

#include <phr/core/bytes.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace phr::storage {

inline void put_varint(std::vector<std::uint8_t>& to, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) to.push_back(static_cast<std::uint8_t>(number | 0x80));
  to.push_back(static_cast<std::uint8_t>(number));
}

// nullopt at the end, or for more than 64 bits.
[[nodiscard]] inline std::optional<std::uint64_t> take_varint(bytes_view& from) noexcept {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !from.empty(); shift += 7) {
    const std::uint8_t byte = from.front();
    from = from.subspan(1);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return number;
  }
  return {};
}

// Takes the list off the body; false where it is none.
[[nodiscard]] inline bool take_reference_list(bytes_view& body, std::vector<std::int64_t>& into) {
  into.clear();
  const auto many = take_varint(body);
  if (!many || *many > body.size()) return false;
  for (std::uint64_t nth = 0; nth < *many; ++nth) {
    const auto key = take_varint(body);
    if (!key) return false;
    into.push_back(static_cast<std::int64_t>(*key));
  }
  return true;
}

}  // namespace phr::storage
