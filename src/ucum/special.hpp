// Special units: scales that are functions of a plain unit (UCUM section 21).
#pragma once

#include <cstdint>
#include <string_view>

namespace phr::ucum::detail {

// What the number m of a special unit is of the number x of its plain unit, which the table states: pH 7 is x = 1e-7 mol/L.
enum class curve : std::uint8_t {
  none,
  celsius,         // m = x - 273.15,  x in K
  fahrenheit,      // m = x - 459.67,  x in 5/9 K
  reaumur,         // m = x - 218.52,  x in 5/4 K
  minus_lg,        // m = -lg x: pH, homeopathic X
  ln,              // m = ln x
  lg,              // m = lg x
  ld,              // m = log2 x
  lg_times_2,      // m = 2 lg x: levels of field quantities
  tan_times_100,   // m = 100 tan x, x in rad
  tan_of_degrees,  // the same, x in deg: 100 % of slope are 45 degrees
  minus_log_100,   // m = -ln x / ln 100: homeopathic C
  minus_log_1000,  // homeopathic M
  minus_log_50000, // homeopathic Q
  square_root,     // m = sqrt x
};

// By its name in the table; none if there is no such function.
[[nodiscard]] curve curve_named(std::string_view name) noexcept;

// What is subtracted, as written digits; empty where the curve is none of the three scales of temperature.
[[nodiscard]] std::string_view offset_of(curve of) noexcept;

// m of x and x of m, in double; not a number where there is none.
[[nodiscard]] double to_special(curve of, double x) noexcept;
[[nodiscard]] double from_special(curve of, double m) noexcept;

}  // namespace phr::ucum::detail
