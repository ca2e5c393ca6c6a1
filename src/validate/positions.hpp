// Where the elements of a text stand.
#pragma once

#include <phr/validate/outcome.hpp>

#include <span>
#include <string>
#include <string_view>

namespace phr::validate {

// Gives issues that have none the line and column of their JSON path, or of the nearest element around it, in a text that has
// been decoded. Goes through the text once.
void locate(std::span<issue> issues, std::string_view text, bool is_xml);

// Adds one issue for each comment of a JSON text, at the element behind it; `begins` are their offsets in order.
void tell_comments(std::vector<issue>& into, std::string_view text, std::span<const std::size_t> begins);

// A path as JSON names it ("Observation.valueQuantity.code", "Patient._birthDate.extension[0]") in FHIRPath's names, by the field
// tables; names that FHIR does not know stay.
[[nodiscard]] std::string fhirpath_of(std::string_view json_path);

}  // namespace phr::validate
