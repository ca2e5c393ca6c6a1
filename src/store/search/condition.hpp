// One criterion of a search as an SQL condition on `r.key`.
#pragma once

#include <phr/fhir/search_parameter.hpp>

#include "store/records/snapshot.hpp"
#include "store/search/query.hpp"

#include <string>
#include <variant>
#include <vector>

namespace phr::storage {

// SQL text with its values in order. Numbers that we made ourselves (keys, parameter ids) stand in the text; whatever a
// user typed is bound.
struct condition {
  std::string sql;
  std::vector<std::variant<std::int64_t, double, std::string>> values;
  bool positive = true;  // false where resources without any row can match, so it cannot drive the search
};

// The parameter of a criterion, ready for SQL: the ids whose rows answer it and the types its references may have.
struct resolved_parameter {
  const fhir::search_parameter* parameter = nullptr;
  std::string ids;  // "12, 13"
  std::vector<fhir::resource_type> targets;
};

[[nodiscard]] result<resolved_parameter> resolve(fhir::resource_type type, const std::string& name, std::uint64_t ordinal);

// Errors as run_search.
[[nodiscard]] result<condition> condition_of(const snapshot& at, fhir::resource_type type, const query_criterion& asked,
                                             std::int64_t now);

}  // namespace phr::storage
