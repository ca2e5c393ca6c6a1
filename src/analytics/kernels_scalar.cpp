// The reference kernels: plain C++, the same lanes in the same order as the vector sets.
#include "analytics/kernel_set.hpp"

#include <limits>

namespace phr::analytics {

namespace {

bool holds_value(const kernel_rows& rows, std::size_t row) noexcept {
  return rows.validity == nullptr || ((rows.validity[row / 64] >> (row % 64)) & 1) != 0;
}

// Calls add(row, lane) for every row that holds a value.
template <class Add>
void each_value(const kernel_rows& rows, Add add) noexcept {
  const std::size_t whole = rows.size - rows.size % lane_count;
  if (rows.validity == nullptr) {
    for (std::size_t row = 0; row < whole; row += lane_count) {
      for (std::size_t lane = 0; lane < lane_count; ++lane) add(row + lane, lane);
    }
  } else {
    for (std::size_t row = 0; row < whole; row += lane_count) {
      const auto bits = static_cast<std::uint8_t>(rows.validity[row / 64] >> (row % 64));
      if (bits == 0) continue;
      for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (((bits >> lane) & 1) != 0) add(row + lane, lane);
      }
    }
  }
  for (std::size_t row = whole; row < rows.size; ++row) {
    if (holds_value(rows, row)) add(row, row - whole);
  }
}

moment_lanes moments(kernel_rows rows) noexcept {
  moment_lanes lanes{};
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    lanes.low[lane] = std::numeric_limits<double>::infinity();
    lanes.high[lane] = -std::numeric_limits<double>::infinity();
  }
  bool has_nan = false;
  each_value(rows, [&](std::size_t row, std::size_t lane) {
    const double x = rows.values[row];
    lanes.sum[lane] += x;
    lanes.low[lane] = x < lanes.low[lane] ? x : lanes.low[lane];
    lanes.high[lane] = x > lanes.high[lane] ? x : lanes.high[lane];
    has_nan |= x != x;
  });
  lanes.has_nan = has_nan;
  return lanes;
}

deviation_lanes deviations(kernel_rows rows, double mean) noexcept {
  deviation_lanes lanes{};
  each_value(rows, [&](std::size_t row, std::size_t lane) {
    const double d = rows.values[row] - mean;
    lanes.d[lane] += d;
    lanes.dd[lane] += d * d;
  });
  return lanes;
}

product_lanes products(const double* x, kernel_rows y, line_at at) noexcept {
  product_lanes lanes{};
  each_value(y, [&](std::size_t row, std::size_t lane) {
    const double dx = x[row] - at.mean_x;
    const double dy = y.values[row] - at.mean_y;
    lanes.x[lane] += dx;
    lanes.y[lane] += dy;
    lanes.xx[lane] += dx * dx;
    lanes.xy[lane] += dx * dy;
    lanes.yy[lane] += dy * dy;
  });
  return lanes;
}

residual_lanes residuals(const double* x, kernel_rows y, line_at at) noexcept {
  residual_lanes lanes{};
  each_value(y, [&](std::size_t row, std::size_t lane) {
    const double r = (y.values[row] - at.mean_y) - at.slope * (x[row] - at.mean_x);
    lanes.rr[lane] += r * r;
  });
  return lanes;
}

}  // namespace

const kernel_set scalar_kernels{moments, deviations, products, residuals};

}  // namespace phr::analytics
