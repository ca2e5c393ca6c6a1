// Running a search at one moment.
#pragma once

#include "store/records/snapshot.hpp"
#include "store/search/query.hpp"

#include <functional>
#include <vector>

namespace phr::storage {

// A resource that matches; its body is read when it is asked for.
struct match {
  std::int64_t key = 0;
  fhir::resource_type type = {};
  std::string id;
  std::uint32_t version = 0;
  std::int64_t updated = 0;
};

// Says whether a resource of that type, in the compartments of these patients, may be seen.
using visibility = std::function<bool(const std::vector<std::int64_t>& patients, fhir::resource_type type)>;

struct search_setting {
  std::int64_t now = 0;   // microseconds since 1970 UTC: for the prefix `ap` only
  visibility visible;     // empty: everything is
};

// All matches in order, or as many as `_count` says, after `_offset`. What the setting hides is neither given nor counted.
// Without `_sort` the order is that of first writing. Dates without an offset are read as UTC. With `_sort`, resources
// without a value come last in either direction, and equal values stand in order of first writing.
// Errors: unknown_parameter, unknown_modifier, unknown_prefix, malformed_query, unsupported; `nth` is the criterion.
[[nodiscard]] result<std::vector<match>> run_search(const snapshot& at, const query& asked, const search_setting& setting);

}  // namespace phr::storage
