// Classes of length of dates in the index.
#pragma once

#include <array>
#include <cstdint>

namespace phr::storage {

// Most dates are days or moments, some periods are long, and a few have no end. Rows are kept apart by length, so that a search for
// what ends after a moment need not look at all that began before it: of moments and days, a day's.
inline constexpr std::int64_t one_day = 86'400'000'000;
inline constexpr std::array<std::int64_t, 3> longest_of_class = {one_day, 32 * one_day, 400 * one_day};  // the fourth has no limit
inline constexpr std::int64_t date_classes = 4;

[[nodiscard]] constexpr std::int64_t date_slot(std::int64_t parameter, std::int64_t length) noexcept {
  std::int64_t slot = parameter * 4;
  for (const std::int64_t longest : longest_of_class) slot += length > longest ? 1 : 0;
  return slot;
}

}  // namespace phr::storage
