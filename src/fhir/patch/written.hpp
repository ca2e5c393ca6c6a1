// Resources as JSON that can be changed, and back.
#pragma once

#include "fhir/patch/json_tree.hpp"

#include <phr/fhir/any_resource.hpp>

namespace phr::fhir::patching {

[[nodiscard]] result<tree> tree_of(const structure& type, const void* object);
[[nodiscard]] inline result<tree> tree_of(const any_resource& resource) {
  return tree_of(*resource.structure(), resource.object());
}
// Errors: as json_decoder, at "the patched resource"; without line and column, since nobody has seen the text.
[[nodiscard]] result<any_resource> resource_of(const tree& from, const json::limits& most);

}  // namespace phr::fhir::patching
