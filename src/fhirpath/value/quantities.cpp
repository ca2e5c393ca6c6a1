#include "fhirpath/value/quantities.hpp"

#include <phr/ucum/ucum.hpp>

#include <algorithm>
#include <array>

namespace phr::fhirpath {

namespace {

// A calendar unit, the UCUM unit of the same length (or of the same name, for years and months), and how long it is counted.
struct calendar_row {
  std::string_view name;
  std::string_view ucum;
  std::int64_t months;        // 0: of a fixed length
  std::int64_t milliseconds;  // a year of 365 days, a month of 30
};
constexpr std::array<calendar_row, 8> calendar = {{
    {"year", "a", 12, 31'536'000'000}, {"month", "mo", 1, 2'592'000'000}, {"week", "wk", 0, 604'800'000}, {"day", "d", 0, 86'400'000},
    {"hour", "h", 0, 3'600'000}, {"minute", "min", 0, 60'000}, {"second", "s", 0, 1'000}, {"millisecond", "ms", 0, 1},
}};

const calendar_row* row_of(std::string_view name) noexcept {
  const auto found = std::find_if(calendar.begin(), calendar.end(), [&](const calendar_row& each) { return each.name == name; });
  return found == calendar.end() ? nullptr : &*found;
}

const calendar_row* row_of_ucum(std::string_view code) noexcept {
  const auto found = std::find_if(calendar.begin(), calendar.end(), [&](const calendar_row& each) { return each.ucum == code; });
  return found == calendar.end() ? nullptr : &*found;
}

// UCUM's year and month have their own lengths.
bool is_long(std::string_view code) noexcept { return code == "a" || code == "mo"; }

// As a duration of the calendar: nullptr for what is none. `loosely`: UCUM's a and mo are.
const calendar_row* duration_of(const quantity& of, bool loosely) noexcept {
  if (of.calendar) return row_of(of.unit);
  const calendar_row* const row = row_of_ucum(of.unit);
  return row != nullptr && (row->months == 0 || loosely) ? row : nullptr;
}

// The two as they are compared: both in UCUM, or both of the calendar. Quoted names of the calendar ('day') are its units as well.
struct pair {
  quantity a;
  quantity b;
  const calendar_row* of_a = nullptr;  // both are of the calendar, or neither
  const calendar_row* of_b = nullptr;
};

std::optional<pair> paired(const quantity& a, const quantity& b, bool loosely) {
  pair made{a, b, nullptr, nullptr};
  const bool any_calendar = a.calendar || b.calendar;
  if (!any_calendar) return made;
  const bool a_loose = loosely || (a.element && b.calendar);
  const bool b_loose = loosely || (b.element && a.calendar);
  const calendar_row* const of_a = duration_of(a, a_loose);
  const calendar_row* const of_b = duration_of(b, b_loose);
  if (of_a != nullptr && of_b != nullptr) {
    // A year or month of the calendar has no length in UCUM, and the other way round.
    const bool mixed = a.calendar != b.calendar;
    const bool long_calendar = (a.calendar && of_a->months != 0) || (b.calendar && of_b->months != 0);
    const bool own_length = (!a.calendar && of_a->months == 0) || (!b.calendar && of_b->months == 0);
    if (mixed && long_calendar && own_length && !loosely) return std::nullopt;
    made.of_a = of_a;
    made.of_b = of_b;
    return made;
  }
  const auto in_ucum = [](quantity& of, const calendar_row* row) {
    if (!of.calendar) return !is_long(of.unit);
    if (row == nullptr || row->months != 0) return false;
    of.unit = row->ucum;
    of.calendar = false;
    return true;
  };
  if (!in_ucum(made.a, of_a) || !in_ucum(made.b, of_b)) return std::nullopt;
  return made;
}

std::optional<decimal> times(const decimal& number, std::int64_t factor) {
  auto made = number.multiply(decimal::from_int64(factor));
  return made ? std::optional(std::move(made.value())) : std::nullopt;
}

std::optional<std::weak_ordering> compared(const pair& both) {
  if (both.of_a == nullptr) {
    if (both.a.unit == both.b.unit) return both.a.number <=> both.b.number;
    auto made = ucum::compare({both.a.number, both.a.unit}, {both.b.number, both.b.unit});
    return made ? std::optional(made.value()) : std::nullopt;
  }
  const bool in_months = both.of_a->months != 0 && both.of_b->months != 0;
  const auto one = times(both.a.number, in_months ? both.of_a->months : both.of_a->milliseconds);
  const auto other = times(both.b.number, in_months ? both.of_b->months : both.of_b->milliseconds);
  return one && other ? std::optional(*one <=> *other) : std::nullopt;
}

// A number of one calendar unit in another.
std::optional<decimal> in_calendar(const decimal& number, const calendar_row& from, const calendar_row& to) {
  const bool in_months = from.months != 0 && to.months != 0;
  const auto small = times(number, in_months ? from.months : from.milliseconds);
  if (!small) return std::nullopt;
  auto made = small->divide(decimal::from_int64(in_months ? to.months : to.milliseconds));
  return made ? std::optional(std::move(made.value())) : std::nullopt;
}

std::optional<decimal> in_unit_of(const decimal& number, const std::string& from, const std::string& to) {
  if (from == to) return number;
  auto made = ucum::convert(number, from, to);
  return made ? std::optional(std::move(made.value())) : std::nullopt;
}

// Digits that are not zeros at either end.
int significant(const decimal& of) {
  const std::string text = of.to_string();
  std::string digits;
  for (const char each : text.substr(0, text.find_first_of("eE"))) {
    if (each >= '0' && each <= '9') digits += each;
  }
  const std::size_t first = digits.find_first_not_of('0');
  const std::size_t last = digits.find_last_not_of('0');
  return first == std::string::npos ? 0 : static_cast<int>(last - first + 1);
}

bool same_rounded(const decimal& a, const decimal& b, int scale) { return a.round(scale) == b.round(scale); }

// The sizes of two units are told by one of each.
bool is_smaller(const std::string& unit, const std::string& than) {
  const auto made = ucum::compare({decimal::from_int64(1), unit}, {decimal::from_int64(1), than});
  return made && made.value() < 0;
}

bool is_special(const std::string& code) {
  const auto read = ucum::unit::parse(code);
  return !read || read.value().is_special();
}

bool is_number(const quantity& of) {
  if (of.calendar) return false;
  if (of.unit == "1") return true;
  const auto read = ucum::unit::parse(of.unit);
  return read && read.value().is_dimensionless() && !read.value().is_special();
}

std::optional<decimal> as_number(const quantity& of) { return in_unit_of(of.number, of.unit, "1"); }

std::optional<quantity> made_of(result<ucum::quantity> made) {
  if (!made) return std::nullopt;
  return quantity{std::move(made.value().value), std::move(made.value().code), false, false};
}

}  // namespace

std::string_view calendar_unit(std::string_view name) noexcept {
  const calendar_row* const row = row_of(name.ends_with('s') ? name.substr(0, name.size() - 1) : name);
  return row == nullptr ? std::string_view{} : row->name;
}

std::optional<quantity> quantity_from(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_not_of("0123456789.-"), text.size());
  auto number = decimal::parse(text.substr(0, end));
  if (!number) return std::nullopt;
  std::string_view unit = text.substr(end);
  unit.remove_prefix(std::min(unit.find_first_not_of(" \t"), unit.size()));
  if (unit.empty()) return quantity{std::move(number.value()), "1", false};
  if (unit.size() > 2 && unit.front() == '\'' && unit.back() == '\'') return quantity{std::move(number.value()), std::string(unit.substr(1, unit.size() - 2)), false};
  const std::string_view name = calendar_unit(unit);
  if (name.empty()) return std::nullopt;
  return quantity{std::move(number.value()), std::string(name), true};
}

