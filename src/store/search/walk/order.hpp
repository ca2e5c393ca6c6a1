// What a search is ordered by, and where in that order a page ends.
#pragma once

#include "store/search/leaves/leaf.hpp"

#include <compare>
#include <optional>

namespace phr::storage {

using sort_value = std::variant<std::monostate, std::int64_t, double, std::string>;  // monostate: no value, which comes last

// A resource on its way into a page.
struct ordered_row {
  std::vector<sort_value> values;  // of the sort keys, or of the rows it was found by
  std::int64_t key = 0;
  std::int64_t place = 0;          // that settles between equals: guarded_snapshot::place_of
};

// Where the last page ended. Lifetime: a value.
struct page_position {
  char way = 'k';       // of the search that made it: 'k' by key, 'v' by the rows of a criterion, 's' by sort keys, 'c' within resources
  std::size_t driver = 0;
  int type = 0;
  ordered_row row;
};
// As bytes, for whoever seals them; and back: errc::malformed_query for what is none. Whether it is of a search, type_search::plan tells.
[[nodiscard]] std::string to_bytes(const page_position& at);
[[nodiscard]] result<page_position> page_position_of(std::string_view bytes);

// One key of _sort. A resource with several values stands at its least in rising order, at its greatest in falling order.
struct sort_key {
  enum class by : std::uint8_t { id, updated, date, string, number, quantity, text };
  by what = by::text;
  resolved_parameter parameter;  // none for id and updated
  bool descending = false;
  std::vector<std::pair<std::string, std::int64_t>> ranked;  // codes and codings of a token with few of them, the first of the order first

  // The value of the resource whose key the SQL text is.
  [[nodiscard]] std::string of(std::string_view key) const;
};

// Errors: unknown_parameter; unsupported for composites and what has no order.
[[nodiscard]] result<sort_key> sort_key_of(search_scope& in, fhir::resource_type type, const query_sort& asked);

// Rows of the index that come in the order of a key, each with its value: as the column `first`, or the same for all of a set.
struct walked_set {
  row_set rows;
  sort_value constant;
};
// nullopt where the index has no such order.
[[nodiscard]] result<std::optional<std::vector<walked_set>>> walk_of(search_scope& in, fhir::resource_type type, const sort_key& by);
// The resources of a type that have no value for it.
[[nodiscard]] result<std::vector<row_set>> without_value(search_scope& in, fhir::resource_type type, const sort_key& by);

// By values, missing ones last in either direction.
[[nodiscard]] std::strong_ordering compare(const sort_value& a, const sort_value& b, bool descending) noexcept;
// By all values and then by key, which falls where the last sort key does.
[[nodiscard]] std::strong_ordering compare(const ordered_row& a, const ordered_row& b, const std::vector<sort_key>& by) noexcept;

[[nodiscard]] sort_value value_at(const sql::statement& row, int column);

}  // namespace phr::storage
