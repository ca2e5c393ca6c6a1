// Kernels over one column: summary, quantiles, rolling mean and median.
#pragma once

#include <phr/analytics/column.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phr::analytics {

// Of the rows that hold a value. NaN: everything but count where there is none, or where one is NaN; sd where there is
// only one. Sums beyond the range of double give an infinite or NaN mean and sd.
struct summary {
  std::size_t count = 0;
  double mean = 0;
  double sd = 0;  // of the sample: divided by count - 1
  double min = 0;
  double max = 0;
};

// Shape: n rows to 5 numbers, in the unit of the column. Two passes; the second corrects the first's rounding:
// d = x - mean; mean + sum(d) / n; sd^2 = (sum(d^2) - sum(d)^2 / n) / (n - 1) (Chan, Golub & LeVeque 1983, "Algorithms
// for computing the sample variance"). Gaps do not count. The same bits on every machine: see dispatch.hpp.
[[nodiscard]] summary summarize(column_view rows);

// Shape: n rows to 1 number. h = (n - 1) p; x[floor(h)] + (h - floor(h)) (x[floor(h) + 1] - x[floor(h)]) of the sorted
// values (type 7 of Hyndman & Fan 1996, "Sample quantiles in statistical packages"; the default of R and NumPy).
// Gaps do not count. NaN: no values, a NaN among them, or p outside 0..1.
[[nodiscard]] double quantile(column_view rows, double p);
// The same for several p at once: sorts once.
[[nodiscard]] std::vector<double> quantiles(column_view rows, std::span<const double> ps);

struct rolling_options {
  std::size_t min_count = 1;  // fewer values than this in a window: NaN
  bool partial = false;       // true: also windows that begin before the first row
};

// Shape: n rows to n numbers in `out`, in the unit of the column. Row i is made from the window that ends with row i:
// `window` rows. NaN until the window is full (unless partial), and where it holds a NaN. A gap in the window does not
// count: the mean or median is of the window's values. Nothing is ever subtracted from a sum, so neither rounding nor
// an infinity outlives the window (two-stack queue: Tangwongsan et al. 2015, "General incremental sliding-window
// aggregation"). O(n) for the mean, O(n window) moves at worst for the median.
// Errors: invalid_argument where window or min_count is 0 or out is not of n rows.
result<void> rolling_mean(column_view rows, std::size_t window, std::span<double> out, rolling_options options = {});
result<void> rolling_median(column_view rows, std::size_t window, std::span<double> out, rolling_options options = {});

// The same with the window that ends with row i and spans `duration_us` microseconds: the rows up to i that are later
// than times_us[i] - duration_us. It is full once the first row is at least duration_us old.
// Errors: also where times_us is not of n rows, not in order, or duration_us is not positive.
result<void> rolling_mean_by_time(std::span<const std::int64_t> times_us, column_view rows, std::int64_t duration_us,
                                  std::span<double> out, rolling_options options = {});
result<void> rolling_median_by_time(std::span<const std::int64_t> times_us, column_view rows, std::int64_t duration_us,
                                    std::span<double> out, rolling_options options = {});

}  // namespace phr::analytics
