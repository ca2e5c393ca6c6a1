// A trend in words.
#pragma once

#include <phr/analytics/lab_trend.hpp>

#include <cstddef>
#include <string>

namespace phr::analytics {

struct report_options {
  std::size_t width = 60;      // of the sparkline, in characters
  int utc_offset_minutes = 0;  // of the dates; east is positive
};

// A few lines for a terminal, in UTF-8, each with its line end: what and how many, latest and spread, reference range,
// direction, sparkline. Control characters in the title and unit become spaces.
[[nodiscard]] std::string to_text(const lab_trend& trend, const report_options& options = {});

}  // namespace phr::analytics
