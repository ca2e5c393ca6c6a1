// What the kernels of a module share around the kernel sets: rows made safe to read, and lanes joined.
#pragma once

#include <phr/analytics/column.hpp>
#include <phr/analytics/dispatch.hpp>

#include "analytics/kernel_set.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace phr::analytics {

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] const kernel_set& kernels(kernel_set_kind kind) noexcept;

// NaN carries a sign and a payload that depend on the machine code; results carry one NaN.
[[nodiscard]] inline double one_nan(double value) noexcept { return std::isnan(value) ? not_a_number : value; }

// The order in which lanes are joined, everywhere.
[[nodiscard]] inline double join(const double (&lane)[lane_count]) noexcept {
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}
[[nodiscard]] inline double lowest(const double (&lane)[lane_count]) noexcept {
  double low = lane[0];
  for (const double value : lane) low = value < low ? value : low;
  return low;
}
[[nodiscard]] inline double highest(const double (&lane)[lane_count]) noexcept {
  double high = lane[0];
  for (const double value : lane) high = value > high ? value : high;
  return high;
}

// A column whose bitmap, where there is one, has a bit for every row.
// Lifetime: borrows the column; owns a copy of a bitmap that was too short. Threads: per-thread. Errors: none.
class checked_rows {
 public:
  explicit checked_rows(column_view rows) : rows_{rows.values.data(), rows.validity.data(), rows.size()} {
    const std::size_t words = (rows.size() + 63) / 64;
    if (rows.validity.empty()) {
      rows_.validity = nullptr;
    } else if (rows.validity.size() < words) {
      padded_.assign(rows.validity.begin(), rows.validity.end());
      padded_.resize(words, 0);
      rows_.validity = padded_.data();
    }
  }
  checked_rows(const checked_rows&) = delete;
  checked_rows& operator=(const checked_rows&) = delete;

  [[nodiscard]] const kernel_rows& rows() const noexcept { return rows_; }
  // The same gaps over other numbers, of as many rows.
  [[nodiscard]] kernel_rows with(const double* values) const noexcept {
    return {values, rows_.validity, rows_.size};
  }
  [[nodiscard]] std::size_t count() const noexcept {
    if (rows_.validity == nullptr) return rows_.size;
    std::size_t count = 0;
    for (std::size_t word = 0; word < rows_.size / 64; ++word) {
      count += static_cast<std::size_t>(std::popcount(rows_.validity[word]));
    }
    if (const std::size_t rest = rows_.size % 64; rest != 0) {
      const std::uint64_t mask = (std::uint64_t{1} << rest) - 1;
      count += static_cast<std::size_t>(std::popcount(rows_.validity[rows_.size / 64] & mask));
    }
    return count;
  }

 private:
  kernel_rows rows_;
  std::vector<std::uint64_t> padded_;
};

// The values of a column without its gaps.
[[nodiscard]] inline std::vector<double> values_of(column_view rows) {
  if (rows.validity.empty()) return {rows.values.begin(), rows.values.end()};
  std::vector<double> values;
  values.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.is_valid(row)) values.push_back(rows.values[row]);
  }
  return values;
}

// The median of values of which none is NaN; their order is lost. There is at least one.
[[nodiscard]] double take_median(std::vector<double>& values) noexcept;

}  // namespace phr::analytics
