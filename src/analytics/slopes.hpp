// The slopes of all pairs of points at different times, and their order statistics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phr::analytics {

// Points in order of time: microseconds since the first, and finite values.
struct timed_point {
  double at_us = 0;
  double value = 0;
};

inline constexpr std::size_t max_slopes_in_memory = 100'000;

// The number of pairs at different times. `points` is sorted by time.
[[nodiscard]] std::size_t count_slopes(std::span<const timed_point> points) noexcept;

// The slopes per day of the given ranks (from 0, ascending) among all pairs at different times. Exact. Keeps no more
// than `most_in_memory` slopes at a time: where there are more, they are made again up to four times, and counted by
// the leading bits of their order until few enough are left.
[[nodiscard]] std::vector<double> slopes_of_rank(std::span<const timed_point> points,
                                                 std::span<const std::size_t> ranks,
                                                 std::size_t most_in_memory = max_slopes_in_memory);

}  // namespace phr::analytics
