// Math (http://hl7.org/fhirpath/N1/#math).
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/value/boundary.hpp"

#include <fmt/format.h>

#include <cmath>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

// The one number of the input; nullopt for none. Errors: invalid_argument for several, or for no number.
result<std::optional<decimal>> number_of(evaluator& in, const node& at, const collection& input) {
  if (input.empty()) return std::optional<decimal>();
  if (input.size() > 1) return in.wrong(at, "one number");
  if (has_no_value(input[0])) return std::optional<decimal>();
  auto made = as_decimal(input[0]);
  if (!made) return in.wrong(at, "a number");
  return made;
}

collection of_whole(const decimal& number) {
  const std::string& text = number.to_string();
  return text.size() < 19 ? collection{static_cast<std::int64_t>(std::stoll(text))} : collection{number};
}

collection of_double(double number) {
  if (!std::isfinite(number)) return {};
  auto made = decimal::parse(fmt::format("{:.16g}", number));
  return made ? collection{std::move(made.value())} : collection{};
}

// Of a quantity, in its unit; nullopt for what is none.
template <class Function>
std::optional<collection> of_quantity(const collection& input, Function function) {
  const auto measured = input.size() == 1 && !as_decimal(input[0]) ? as_quantity(input[0]) : std::nullopt;
  if (!measured) return std::nullopt;
  return collection{quantity{function(measured->number), measured->unit, measured->calendar, measured->element}};
}

result<collection> abs(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.size() == 1) {
    if (const auto whole = as_integer(input[0])) return collection{*whole < 0 ? -*whole : *whole};
    if (auto measured = of_quantity(input, [](const decimal& number) { return number.is_negative() ? number.negate() : number; })) return std::move(*measured);
  }
  PHR_TRY(const auto number, number_of(in, at, input));
  return number ? collection{number->is_negative() ? number->negate() : *number} : collection{};
}

template <auto Round>
result<collection> whole(evaluator& in, const node& at, const collection& input, const scope&) {
  if (auto measured = of_quantity(input, [](const decimal& number) { return (number.*Round)(); })) return std::move(*measured);
  PHR_TRY(const auto number, number_of(in, at, input));
  return number ? of_whole((*number.*Round)()) : collection{};
}

result<collection> round(evaluator& in, const node& at, const collection& input, const scope& around) {
  std::int64_t scale = 0;
  if (argument_count(at) == 1) {
    PHR_TRY(const collection given, evaluated(in, at, 0, around));
    const bool none = given.empty() || (given.size() == 1 && has_no_value(given[0]));
    const auto asked = none ? std::optional<std::int64_t>(0) : given.size() == 1 ? as_integer(given[0]) : std::nullopt;
    if (!asked || *asked < 0 || *asked > 500) return in.wrong(at, "a precision of 0 or more");
    scale = *asked;
  }
  if (auto measured = of_quantity(input, [&](const decimal& number) { return number.round(static_cast<int>(scale)); })) return std::move(*measured);
  PHR_TRY(const auto number, number_of(in, at, input));
  return number ? collection{number->round(static_cast<int>(scale))} : collection{};
}

template <double (*Function)(double)>
result<collection> real(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto number, number_of(in, at, input));
  return number ? of_double(Function(number->to_double())) : collection{};
}

result<std::optional<decimal>> argument_number(evaluator& in, const node& at, const scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, 0, around));
  return number_of(in, at, given);
}

result<collection> log(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto number, number_of(in, at, input));
  PHR_TRY(const auto base, argument_number(in, at, around));
  return number && base ? of_double(std::log(number->to_double()) / std::log(base->to_double())) : collection{};
}

result<collection> power(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto number, number_of(in, at, input));
  PHR_TRY(const auto exponent, argument_number(in, at, around));
  if (!number || !exponent) return collection{};
  const double made = std::pow(number->to_double(), exponent->to_double());
  const bool whole_numbers = as_integer(input[0]) && exponent->scale() == 0 && !exponent->is_negative() && std::abs(made) < 9e15;
  return whole_numbers ? collection{static_cast<std::int64_t>(made)} : of_double(made);
}

// The one item of the input as it is, for functions of numbers, dates and quantities.
template <bool Low>
result<collection> bound(evaluator& in, const node& at, const collection& input, const scope& around) {
  if (input.empty()) return collection{};
  if (input.size() > 1) return in.wrong(at, "a boundary of one item");
  std::optional<std::int64_t> precision;
  if (argument_count(at) == 1) {
    PHR_TRY(const collection given, evaluated(in, at, 0, around));
    precision = given.size() == 1 ? as_integer(given[0]) : std::nullopt;
    if (!precision) return in.wrong(at, "a precision");
  }
  auto made = boundary(input[0], Low, precision);
  return made ? collection{std::move(*made)} : collection{};
}

result<collection> precision(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty()) return collection{};
  if (input.size() > 1) return in.wrong(at, "the precision of one item");
  const auto made = precision_of(input[0]);
  return made ? collection{*made} : collection{};
}

double sqrt_of(double number) { return std::sqrt(number); }
double exp_of(double number) { return std::exp(number); }
double ln_of(double number) { return number > 0 ? std::log(number) : std::nan(""); }

constexpr named_function number_table[] = {
    {"abs", 0, 0, abs}, {"ceiling", 0, 0, whole<&decimal::ceiling>}, {"floor", 0, 0, whole<&decimal::floor>}, {"truncate", 0, 0, whole<&decimal::truncate>},
    {"round", 0, 1, round}, {"sqrt", 0, 0, real<sqrt_of>}, {"exp", 0, 0, real<exp_of>}, {"ln", 0, 0, real<ln_of>}, {"log", 1, 1, log}, {"power", 1, 1, power},
    {"lowBoundary", 0, 1, bound<true>}, {"highBoundary", 0, 1, bound<false>}, {"precision", 0, 0, precision},
};

}  // namespace

std::span<const named_function> number_functions() noexcept { return number_table; }

}  // namespace phr::fhirpath
