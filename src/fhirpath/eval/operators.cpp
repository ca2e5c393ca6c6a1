// The operators of FHIRPath (http://hl7.org/fhirpath/N1/#operations).
#include "fhirpath/eval/evaluator.hpp"
#include "fhirpath/value/boundary.hpp"
#include "fhirpath/value/item_set.hpp"
#include "fhirpath/value/quantities.hpp"

namespace phr::fhirpath {

namespace {

error wrong(static_text what, errc code = errc::invalid_argument) { return error{code}.at(what); }

result<collection> compared(operation op, const collection& left, const collection& right) {
  if (left.empty() || right.empty()) return collection{};
  if (left.size() > 1 || right.size() > 1) return wrong("one item on each side of a comparison");
  if (has_no_value(left[0]) || has_no_value(right[0])) return collection{};
  const auto made = order(left[0], right[0]);
  if (!made) return wrong("two items that are ordered");
  if (*made == std::partial_ordering::unordered) return collection{};
  if (op == operation::less) return collection{*made < 0};
  if (op == operation::greater) return collection{*made > 0};
  return collection{op == operation::less_or_equal ? *made <= 0 : *made >= 0};
}

result<collection> on_integers(operation op, std::int64_t a, std::int64_t b) {
  std::int64_t made = 0;
  if (op == operation::add && !__builtin_add_overflow(a, b, &made)) return collection{made};
  if (op == operation::subtract && !__builtin_sub_overflow(a, b, &made)) return collection{made};
  if (op == operation::multiply && !__builtin_mul_overflow(a, b, &made)) return collection{made};
  if (op == operation::quotient && b == -1 && !__builtin_sub_overflow(0, a, &made)) return collection{made};
  if (op == operation::quotient && b != -1) return b == 0 ? collection{} : collection{a / b};
  if (op == operation::remainder) return b == 0 ? collection{} : collection{b == -1 ? std::int64_t{0} : a % b};
  return collection{};  // beyond the range
}

result<collection> on_decimals(operation op, const decimal& a, const decimal& b) {
  const bool divides = op == operation::divide || op == operation::quotient || op == operation::remainder;
  if (divides && b.is_zero()) return collection{};
  const auto made = op == operation::add ? a.add(b) : op == operation::subtract ? a.subtract(b) : op == operation::multiply ? a.multiply(b) : op == operation::divide ? a.divide(b, 28) : op == operation::quotient ? a.quotient(b) : a.remainder(b);
  if (!made) return collection{};
  if (op != operation::quotient) return collection{made.value()};
  const std::string& text = made.value().to_string();
  return text.size() < 19 ? collection{static_cast<std::int64_t>(std::stoll(text))} : collection{};
}

result<collection> on_quantities(operation op, const quantity& a, const quantity& b) {
  if (op == operation::quotient || op == operation::remainder) {
    const auto one = converted(a, "1");
    const auto other = converted(b, "1");
    return one && other ? on_decimals(op, one->number, other->number) : result<collection>(wrong("two numbers"));
  }
  const bool adds = op == operation::add || op == operation::subtract;
  if (!adds && op != operation::multiply && op != operation::divide) return wrong("two numbers");
  auto made = adds ? sum(a, b, op == operation::subtract) : op == operation::multiply ? product(a, b) : ratio(a, b);
  return made ? collection{std::move(*made)} : collection{};
}

result<collection> shifted_by(operation op, const moment& from, const value& by) {
  const value given = as_system(by);
  const auto* const measured = std::get_if<quantity>(&given);
  if (measured == nullptr || (op != operation::add && op != operation::subtract)) return wrong("a date and a duration");
  if (!is_duration(*measured, from.kind())) return wrong("a date and a calendar duration");
  auto made = shifted(from, *measured, op == operation::add ? 1 : -1);
  return made ? collection{std::move(*made)} : collection{};
}

result<collection> arithmetic(operation op, const collection& left, const collection& right) {
  if (left.empty() || right.empty()) return collection{};
  if (left.size() > 1 || right.size() > 1) return wrong("one item on each side of an operator");
  if (has_no_value(left[0]) || has_no_value(right[0])) return collection{};
  const auto a = as_integer(left[0]);
  const auto b = as_integer(right[0]);
  if (a && b && op != operation::divide) return on_integers(op, *a, *b);
  const auto c = as_decimal(left[0]);
  const auto d = as_decimal(right[0]);
  if (c && d) return on_decimals(op, *c, *d);
  if (op == operation::add) {
    const auto first = as_string(left[0]);
    const auto second = as_string(right[0]);
    if (first && second) return collection{*first + *second};
  }
  const value time = as_system(left[0]);
  if (const auto* const from = std::get_if<moment>(&time)) return shifted_by(op, *from, right[0]);
  if (const value later = as_system(right[0]); op == operation::add && std::holds_alternative<moment>(later)) return shifted_by(op, std::get<moment>(later), left[0]);
  const auto one = as_quantity(left[0]);
  const auto other = as_quantity(right[0]);
  if (!one || !other) return wrong("two numbers");
  return on_quantities(op, *one, *other);
}

}  // namespace

result<collection> operate(operation op, const collection& left, const collection& right) {
  const bool equivalence = op == operation::equivalent || op == operation::not_equivalent;
  if (equivalence && left.size() * right.size() > item_set::most_comparisons) return wrong("more comparisons than allowed", errc::too_large);
  if (op == operation::equivalent) return collection{equivalent(left, right)};
  if (op == operation::not_equivalent) return collection{!equivalent(left, right)};
  if (op >= operation::less && op <= operation::greater_or_equal) return compared(op, left, right);
  if (op == operation::is_in || op == operation::contains) {
    const collection& item = op == operation::is_in ? left : right;
    const collection& all = op == operation::is_in ? right : left;
    if (item.empty()) return collection{};
    if (item.size() > 1) return wrong("one item that is looked for");
    return collection{holds(all, item[0])};
  }
  if (op == operation::concatenate) {
    if (left.size() > 1 || right.size() > 1) return wrong("one string on each side of an operator");
    const auto a = left.empty() || has_no_value(left[0]) ? std::optional<std::string>("") : as_string(left[0]);
    const auto b = right.empty() || has_no_value(right[0]) ? std::optional<std::string>("") : as_string(right[0]);
    if (!a || !b) return wrong("two strings");
    return collection{*a + *b};
  }
  return arithmetic(op, left, right);
}

}  // namespace phr::fhirpath
