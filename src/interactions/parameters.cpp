// Search parameters of a store's own.
#include "interactions/kind_names.hpp"
#include "interactions/parameters.hpp"
#include "store/intern/catalogue.hpp"

#include <phr/fhir/json.hpp>

#include <algorithm>

namespace phr::interactions {

namespace {

namespace json = fhir::json;

std::string text_of(const json::value& of) {
  std::string scratch;
  return std::string(of.text(scratch));
}

struct wanted_parameter {
  storage::custom_definition of;
  std::vector<fhir::resource_type> types;
};

result<void> read_components(const json::value& resource, storage::custom_definition& into) {
  for (const json::value& each : resource["component"].elements()) {
    into.components.push_back({text_of(each["definition"]), text_of(each["expression"])});
    if (into.components.back().definition.empty()) return error{errc::missing_element}.at("SearchParameter.component.definition");
    if (into.components.back().expression.empty()) return error{errc::missing_element}.at("SearchParameter.component.expression");
  }
  return success();
}

result<wanted_parameter> read_parameter(const json::value& resource) {
  if (resource["resourceType"].raw_text() != "SearchParameter") return error{errc::wrong_type}.at("a SearchParameter");
  wanted_parameter made;
  made.of.code = text_of(resource["code"]);
  made.of.expression = text_of(resource["expression"]);
  const std::string& code = made.of.code;
  if (code.empty()) return error{errc::missing_element}.at("SearchParameter.code");
  if (made.of.expression.empty()) return error{errc::missing_element}.at("SearchParameter.expression");
  // A name that a query can hold, and that means nothing else there.
  if (code.starts_with('_') || code.find_first_of(".:=&?%,[]") != std::string::npos) return error{errc::invalid_value}.at("SearchParameter.code");
  const auto end = kind_names.begin() + own_kinds;
  const auto kind = std::find(kind_names.begin(), end, resource["type"].raw_text());
  if (kind == end) return error{errc::unsupported}.at("SearchParameter.type");
  made.of.kind = static_cast<fhir::search_kind>(kind - kind_names.begin());
  if (made.of.kind == fhir::search_kind::composite) PHR_TRY(read_components(resource, made.of));
  for (const json::value& each : resource["base"].elements()) {
    const auto type = fhir::resource_type_named(each.raw_text());
    if (!type) return error{errc::unknown_resource_type}.at("SearchParameter.base");
    made.types.push_back(*type);
  }
  if (made.types.empty()) return error{errc::missing_element}.at("SearchParameter.base");
  return made;
}

}  // namespace

result<void> add_search_parameter(gate::door& in, std::string_view text, const progress& watch) {
  PHR_TRY(in.may(audit_action::reindex));
  json::document parsed;
  PHR_TRY(parsed.parse(text));
  PHR_TRY(const auto wanted, read_parameter(parsed.root()));
  return in.engine().change_parameters("owner", watch, [&](storage::unit& work) -> result<void> {
    for (const fhir::resource_type type : wanted.types) PHR_TRY(work.add_parameter(type, wanted.of));
    return success();
  });
}

result<void> remove_search_parameter(gate::door& in, fhir::resource_type type, std::string_view code, const progress& watch) {
  PHR_TRY(in.may(audit_action::reindex));
  return in.engine().change_parameters("owner", watch, [&](storage::unit& work) { return work.remove_parameter(type, code); });
}

result<std::vector<store_parameter>> search_parameters(const gate::door& in) {
  std::vector<store_parameter> all;
  if (!in.is_owner()) return all;
  PHR_TRY(const auto reading, in.engine().read());
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    const auto type = static_cast<fhir::resource_type>(number);
    PHR_TRY(const auto own, storage::custom_parameters(reading.look(), type));
    for (const auto* each : own) all.push_back({type, each->code, std::string(name_of(each->parameter.kind)), each->expression.text()});
  }
  return all;
}

}  // namespace phr::interactions
