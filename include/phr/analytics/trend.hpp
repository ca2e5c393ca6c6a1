// Straight lines through values in time: least squares, and Theil-Sen for data with outliers.
#pragma once

#include <phr/analytics/column.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace phr::analytics {

inline constexpr std::int64_t microseconds_per_day = 86'400'000'000;

// Least squares. y = intercept + slope_per_day x, x in days since the earliest row that holds a value.
struct line {
  double slope_per_day = 0;
  double intercept = 0;    // at the earliest row
  double r_squared = 0;    // NaN where all values are the same
  double slope_error = 0;  // standard error of the slope; NaN for two values
  std::size_t count = 0;
};

// Shape: n times (microseconds since 1970, any order) and n values to a line. With dx and dy the distances from the
// means: slope = sum(dx dy) / sum(dx^2), r^2 = sum(dx dy)^2 / (sum(dx^2) sum(dy^2)), slope_error^2 =
// sum((dy - slope dx)^2) / ((n - 2) sum(dx^2)) (Draper & Smith 1998, "Applied regression analysis", ch. 1). Rows with
// gaps do not count. The same bits on every machine. A value that is not finite makes all of it NaN.
// Errors: invalid_argument for spans of different sizes, or fewer than two distinct times.
[[nodiscard]] result<line> linear_trend(std::span<const std::int64_t> times_us, column_view values);

// The median of the slopes of all pairs of rows at different times, and its 95 % confidence interval.
struct theil_sen_line {
  double slope_per_day = 0;
  double intercept = 0;  // at the earliest row: the median of y - slope x
  double low = 0;        // of the slope per day; -infinity to +infinity where so few rows give no 95 % interval
  double high = 0;
  std::size_t count = 0;
};

inline constexpr std::size_t max_theil_sen_values = 20'000;

// Shape: n times (microseconds since 1970, any order) and n values to a line. Slope: Theil 1950; interval: Sen 1968,
// "Estimates of the regression coefficient based on Kendall's tau", the slopes of rank (N - C) / 2 from either end, N
// being the number of pairs and C = 1.96 sd(S); the variance of Kendall's S is corrected for ties in times and in
// values (Kendall 1970, "Rank correlation methods"). Exact over all pairs: O(n^2) time, about a second for 20,000
// values, in 2 MB. Rows with gaps do not count. A value that is not finite makes all of it NaN.
// Errors: invalid_argument as linear_trend; too_large for more than max_theil_sen_values values.
[[nodiscard]] result<theil_sen_line> theil_sen(std::span<const std::int64_t> times_us, column_view values);

}  // namespace phr::analytics
