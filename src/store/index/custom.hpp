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

// One as a SearchParameter resource has it. Of a composite, `expression` gives its elements, and those of its components start there.
struct custom_definition {
  struct component {
    std::string definition;  // the URL of the parameter that it is
    std::string expression;
  };
  std::string code;
  fhir::search_kind kind = {};
  std::string expression;
  std::vector<component> components;
};

// One of them, for one type, compiled.
// Lifetime: stays where it is; `parameter` borrows from it. Threads: immutable. Errors: none.
struct custom_parameter {
  struct component {
    std::string code;
    fhir::search_kind kind;
    fhirpath::expression expression;
  };
  std::string code;
  std::vector<fhir::resource_type> targets;
  fhir::resource_type type = {};
  fhir::search_parameter parameter;
  fhirpath::expression expression;
  std::vector<component> components;  // of a composite
  std::vector<fhir::composite_component> parts;

  custom_parameter(std::uint16_t id, fhir::resource_type of, std::string name, fhir::search_kind kind, fhirpath::expression compiled, std::vector<component> of_composite = {})
      : code(std::move(name)), type(of), expression(std::move(compiled)), components(std::move(of_composite)) {
    parameter.id = id;
    parameter.code = code;
    parameter.kind = kind;
    parameter.supported = true;
    for (const component& each : components) parts.push_back({each.code, each.kind, {}});
    parameter.components = parts;
    if (!parts.empty()) parameter.rows_of = id;
  }
  custom_parameter(const custom_parameter&) = delete;
  custom_parameter& operator=(const custom_parameter&) = delete;
};

// Adds the rows of what the expression is of the resource. References resolve to nothing but their type. An expression that fails on a
// resource gives no row and is counted in `malformed`.
void extract_custom(const custom_parameter& of, const fhir::json::value& resource, index_rows& out);

// A composite's expressions with the names and kinds of its components, as one text: what the table of parameters keeps.
struct composite_text {
  struct component {
    std::string code;
    fhir::search_kind kind = {};
    std::string expression;
  };
  std::string expression;
  std::vector<component> components;

  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] static result<composite_text> parse(std::string_view text);
};
// Compiled; names of elements are checked. Errors: those of the expressions.
[[nodiscard]] result<fhirpath::expression> compile_composite(const composite_text& of, fhir::resource_type type, std::vector<custom_parameter::component>& components);

}  // namespace phr::storage
