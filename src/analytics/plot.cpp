// What a chart shows and where.
#include "analytics/plot.hpp"

#include "analytics/plain_text.hpp"
#include "analytics/time_units.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phr::analytics {

namespace {

constexpr double largest = 7e307;        // so that no distance overflows
constexpr double flattest = 1e-9;        // a range below this share of the values has no ticks of its own
constexpr double smallest = 1e-290;      // nor one below this
constexpr double room = 0.06;            // above and below, as a share of the range
constexpr double most_flattened = 10.0;  // how often the values' range may fit into the range shown
constexpr std::int64_t shortest_time = 10 * second_us;
constexpr std::int64_t around_one_time = 2 * 86'400 * second_us;

void include(value_range& range, double value) noexcept {
  range.low = std::min(range.low, value);
  range.high = std::max(range.high, value);
}

// How long after the point before each point is, in microseconds; from the second point on.
std::vector<double> gaps_of(const std::vector<plot_point>& points) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < points.size(); ++i) {
    gaps.push_back(static_cast<double>(points[i].local_us - points[i - 1].local_us));
  }
  return gaps;
}

// The gap from which on the line breaks; 0 for never.
double breaking_gap(const std::vector<plot_point>& points, double gap_factor) {
  std::vector<double> gaps = gaps_of(points);
  if (gaps.size() < 2 || !(gap_factor > 0)) return 0;
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle * gap_factor;
}

// Of the points from begin to end, which lie on one unit of width: the first, lowest, highest and last, in order.
void thin(const std::vector<page_point>& points, std::size_t begin, std::size_t end, std::vector<page_point>& out) {
  std::size_t low = begin;
  std::size_t high = begin;
  for (std::size_t i = begin; i < end; ++i) {
    if (points[i].value < points[low].value) low = i;
    if (points[i].value > points[high].value) high = i;
  }
  std::size_t kept[] = {begin, std::min(low, high), std::max(low, high), end - 1};
  std::size_t before = end;
  for (const std::size_t i : kept) {
    if (i == before) continue;
    out.push_back(points[i]);
    if (before != end) out.back().joined = true;  // a break within a unit of width cannot be seen
    before = i;
  }
}

}  // namespace

std::vector<plot_point> plot_points(const lab_series& series, int utc_offset_minutes) {
  std::vector<plot_point> points;
  points.reserve(series.points.size());
  for (const lab_point& point : series.points) {
    if (std::isfinite(point.value)) points.push_back({local_time(point.at_us, utc_offset_minutes), point.value});
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const plot_point& a, const plot_point& b) { return a.local_us < b.local_us; });
  return points;
}

value_range range_of_values(const lab_series& series, const std::vector<plot_point>& points) {
  value_range values{points.front().value, points.front().value};
  for (const plot_point& point : points) include(values, point.value);
  values = {std::clamp(values.low, -largest, largest), std::clamp(values.high, -largest, largest)};
  value_range shown = values;
  const double spread = values.high - values.low;
  const bool inside = (!series.reference_low || *series.reference_low <= values.low) &&
                      (!series.reference_high || *series.reference_high >= values.high);
  for (const auto& limit : {series.reference_low, series.reference_high}) {
    if (!limit || !(std::fabs(*limit) <= largest)) continue;
    value_range with = shown;
    include(with, *limit);
    if (inside || spread == 0 || with.high - with.low <= most_flattened * spread) shown = with;
  }
  const double size = std::max(std::fabs(shown.low), std::fabs(shown.high));
  if (shown.high - shown.low <= std::max(size * flattest, smallest)) {
    const double around = size < smallest ? 1.0 : size * 0.1;
    shown = {shown.low - around, shown.high + around};
  }
  const double pad = (shown.high - shown.low) * room;
  const bool positive = values.low >= 0 && shown.low >= 0;
  shown = {shown.low - pad, shown.high + pad};
  if (positive && shown.low < 0) shown.low = 0;
  return shown;
}

time_range range_of_times(const std::vector<plot_point>& points) {
  time_range times{points.front().local_us, points.back().local_us};
  if (times.from == times.to) return {times.from - around_one_time, times.to + around_one_time};
  if (const std::int64_t missing = shortest_time - (times.to - times.from); missing > 0) {
    times = {times.from - missing / 2, times.to + missing / 2};
  }
  return times;
}

double plot_frame::x(std::int64_t local_us) const noexcept {
  const double share = static_cast<double>(local_us - times.from) / static_cast<double>(times.to - times.from);
  return left + inset + share * (right - left - 2 * inset);
}

double plot_frame::y(double value) const noexcept {
  const double within = std::clamp(value, values.low, values.high);
  return bottom - (within - values.low) / (values.high - values.low) * (bottom - top);
}

std::vector<page_point> page_points(const plot_frame& frame, const std::vector<plot_point>& points,
                                    double gap_factor) {
  const double longest = breaking_gap(points, gap_factor);
  std::vector<page_point> all;
  all.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double gap = i == 0 ? 0.0 : static_cast<double>(points[i].local_us - points[i - 1].local_us);
    const bool joined = i > 0 && !(longest > 0 && gap > longest);
    all.push_back({frame.x(points[i].local_us), frame.y(points[i].value), points[i].value, joined});
  }
  if (static_cast<double>(all.size()) <= 2 * (frame.right - frame.left)) return all;
  std::vector<page_point> thinned;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && std::floor(all[end].x) == std::floor(all[begin].x)) ++end;
    thin(all, begin, end, thinned);
    begin = end;
  }
  return thinned;
}

}  // namespace phr::analytics
