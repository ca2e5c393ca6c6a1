#include "fhirpath/program/shape.hpp"

#include <algorithm>
#include <array>

namespace phr::fhirpath {

using fhir::element_kind;

void shape::add(const shape& other) {
  any = any || other.any;
  ordered = ordered && other.ordered;
  kinds |= other.kinds;
  systems = static_cast<std::uint16_t>(systems | other.systems);
  for (const fhir::structure* const each : other.structures) add(*each);
}

void shape::add(const fhir::structure& type) {
  if (std::find(structures.begin(), structures.end(), &type) == structures.end()) structures.push_back(&type);
}

void shape::add(const fhir::field& field, std::uint8_t choice) {
  const auto take = [&](element_kind kind, const fhir::structure* type) {
    if (type != nullptr) {
      add(*type);
    } else if (fhir::is_primitive(kind)) {
      kinds |= 1U << static_cast<unsigned>(kind);
    } else {
      any = true;  // a resource
    }
  };
  if (field.kind != element_kind::choice) return take(field.kind, field.type);
  for (std::size_t at = 0; at < field.choices.size(); ++at) {
    if (choice == 0 || choice == at + 1) take(field.choices[at].kind, field.choices[at].type);
  }
}

shape shape::filtered(const type_test& type) const {
  shape made;
  made.ordered = ordered;
  if (any) {
    if (type.structure() == nullptr) return anything();
    made.add(*type.structure());
    return made;
  }
  for (const fhir::structure* const each : structures) {
    if (type.matches(*each)) made.add(*each);
  }
  for (unsigned each = 0; each <= static_cast<unsigned>(element_kind::coded); ++each) {
    if ((kinds >> each & 1U) != 0 && type.matches(static_cast<element_kind>(each))) made.kinds |= 1U << each;
  }
  made.systems = systems;
  return made;
}

std::string shape::text() const {
  if (any) return "anything";
  std::string made;
  const auto say = [&](std::string_view name) {
    if (name.empty()) return;
    if (!made.empty()) made += " or ";
    made += name;
  };
  for (const fhir::structure* const each : structures) say(each->name);
  std::uint32_t left = kinds;
  if ((left >> static_cast<unsigned>(element_kind::coded) & 1U) != 0) left |= 1U << static_cast<unsigned>(element_kind::code);  // a code, too
  for (unsigned each = 0; each < static_cast<unsigned>(element_kind::coded); ++each) {
    if ((left >> each & 1U) != 0) say(fhir::name(static_cast<element_kind>(each)));
  }
  constexpr std::array<std::string_view, 8> own = {"", "Boolean", "Integer", "Decimal", "String", "a moment", "Quantity", "a type"};
  for (std::size_t each = 1; each < own.size(); ++each) {
    if ((systems >> each & 1U) != 0) say(own[each]);
  }
  return made.empty() ? "nothing" : made;
}

}  // namespace phr::fhirpath
