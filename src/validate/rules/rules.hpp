// Rules of single types that no invariant states, each checked where an object of the type stands.
#pragma once

#include "validate/findings.hpp"

#include <phr/fhir/r4/capability_statement.hpp>
#include <phr/fhir/r4/questionnaire.hpp>
#include <phr/fhir/r4/search_parameter.hpp>
#include <phr/fhir/r4/structure_definition.hpp>

namespace phr::validate {

// Whether a profile can be made ready: its paths are of its type, what it says of them can be said, it slices no root.
void check_structure_definition(findings& found, const place& at, const fhir::r4::StructureDefinition& of);
// A question is enabled by others, not by those inside of it.
void check_questionnaire(findings& found, const place& at);
// A composite parameter has two components or more.
void check_search_parameter(findings& found, const place& at, const fhir::r4::SearchParameter& of);
// The parameters a server names are of the types R4 gives them.
void check_capability_statement(findings& found, const place& at);
// Calls the checks that are for the type of an element; most elements have none.
void check_rules(findings& found, const place& at);

}  // namespace phr::validate
