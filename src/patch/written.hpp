// Resources as JSON that can be changed, and back.
#pragma once

#include "patch/json_tree.hpp"

#include <phr/fhir/any_resource.hpp>

namespace phr::patch {

[[nodiscard]] result<tree> tree_of(const fhir::structure& type, const void* object);
[[nodiscard]] inline result<tree> tree_of(const fhir::any_resource& resource) {
  return tree_of(*resource.structure(), resource.object());
}
// Errors: as json_decoder, at "the patched resource"; without line and column, since nobody has seen the text.
[[nodiscard]] result<fhir::any_resource> resource_of(const tree& from, const json::limits& most);

}  // namespace phr::patch
