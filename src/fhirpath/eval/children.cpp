// From an element to its children.
#include "fhirpath/eval/element_children.hpp"
#include "fhirpath/eval/evaluator.hpp"

#include "fhirpath/value/json_values.hpp"

#include <phr/fhir/r4/data_types.hpp>

namespace phr::fhirpath {

namespace {

using element = fhir::node;

bool of_element(const element& item, const step& named, std::string_view name, sink to) {
  if (name == "resourceType" && item.type() != nullptr && item.type()->resource != fhir::resource_type{} && find_field(named.fields, item.type()) == nullptr) return to(value(std::string(item.type()->name)));
  return each_element_child(item, named, [&](const element& child) { return to(value(child)); });
}

}  // namespace

fhir::node beside_of(const fhir::node& primitive) noexcept { return element::of(*primitive.beside()); }

bool each_child(const value& of, const step& named, std::string_view name, sink to) {
  if (const auto* const item = std::get_if<element>(&of)) return of_element(*item, named, name, to);
  if (const auto* const item = std::get_if<json_element>(&of)) return each_json_child(*item, name, named.fields, to);
  if (const auto* const type = std::get_if<type_info>(&of)) {
    if (name == "namespace") return to(value(type->space));
    if (name == "name") return to(value(type->name));
  }
  if (const auto* const measured = std::get_if<quantity>(&of)) {
    if (name == "value") return to(value(measured->number));
    if (name == "unit") return to(value(measured->unit));
  }
  return true;
}

bool each_child(const value& of, sink to) {
  if (const auto* const type = std::get_if<type_info>(&of)) return to(value(type->space)) && to(value(type->name));
  if (const auto* const item = std::get_if<json_element>(&of)) return each_json_child(*item, to);
  const auto* const item = std::get_if<element>(&of);
  if (item == nullptr) return true;
  const auto give = [&](const element& child) { return to(value(child)); };
  if (item->type() != nullptr) return item->each_child(give);
  return item->beside() == nullptr || element::of(*item->beside()).each_child(give);
}

bool each_child_named(const value& of, std::string_view name, sink to) {
  step named;
  named.fields = fields_named(name);
  return each_child(of, named, name, to);
}

std::string child_text(const value& of, std::string_view name) {
  std::string made;
  (void)each_child_named(of, name, [&](const value& child) {
    made = as_string(child).value_or("");
    return false;
  });
  return made;
}

result<std::optional<bool>> condition(const collection& of) {
  if (of.empty()) return std::optional<bool>();
  if (of.size() > 1) return error{errc::invalid_argument}.at("one item as a condition");
  return std::optional(as_boolean(of[0]).value_or(true));
}

}  // namespace phr::fhirpath
