// A search as text, and as what it asks.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// One value of a parameter: what stands between commas, with FHIR's escapes (\, \| \$ \\) undone in `parts`.
struct query_value {
  std::vector<std::string> parts;  // split at unescaped '|'
};

// One criterion: the values are alternatives. Criteria of one query all hold.
struct query_criterion {
  std::string name;
  std::string modifier;  // without the colon; "" for none
  std::vector<query_value> values;
  std::uint64_t ordinal = 0;  // its place in the text, result parameters counted too
};

struct query_sort {
  std::string name;
  bool descending = false;
  std::uint64_t ordinal = 0;  // of the _sort it stands in
};

struct query {
  fhir::resource_type type = {};
  std::vector<query_criterion> criteria;
  std::vector<query_sort> sort;
  std::optional<std::uint32_t> count;   // _count
  std::uint32_t skip = 0;               // _offset, ours: hits before the page
};

// Reads `Type?name:modifier=value,value&...`, percent-encoded or not. Strict (decision D7): errc::malformed_query with the
// ordinal of the criterion, unknown_resource_type, unsupported for a result parameter this version does not do,
// too_large for more than 10,000 alternatives in all, 250 criteria or 50 sort keys.
// Names of parameters are checked against the tables when the query is planned.
[[nodiscard]] result<query> parse_query(std::string_view text);

}  // namespace phr::storage
