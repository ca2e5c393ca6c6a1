// From an element of a model to its children of one name.
#pragma once

#include "fhirpath/program/program.hpp"

namespace phr::fhirpath {

// Whether a choice holds the alternative, from 1, that a name such as "valueQuantity" is of.
[[nodiscard]] inline bool is_chosen(const fhir::field& field, std::uint8_t wanted, const fhir::node& child) noexcept {
  const fhir::alternative& chosen = field.choices[wanted - 1U];
  return child.kind() == chosen.kind && child.type() == chosen.type;
}

// What holds the id and extensions of a primitive that has some.
[[nodiscard]] fhir::node beside_of(const fhir::node& primitive) noexcept;

// Calls visitor(const fhir::node&) with each; false ends it. `named` is the step of the name. Those of a primitive are its id and extensions.
template <class Visitor>
[[nodiscard]] bool each_element_child(const fhir::node& of, const step& named, Visitor&& visitor) {
  if (of.is_primitive()) return of.beside() == nullptr || each_element_child(beside_of(of), named, visitor);
  const fhir::structure* const type = of.type();
  if (type == nullptr) return true;
  const field_place* const place = named.likely.type == type ? &named.likely : find_field(named.fields, type);
  if (place == nullptr) return true;
  if (place->choice == 0) return of.each_of(place->field, visitor);
  return of.each_of(place->field, [&](const fhir::node& child) { return !is_chosen(type->fields[place->field], place->choice, child) || visitor(child); });
}

}  // namespace phr::fhirpath
