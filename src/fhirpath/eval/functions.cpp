#include "fhirpath/eval/function_sets.hpp"

#include <unordered_map>

namespace phr::fhirpath {

namespace {

const std::unordered_map<std::string_view, named_function>& every_function() {
  static const auto made = [] {
    std::unordered_map<std::string_view, named_function> table;
    for (const auto set : {collection_functions(), conversion_functions(), string_functions(), text_functions(), number_functions(), moment_functions(), total_functions(), tree_functions(), flow_functions(), host_functions(), key_functions()}) {
      for (const named_function& each : set) table.emplace(each.name, each);
    }
    return table;
  }();
  return made;
}

}  // namespace

result<std::optional<std::string>> string_of(evaluator& in, const node& at, const collection& of) {
  if (of.empty()) return std::optional<std::string>();
  if (of.size() > 1) return in.wrong(at, "one String");
  if (has_no_value(of[0])) return std::optional<std::string>();
  auto made = as_string(of[0]);
  if (!made) return in.wrong(at, "a String");
  return made;
}

result<std::optional<std::string>> argument_string(evaluator& in, const node& at, std::size_t index, const evaluator::scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, index, around));
  return string_of(in, at, given);
}

result<std::optional<std::int64_t>> argument_integer(evaluator& in, const node& at, std::size_t index, const evaluator::scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, index, around));
  if (given.empty() || (given.size() == 1 && has_no_value(given[0]))) return std::optional<std::int64_t>();
  const auto made = given.size() == 1 ? as_integer(given[0]) : std::nullopt;
  if (!made) return in.wrong(at, "an Integer");
  return made;
}

const named_function* function_named(std::string_view name) noexcept {
  const auto found = every_function().find(name);
  return found == every_function().end() ? nullptr : &found->second;
}

}  // namespace phr::fhirpath
