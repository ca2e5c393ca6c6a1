#include "fhirpath/value/boundary.hpp"

#include "fhirpath/value/quantities.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace {

constexpr int most_digits = 28;

// Exactly that many digits behind the point, of a number that has no more.
std::optional<decimal> padded(const decimal& number, int digits) {
  auto made = number.add(decimal::parse(digits == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(digits), '0')).value());
  return made ? std::optional(std::move(made.value())) : std::nullopt;
}

// Rounded down or up to so many digits. A number of which nothing is left is a zero with its sign.
std::optional<decimal> bounded(const decimal& number, bool low, int digits, const decimal& given) {
  const auto unit = [](int power) { return decimal::parse("1e" + std::to_string(power)).value(); };
  const decimal size = given.is_negative() ? given.negate() : given;
  if (given.scale() > digits && size < unit(-digits)) {
    const std::string zero = digits == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(digits), '0');
    return decimal::parse(given.is_negative() ? "-" + zero : zero).value();
  }
  const auto scaled = number.multiply(unit(digits));
  if (!scaled) return std::nullopt;
  const auto made = (low ? scaled.value().floor() : scaled.value().ceiling()).multiply(unit(-digits));
  return made ? padded(made.value(), digits) : std::nullopt;
}

std::optional<decimal> boundary_of(const decimal& number, bool low, std::optional<std::int64_t> precision) {
  const std::int64_t digits = precision.value_or(8);
  if (digits < 0 || digits > most_digits) return std::nullopt;
  const decimal_range range = number.implied_range();
  // Half a unit of the last digit to both sides, in size.
  return bounded(low ? range.low : range.high, low, static_cast<int>(digits), number);
}

}  // namespace

std::optional<value> boundary(const value& of, bool low, std::optional<std::int64_t> precision) {
  const value given = as_system(of);
  if (const auto number = as_decimal(given)) {
    auto made = boundary_of(*number, low, precision);
    if (!made) return std::nullopt;
    if (precision == 0 && made->to_string().size() < 18) return static_cast<std::int64_t>(std::stoll(made->to_string()));
    return std::move(*made);
  }
  if (const auto* measured = std::get_if<quantity>(&given)) {
    auto made = boundary_of(measured->number, low, precision);
    return made ? std::optional<value>(quantity{std::move(*made), measured->unit, measured->calendar, measured->element}) : std::nullopt;
  }
  const auto* const time = std::get_if<moment>(&given);
  if (time == nullptr) return std::nullopt;
  const std::int64_t usual = time->kind() == moment_kind::time ? 9 : time->kind() == moment_kind::date ? 8 : 17;
  const std::int64_t digits = precision.value_or(usual);
  auto made = digits < 0 || digits > 17 ? std::nullopt : time->extreme(low, static_cast<int>(digits));
  return made ? std::optional<value>(std::move(*made)) : std::nullopt;
}

std::optional<std::int64_t> precision_of(const value& of) {
  const value given = as_system(of);
  if (const auto number = as_decimal(given)) return std::max(0, number->scale());
  const auto* const time = std::get_if<moment>(&given);
  if (time == nullptr) return std::nullopt;
  const std::string_view text = time->text();
  const std::size_t begin = text.find('T');
  const std::size_t zone = begin == std::string_view::npos && time->kind() != moment_kind::time ? std::string_view::npos : text.find_first_of("Z+-", begin == std::string_view::npos ? 0 : begin);
  const std::string_view counted = text.substr(0, zone);
  return std::count_if(counted.begin(), counted.end(), [](char c) { return c >= '0' && c <= '9'; });
}

namespace {

struct duration_unit {
  std::string_view calendar;
  std::string_view ucum;
  std::int64_t months;
  std::int64_t milliseconds;
};
constexpr duration_unit duration_units[] = {{"year", "a", 12, 0}, {"month", "mo", 1, 0}, {"week", "wk", 0, 604'800'000}, {"day", "d", 0, 86'400'000}, {"hour", "h", 0, 3'600'000},
                                            {"minute", "min", 0, 60'000}, {"second", "s", 0, 1000}, {"millisecond", "ms", 0, 1}};

const duration_unit* unit_of(const quantity& of) noexcept {
  const std::string_view name = calendar_unit(of.unit);
  for (const duration_unit& each : duration_units) {
    if (name == each.calendar || (!of.calendar && of.unit == each.ucum && (each.months == 0 || of.element))) return &each;
  }
  return nullptr;
}

}  // namespace

bool is_duration(const quantity& of, moment_kind to) noexcept {
  const duration_unit* const unit = unit_of(of);
  return unit != nullptr && (to != moment_kind::time || (unit->months == 0 && unit->milliseconds <= 3'600'000));
}

std::optional<moment> shifted(const moment& from, const quantity& by, int sign) {
  const duration_unit* const unit = unit_of(by);
  if (unit == nullptr) return std::nullopt;
  // Parts of a unit count for the seconds of a Time alone: HL7's tests cut those that are added to a DateTime.
  const bool seconds = unit->milliseconds == 1000 && from.kind() == moment_kind::time;
  const auto counted = seconds ? by.number.multiply(decimal::from_int64(1000)) : result<decimal>(by.number);
  if (!counted) return std::nullopt;
  const std::string whole = counted.value().truncate().to_string();
  if (whole.size() > 12 || whole.find('e') != std::string::npos) return std::nullopt;
  const std::int64_t count = sign * std::stoll(whole);
  if (unit->months != 0) return from.plus_months(count * unit->months);
  std::int64_t nanoseconds = 0;
  if (__builtin_mul_overflow(count, (seconds ? 1 : unit->milliseconds) * 1'000'000, &nanoseconds)) return std::nullopt;
  return from.plus_nanoseconds(nanoseconds);
}

}  // namespace phr::fhirpath
