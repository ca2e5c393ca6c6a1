// One element of a resource by its path.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>

#include <string>
#include <string_view>

namespace phr::fhir {

// The element at a path as text: a primitive as FHIR writes it without quotes ("5.40", "true", "2024-01-02"), all else as
// JSON. The path is a plain subset of FHIRPath: names joined by dots, [n] from 0 in what repeats, a choice by its name
// (`value`) or by that of its type (`valueQuantity`): "code.coding[0].code", "Observation.value.unit", "contained[0].id". The
// type's name may stand first.
// Errors: not_found where the element is absent; unknown_element where FHIR has none of that name; malformed_query for
// another path; invalid_argument for a repeating element without an index of which there are several, or with an index where
// it does not repeat. Threads: any, while nobody changes the resource.
[[nodiscard]] result<std::string> text_at(const any_resource& resource, std::string_view path);

}  // namespace phr::fhir
