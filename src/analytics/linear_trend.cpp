// Least squares through values in time.
#include <phr/analytics/trend.hpp>

#include "analytics/lanes.hpp"

#include <cmath>
#include <optional>

namespace phr::analytics {

namespace {

// Days since the earliest time of a row that holds a value; 0 for gaps. Nothing where no row holds a value.
std::vector<double> days_since_first(std::span<const std::int64_t> times_us, column_view values) {
  std::optional<std::int64_t> first;
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    if (values.is_valid(row) && (!first || times_us[row] < *first)) first = times_us[row];
  }
  if (!first) return {};
  std::vector<double> days(times_us.size(), 0.0);
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    if (!values.is_valid(row)) continue;
    // Unsigned, so that no distance of two times overflows.
    const auto distance = static_cast<std::uint64_t>(times_us[row]) - static_cast<std::uint64_t>(*first);
    days[row] = static_cast<double>(distance) / static_cast<double>(microseconds_per_day);
  }
  return days;
}

constexpr line no_line(std::size_t count) noexcept {
  return {not_a_number, not_a_number, not_a_number, not_a_number, count};
}

}  // namespace

result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values, kernel_set_kind kind) {
  if (times_us.size() != values.size()) return error{errc::invalid_argument}.at("linear_trend.times_us");
  const std::vector<double> days = days_since_first(times_us, values);
  if (days.empty()) return error{errc::invalid_argument}.at("linear_trend.values");
  const checked_rows y(values);
  const kernel_set& set = kernels(kind);
  const moment_lanes x_moments = set.moments(y.with(days.data()));
  if (!(highest(x_moments.high) > 0.0)) return error{errc::invalid_argument}.at("linear_trend.times_us");
  const moment_lanes y_moments = set.moments(y.rows());
  const std::size_t rows = y.count();
  const double low = lowest(y_moments.low);
  const double high = highest(y_moments.high);
  if (y_moments.has_nan || !std::isfinite(low) || !std::isfinite(high)) return no_line(rows);
  if (low == high) return line{0.0, low, not_a_number, rows > 2 ? 0.0 : not_a_number, rows};

  const double count = static_cast<double>(rows);
  line_at at{join(x_moments.sum) / count, join(y_moments.sum) / count, 0.0};
  const product_lanes sums = set.products(days.data(), y.rows(), at);
  const double dx = join(sums.x);
  const double dy = join(sums.y);
  const double xx = join(sums.xx) - dx * dx / count;
  const double xy = join(sums.xy) - dx * dy / count;
  const double yy = join(sums.yy) - dy * dy / count;
  at.mean_x += dx / count;
  at.mean_y += dy / count;
  at.slope = xy / xx;
  const double rr = join(set.residuals(days.data(), y.rows(), at).rr);
  const double r_squared = (xy / xx) * (xy / yy);
  return line{one_nan(at.slope), one_nan(at.mean_y - at.slope * at.mean_x), one_nan(r_squared > 1.0 ? 1.0 : r_squared),
              rows > 2 ? one_nan(std::sqrt(rr / (count - 2.0) / xx)) : not_a_number, rows};
}

result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values) {
  return linear_trend(times_us, values, best_kernels());
}

}  // namespace phr::analytics
