// The AVX2 twins of the reference kernels: lanes 0..3 and 4..7 are two vectors. Compiled with -mavx2 alone, so no other
// source may run code from here without asking the processor first.
#include "analytics/kernel_set.hpp"

#if defined(PHR_ANALYTICS_AVX2) && defined(__x86_64__)

#include <immintrin.h>

namespace phr::analytics {

namespace {

// Eight rows: all bits of a lane are 1 where the row holds a value.
struct row_mask {
  __m256d lower;
  __m256d upper;
};

struct row_pair {
  __m256d lower;
  __m256d upper;
};

inline row_mask expand(unsigned bits) noexcept {
  const __m256i all = _mm256_set1_epi64x(static_cast<long long>(bits));
  const __m256i lower = _mm256_setr_epi64x(1, 2, 4, 8);
  const __m256i upper = _mm256_setr_epi64x(16, 32, 64, 128);
  return {_mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_and_si256(all, lower), lower)),
          _mm256_castsi256_pd(_mm256_cmpeq_epi64(_mm256_and_si256(all, upper), upper))};
}

// The eight rows from `row` on, a multiple of 8; rows past the end are gaps.
inline unsigned valid_bits(const kernel_rows& rows, std::size_t row) noexcept {
  unsigned bits = 0xff;
  if (rows.validity != nullptr) bits = static_cast<unsigned>(rows.validity[row / 64] >> (row % 64)) & 0xff;
  const std::size_t rest = rows.size - row;
  return rest < lane_count ? bits & ((1u << rest) - 1u) : bits;
}

inline row_pair load(const double* from) noexcept { return {_mm256_loadu_pd(from), _mm256_loadu_pd(from + 4)}; }

// Reads only where the mask is set; 0 elsewhere.
inline row_pair load(const double* from, const row_mask& mask) noexcept {
  return {_mm256_maskload_pd(from, _mm256_castpd_si256(mask.lower)),
          _mm256_maskload_pd(from + 4, _mm256_castpd_si256(mask.upper))};
}

inline row_pair keep(const row_pair& rows, const row_mask& mask) noexcept {
  return {_mm256_and_pd(rows.lower, mask.lower), _mm256_and_pd(rows.upper, mask.upper)};
}
inline row_pair less(const row_pair& rows, __m256d mean) noexcept {
  return {_mm256_sub_pd(rows.lower, mean), _mm256_sub_pd(rows.upper, mean)};
}
inline row_pair times(const row_pair& a, const row_pair& b) noexcept {
  return {_mm256_mul_pd(a.lower, b.lower), _mm256_mul_pd(a.upper, b.upper)};
}
inline void add(row_pair& to, const row_pair& rows) noexcept {
  to.lower = _mm256_add_pd(to.lower, rows.lower);
  to.upper = _mm256_add_pd(to.upper, rows.upper);
}
inline void store(double* to, const row_pair& rows) noexcept {
  _mm256_storeu_pd(to, rows.lower);
  _mm256_storeu_pd(to + 4, rows.upper);
}
inline row_pair fill(double value) noexcept { return {_mm256_set1_pd(value), _mm256_set1_pd(value)}; }

// Calls whole(row) for eight rows of a column without gaps, and part(row, mask) for eight of one with a bitmap, and for
// the last rows where they are fewer than eight. Does not look whether eight rows happen to have no gap: where gaps are
// scattered, a processor guesses that wrong half of the time, which costs more than the mask.
template <class Whole, class Part>
inline void each_eight(const kernel_rows& rows, Whole whole, Part part) noexcept {
  std::size_t row = 0;
  if (rows.validity == nullptr) {
    for (; row + lane_count <= rows.size; row += lane_count) whole(row);
  }
  for (; row < rows.size; row += lane_count) part(row, expand(valid_bits(rows, row)));
}

// The lambdas below must stay in the loop, or their sums would live in memory.
#define PHR_INLINE __attribute__((always_inline))

