// What a series of lab values says.
#include <phr/analytics/lab_trend.hpp>

#include "analytics/lanes.hpp"

#include <algorithm>
#include <cmath>

namespace phr::analytics {

namespace {

constexpr std::size_t fewest_for_a_direction = 5;
constexpr double steady_share_of_range = 0.25;
constexpr double steady_share_of_median = 0.10;

double days_between(std::int64_t earlier, std::int64_t later) noexcept {
  const auto distance = static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
  return static_cast<double>(distance) / static_cast<double>(microseconds_per_day);
}

result<void> check(const lab_series& series) {
  if (series.points.empty()) return error{errc::no_values}.at("lab_series.points");
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    if (!std::isfinite(series.points[i].value)) {
      return error{errc::invalid_argument}.at("lab_series.points.value").nth(i);
    }
  }
  const bool low_is_odd = series.reference_low && !std::isfinite(*series.reference_low);
  const bool high_is_odd = series.reference_high && !std::isfinite(*series.reference_high);
  if (low_is_odd || (series.reference_low && series.reference_high && *series.reference_low > *series.reference_high)) {
    return error{errc::invalid_argument}.at("lab_series.reference_low");
  }
  if (high_is_odd) return error{errc::invalid_argument}.at("lab_series.reference_high");
  return success();
}

// A change over the whole series that is too small to call it one.
double negligible_change(const lab_series& series, std::span<const double> values) {
  if (series.reference_low && series.reference_high && *series.reference_low < *series.reference_high) {
    return steady_share_of_range * (*series.reference_high - *series.reference_low);
  }
  return steady_share_of_median * std::fabs(quantile({values, {}}, 0.5));
}

std::string direction_of(const lab_trend& trend, std::span<const double> values) {
  if (!trend.robust || trend.stats.count < fewest_for_a_direction) return "unclear";
  const theil_sen_line& fit = *trend.robust;
  if (fit.low > 0) return "rising";
  if (fit.high < 0) return "falling";
  const double days = days_between(trend.series.points.front().at_us, trend.series.points.back().at_us);
  const double change = std::max(std::fabs(fit.low), std::fabs(fit.high)) * days;
  return change <= negligible_change(trend.series, values) ? "steady" : "unclear";
}

}  // namespace

result<lab_trend> analyse(lab_series series) {
  PHR_TRY(check(series));
  std::stable_sort(series.points.begin(), series.points.end(),
                   [](const lab_point& a, const lab_point& b) { return a.at_us < b.at_us; });
  lab_trend trend;
  trend.series = static_cast<lab_series&&>(series);
  const std::vector<lab_point>& points = trend.series.points;
  std::vector<std::int64_t> times;
  std::vector<double> values;
  times.reserve(points.size());
  values.reserve(points.size());
  for (const lab_point& point : points) {
    if (!times.empty()) {
      trend.longest_gap_days = std::max(trend.longest_gap_days, days_between(times.back(), point.at_us));
    }
    times.push_back(point.at_us);
    values.push_back(point.value);
    if (trend.series.reference_high && point.value > *trend.series.reference_high) ++trend.above;
    if (trend.series.reference_low && point.value < *trend.series.reference_low) ++trend.below;
  }
  trend.first = values.front();
  trend.latest = values.back();
  trend.stats = summarize({values, {}});
  if (times.front() != times.back()) {
    PHR_TRY(trend.linear, linear_trend(times, {values, {}}));
    if (times.size() <= max_theil_sen_values) {
      PHR_TRY(trend.robust, theil_sen(times, {values, {}}));
    }
  }
  trend.direction = direction_of(trend, values);
  return trend;
}

}  // namespace phr::analytics
