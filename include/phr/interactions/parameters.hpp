// The search parameters that a store has beside those of R4.
#pragma once

#include <phr/fhir/resource_type.hpp>

#include <string>

namespace phr {

// One of them, for one type.
struct store_parameter {
  fhir::resource_type type = {};
  std::string code;        // its name in a query
  std::string kind;        // as SearchParameter.type: "token", "string", ...
  std::string expression;  // FHIRPath, with one blank around operators and only the parentheses that are needed
};

}  // namespace phr
