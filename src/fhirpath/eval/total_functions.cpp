// sum(), min(), max(), avg(): what aggregate() is mostly used for. Empty for an empty collection.
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/value/values.hpp"

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

// An item without a value makes the outcome empty.
bool all_have_values(const collection& input) {
  for (const value& each : input) {
    if (has_no_value(each)) return false;
  }
  return true;
}

result<collection> total(const collection& input) {
  collection made{as_system(input[0])};
  for (std::size_t at = 1; at < input.size() && !made.empty(); ++at) {
    PHR_TRY(made, operate(operation::add, made, {input[at]}));
  }
  return made;
}

bool is_addable(const value& of) { return as_quantity(of).has_value() || as_string(of).has_value(); }

result<collection> sum(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty() || !all_have_values(input)) return collection{};
  if (!is_addable(input[0])) return in.wrong(at, "numbers, quantities or Strings");
  return total(input);
}

template <bool Least>
result<collection> extreme(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty() || !all_have_values(input)) return collection{};
  std::size_t found = 0;
  for (std::size_t each = 1; each < input.size(); ++each) {
    const auto compared = order(input[each], input[found]);
    if (!compared) return in.wrong(at, "items that are ordered");
    if (*compared == std::partial_ordering::unordered) return collection{};
    if (Least ? *compared < 0 : *compared > 0) found = each;
  }
  return collection{as_system(input[found])};
}

result<collection> average(evaluator& in, const node& at, const collection& input, const scope&) {
  if (input.empty() || !all_have_values(input)) return collection{};
  if (!as_quantity(input[0])) return in.wrong(at, "numbers or quantities");
  PHR_TRY(const collection all, total(input));
  if (all.empty()) return collection{};
  return operate(operation::divide, all, {static_cast<std::int64_t>(input.size())});
}

constexpr named_function total_table[] = {{"sum", 0, 0, sum}, {"min", 0, 0, extreme<true>}, {"max", 0, 0, extreme<false>}, {"avg", 0, 0, average}};

}  // namespace

std::span<const named_function> total_functions() noexcept { return total_table; }

}  // namespace phr::fhirpath
