// Functions of special units.
#include "ucum/special.hpp"

#include <cmath>
#include <numbers>

namespace phr::ucum::detail {

namespace {

constexpr double degree = std::numbers::pi / 180.0;

struct named {
  std::string_view name;
  curve is;
};
constexpr named curves[] = {
    {"Cel", curve::celsius},          {"degF", curve::fahrenheit},       {"degRe", curve::reaumur},
    {"pH", curve::minus_lg},          {"ln", curve::ln},                 {"lg", curve::lg},
    {"ld", curve::ld},                {"lgTimes2", curve::lg_times_2},   {"tanTimes100", curve::tan_times_100},
    {"100tan", curve::tan_of_degrees}, {"hpX", curve::minus_lg},         {"hpC", curve::minus_log_100},
    {"hpM", curve::minus_log_1000},   {"hpQ", curve::minus_log_50000},   {"sqrt", curve::square_root},
};

// An infinity is no value either.
double checked(double x) noexcept { return std::isfinite(x) ? x : std::nan(""); }

}  // namespace

curve curve_named(std::string_view name) noexcept {
  for (const auto& each : curves) {
    if (each.name == name) return each.is;
  }
  return curve::none;
}

std::string_view offset_of(curve of) noexcept {
  switch (of) {
    case curve::celsius: return "273.15";
    case curve::fahrenheit: return "459.67";
    case curve::reaumur: return "218.52";
    default: return {};
  }
}

double to_special(curve of, double x) noexcept {
  switch (of) {
    case curve::none: return x;
    case curve::celsius: return x - 273.15;
    case curve::fahrenheit: return x - 459.67;
    case curve::reaumur: return x - 218.52;
    case curve::minus_lg: return checked(-std::log10(x));
    case curve::ln: return checked(std::log(x));
    case curve::lg: return checked(std::log10(x));
    case curve::ld: return checked(std::log2(x));
    case curve::lg_times_2: return checked(2 * std::log10(x));
    case curve::tan_times_100: return checked(100 * std::tan(x));
    case curve::tan_of_degrees: return checked(100 * std::tan(x * degree));
    case curve::minus_log_100: return checked(-std::log10(x) / 2);
    case curve::minus_log_1000: return checked(-std::log10(x) / 3);
    case curve::minus_log_50000: return checked(-std::log(x) / std::log(50000.0));
    case curve::square_root: return checked(std::sqrt(x));
  }
  return std::nan("");
}

double from_special(curve of, double m) noexcept {
  switch (of) {
    case curve::none: return m;
    case curve::celsius: return m + 273.15;
    case curve::fahrenheit: return m + 459.67;
    case curve::reaumur: return m + 218.52;
    case curve::minus_lg: return checked(std::pow(10.0, -m));
    case curve::ln: return checked(std::exp(m));
    case curve::lg: return checked(std::pow(10.0, m));
    case curve::ld: return checked(std::exp2(m));
    case curve::lg_times_2: return checked(std::pow(10.0, m / 2));
    case curve::tan_times_100: return checked(std::atan(m / 100));
    case curve::tan_of_degrees: return checked(std::atan(m / 100) / degree);
    case curve::minus_log_100: return checked(std::pow(100.0, -m));
    case curve::minus_log_1000: return checked(std::pow(1000.0, -m));
    case curve::minus_log_50000: return checked(std::pow(50000.0, -m));
    case curve::square_root: return m < 0 ? std::nan("") : checked(m * m);
  }
  return std::nan("");
}

}  // namespace phr::ucum::detail
