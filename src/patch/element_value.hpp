// What a FHIRPath Patch brings, and where it is put in the JSON of a resource.
#pragma once

#include "patch/json_tree.hpp"

#include <phr/fhir/structure.hpp>

#include <string>

namespace phr::patch {

// An element as JSON has it: its name ("valueQuantity"), its value, and beside a primitive its id and extensions. Both
// are null where it has none.
struct element_value {
  std::string name;
  tree value;
  tree beside;
};

// The value of a Parameters.parameter (as JSON) for a field: its value[x], its resource or its parts.
// Errors: missing_element where it has none; wrong_type, unknown_element, invalid_argument.
[[nodiscard]] result<element_value> value_for(const fhir::field& of, const tree& parameter);

// An element of at most one, of any type if it is a choice.
[[nodiscard]] bool has_element(const tree& parent, const fhir::field& of);
void set_element(tree& parent, const fhir::field& of, element_value value);  // in the place of one that is there
void erase_element(tree& parent, const fhir::field& of);

// Items of a list. A primitive's values and their ids and extensions stand in two arrays, which are kept alike.
[[nodiscard]] std::size_t list_size(const tree& parent, std::string_view name);
void insert_item(tree& parent, std::size_t index, element_value value);
void replace_item(tree& parent, std::size_t index, element_value value);
[[nodiscard]] element_value take_item(tree& parent, std::string_view name, std::size_t index);

}  // namespace phr::patch
