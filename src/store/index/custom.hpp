// SearchParameters that a store has beside those of R4.
#pragma once

#include <phr/fhir/search_parameter.hpp>
#include <phr/fhirpath/expression.hpp>

#include "store/index/rows.hpp"

#include <string>
#include <vector>

namespace phr::storage {

// Ids of R4's parameters are below; a store numbers its own from here. An id is never given twice.
inline constexpr std::uint16_t first_custom_parameter = 10'000;

// One of them, for one type, compiled.
// Lifetime: stays where it is; `parameter` borrows from it. Threads: immutable. Errors: none.
struct custom_parameter {
  std::string code;
  std::vector<fhir::resource_type> targets;
  fhir::resource_type type = {};
  fhir::search_parameter parameter;
  fhirpath::expression expression;

  custom_parameter(std::uint16_t id, fhir::resource_type of, std::string name, fhir::search_kind kind, fhirpath::expression compiled)
      : code(std::move(name)), type(of), expression(std::move(compiled)) {
    parameter.id = id;
    parameter.code = code;
    parameter.kind = kind;
    parameter.supported = true;
  }
  custom_parameter(const custom_parameter&) = delete;
  custom_parameter& operator=(const custom_parameter&) = delete;
};

// Adds the rows of what the expression is of the resource. References resolve to nothing but their type. An expression that fails on a
// resource gives no row and is counted in `malformed`.
void extract_custom(const custom_parameter& of, const fhir::json::value& resource, index_rows& out);

}  // namespace phr::storage
