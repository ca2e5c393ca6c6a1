// The Theil-Sen line.
#include <phr/analytics/trend.hpp>

#include "analytics/lanes.hpp"
#include "analytics/slopes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phr::analytics {

namespace {

constexpr double normal_975 = 1.959963984540054;  // the quantile 0.975 of the normal distribution

// Sums over the runs of equal numbers in a sorted list, t being the length of a run.
struct tie_sums {
  double two = 0;    // t (t - 1)
  double three = 0;  // t (t - 1) (t - 2)
  double kendall = 0;  // t (t - 1) (2 t + 5)
};
template <class Number>
tie_sums ties_of(const std::vector<timed_point>& sorted, Number number) {
  tie_sums sums;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin + 1;
    while (end < sorted.size() && number(sorted[end]) == number(sorted[begin])) ++end;
    const double t = static_cast<double>(end - begin);
    sums.two += t * (t - 1);
    sums.three += t * (t - 1) * (t - 2);
    sums.kendall += t * (t - 1) * (2 * t + 5);
    begin = end;
  }
  return sums;
}

// The variance of Kendall's S, of points sorted by time; their order is lost. (Kendall 1970.)
double variance_of_s(std::vector<timed_point>& points) {
  const double n = static_cast<double>(points.size());
  const tie_sums times = ties_of(points, [](const timed_point& point) { return point.at_us; });
  std::sort(points.begin(), points.end(),
            [](const timed_point& a, const timed_point& b) { return a.value < b.value; });
  const tie_sums values = ties_of(points, [](const timed_point& point) { return point.value; });
  double variance = (n * (n - 1) * (2 * n + 5) - times.kendall - values.kendall) / 18;
  if (n > 1) variance += times.two * values.two / (2 * n * (n - 1));
  if (n > 2) variance += times.three * values.three / (9 * n * (n - 1) * (n - 2));
  return variance < 0 ? 0 : variance;
}

// The rows that hold a value, by time.
std::vector<timed_point> points_of(std::span<const std::int64_t> times_us, column_view values) {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    if (values.is_valid(row)) first = std::min(first, times_us[row]);
  }
  std::vector<timed_point> points;
  for (std::size_t row = 0; row < times_us.size(); ++row) {
    if (!values.is_valid(row)) continue;
    const auto distance = static_cast<std::uint64_t>(times_us[row]) - static_cast<std::uint64_t>(first);
    points.push_back({static_cast<double>(distance), values.values[row]});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const timed_point& a, const timed_point& b) { return a.at_us < b.at_us; });
  return points;
}

// The slopes wanted of N sorted ones: the two in the middle (the same one where N is odd), and Sen's limits.
struct wanted_ranks {
  std::size_t low = 0;
  std::size_t high = 0;
  bool has_interval = false;
};
wanted_ranks interval_ranks(std::size_t slopes, double variance) noexcept {
  const double spread = normal_975 * std::sqrt(variance);
  const double from_end = std::floor((static_cast<double>(slopes) - spread) / 2 + 0.5);
  if (!(from_end >= 1)) return {};
  const auto low = static_cast<std::size_t>(from_end) - 1;
  return {low, slopes - 1 - low, true};
}

double median_intercept(std::vector<timed_point>& points, double slope) {
  std::vector<double> intercepts;
  intercepts.reserve(points.size());
  for (const timed_point& point : points) {
    intercepts.push_back(point.value - slope * (point.at_us / static_cast<double>(microseconds_per_day)));
  }
  if (std::any_of(intercepts.begin(), intercepts.end(), [](double value) { return std::isnan(value); })) {
    return not_a_number;
  }
  return one_nan(take_median(intercepts));
}

}  // namespace

result<theil_sen_line> theil_sen(std::span<const std::int64_t> times_us, column_view values) {
  if (times_us.size() != values.size()) return error{errc::invalid_argument}.at("theil_sen.times_us");
  const std::size_t rows = checked_rows(values).count();
  if (rows > max_theil_sen_values) return error{errc::too_large}.at("theil_sen.values");
  std::vector<timed_point> points = points_of(times_us, values);
  const std::size_t slopes = count_slopes(points);
  if (slopes == 0) return error{errc::invalid_argument}.at("theil_sen.times_us");
  const auto is_finite = [](const timed_point& point) { return std::isfinite(point.value); };
  if (!std::all_of(points.begin(), points.end(), is_finite)) {
    return theil_sen_line{not_a_number, not_a_number, not_a_number, not_a_number, rows};
  }
  std::vector<timed_point> by_value = points;
  const wanted_ranks interval = interval_ranks(slopes, variance_of_s(by_value));
  std::vector<std::size_t> ranks{(slopes - 1) / 2, slopes / 2};
  if (interval.has_interval) {
    ranks.insert(ranks.begin(), std::min(interval.low, ranks.front()));
    ranks.push_back(std::max(interval.high, ranks.back()));
  }
  const std::vector<double> found = slopes_of_rank(points, ranks);
  const std::size_t middle = interval.has_interval ? 1 : 0;
  theil_sen_line result;
  result.count = rows;
  result.slope_per_day = one_nan(found[middle] * 0.5 + found[middle + 1] * 0.5);
  result.intercept = median_intercept(points, result.slope_per_day);
  result.low = interval.has_interval ? found.front() : -std::numeric_limits<double>::infinity();
  result.high = interval.has_interval ? found.back() : std::numeric_limits<double>::infinity();
  return result;
}

}  // namespace phr::analytics
