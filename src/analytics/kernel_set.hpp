// The kernels that exist in several sets. Plain pointers and arrays only: the sources of a set are compiled for other
// processors than the rest, so they must not emit code of any shared inline function.
#pragma once

#include <cstddef>
#include <cstdint>

namespace phr::analytics {

inline constexpr std::size_t lane_count = 8;

// Rows as a kernel reads them. `validity` is null, or has a bit for every row.
struct kernel_rows {
  const double* values = nullptr;
  const std::uint64_t* validity = nullptr;
  std::size_t size = 0;
};

// Row i goes to lane i % 8. A gap leaves its lane as it is.
struct moment_lanes {
  double sum[lane_count];
  double low[lane_count];   // +infinity at first; NaN is passed over
  double high[lane_count];  // -infinity at first; NaN is passed over
  bool has_nan;
};
struct deviation_lanes {
  double d[lane_count];   // x - mean
  double dd[lane_count];  // its square
};
struct product_lanes {
  double x[lane_count];  // x - mean of x
  double y[lane_count];
  double xx[lane_count];
  double xy[lane_count];
  double yy[lane_count];
};
struct residual_lanes {
  double rr[lane_count];  // (y - mean_y - slope (x - mean_x))^2
};

struct line_at {
  double mean_x = 0;
  double mean_y = 0;
  double slope = 0;
};

struct kernel_set {
  moment_lanes (*moments)(kernel_rows rows) noexcept;
  deviation_lanes (*deviations)(kernel_rows rows, double mean) noexcept;
  // x has a number for every row of y.
  product_lanes (*products)(const double* x, kernel_rows y, line_at at) noexcept;
  residual_lanes (*residuals)(const double* x, kernel_rows y, line_at at) noexcept;
};

extern const kernel_set scalar_kernels;
#if defined(PHR_ANALYTICS_AVX2) && defined(__x86_64__)
extern const kernel_set avx2_kernels;
#endif

}  // namespace phr::analytics
