// Pictures of values in time: an SVG chart for screens, and a row of blocks for terminals.
#pragma once

#include <phr/analytics/lab_series.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace phr::analytics {

// Lifetime: a value. Threads: immutable but for assignment. Errors: none; sizes out of bounds become the nearest bound.
struct chart_options {
  int width = 360;   // in units of the SVG: CSS pixels where it is shown at its own size; 200..4000
  int height = 240;  // 160..4000
  std::string title = {};      // "": the title of the series
  bool dark = false;           // light text on a dark ground
  bool trend = true;           // the Theil-Sen line, dashed, from 3 points on
  double gap_factor = 4.0;     // a gap longer than this many median gaps breaks the line; 0: never
  int utc_offset_minutes = 0;  // of the times and dates shown; east is positive
};

// A line chart: reference range as a band, points joined by a line, points above the range as triangles, those below as
// triangles on their heads, the latest point ringed and written out. Scales to any width (viewBox); text is 11 units
// high or more. The text for screen readers tells the same in words. The same text for the same input, everywhere; no
// scripts, no ids, no fonts from elsewhere. Points that are not finite are left out. More points than two per unit of
// width are thinned to the first, lowest, highest and last of each unit, which draws the same line (Jugel et al. 2014,
// "M4: a visualization-oriented time series data aggregation").
[[nodiscard]] std::string line_chart_svg(const lab_series& series, const chart_options& options = {});

// One block for each value, from U+2581, the lowest, to U+2588, the highest; in UTF-8. A space for NaN; all the middle
// block where all values are the same; an infinity is the highest or lowest block.
[[nodiscard]] std::string sparkline(std::span<const double> values);
// No more than `width` blocks: values are put together in runs of nearly the same length, each shown by the mean of
// its values that are not NaN.
[[nodiscard]] std::string sparkline(std::span<const double> values, std::size_t width);

}  // namespace phr::analytics
