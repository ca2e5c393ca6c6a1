// Changing a resource by a description of the change.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/json.hpp>

#include <string>
#include <string_view>

namespace phr::fhir {

namespace r4 {
struct Parameters;
}

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
[[nodiscard]] result<any_resource> apply_json_patch(const any_resource& resource, std::string_view patch,
                                                    const json::limits& most = {});

// A JSON Patch that makes `after` of `before`, digits included: "[]" for equal ones. Repetitions are matched at their
// ends, so that one put in or taken out is one operation; what would take more text than the new value is replaced by
// it. Between two types it is one replacement of the whole, which apply_json_patch() refuses. Threads: any, while
// nobody changes them.
[[nodiscard]] std::string json_patch_between(const any_resource& before, const any_resource& after);

// The same by a FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html): add, insert, delete, replace and move, one
// `operation` each. A value is a value[x], or a `part` for each of its elements where FHIR has no value[x] of its type,
// or a resource. It must be of the element's type; a string serves for code, id, markdown and xhtml, a uri for its
// kinds and an integer for its kinds. A primitive is replaced and deleted with its id and extensions.
// Paths are of a part of FHIRPath: names from the type on, [n], where() with `=` and `and` between an element and a
// literal, first(), last(), single(), ofType(), as, extension(). `path` of add, replace and delete stands for one
// element; delete of none is no error. `path` of insert and move ends in the name of a list.
// Errors, with the operation's number from 0:
//   missing_element, invalid_argument, invalid_value where a part is absent, not the operation's, or not of its kind;
//   malformed_query for a path that is not FHIRPath, unsupported for what of FHIRPath is not in that part;
//   unknown_element for a name that the type does not have; not_found where nothing is at a path; ambiguous_match where
//   there is more than one; already_exists for an add of what is there and does not repeat; invalid_argument for an
//   index that is beyond the list, or a list that is none; wrong_type for a value of another type; what json_decoder
//   says of what comes of the operation.
// Threads: any, while nobody changes `resource`.
[[nodiscard]] result<any_resource> apply_fhirpath_patch(const any_resource& resource, const r4::Parameters& patch);

}  // namespace phr::fhir
