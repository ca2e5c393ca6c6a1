// Chains that go into what resources contain.
#pragma once

#include "store/search/query/parameter.hpp"
#include "store/search/query/query.hpp"
#include "store/search/plan/rows.hpp"

namespace phr::storage {

// The resources that contain what step `nth` of the criterion leads to along `by`, of that type, and of which the rest of it holds. What
// is contained has no index but that it is there: these resources are looked at when the search is planned, once for each search.
// From there a chain goes on to the outside, not to another part of the same resource.
// Errors: as the criterion's.
[[nodiscard]] result<std::vector<std::int64_t>> containers_where(search_scope& in, const query_criterion& asked, std::size_t nth, const resolved_parameter& by,
                                                                 fhir::resource_type type);

}  // namespace phr::storage
