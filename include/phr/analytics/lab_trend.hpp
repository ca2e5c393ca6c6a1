// What a series of lab values says: summary, lines through it, and the direction.
#pragma once

#include <phr/analytics/kernels.hpp>
#include <phr/analytics/lab_series.hpp>
#include <phr/analytics/trend.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace phr::analytics {

// Lifetime: owns all of it. Threads: as a std::string. Errors: none.
struct lab_trend {
  lab_series series;                     // its points in order of time
  summary stats;
  std::optional<line> linear;            // where there are two distinct times
  std::optional<theil_sen_line> robust;  // the same, and no more than max_theil_sen_values points
  double first = 0;                      // the earliest value
  double latest = 0;
  std::size_t above = 0;                 // points above the reference range
  std::size_t below = 0;
  double longest_gap_days = 0;           // between two points that follow each other; 0 for one point
  std::string direction;                 // "rising", "falling", "steady" or "unclear"
};

// Shape: n points to one lab_trend. The direction is of the Theil-Sen line and its 95 % interval:
// - "unclear" for fewer than 5 points, or without that line;
// - "rising" where the interval lies above 0, "falling" where it lies below;
// - "steady" where it holds 0 and neither end would change the value over the time of the series by more than a quarter
//   of the reference range, or by 10 % of the median's size where no range is given;
// - "unclear" otherwise: the values vary too much, or are too few, to tell.
// It says what the numbers do, not whether that matters to a person.
// Points out of order are put in order; points of the same time keep theirs.
// Errors: no_values for no points; invalid_argument for a value that is not finite (nth says which) or a reference
// range that is not one.
[[nodiscard]] result<lab_trend> analyse(lab_series series);

}  // namespace phr::analytics
