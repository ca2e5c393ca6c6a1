// _filter: a language of conditions (https://hl7.org/fhir/R4/search_filter.html).
#pragma once

#include "store/search/leaf.hpp"

namespace phr::storage {

// `name co "pet" and not (birthdate lt 1970 or subject.name pr true)`: and before or, not before a bracket; chains as parameters.
// Operators: eq, ne, co, sw, ew, gt, lt, ge, le, ap, sa, eb, pr, po, ss, sb, in. A condition on elements (`[...]`) is unsupported.
// Errors: malformed_query, and those of the criteria it stands for.
[[nodiscard]] result<std::string> filter_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key);

}  // namespace phr::storage
