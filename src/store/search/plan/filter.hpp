// _filter: a language of conditions (https://hl7.org/fhir/R4/search_filter.html).
#pragma once

#include "store/search/leaves/leaf.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace phr::storage {

// `name co "pet" and not (birthdate lt 1970 or subject.name pr true)`: and before or, not before a bracket; chains as parameters.
// Operators: eq, ne, co, sw, ew, gt, lt, ge, le, ap, sa, eb, pr, po, ss, sb, in, re. A reference may have a filter that holds of the
// same resource as what follows it: `subject[gender eq female].birthdate lt 1970`; a composite one that holds of the same element:
// `component-code-value-quantity[component-code eq 8480-6].component-value-quantity gt 140`.
// Errors: malformed_query, and those of the criteria it stands for; unsupported for a filter behind anything else.
[[nodiscard]] result<std::string> filter_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key);

// Rows that all matches are among, for filters that few of the index's rows speak for; the condition is still to be asked of each.
[[nodiscard]] result<std::optional<std::vector<row_set>>> filter_rows(search_scope& in, fhir::resource_type type, const query_criterion& asked);

// `composite[...].component operation value`, as values of a criterion whose modifier is "~element".
[[nodiscard]] result<std::string> element_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key);

// `path operation value`, in whatever it is said of.
struct filter_comparison {
  std::string path;
  std::string operation;
  std::string value;
};
// Reads and, or, not and brackets; each comparison is made a condition by the function.
[[nodiscard]] result<std::string> read_filter(std::string_view text, std::uint64_t ordinal,
                                              const std::function<result<std::string>(const filter_comparison& each)>& condition);
// Of a resource.
[[nodiscard]] result<std::string> compare_resource(search_scope& in, fhir::resource_type type, const filter_comparison& each, std::uint64_t ordinal, std::string_view key);

}  // namespace phr::storage
