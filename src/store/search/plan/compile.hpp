// Criteria with their steps (chains, _has) as SQL.
#pragma once

#include "store/search/leaves/leaf.hpp"

#include <optional>

namespace phr::storage {

// A condition on the resource of that type whose key the SQL text is: "r.key" is the one that is searched, which is known to be live.
// Errors as the leaves'; unknown_parameter where a step's parameter is no reference, or no type that it may lead to has the next.
[[nodiscard]] result<std::string> condition_of(search_scope& in, fhir::resource_type type, const query_criterion& asked,
                                               std::string_view key, bool is_live);

// The rows that give all matches, or nullopt where there are none to go by: what is negative, and steps from too many resources. Those of
// _filter may be more than match.
[[nodiscard]] result<std::optional<std::vector<row_set>>> rows_of(search_scope& in, fhir::resource_type type, const query_criterion& asked);

// How many rows a set has, counted up to `most`.
[[nodiscard]] result<std::int64_t> count_rows(const search_scope& in, const std::vector<row_set>& sets, std::int64_t most);

// Everything live of a type.
[[nodiscard]] result<std::vector<row_set>> all_of(search_scope& in, fhir::resource_type type);

// What the rest of the criterion asks of a resource that a step leads to, along a reference of that type; it may not be there, or be of any type.
[[nodiscard]] result<std::string> condition_at_the_end(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::size_t step, const std::string& key);

}  // namespace phr::storage
