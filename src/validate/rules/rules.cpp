#include "validate/rules/rules.hpp"

#include <phr/fhir/search_parameter.hpp>

namespace phr::validate {

using fhir::node;

namespace {

template <class T>
const T* as(const place& at) {
  return at.at->type() == &T::structure_ ? static_cast<const T*>(at.at->object()) : nullptr;
}

// "Patient-name" and "clinical-code" are how the urls of R4's parameters end; the code is what the statement names.
std::string_view code_of(fhir::search_kind kind) {
  constexpr std::string_view names[] = {"token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace

void check_search_parameter(findings& found, const place& at, const fhir::r4::SearchParameter& of) {
  if (of.type == fhir::r4::SearchParamType::composite && of.component.size() < 2) {
    found.error(issue_type::business_rule, at, "a composite parameter has two components or more");
  }
}

void check_capability_statement(findings& found, const place& at) {
  using statement = fhir::r4::CapabilityStatement;
  at.at->each_child([&](const node& rest) {
    const place in_rest{&at, &rest};
    if (rest.name() != "rest") return;
    rest.each_child([&](const node& each) {
      const place in_resource{&in_rest, &each};
      if (each.name() != "resource") return;
      const auto& resource = *static_cast<const statement::Rest::Resource*>(each.object());
      const auto type = fhir::resource_type_named(resource.type.view());
      if (!type) return;
      each.each_child([&](const node& one) {
        if (one.name() != "searchParam") return;
        const auto& parameter = *static_cast<const statement::Rest::Resource::SearchParam*>(one.object());
        const auto* const known = fhir::find_search_parameter(*type, parameter.name.view());
        const bool is_r4 = parameter.definition.view().starts_with("http://hl7.org/fhir/SearchParameter/");
        if (known == nullptr || !is_r4 || parameter.type == code_of(known->kind)) return;
        found.error(issue_type::invalid, {&in_resource, &one}, "R4 gives this search parameter another type");
      });
    });
  });
}

void check_rules(findings& found, const place& at) {
  namespace r4 = fhir::r4;
  if (const auto* structure = as<r4::StructureDefinition>(at)) return check_structure_definition(found, at, *structure);
  if (const auto* parameter = as<r4::SearchParameter>(at)) return check_search_parameter(found, at, *parameter);
  if (as<r4::Questionnaire>(at) != nullptr) return check_questionnaire(found, at);
  if (as<r4::CapabilityStatement>(at) != nullptr) return check_capability_statement(found, at);
}

}  // namespace phr::validate
