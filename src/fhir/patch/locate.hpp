// Where in a resource a FHIRPath points to: the border behind which the paths of a FHIRPath Patch are evaluated.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir::patching {

// From an element to one of its children, as JSON names it: "valueQuantity", "given" and 1. What is below a primitive
// stands below "_given".
struct step {
  std::string name;
  std::int64_t index = -1;  // in what repeats, from 0
  bool primitive = false;
};

// One element. Lifetime: owns; its tables are static.
struct location {
  std::vector<step> steps;          // from the resource, which has none
  const structure* type = nullptr;  // Element's for a primitive
  const field* of = nullptr;        // in its parent; nullptr for the resource
};

// The elements at a path, in their order. Errors: malformed_query, unsupported for what of FHIRPath is not known here,
// unknown_element, ambiguous_match for single() and `as` of several; too_deep.
[[nodiscard]] result<std::vector<location>> locate(const any_resource& resource, std::string_view path);

// "Patient.name[0].given" as what holds the list and the list's own name. Errors: invalid_argument where it does not
// end in a name.
struct list_path {
  std::string_view holder;
  std::string_view name;
};
[[nodiscard]] result<list_path> split_list(std::string_view path);

}  // namespace phr::fhir::patching
