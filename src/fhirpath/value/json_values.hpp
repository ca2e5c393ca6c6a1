// JSON elements as values and as parents.
#pragma once

#include "fhirpath/program/fields.hpp"
#include "fhirpath/value/sink.hpp"
#include "fhirpath/value/values.hpp"

#include <span>
#include <string_view>

namespace phr::fhirpath {

// An element as a value of FHIRPath, where it is one: by its type, or by its form where it has none.
[[nodiscard]] std::optional<value> system_value_of(const json_element& of);

// Its children of a name (with the fields of that name), or all; false where the sink has enough.
[[nodiscard]] bool each_json_child(const json_element& of, std::string_view name, std::span<const field_place> fields, sink to);
[[nodiscard]] bool each_json_child(const json_element& of, sink to);

// Whether two have the same members, items and values; numbers by value, members in any order.
[[nodiscard]] bool same_json(const fhir::json::value& a, const fhir::json::value& b);

}  // namespace phr::fhirpath
