// Navigation, types and utilities.
#include "fhirpath/eval/function_sets.hpp"

#include <phr/fhir/r4/data_types.hpp>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;
using element = fhir::node;

result<collection> children(evaluator&, const node&, const collection& input, const scope&) {
  collection made;
  for (const value& each : input) append_children(made, each, {});
  return made;
}

result<collection> descendants(evaluator&, const node&, const collection& input, const scope&) {
  collection made;
  for (const value& each : input) append_children(made, each, {});
  for (std::size_t at = 0; at < made.size(); ++at) {
    const value one = made[at];  // the collection grows
    append_children(made, one, {});
  }
  return made;
}

result<collection> extension(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, 0, around));
  const auto url = given.size() == 1 ? as_string(given[0]) : std::nullopt;
  if (!url) return collection{};
  collection all;
  for (const value& each : input) append_children(all, each, "extension");
  collection made;
  for (const value& each : all) {
    const auto& of = std::get<element>(each);
    if (of.type() == &fhir::r4::Extension::structure_ && static_cast<const fhir::r4::Extension*>(of.object())->url == *url) made.push_back(each);
  }
  return made;
}

// The type that an argument names: `Patient`, `FHIR.Patient`.
result<std::string> type_named(evaluator& in, const node& at) {
  const node& given = argument(in, at, 0);
  if (given.kind != node_kind::member) return in.wrong(given, "the name of a type");
  if (!given.has_input) return given.text;
  const node& space = in.part(given, 0);
  if (space.kind != node_kind::member || space.has_input) return in.wrong(given, "the name of a type");
  return space.text + "." + given.text;
}

result<collection> of_type(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const std::string type, type_named(in, at));
  collection made;
  for (const value& each : input) {
    if (is_of_type(each, type)) made.push_back(each);
  }
  return made;
}

template <bool Is>
result<collection> is_or_as(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const std::string type, type_named(in, at));
  if (input.empty()) return collection{};
  if (input.size() > 1) return in.wrong(at, "is and as are of one item");
  const bool is = is_of_type(input[0], type);
  if (Is) return collection{is};
  return is ? input : collection{};
}

type_info type_of(const value& of) {
  if (const auto* const item = std::get_if<element>(&of)) return {"FHIR", std::string(item->is_primitive() ? fhir::name(item->kind()) : item->type() != nullptr ? item->type()->name : "")};
  constexpr std::string_view names[] = {"Boolean", "Integer", "Decimal", "String", "Date", "DateTime", "Time", "Quantity"};
  for (const std::string_view each : names) {
    if (is_of_type(of, "System." + std::string(each))) return {"System", std::string(each)};
  }
  return {"System", "Any"};
}

result<collection> type(evaluator&, const node&, const collection& input, const scope&) {
  collection made;
  for (const value& each : input) made.emplace_back(type_of(each));
  return made;
}

result<collection> conforms_to(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection given, evaluated(in, at, 0, around));
  const auto url = given.size() == 1 ? as_string(given[0]) : std::nullopt;
  constexpr std::string_view own = "http://hl7.org/fhir/StructureDefinition/";
  if (!url || input.size() != 1) return collection{};
  if (!url->starts_with(own)) return in.wrong(at, "a profile that is not known", errc::unsupported);
  return collection{is_of_type(input[0], std::string_view(*url).substr(own.size()))};
}

result<collection> has_value(evaluator&, const node&, const collection& input, const scope&) {
  if (input.size() != 1) return collection{false};
  const auto* const of = std::get_if<element>(&input[0]);
  return collection{of == nullptr || (of->is_primitive() && !std::holds_alternative<element>(as_system(input[0])))};
}

result<collection> get_value(evaluator&, const node&, const collection& input, const scope&) {
  if (input.size() != 1) return collection{};
  value made = as_system(input[0]);
  return std::holds_alternative<element>(made) ? collection{} : collection{std::move(made)};
}

result<collection> trace(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection name, evaluated(in, at, 0, around));
  if (!in.in().trace) return input;
  collection shown = input;
  if (argument_count(at) == 2) {
    shown.clear();
    for (std::size_t index = 0; index < input.size(); ++index) {
      PHR_TRY(const collection each, in.evaluate_for(argument(in, at, 1), input[index], static_cast<std::int64_t>(index)));
      shown.insert(shown.end(), each.begin(), each.end());
    }
  }
  in.in().trace(name.size() == 1 ? as_string(name[0]).value_or("") : "", shown);
  return input;
}

result<collection> now(evaluator& in, const node&, const collection&, const scope&) {
  PHR_TRY(auto made, moment::parse(moment_kind::date_time, in.in().now));
  return collection{std::move(made)};
}
result<collection> today(evaluator& in, const node&, const collection&, const scope&) {
  PHR_TRY(auto made, moment::parse(moment_kind::date, std::string_view(in.in().now).substr(0, 10)));
  return collection{std::move(made)};
}
result<collection> time_of_day(evaluator& in, const node&, const collection&, const scope&) {
  const std::string_view time = std::string_view(in.in().now).substr(11);
  PHR_TRY(auto made, moment::parse(moment_kind::time, time.substr(0, time.find_first_of("Z+-"))));
  return collection{std::move(made)};
}

constexpr named_function table[] = {
    {"children", 0, 0, children}, {"descendants", 0, 0, descendants}, {"extension", 1, 1, extension}, {"ofType", 1, 1, of_type}, {"is", 1, 1, is_or_as<true>}, {"as", 1, 1, is_or_as<false>},
    {"type", 0, 0, type}, {"conformsTo", 1, 1, conforms_to},
    {"hasValue", 0, 0, has_value}, {"getValue", 0, 0, get_value}, {"trace", 1, 2, trace}, {"now", 0, 0, now}, {"today", 0, 0, today}, {"timeOfDay", 0, 0, time_of_day},
};

}  // namespace

std::span<const named_function> tree_functions() noexcept { return table; }

}  // namespace phr::fhirpath
