// Codes and the value sets they are bound to.
#pragma once

#include "validate/findings.hpp"
#include "validate/terminology/terminology.hpp"

#include <phr/fhir/structure.hpp>

namespace phr::validate {

// Checks a code, Coding, CodeableConcept, Quantity, string or uri against a value set: not in it is an error where the
// binding is required, and a warning where it is extensible or preferred. What the table cannot tell is no finding. A
// CodeableConcept is in the value set by any of its codings; a text alone is enough but for a required binding.
void check_binding(findings& found, const place& at, std::string_view value_set, fhir::binding_strength strength, const terminology& codes);

// Whether the code of a Coding or Quantity is one of its system, where that is complete here: else a warning, as later releases of
// HL7's systems have codes that R4's do not. Nothing for other types.
void check_coding(findings& found, const place& at, const terminology& codes);

// As check_binding() judges, without a finding.
[[nodiscard]] membership membership_of(const fhir::node& of, std::string_view value_set, const terminology& codes);

}  // namespace phr::validate
