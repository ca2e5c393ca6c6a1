// Navigation, types and utilities.
#include "fhirpath/eval/function_sets.hpp"

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;
using element = fhir::node;

result<collection> descendants(evaluator& in, const node& at, const collection& input, const scope&) {
  collection made;
  const auto take = [&](const value& child) {
    made.push_back(child);
    return made.size() <= in.in().most.items;
  };
  for (const value& each : input) (void)each_child(each, take);
  for (std::size_t next = 0; next < made.size(); ++next) {
    const value one = made[next];  // the collection grows
    if (!each_child(one, take)) return in.wrong(at, "more items than allowed", errc::too_large);
  }
  return made;
}

type_info type_of(const value& of) {
  const std::string name = type_name(of);
  const std::size_t dot = name.find('.');
  return {name.substr(0, dot), name.substr(dot + 1)};
}

result<collection> type(evaluator&, const node&, const collection& input, const scope&) {
  collection made;
  for (const value& each : input) made.emplace_back(type_of(each));
  return made;
}

bool is_value(const value& of) { return !std::holds_alternative<element>(of) && !std::holds_alternative<json_element>(of); }

result<collection> has_value(evaluator&, const node&, const collection& input, const scope&) {
  if (input.size() != 1) return collection{false};
  const auto* const of = std::get_if<element>(&input[0]);
  const auto* const in_json = std::get_if<json_element>(&input[0]);
  const bool structured = (of != nullptr && !of->is_primitive()) || (in_json != nullptr && in_json->type() != nullptr);
  return collection{!structured && is_value(as_system(input[0]))};
}

result<collection> get_value(evaluator&, const node&, const collection& input, const scope&) {
  if (input.size() != 1) return collection{};
  value made = as_system(input[0]);
  return is_value(made) ? collection{std::move(made)} : collection{};
}

// The time of the evaluation: one for all of an expression.

result<collection> now(evaluator& in, const node&, const collection&, const scope&) {
  PHR_TRY(auto made, moment::parse(moment_kind::date_time, in.now()));
  return collection{std::move(made)};
}
result<collection> today(evaluator& in, const node&, const collection&, const scope&) {
  PHR_TRY(auto made, moment::parse(moment_kind::date, std::string_view(in.now()).substr(0, 10)));
  return collection{std::move(made)};
}
result<collection> time_of_day(evaluator& in, const node& at, const collection&, const scope&) {
  std::string_view time = in.now();
  if (time.size() <= 11) return in.wrong(at, "the time of an evaluation that is a date");
  time.remove_prefix(11);
  PHR_TRY(auto made, moment::parse(moment_kind::time, time.substr(0, time.find_first_of("Z+-"))));
  return collection{std::move(made)};
}

// Names a value for what comes after it in the same path: what the second argument is of the input, or the input itself.
result<collection> define_variable(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto name, argument_string(in, at, 0, around));
  if (!name || name->empty()) return in.wrong(at, "the name of a variable");
  for (const char* const own : {"context", "resource", "rootResource", "ucum", "sct", "loinc"}) {
    if (*name == own) return in.wrong(at, "a variable with a name that is taken");
  }
  if (around.defined == nullptr) return input;  // nothing can come after it
  if (around.defined->find(*name) != nullptr) return in.wrong(at, "a variable with a name that is taken");
  collection items = input;
  if (argument_count(at) == 2) {
    scope here = around;
    here.focus = input;
    here.self = input.size() == 1 ? input.data() : nullptr;
    PHR_TRY(items, in.evaluate(argument(in, at, 1), here));
  }
  around.defined->all.push_back({*name, std::move(items)});
  return input;
}

constexpr named_function tree_table[] = {
    {"descendants", 0, 0, descendants}, {"type", 0, 0, type}, {"hasValue", 0, 0, has_value}, {"getValue", 0, 0, get_value},
    {"now", 0, 0, now}, {"today", 0, 0, today}, {"timeOfDay", 0, 0, time_of_day}, {"defineVariable", 1, 2, define_variable},
};

}  // namespace

std::span<const named_function> tree_functions() noexcept { return tree_table; }

}  // namespace phr::fhirpath
