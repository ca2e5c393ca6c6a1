// Quantiles of a column.
#include <phr/analytics/kernels.hpp>

#include "analytics/lanes.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace phr::analytics {

namespace {

// Between two neighbours of the sorted values; never outside them, and exact where they are the same.
double between(double low, double high, double share) noexcept {
  if (share == 0.0 || low == high) return low;
  return std::lerp(low, high, share);
}

bool has_nan(const std::vector<double>& values) noexcept {
  return std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

// Where a quantile lies among sorted values.
struct place {
  std::size_t index = 0;
  double share = 0;
};
place place_of(double p, std::size_t count) noexcept {
  const double h = static_cast<double>(count - 1) * p;
  const double whole = std::floor(h);
  return {static_cast<std::size_t>(whole), h - whole};
}

// The quantile, by partial sorting: `values` is not empty, and 0 <= p <= 1.
double take_quantile(std::vector<double>& values, double p) noexcept {
  const place at = place_of(p, values.size());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(at.index);
  std::nth_element(values.begin(), middle, values.end());
  if (at.share == 0.0) return *middle;
  return between(*middle, *std::min_element(std::next(middle), values.end()), at.share);
}

}  // namespace

double take_median(std::vector<double>& values) noexcept { return take_quantile(values, 0.5); }

double quantile(column_view rows, double p) {
  std::vector<double> values = values_of(rows);
  if (values.empty() || has_nan(values) || !(p >= 0.0 && p <= 1.0)) return not_a_number;
  return one_nan(take_quantile(values, p));
}

std::vector<double> quantiles(column_view rows, std::span<const double> ps) {
  std::vector<double> results(ps.size(), not_a_number);
  std::vector<double> values = values_of(rows);
  if (values.empty() || has_nan(values)) return results;
  std::sort(values.begin(), values.end());
  for (std::size_t i = 0; i < ps.size(); ++i) {
    if (!(ps[i] >= 0.0 && ps[i] <= 1.0)) continue;
    const place at = place_of(ps[i], values.size());
    const double low = values[at.index];
    results[i] = at.share == 0.0 ? low : one_nan(between(low, values[at.index + 1], at.share));
  }
  return results;
}

}  // namespace phr::analytics
