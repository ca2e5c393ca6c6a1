// Least squares through values in time.
#include <phr/analytics/trend.hpp>

#include "analytics/lanes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phr::analytics {

namespace {

// Microseconds since the earliest time of a row that holds a value; anything for gaps. Nothing where no row holds one.
std::vector<double> us_since_first(std::span<const std::int64_t> times_us, column_view values) {
  constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
  std::int64_t first = latest;
  std::int64_t last = earliest;
  bool any = false;
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    // By masks, not branches: scattered gaps cannot be foreseen.
    const bool counts = values.is_valid(row);
    const std::int64_t mask = -std::int64_t{counts};
    any |= counts;
    first = std::min(first, (times_us[row] & mask) | (latest & ~mask));
    last = std::max(last, (times_us[row] & mask) | (earliest & ~mask));
  }
  if (!any) return {};
  // Unsigned, so that no distance of two times overflows; but signed numbers become doubles faster.
  const auto origin = static_cast<std::uint64_t>(first);
  const bool is_short = static_cast<std::uint64_t>(last) - origin <= std::uint64_t{1} << 62;
  std::vector<double> distances(times_us.size());
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    const std::uint64_t us = static_cast<std::uint64_t>(times_us[row]) - origin;
    distances[row] = is_short ? static_cast<double>(static_cast<std::int64_t>(us)) : static_cast<double>(us);
  }
  return distances;
}

constexpr line no_line(std::size_t count) noexcept {
  return {not_a_number, not_a_number, not_a_number, not_a_number, count};
}

}  // namespace

result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values, kernel_set_kind kind) {
  if (times_us.size() != values.size()) return error{errc::invalid_argument}.at("linear_trend.times_us");
  const std::vector<double> x = us_since_first(times_us, values);
  if (x.empty()) return error{errc::invalid_argument}.at("linear_trend.values");
  const checked_rows y(values);
  const kernel_set& set = kernels(kind);
  const moment_lanes x_moments = set.moments(y.with(x.data()));
  if (!(highest(x_moments.high) > 0.0)) return error{errc::invalid_argument}.at("linear_trend.times_us");
  const moment_lanes y_moments = set.moments(y.rows());
  const std::size_t rows = y.count();
  const double low = lowest(y_moments.low);
  const double high = highest(y_moments.high);
  if (y_moments.has_nan || !std::isfinite(low) || !std::isfinite(high)) return no_line(rows);
  if (low == high) return line{0.0, low, not_a_number, rows > 2 ? 0.0 : not_a_number, rows};

  const double count = static_cast<double>(rows);
  line_at at{join(x_moments.sum) / count, join(y_moments.sum) / count, 0.0};
  const product_lanes sums = set.products(x.data(), y.rows(), at);
  const double dx = join(sums.x);
  const double dy = join(sums.y);
  const double xx = join(sums.xx) - dx * dx / count;
  const double xy = join(sums.xy) - dx * dy / count;
  const double yy = join(sums.yy) - dy * dy / count;
  at.mean_x += dx / count;
  at.mean_y += dy / count;
  at.slope = xy / xx;
  const double rr = join(set.residuals(x.data(), y.rows(), at).rr);
  const double r_squared = (xy / xx) * (xy / yy);
  constexpr auto day = static_cast<double>(microseconds_per_day);
  const double slope_error = rows > 2 ? std::sqrt(rr / (count - 2.0) / xx) * day : not_a_number;
  return line{one_nan(at.slope * day), one_nan(at.mean_y - at.slope * at.mean_x),
              one_nan(r_squared > 1.0 ? 1.0 : r_squared), one_nan(slope_error), rows};
}

result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values) {
  return linear_trend(times_us, values, best_kernels());
}

}  // namespace phr::analytics
