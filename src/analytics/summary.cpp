// The summary of a column, and the choice of the kernels.
#include <phr/analytics/dispatch.hpp>

#include "analytics/lanes.hpp"

#include <cmath>

namespace phr::analytics {

bool has_kernels(kernel_set_kind kind) noexcept {
  switch (kind) {
    case kernel_set_kind::scalar: return true;
    case kernel_set_kind::avx2:
#if defined(PHR_ANALYTICS_AVX2) && defined(__x86_64__)
      return __builtin_cpu_supports("avx2") != 0;
#else
      return false;
#endif
  }
  return false;
}

kernel_set_kind best_kernels() noexcept {
  return has_kernels(kernel_set_kind::avx2) ? kernel_set_kind::avx2 : kernel_set_kind::scalar;
}

const kernel_set& kernels(kernel_set_kind kind) noexcept {
#if defined(PHR_ANALYTICS_AVX2) && defined(__x86_64__)
  if (kind == kernel_set_kind::avx2 && has_kernels(kind)) return avx2_kernels;
#endif
  static_cast<void>(kind);
  return scalar_kernels;
}

summary summarize(column_view rows, kernel_set_kind kind) {
  const checked_rows checked(rows);
  const kernel_set& set = kernels(kind);
  summary result{checked.count(), not_a_number, not_a_number, not_a_number, not_a_number};
  if (result.count == 0) return result;
  const moment_lanes first = set.moments(checked.rows());
  if (first.has_nan) return result;
  result.min = lowest(first.low);
  result.max = highest(first.high);
  if (result.min == result.max) {
    result.mean = result.min;
    if (result.count > 1) result.sd = 0.0;
    return result;
  }
  const double count = static_cast<double>(result.count);
  const double mean = join(first.sum) / count;
  const deviation_lanes second = set.deviations(checked.rows(), mean);
  const double d = join(second.d);
  const double squares = join(second.dd) - d * d / count;
  result.mean = one_nan(mean + d / count);
  result.sd = one_nan(std::sqrt((squares < 0.0 ? 0.0 : squares) / (count - 1.0)));
  return result;
}

summary summarize(column_view rows) { return summarize(rows, best_kernels()); }

}  // namespace phr::analytics
