// Rolling means and medians, over rows and over time.
#include <phr/analytics/kernels.hpp>

#include "analytics/window.hpp"

#include <algorithm>

namespace phr::analytics {

namespace {

// Row by row: takes the row in, lets out the rows that stale(first, row) says are too old, and writes the result where
// full(row) says that the window is.
template <class Window, class Stale, class Full>
void roll(Window& window, column_view rows, std::span<double> out, std::size_t min_count, Stale stale, Full full) {
  std::size_t first = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (; first < row && stale(first, row); ++first) {
      if (rows.is_valid(first)) window.leave(rows.values[first]);
    }
    if (rows.is_valid(row)) window.enter(rows.values[row]);
    out[row] = window.count() >= min_count && full(row) ? window.result() : not_a_number;
  }
}

result<void> check(column_view rows, std::span<double> out, rolling_options options) {
  if (out.size() != rows.size()) return error{errc::invalid_argument}.at("rolling.out");
  if (options.min_count == 0) return error{errc::invalid_argument}.at("rolling_options.min_count");
  return success();
}

template <class Window>
result<void> roll_by_rows(column_view rows, std::size_t length, std::span<double> out, rolling_options options) {
  PHR_TRY(check(rows, out, options));
  if (length == 0) return error{errc::invalid_argument}.at("rolling.window");
  Window window(std::min(length, rows.size()));
  roll(
      window, rows, out, options.min_count,
      [&](std::size_t first, std::size_t row) { return row - first >= length; },
      [&](std::size_t row) { return options.partial || row + 1 >= length; });
  return success();
}

// How long ago `earlier` was; the caller has checked the order. Unsigned, so that it cannot overflow.
std::uint64_t elapsed(std::int64_t earlier, std::int64_t later) noexcept {
  return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
}

template <class Window>
result<void> roll_by_time(std::span<const std::int64_t> times_us, column_view rows, std::int64_t duration_us,
                          std::span<double> out, rolling_options options) {
  PHR_TRY(check(rows, out, options));
  if (times_us.size() != rows.size() || !std::is_sorted(times_us.begin(), times_us.end())) {
    return error{errc::invalid_argument}.at("rolling.times_us");
  }
  if (duration_us <= 0) return error{errc::invalid_argument}.at("rolling.duration_us");
  const auto duration = static_cast<std::uint64_t>(duration_us);
  Window window(0);
  roll(
      window, rows, out, options.min_count,
      [&](std::size_t first, std::size_t row) { return elapsed(times_us[first], times_us[row]) >= duration; },
      [&](std::size_t row) { return options.partial || elapsed(times_us[0], times_us[row]) >= duration; });
  return success();
}

}  // namespace

result<void> rolling_mean(column_view rows, std::size_t window, std::span<double> out, rolling_options options) {
  return roll_by_rows<sliding_mean>(rows, window, out, options);
}

result<void> rolling_median(column_view rows, std::size_t window, std::span<double> out, rolling_options options) {
  return roll_by_rows<sliding_median>(rows, window, out, options);
}

result<void> rolling_mean_by_time(std::span<const std::int64_t> times_us, column_view rows, std::int64_t duration_us,
                                  std::span<double> out, rolling_options options) {
  return roll_by_time<sliding_mean>(times_us, rows, duration_us, out, options);
}

result<void> rolling_median_by_time(std::span<const std::int64_t> times_us, column_view rows, std::int64_t duration_us,
                                    std::span<double> out, rolling_options options) {
  return roll_by_time<sliding_median>(times_us, rows, duration_us, out, options);
}

}  // namespace phr::analytics