bool is_comparable(const quantity& a, const quantity& b) {
  const auto both = paired(a, b, false);
  if (!both) return false;
  if (both->of_a != nullptr) return true;
  if (both->a.unit == both->b.unit) return true;
  const auto one = ucum::unit::parse(both->a.unit);
  const auto other = ucum::unit::parse(both->b.unit);
  return one && other && ucum::is_comparable(one.value(), other.value());
}

std::optional<std::weak_ordering> compare(const quantity& a, const quantity& b) {
  const auto both = paired(a, b, false);
  return both ? compared(*both) : std::nullopt;
}

bool is_equivalent(const quantity& a, const quantity& b) {
  const auto both = paired(a, b, true);
  if (!both) return false;
  if (both->of_a != nullptr) {
    const auto order = compared(*both);
    return order && *order == 0;
  }
  const decimal& one = both->a.number;
  const decimal& other = both->b.number;
  if (both->a.unit == both->b.unit) return same_rounded(one, other, std::min(one.scale(), other.scale()));
  const auto in_a = in_unit_of(other, both->b.unit, both->a.unit);
  const auto in_b = in_unit_of(one, both->a.unit, both->b.unit);
  if (!in_a || !in_b) return false;
  const int digits = significant(one) - significant(other);
  const bool same_in_a = same_rounded(one, *in_a, std::min(one.scale(), in_a->scale()));
  const bool same_in_b = same_rounded(*in_b, other, std::min(in_b->scale(), other.scale()));
  return digits < 0 ? same_in_a : digits > 0 ? same_in_b : same_in_a && same_in_b;
}

