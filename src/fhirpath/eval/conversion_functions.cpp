// Conversion (http://hl7.org/fhirpath/N1/#conversion).
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/value/quantities.hpp"

#include <algorithm>
#include <charconv>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;
using made = std::optional<value>;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

made to_boolean(const value& of) {
  if (const auto truth = as_boolean(of)) return *truth;
  if (const auto number = as_decimal(of)) {
    if (*number == decimal::from_int64(1)) return true;
    return *number == decimal::from_int64(0) ? made(false) : std::nullopt;
  }
  const auto text = as_string(of);
  if (!text) return std::nullopt;
  const std::string word = lower(*text);
  for (const char* each : {"true", "t", "yes", "y", "1", "1.0"}) {
    if (word == each) return true;
  }
  for (const char* each : {"false", "f", "no", "n", "0", "0.0"}) {
    if (word == each) return false;
  }
  return std::nullopt;
}

made to_integer(const value& of) {
  if (const auto whole = as_integer(of)) return *whole;
  if (const auto truth = as_boolean(of)) return std::int64_t{*truth};
  const auto text = as_string(of);
  if (!text || text->empty()) return std::nullopt;
  const std::size_t sign = (*text)[0] == '+' ? 1 : 0;
  std::int32_t number = 0;
  const auto read = std::from_chars(text->data() + sign, text->data() + text->size(), number);
  if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || (sign == 1 && (*text)[1] == '-')) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

// An Integer has 64 bits; as a Long, its whole range is read from a text.
made to_long(const value& of) {
  const auto text = as_string(of);
  if (!text || text->empty()) return to_integer(of);
  const std::size_t sign = (*text)[0] == '+' ? 1 : 0;
  std::int64_t number = 0;
  const auto read = std::from_chars(text->data() + sign, text->data() + text->size(), number);
  if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || (sign == 1 && (*text)[1] == '-')) return std::nullopt;
  return number;
}

made to_decimal(const value& of) {
  if (auto number = as_decimal(of)) return std::move(*number);
  if (const auto truth = as_boolean(of)) return decimal::parse(*truth ? "1.0" : "0.0").value();
  auto text = as_string(of);
  if (!text || text->find_first_of("eE") != std::string::npos) return std::nullopt;
  if (text->starts_with('+')) text->erase(0, 1);
  auto number = decimal::parse(*text);
  return number ? made(std::move(number.value())) : std::nullopt;
}

made to_string(const value& of) {
  auto text = text_of(of);
  return text ? made(std::move(*text)) : std::nullopt;
}

template <moment_kind Kind>
made to_moment(const value& of) {
  const value given = as_system(of);
  if (const auto* const time = std::get_if<moment>(&given)) {
    if (time->kind() == Kind) return *time;
    if (time->kind() == moment_kind::time || Kind == moment_kind::time) return std::nullopt;
    const std::string day = time->text().substr(0, time->text().find('T'));
    auto other = moment::parse(Kind, day);
    return other ? made(std::move(other.value())) : std::nullopt;
  }
  const auto text = as_string(given);
  if (!text) return std::nullopt;
  const std::string_view whole = *text;
  auto read = moment::parse(Kind, Kind == moment_kind::time && whole.starts_with('T') ? whole.substr(1) : whole);
  if (!read && Kind == moment_kind::date && moment::parse(moment_kind::date_time, whole)) read = moment::parse(Kind, whole.substr(0, whole.find('T')));
  return read ? made(std::move(read.value())) : std::nullopt;
}

made to_quantity(const value& of) {
  if (auto measured = as_quantity(of)) return std::move(*measured);
  if (const auto truth = as_boolean(of)) return quantity{decimal::parse(*truth ? "1.0" : "0.0").value(), "1", false};
  const auto text = as_string(of);
  if (!text) return std::nullopt;
  if (auto read = quantity_from(*text)) return std::move(*read);
  return std::nullopt;
}

template <made (*Convert)(const value&)>
result<collection> to(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty()) return collection{};
  if (input.size() > 1) return in.wrong(at, "a conversion of one item");
  auto converted = Convert(input[0]);
  return converted ? collection{std::move(*converted)} : collection{};
}

template <made (*Convert)(const value&)>
result<collection> converts(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty()) return collection{};
  if (input.size() > 1) return in.wrong(at, "a conversion of one item");
  return collection{Convert(input[0]).has_value()};
}

// toQuantity() and toQuantity(unit).
template <bool Asks>
result<collection> quantity_in(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto unit, argument_count(at) == 0 ? result<std::optional<std::string>>(std::optional<std::string>()) : argument_string(in, at, 0, around));
  if (input.empty() || (argument_count(at) == 1 && !unit)) return collection{};
  if (input.size() > 1) return in.wrong(at, "a conversion of one item");
  if (!Asks && !child_text(input[0], "comparator").empty()) return in.wrong(at, "a Quantity that is only compared with");
  auto read = to_quantity(input[0]);
  if (read && unit) {
    auto other = converted(std::get<quantity>(*read), *unit);
    read = other ? made(std::move(*other)) : std::nullopt;
  }
  if (Asks) return collection{read.has_value()};
  return read ? collection{std::move(*read)} : collection{};
}

// comparable(): whether two quantities measure the same.
result<collection> comparable(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  if (input.empty() || other.empty()) return collection{};
  if (input.size() > 1 || other.size() > 1) return in.wrong(at, "two quantities");
  const auto a = as_quantity(input[0]);
  const auto b = as_quantity(other[0]);
  return collection{a && b && is_comparable(*a, *b)};
}

constexpr named_function conversion_table[] = {
    {"toBoolean", 0, 0, to<to_boolean>}, {"convertsToBoolean", 0, 0, converts<to_boolean>}, {"toInteger", 0, 0, to<to_integer>}, {"convertsToInteger", 0, 0, converts<to_integer>},
    {"toLong", 0, 0, to<to_long>}, {"convertsToLong", 0, 0, converts<to_long>}, {"toDecimal", 0, 0, to<to_decimal>}, {"convertsToDecimal", 0, 0, converts<to_decimal>}, {"toString", 0, 0, to<to_string>}, {"convertsToString", 0, 0, converts<to_string>},
    {"toDate", 0, 0, to<to_moment<moment_kind::date>>}, {"convertsToDate", 0, 0, converts<to_moment<moment_kind::date>>},
    {"toDateTime", 0, 0, to<to_moment<moment_kind::date_time>>}, {"convertsToDateTime", 0, 0, converts<to_moment<moment_kind::date_time>>},
    {"toTime", 0, 0, to<to_moment<moment_kind::time>>}, {"convertsToTime", 0, 0, converts<to_moment<moment_kind::time>>},
    {"toQuantity", 0, 1, quantity_in<false>}, {"convertsToQuantity", 0, 1, quantity_in<true>}, {"comparable", 1, 1, comparable},
};

}  // namespace

std::span<const named_function> conversion_functions() noexcept { return conversion_table; }

}  // namespace phr::fhirpath
