// One kind of measurement of one person over time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phr::analytics {

struct lab_point {
  std::int64_t at_us = 0;  // microseconds since 1970-01-01T00:00:00Z
  double value = 0;        // in the unit of the series
  std::string source_id;   // the resource that it is from
};

// Values of one code in one unit. Whoever fills it has converted the values; nothing here guesses units.
// Lifetime: owns all of it. Threads: as a std::vector. Errors: none; see analyse().
struct lab_series {
  std::string system;     // of the code, such as http://loinc.org
  std::string code;       // such as 4548-4
  std::string title;      // for people, such as HbA1c
  std::string unit;       // for people, such as mmol/L
  std::string unit_code;  // UCUM
  std::optional<double> reference_low;   // the reference range holds both limits
  std::optional<double> reference_high;
  std::vector<lab_point> points;  // in order of time
  std::size_t left_out = 0;       // measurements without a number to compute with: text, "<0.5", data absent, undated
};

}  // namespace phr::analytics
