// Codes by value sets and hierarchies that the store itself holds.
#pragma once

#include "store/search/leaves/leaf.hpp"

namespace phr::storage {

// :in and :not-in take the URL of a ValueSet of the store, or ValueSet/id: its expansion, or else what its compose lists: codes by name,
// whole systems, other ValueSets. :above and :below take system|code: the codes over and under it in a CodeSystem of the store,
// itself among them. Only codings that the store uses can match, so only they are given.
// Errors: not_found where there is no such ValueSet or CodeSystem here; unsupported for a ValueSet that filters.
[[nodiscard]] result<std::vector<std::int64_t>> codings_by_terminology(const leaf_query& asked, const query_value& value);

}  // namespace phr::storage
