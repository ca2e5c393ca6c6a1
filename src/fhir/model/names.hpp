// Finding JSON names in the field tables.
#pragma once

#include <phr/fhir/structure.hpp>

#include <bit>
#include <cstring>

namespace phr::fhir {

template <class Word>
[[nodiscard]] std::uint64_t load(const char* from) noexcept {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    Word swapped = 0;
    for (std::size_t byte = 0; byte < sizeof word; ++byte) swapped |= static_cast<Word>((word >> 8 * byte & 0xFF) << 8 * (sizeof word - 1 - byte));
    word = swapped;
  }
  return word;
}

// The first eight bytes of a name and the last eight of a longer one: all of it up to a length of sixteen.
struct name_ends {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

[[nodiscard]] inline name_ends ends_of(std::string_view name) noexcept {
  const char* const at = name.data();
  const std::size_t size = name.size();
  if (size >= 8) return {load<std::uint64_t>(at), load<std::uint64_t>(at + size - 8)};
  if (size >= 4) return {load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << 8 * (size - 4), 0};
  if (size >= 2) return {load<std::uint16_t>(at) | load<std::uint16_t>(at + size - 2) << 8 * (size - 2), 0};
  return {size == 1 ? static_cast<unsigned char>(*at) : 0U, 0};
}

// Most texts name elements in the order of the definition: among the next three after the one found before, or -1.
[[nodiscard]] inline int find_near(const structure& type, std::string_view name, const name_ends& wanted, int after) noexcept {
  const auto end = static_cast<int>(type.names.size());
  for (int near = after + 1; near <= after + 3 && near < end; ++near) {
    const json_name& entry = type.names[static_cast<std::size_t>(near)];
    if (entry.first == wanted.first && entry.last == wanted.last && entry.size == name.size()) {
      return entry.size <= 16 || type.same_middle(entry, name) ? near : -1;
    }
  }
  return -1;
}
[[nodiscard]] int find_by_hash(const structure& type, std::string_view name, const name_ends& wanted) noexcept;

}  // namespace phr::fhir
