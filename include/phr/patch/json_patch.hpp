// Changing a resource by a JSON Patch.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/json.hpp>

#include <string>
#include <string_view>

namespace phr::patch {

// A copy of `resource` after all operations of a JSON Patch (RFC 6902), or an error: never half of them. Pointers (RFC
// 6901) go by FHIR's JSON: "/name/0/given/-", "/valueQuantity/value", "/_birthDate/extension/0". Numbers keep their
// digits and are tested by value. What a removal leaves empty goes too, since FHIR leaves out what is empty; what the
// patch itself brings must not be empty. The type of the resource stays; whether its `id` and `meta` may change is for
// the caller to say.
// `most` limits the patch, and as `text_bytes` and `depth` what comes of it.
// Errors, with the operation's number from 0 where it is one operation's:
//   those of json::document with line and column, where the patch is not JSON;
//   invalid_argument where it is not JSON Patch, moves a value into itself, or changes resourceType;
//   not_found where a pointer leads nowhere; version_conflict where a test fails; too_deep, too_large;
//   what json_decoder says of a resource that is not FHIR's any more, at "the patched resource", without a number.
// Threads: any, while nobody changes `resource`.
[[nodiscard]] result<fhir::any_resource> apply_json_patch(const fhir::any_resource& resource, std::string_view patch,
                                                          const fhir::json::limits& most = {});

// The same of a resource as JSON: its members stay in their order, and what is new stands behind them; without white
// space. Errors: also those of json_decoder for `resource`.
[[nodiscard]] result<std::string> apply_json_patch(std::string_view resource, std::string_view patch,
                                                   const fhir::json::limits& most = {});

// A JSON Patch that makes `after` of `before`, digits included: "[]" for equal ones. Repetitions are matched at their
// ends, so that one put in or taken out is one operation; what would take more text than the new value is replaced by
// it. Between two types it is one replacement of the whole, which apply_json_patch() refuses. Threads: any, while
// nobody changes them.
[[nodiscard]] std::string json_patch_between(const fhir::any_resource& before, const fhir::any_resource& after);

}  // namespace phr::patch

namespace phr::fhir {
using patch::apply_json_patch;
using patch::json_patch_between;
}  // namespace phr::fhir
