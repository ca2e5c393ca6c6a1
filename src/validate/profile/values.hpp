// Values that a profile gives: fixed, patterns, limits.
#pragma once

#include <phr/fhir/visit.hpp>

#include <optional>

namespace phr::validate {

// Whether `value` has everything `wanted` has: the same primitives, and for each repetition wanted one that matches. An id of an
// element is not compared.
[[nodiscard]] bool has_pattern(const fhir::node& value, const fhir::node& wanted);

// Whether they are equal, in everything.
[[nodiscard]] bool is_equal(const fhir::node& value, const fhir::node& wanted);

enum class order { less, equal, greater };
// Numbers, moments, and quantities whose UCUM units are the same but for a metric prefix; nullopt where they cannot be compared.
[[nodiscard]] std::optional<order> compare(const fhir::node& a, const fhir::node& b);

// The type as ElementDefinition.type.code names it: "Quantity", "dateTime", "code".
[[nodiscard]] std::string_view type_name(const fhir::node& of) noexcept;

// The children of an element: of a resource or data type its own, of a primitive those that stand beside it.
template <class Visitor>
void each_part(const fhir::node& of, Visitor&& visitor);

}  // namespace phr::validate

#include <phr/fhir/r4/data_types.hpp>

template <class Visitor>
void phr::validate::each_part(const fhir::node& of, Visitor&& visitor) {
  if (of.type() != nullptr) {
    of.each_child(visitor);
  } else if (of.beside() != nullptr) {
    fhir::node::of(*of.beside()).each_child(visitor);
  }
}
