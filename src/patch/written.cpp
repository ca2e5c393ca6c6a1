#include "patch/written.hpp"

#include <phr/fhir/json_codec.hpp>

namespace phr::patch {

result<tree> tree_of(const fhir::structure& type, const void* object) {
  // What is a model already may be as deep and as large as it is.
  constexpr json::limits none{.depth = 1U << 12, .text_bytes = ~0U, .string_bytes = ~0U};
  return parse_tree(fhir::json_encode(type, object), none);
}

result<fhir::any_resource> resource_of(const tree& from, const json::limits& most) {
  auto made = fhir::json_decode(from.written(), {.limits = most});
  if (made) return made;
  return error{made.error().code()}.at("the patched resource");
}

}  // namespace phr::patch
