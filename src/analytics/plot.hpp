// What a chart shows and where: points, ranges, and the map from time and value to the page.
#pragma once

#include <phr/analytics/chart.hpp>

#include "analytics/axis.hpp"

#include <cstdint>
#include <vector>

namespace phr::analytics {

struct plot_point {
  std::int64_t local_us = 0;
  double value = 0;
};

// The finite points of a series in order of local time.
[[nodiscard]] std::vector<plot_point> plot_points(const lab_series& series, int utc_offset_minutes);

struct value_range {
  double low = 0;
  double high = 1;
};
// The values with some room, and the limits of the reference range where that does not press the values flat. `points`
// is not empty. low < high, finite, and far enough apart for ticks.
[[nodiscard]] value_range range_of_values(const lab_series& series, const std::vector<plot_point>& points);

struct time_range {
  std::int64_t from = 0;
  std::int64_t to = 1;
};
[[nodiscard]] time_range range_of_times(const std::vector<plot_point>& points);

// The page: where the plot lies and what its edges stand for.
struct plot_frame {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  double inset = 8;  // room for markers at the left and right edge
  value_range values;
  time_range times;

  [[nodiscard]] double x(std::int64_t local_us) const noexcept;
  [[nodiscard]] double y(double value) const noexcept;  // values out of range are at the edge
};

// A point on the page; `joined`: the line runs to it from the point before.
struct page_point {
  double x = 0;
  double y = 0;
  double value = 0;
  bool joined = false;
};

// All points on the page; where there are more than two per unit of width, the first, lowest, highest and last of
// each unit. A gap longer than gap_factor median gaps is a break.
[[nodiscard]] std::vector<page_point> page_points(const plot_frame& frame, const std::vector<plot_point>& points,
                                                  double gap_factor);

}  // namespace phr::analytics