moment_lanes moments(kernel_rows rows) noexcept {
  const row_pair above = fill(__builtin_inf());
  const row_pair below = fill(-__builtin_inf());
  row_pair sum = fill(0.0);
  row_pair low = above;
  row_pair high = below;
  row_pair nan = fill(0.0);
  const auto take = [&](const row_pair& x, const row_pair& x_low, const row_pair& x_high) PHR_INLINE {
    add(sum, x);
    // As the scalar `x < low ? x : low`: the second operand where either is NaN.
    low = {_mm256_min_pd(x_low.lower, low.lower), _mm256_min_pd(x_low.upper, low.upper)};
    high = {_mm256_max_pd(x_high.lower, high.lower), _mm256_max_pd(x_high.upper, high.upper)};
    nan.lower = _mm256_or_pd(nan.lower, _mm256_cmp_pd(x.lower, x.lower, _CMP_UNORD_Q));
    nan.upper = _mm256_or_pd(nan.upper, _mm256_cmp_pd(x.upper, x.upper, _CMP_UNORD_Q));
  };
  each_eight(
      rows,
      [&](std::size_t row) PHR_INLINE {
        const row_pair x = load(rows.values + row);
        take(x, x, x);
      },
      [&](std::size_t row, const row_mask& mask) PHR_INLINE {
        const row_pair x = load(rows.values + row, mask);
        take(x,
             {_mm256_blendv_pd(above.lower, x.lower, mask.lower), _mm256_blendv_pd(above.upper, x.upper, mask.upper)},
             {_mm256_blendv_pd(below.lower, x.lower, mask.lower), _mm256_blendv_pd(below.upper, x.upper, mask.upper)});
      });
  moment_lanes lanes;
  store(lanes.sum, sum);
  store(lanes.low, low);
  store(lanes.high, high);
  lanes.has_nan = _mm256_movemask_pd(_mm256_or_pd(nan.lower, nan.upper)) != 0;
  return lanes;
}

deviation_lanes deviations(kernel_rows rows, double mean) noexcept {
  const __m256d mean_x = _mm256_set1_pd(mean);
  row_pair sum = fill(0.0);
  row_pair squares = fill(0.0);
  const auto take = [&](const row_pair& d) PHR_INLINE {
    add(sum, d);
    add(squares, times(d, d));
  };
  each_eight(
      rows, [&](std::size_t row) PHR_INLINE { take(less(load(rows.values + row), mean_x)); },
      [&](std::size_t row, const row_mask& mask) PHR_INLINE {
        take(keep(less(load(rows.values + row, mask), mean_x), mask));
      });
  deviation_lanes lanes;
  store(lanes.d, sum);
  store(lanes.dd, squares);
  return lanes;
}

product_lanes products(const double* x, kernel_rows y, line_at at) noexcept {
  const __m256d mean_x = _mm256_set1_pd(at.mean_x);
  const __m256d mean_y = _mm256_set1_pd(at.mean_y);
  row_pair sum_x = fill(0.0);
  row_pair sum_y = fill(0.0);
  row_pair xx = fill(0.0);
  row_pair xy = fill(0.0);
  row_pair yy = fill(0.0);
  const auto take = [&](const row_pair& dx, const row_pair& dy) PHR_INLINE {
    add(sum_x, dx);
    add(sum_y, dy);
    add(xx, times(dx, dx));
    add(xy, times(dx, dy));
    add(yy, times(dy, dy));
  };
  each_eight(
      y, [&](std::size_t row) PHR_INLINE { take(less(load(x + row), mean_x), less(load(y.values + row), mean_y)); },
      [&](std::size_t row, const row_mask& mask) PHR_INLINE {
        take(keep(less(load(x + row, mask), mean_x), mask), keep(less(load(y.values + row, mask), mean_y), mask));
      });
  product_lanes lanes;
  store(lanes.x, sum_x);
  store(lanes.y, sum_y);
  store(lanes.xx, xx);
  store(lanes.xy, xy);
  store(lanes.yy, yy);
  return lanes;
}

residual_lanes residuals(const double* x, kernel_rows y, line_at at) noexcept {
  const __m256d mean_x = _mm256_set1_pd(at.mean_x);
  const __m256d mean_y = _mm256_set1_pd(at.mean_y);
  const row_pair slope = fill(at.slope);
  row_pair squares = fill(0.0);
  const auto residual = [&](const row_pair& dx, const row_pair& dy) PHR_INLINE -> row_pair {
    const row_pair fitted = times(slope, dx);
    return {_mm256_sub_pd(dy.lower, fitted.lower), _mm256_sub_pd(dy.upper, fitted.upper)};
  };
  each_eight(
      y,
      [&](std::size_t row) PHR_INLINE {
        const row_pair r = residual(less(load(x + row), mean_x), less(load(y.values + row), mean_y));
        add(squares, times(r, r));
      },
      [&](std::size_t row, const row_mask& mask) PHR_INLINE {
        const row_pair r =
            keep(residual(less(load(x + row, mask), mean_x), less(load(y.values + row, mask), mean_y)), mask);
        add(squares, times(r, r));
      });
  residual_lanes lanes;
  store(lanes.rr, squares);
  return lanes;
}

#undef PHR_INLINE

}  // namespace

const kernel_set avx2_kernels{moments, deviations, products, residuals};

}  // namespace phr::analytics

#endif
