// What a page's matches bring with them.
#pragma once

#include "store/search/plan/rows.hpp"
#include "store/search/answer/search.hpp"

namespace phr::storage {

// Appends what _include and _revinclude name, each resource once and none that is there already; of what is visible alone. With
// `iterate`, what was included is gone through as well, until nothing is new.
// Errors: unknown_parameter where the type has no such reference; too_large beyond 100,000 resources.
[[nodiscard]] result<void> add_includes(search_scope& in, const query& asked, std::vector<match>& matches);

// A live resource by its key; nullopt where there is none.
[[nodiscard]] result<std::optional<match>> match_of(const snapshot& at, std::int64_t key);

// Whether it names a reference of the type. Errors: unknown_parameter, with its ordinal.
[[nodiscard]] result<void> check_include(const search_scope& in, const query_include& of);

}  // namespace phr::storage
