// Lengths of time in microseconds, and the division that takes instants before 1970 to the day they are in.
#pragma once

#include <cstdint>

namespace phr::analytics {

inline constexpr std::int64_t second_us = 1'000'000;
inline constexpr std::int64_t day_us = 86'400 * second_us;

[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t value, std::int64_t divisor) noexcept { return value / divisor - (value % divisor < 0 ? 1 : 0); }

}  // namespace phr::analytics
