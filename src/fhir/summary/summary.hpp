// A resource in a few words.
#pragma once

#include <phr/fhir/json.hpp>

#include <string>

namespace phr::summary {

// The text of a CodeableConcept, else its first display, else its first code; "" for none.
[[nodiscard]] std::string concept_text(const fhir::json::value& concept_value);

// What a resource is about: its code, type, vaccine, medication, description or name; "" where none is given.
[[nodiscard]] std::string title(const fhir::json::value& resource);

// The value of an Observation with its unit; components joined by "/" where there is no value of its own; "" for none.
[[nodiscard]] std::string value_text(const fhir::json::value& observation);

}  // namespace phr::summary
