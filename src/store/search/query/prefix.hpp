// Prefixes of ordered search values (FHIR R4, 3.1.1.4.5).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace phr::storage {

enum class search_prefix : std::uint8_t { eq, ne, gt, lt, ge, le, sa, eb, ap };

// Takes the prefix off the text; eq where there is none, nullopt for letters that are no prefix.
[[nodiscard]] constexpr std::optional<search_prefix> take_prefix(std::string_view& text) noexcept {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return search_prefix::eq;
  constexpr std::string_view names = "eqnegtltgelesaebap";
  for (std::size_t index = 0; index < names.size(); index += 2) {
    if (text.substr(0, 2) == names.substr(index, 2)) {
      text.remove_prefix(2);
      return static_cast<search_prefix>(index / 2);
    }
  }
  return {};
}

}  // namespace phr::storage
