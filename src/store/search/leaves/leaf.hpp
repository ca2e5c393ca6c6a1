// Criteria of each kind as rows of the index.
#pragma once

#include "store/search/query/parameter.hpp"
#include "store/search/query/query.hpp"
#include "store/search/plan/rows.hpp"

namespace phr::storage {

// A criterion on the way to SQL: its parameter, modifier and values.
struct leaf_query {
  search_scope& in;
  fhir::resource_type type;
  const resolved_parameter& parameter;
  std::string_view modifier;
  const std::vector<query_value>& values;
  std::uint64_t ordinal;

  [[nodiscard]] error refuse(errc code) const { return error{code}.at("a criterion of the search").nth(ordinal); }
  // unsupported for a modifier that FHIR has, else unknown_modifier.
  [[nodiscard]] error refuse_modifier() const;
};

// Each takes the modifiers of its kind. Errors: unknown_modifier, unknown_prefix, malformed_query, malformed_date, malformed_number,
// unsupported, not_found for a terminology that is not in the store.
[[nodiscard]] result<leaf> token_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> string_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> date_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> number_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> quantity_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> reference_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> uri_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> composite_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> near_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> words_leaf(const leaf_query& asked);
[[nodiscard]] result<leaf> label_leaf(const leaf_query& asked);
// By its kind; `missing` for all of them.
[[nodiscard]] result<leaf> leaf_of(const leaf_query& asked);

// _id, _lastUpdated, _list: of every type, without rows.
[[nodiscard]] result<std::optional<leaf>> column_leaf(search_scope& in, fhir::resource_type type, const query_criterion& asked);

// Keys of the codings that `system|code` names: nullptr is any system, "" none; an empty code is any.
[[nodiscard]] result<std::vector<std::int64_t>> codings_of(const search_scope& in, const std::string* system, const std::string& code);
// The codings of all units that quantities of the store have.
[[nodiscard]] result<std::vector<std::int64_t>> units_that_occur(const search_scope& in);
// Keys of what a reference's text names: identities, and negative keys of terms.
[[nodiscard]] result<std::vector<std::int64_t>> targets_of(const leaf_query& asked, const query_value& value,
                                                           const std::vector<fhir::resource_type>& types);
// What a quantity's or number's text asks of two columns, for composites.
[[nodiscard]] result<std::string> quantity_condition(const leaf_query& asked, const query_value& value, std::string_view unit, std::string_view number);
[[nodiscard]] result<std::string> number_condition(const leaf_query& asked, const query_value& value, std::string_view column);
// The same of a date, whose columns are where it begins and how long it is.
[[nodiscard]] result<std::string> date_condition(const leaf_query& asked, const query_value& value, std::string_view low, std::string_view length);

}  // namespace phr::storage