std::optional<quantity> converted(const quantity& of, std::string_view unit) {
  const std::string_view name = calendar_unit(unit);
  if (name.empty()) {
    if (of.calendar) {
      const calendar_row* const row = row_of(of.unit);
      if (row == nullptr || row->months != 0 || is_long(unit)) return std::nullopt;
      auto made = in_unit_of(of.number, std::string(row->ucum), std::string(unit));
      return made ? std::optional(quantity{std::move(*made), std::string(unit), false, false}) : std::nullopt;
    }
    if (of.unit == unit) return quantity{of.number, of.unit, false, of.element};
    auto made = in_unit_of(of.number, of.unit, std::string(unit));
    return made ? std::optional(quantity{std::move(*made), std::string(unit), false, false}) : std::nullopt;
  }
  const calendar_row* const from = duration_of(of, of.element);
  const calendar_row& to = *row_of(name);
  if (from == nullptr || (!of.calendar && from->months == 0 && to.months != 0)) return std::nullopt;
  auto made = in_calendar(of.number, *from, to);
  return made ? std::optional(quantity{std::move(*made), std::string(name), true, false}) : std::nullopt;
}

std::optional<quantity> sum(const quantity& a, const quantity& b, bool subtract) {
  const auto both = paired(a, b, false);
  if (!both) return std::nullopt;
  const auto added = [&](const decimal& one, const decimal& other, std::string unit, bool of_calendar) -> std::optional<quantity> {
    auto made = subtract ? one.subtract(other) : one.add(other);
    if (!made) return std::nullopt;
    return quantity{std::move(made.value()), std::move(unit), of_calendar, false};
  };
  if (both->of_a != nullptr) {
    const bool first = both->of_a->milliseconds <= both->of_b->milliseconds;
    const calendar_row& unit = first ? *both->of_a : *both->of_b;
    const auto one = in_calendar(a.number, *both->of_a, unit);
    const auto other = in_calendar(b.number, *both->of_b, unit);
    return one && other ? added(*one, *other, std::string(unit.name), true) : std::nullopt;
  }
  if (is_special(both->a.unit) || is_special(both->b.unit)) return std::nullopt;
  const std::string& unit = both->a.unit == both->b.unit || !is_smaller(both->b.unit, both->a.unit) ? both->a.unit : both->b.unit;
  const auto one = in_unit_of(both->a.number, both->a.unit, unit);
  const auto other = in_unit_of(both->b.number, both->b.unit, unit);
  return one && other ? added(*one, *other, unit, false) : std::nullopt;
}

std::optional<quantity> product(const quantity& a, const quantity& b) {
  if (is_number(b) || is_number(a)) {
    const quantity& kept = is_number(b) ? a : b;
    const auto factor = as_number(is_number(b) ? b : a);
    if (!factor || (!kept.calendar && is_special(kept.unit))) return std::nullopt;
    auto made = kept.number.multiply(*factor);
    return made ? std::optional(quantity{std::move(made.value()), kept.unit, kept.calendar, kept.element}) : std::nullopt;
  }
  if (a.calendar || b.calendar) return std::nullopt;
  return made_of(ucum::multiply({a.number, a.unit}, {b.number, b.unit}));
}

std::optional<quantity> ratio(const quantity& a, const quantity& b) {
  if (b.number.is_zero()) return std::nullopt;
  if (is_number(b)) {
    const auto divisor = as_number(b);
    if (!divisor || (!a.calendar && is_special(a.unit))) return std::nullopt;
    auto made = a.number.divide(*divisor);
    return made ? std::optional(quantity{std::move(made.value()), a.unit, a.calendar, a.element}) : std::nullopt;
  }
  if (a.calendar || b.calendar) return std::nullopt;
  return made_of(ucum::divide({a.number, a.unit}, {b.number, b.unit}));
}

}  // namespace phr::fhirpath
