// Random columns for the tests: the same for the same seed on every machine.
#pragma once

#include <phr/analytics/column.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace phr::analytics::tests {

// A number in [0, 1), without the distributions of <random>, which differ between libraries.
inline double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

inline std::size_t below(std::mt19937_64& random, std::size_t bound) {
  return static_cast<std::size_t>(random() % bound);
}

// Rows around `level`; `gap_share` of them are gaps.
inline column random_column(std::mt19937_64& random, std::size_t rows, double gap_share, double level = 100.0) {
  column built;
  built.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    if (uniform(random) < gap_share) {
      built.push_gap();
    } else {
      const double from_level = 20.0 * (uniform(random) - 0.5);  // a statement of its own, so that nothing is fused
      built.push_value(level + from_level);
    }
  }
  return built;
}

inline std::vector<double> valid_values(column_view rows) {
  std::vector<double> values;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.is_valid(row)) values.push_back(rows.values[row]);
  }
  return values;
}

}  // namespace phr::analytics::tests
