// The operators of FHIRPath (http://hl7.org/fhirpath/N1/#operations).
#include "fhirpath/eval/evaluator.hpp"
#include "fhirpath/value/boundary.hpp"

namespace phr::fhirpath {

namespace {

error wrong(static_text what) { return error{errc::invalid_argument}.at(what); }

collection of(std::optional<bool> truth) { return truth ? collection{*truth} : collection{}; }

result<collection> logic(std::string_view symbol, const collection& left, const collection& right) {
  PHR_TRY(const auto a, condition(left));
  PHR_TRY(const auto b, condition(right));
  if (symbol == "and") {
    if ((a && !*a) || (b && !*b)) return collection{false};
    return a && b ? collection{true} : collection{};
  }
  if (symbol == "or") {
    if ((a && *a) || (b && *b)) return collection{true};
    return a && b ? collection{false} : collection{};
  }
  if (symbol == "xor") return a && b ? collection{*a != *b} : collection{};
  if ((a && !*a) || (b && *b)) return collection{true};  // implies
  return a && b ? collection{false} : collection{};
}

result<collection> compared(std::string_view symbol, const collection& left, const collection& right) {
  if (left.empty() || right.empty()) return collection{};
  if (left.size() > 1 || right.size() > 1) return wrong("one item on each side of a comparison");
  const auto made = order(left[0], right[0]);
  if (!made) return wrong("two items that are ordered");
  if (*made == std::partial_ordering::unordered) return collection{};
  if (symbol == "<") return collection{*made < 0};
  if (symbol == ">") return collection{*made > 0};
  return collection{symbol == "<=" ? *made <= 0 : *made >= 0};
}

result<collection> on_integers(std::string_view symbol, std::int64_t a, std::int64_t b) {
  std::int64_t made = 0;
  if (symbol == "+" && !__builtin_add_overflow(a, b, &made)) return collection{made};
  if (symbol == "-" && !__builtin_sub_overflow(a, b, &made)) return collection{made};
  if (symbol == "*" && !__builtin_mul_overflow(a, b, &made)) return collection{made};
  if (symbol == "div") return b == 0 ? collection{} : collection{b == -1 ? -a : a / b};
  if (symbol == "mod") return b == 0 ? collection{} : collection{b == -1 ? std::int64_t{0} : a % b};
  return collection{};  // beyond the range
}

result<collection> on_decimals(std::string_view symbol, const decimal& a, const decimal& b) {
  const bool divides = symbol == "/" || symbol == "div" || symbol == "mod";
  if (divides && b.is_zero()) return collection{};
  const auto made = symbol == "+" ? a.add(b) : symbol == "-" ? a.subtract(b) : symbol == "*" ? a.multiply(b) : symbol == "/" ? a.divide(b, 28) : symbol == "div" ? a.quotient(b) : a.remainder(b);
  if (!made) return collection{};
  if (symbol != "div") return collection{made.value()};
  const std::string& text = made.value().to_string();
  return text.size() < 19 ? collection{static_cast<std::int64_t>(std::stoll(text))} : collection{};
}

result<collection> on_quantities(std::string_view symbol, const quantity& a, const quantity& b) {
  const bool alike = a.unit == b.unit && a.calendar == b.calendar;
  if (symbol == "+" || symbol == "-") {
    if (!alike) return collection{};
    PHR_TRY(auto number, symbol == "+" ? a.number.add(b.number) : a.number.subtract(b.number));
    return collection{quantity{std::move(number), a.unit, a.calendar}};
  }
  if (symbol == "*" && (a.unit == "1" || b.unit == "1")) {
    PHR_TRY(auto number, a.number.multiply(b.number));
    return collection{quantity{std::move(number), a.unit == "1" ? b.unit : a.unit, false}};
  }
  if (symbol == "/" && (alike || b.unit == "1")) {
    if (b.number.is_zero()) return collection{};
    PHR_TRY(auto number, a.number.divide(b.number, 28));
    return collection{quantity{std::move(number), alike ? "1" : a.unit, false}};
  }
  return error{errc::unsupported}.at("arithmetic of these units");
}

result<collection> shifted_by(std::string_view symbol, const moment& from, const value& by) {
  const value given = as_system(by);
  const auto* const measured = std::get_if<quantity>(&given);
  if (measured == nullptr || (symbol != "+" && symbol != "-")) return wrong("a date and a duration");
  // In UCUM a year and a month are so many seconds, which is not what is meant of a date; a calendar unit in quotes is one.
  if (!measured->calendar && (measured->unit == "a" || measured->unit == "mo")) return wrong("a date and a calendar duration");
  auto made = shifted(from, *measured, symbol == "+" ? 1 : -1);
  return made ? collection{std::move(*made)} : collection{};
}

result<collection> arithmetic(std::string_view symbol, const collection& left, const collection& right) {
  if (left.empty() || right.empty()) return collection{};
  if (left.size() > 1 || right.size() > 1) return wrong("one item on each side of an operator");
  const auto a = as_integer(left[0]);
  const auto b = as_integer(right[0]);
  if (a && b && symbol != "/") return on_integers(symbol, *a, *b);
  const auto c = as_decimal(left[0]);
  const auto d = as_decimal(right[0]);
  if (c && d) return on_decimals(symbol, *c, *d);
  if (symbol == "+") {
    const auto first = as_string(left[0]);
    const auto second = as_string(right[0]);
    if (first && second) return collection{*first + *second};
  }
  const value time = as_system(left[0]);
  if (const auto* const from = std::get_if<moment>(&time)) return shifted_by(symbol, *from, right[0]);
  const auto one = as_quantity(left[0]);
  const auto other = as_quantity(right[0]);
  if (!one || !other) return wrong("two numbers");
  return on_quantities(symbol, *one, *other);
}

}  // namespace

result<collection> operate(std::string_view symbol, const collection& left, const collection& right) {
  if (symbol == "=") return of(equal(left, right));
  if (symbol == "!=") {
    const auto made = equal(left, right);
    return of(made ? std::optional(!*made) : made);
  }
  if (symbol == "~") return collection{equivalent(left, right)};
  if (symbol == "!~") return collection{!equivalent(left, right)};
  if (symbol == "and" || symbol == "or" || symbol == "xor" || symbol == "implies") return logic(symbol, left, right);
  if (symbol == "<" || symbol == ">" || symbol == "<=" || symbol == ">=") return compared(symbol, left, right);
  if (symbol == "|") {
    collection all = left;
    all.insert(all.end(), right.begin(), right.end());
    return without_repeats(all);
  }
  if (symbol == "in" || symbol == "contains") {
    const collection& item = symbol == "in" ? left : right;
    const collection& all = symbol == "in" ? right : left;
    if (item.empty()) return collection{};
    if (item.size() > 1) return wrong("one item that is looked for");
    return collection{holds(all, item[0])};
  }
  if (symbol == "&") {
    if (left.size() > 1 || right.size() > 1) return wrong("one string on each side of an operator");
    const auto a = left.empty() ? std::optional<std::string>("") : as_string(left[0]);
    const auto b = right.empty() ? std::optional<std::string>("") : as_string(right[0]);
    if (!a || !b) return wrong("two strings");
    return collection{*a + *b};
  }
  return arithmetic(symbol, left, right);
}

}  // namespace phr::fhirpath
