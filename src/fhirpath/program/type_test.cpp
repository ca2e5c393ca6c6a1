#include "fhirpath/program/type_test.hpp"

#include "fhirpath/program/fields.hpp"

#include <array>

namespace phr::fhirpath {

namespace {

using fhir::element_kind;

constexpr std::uint32_t bit(element_kind kind) { return 1U << static_cast<unsigned>(kind); }

// FHIRPath's own types by the alternative of `value`; Date, DateTime and Time are one alternative and three bits at the end.
constexpr std::array<std::string_view, 11> system_names = {"", "Boolean", "Integer", "Decimal", "String", "DateTime", "Quantity", "", "", "Date", "Time"};

std::uint16_t system_bit(std::string_view name) {
  for (std::size_t at = 1; at < system_names.size(); ++at) {
    if (!name.empty() && (system_names[at] == name || (name == "Long" && at == 2))) return static_cast<std::uint16_t>(1U << at);
  }
  return 0;
}

std::size_t system_place(const value& of) {
  const auto* const time = std::get_if<moment>(&of);
  if (time == nullptr || time->kind() == moment_kind::date_time) return of.index();
  return time->kind() == moment_kind::date ? 9 : 10;
}

// The primitive types that are the type of a kind: itself and those derived from it.
std::uint32_t family_of(element_kind kind) {
  if (kind == element_kind::string) return bit(kind) | bit(element_kind::code) | bit(element_kind::id) | bit(element_kind::markdown) | bit(element_kind::coded);
  if (kind == element_kind::uri) return bit(kind) | bit(element_kind::url) | bit(element_kind::canonical) | bit(element_kind::oid) | bit(element_kind::uuid);
  if (kind == element_kind::integer) return bit(kind) | bit(element_kind::positiveInt) | bit(element_kind::unsignedInt);
  return kind == element_kind::code ? bit(kind) | bit(element_kind::coded) : bit(kind);
}

bool is_quantity(std::string_view name) { return name == "Quantity" || name == "Age" || name == "Duration" || name == "Count" || name == "Distance"; }

}  // namespace

result<type_test> type_test::of(std::string_view specifier) {
  const bool system = specifier.starts_with("System.");
  const bool fhir_own = specifier.starts_with("FHIR.");
  const std::string_view name = specifier.substr(system ? 7 : fhir_own ? 5 : 0);
  type_test made;
  if (!fhir_own) made.system_ = system_bit(name);
  if (!system) {
    for (unsigned each = 0; each < static_cast<unsigned>(element_kind::coded); ++each) {
      const auto kind = static_cast<element_kind>(each);
      if (fhir::name(kind) != name) continue;
      made.kinds_ = family_of(kind);
      made.own_kind_ = bit(kind) | (kind == element_kind::code ? bit(element_kind::coded) : 0U);
    }
    made.structure_ = structure_named(name);
    if (name == "Resource") made.family_ = family::resource;
    if (name == "DomainResource") made.family_ = family::domain_resource;
    if (name == "Element") made.family_ = family::element;
    if (name == "BackboneElement") made.family_ = family::backbone_element;
    if (name == "Quantity") made.family_ = family::quantity;
    if (name == "Element") made.kinds_ = made.own_kind_ = (bit(element_kind::coded) << 1U) - 1U;
  }
  // SimpleQuantity and MoneyQuantity are profiles of Quantity that R4 names as types.
  if (!system && (name == "SimpleQuantity" || name == "MoneyQuantity")) made.family_ = family::quantity;
  const bool known = made.system_ != 0 || made.kinds_ != 0 || made.structure_ != nullptr || made.family_ != family::none || specifier == "System.Any";
  if (!known && system && type_test::of(name)) return made;  // System.Patient: a name, but of nothing
  if (!known) return error{errc::wrong_type}.at("a type that does not exist");
  return made;
}

type_test type_test::exactly() const noexcept {
  type_test made = *this;
  made.kinds_ = own_kind_;
  return made;
}

bool type_test::matches(const fhir::structure& type) const noexcept {
  if (structure_ == &type) return true;
  const bool resource = type.resource != fhir::resource_type{};
  switch (family_) {
    case family::none: return false;
    case family::resource: return resource;
    case family::domain_resource: return resource && type.name != "Bundle" && type.name != "Binary" && type.name != "Parameters";
    case family::element: return !resource;
    case family::backbone_element: return type.name.find('.') != std::string_view::npos || type.name == "Timing" || type.name == "Dosage";
    case family::quantity: return is_quantity(type.name);
  }
  return false;
}

bool type_test::operator()(const value& item) const noexcept {
  const auto* const element = std::get_if<fhir::node>(&item);
  if (const auto* const found = std::get_if<json_element>(&item)) {
    if (found->is_primitive()) return matches(found->kind());
    if (found->type() != nullptr) return matches(*found->type());
    const value plain = as_system(item);
    return (system_ >> system_place(plain) & 1U) != 0;
  }
  if (element == nullptr) return (system_ >> system_place(item) & 1U) != 0;
  if (element->is_primitive()) return matches(element->kind());
  return element->type() != nullptr && matches(*element->type());
}

std::string type_name(const value& of) {
  if (const auto* const item = std::get_if<fhir::node>(&of)) {
    return "FHIR." + std::string(item->is_primitive() ? fhir::name(item->kind()) : item->type() != nullptr ? item->type()->name : std::string_view{});
  }
  if (const auto* const item = std::get_if<json_element>(&of)) {
    if (item->is_typed()) return "FHIR." + std::string(item->is_primitive() ? fhir::name(item->kind()) : item->type()->name);
    if (const value plain = as_system(of); plain.index() != of.index()) return type_name(plain);
  }
  const std::string_view name = system_names[system_place(of)];
  return "System." + std::string(name.empty() ? "Any" : name);
}

}  // namespace phr::fhirpath
