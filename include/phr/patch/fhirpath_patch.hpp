// Changing a resource by a FHIRPath Patch.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhirpath/environment.hpp>

#include <string>
#include <string_view>

namespace phr::fhir::r4 {
struct Parameters;
}

namespace phr::patch {

// A copy of `resource` after all operations of a FHIRPath Patch (https://hl7.org/fhir/R4/fhirpatch.html), or an error:
// never half of them. An `operation` sees what those before it did. Its parts:
//   add      path name value          to a list at its end; one that does not repeat must not be there yet
//   insert   path value index         into a list; its size is the index of its end
//   delete   path                     of one element; of none it is no error
//   replace  path value               of one element
//   move     path source destination  within a list; `destination` is the index after the item was taken out
// A value is a value[x], or a `part` for each of its elements where FHIR has no value[x] of its type, or a resource. It
// must be of the element's type; a string serves for code, id, markdown and xhtml, a uri for its kinds and an integer
// for its kinds. A primitive is replaced and deleted with its id and extensions.
// Paths are any FHIRPath (phr/fhirpath/expression.hpp), compiled for the resource's type. What one leads to must be an
// element of the resource, where it is contained in it as well: no computed value, no other resource. The path of a list
// ends in its name, of one element ("Patient.name[0].given"), or leads to all of its items in their order.
// `with`: constants, a host, a moment for now() and limits, as for an expression; the steps of all paths count together.
// %resource and %rootResource are the resource as it is then. An operation costs what reading the resource costs.
// Errors, with the operation's number from 0:
//   missing_element, invalid_argument, invalid_value where a part is absent, not the operation's, or not of its kind;
//   those of compiling and evaluating a path, at "FHIRPath Patch: path": malformed_query, unknown_element, wrong_type,
//   invalid_argument, too_deep, too_large, unsupported;
//   not_found where nothing is at a path; ambiguous_match where there is more than one; invalid_argument where what is
//   there is no element of the resource, or is the whole of it, for an index beyond the list, or for a list that is none;
//   unknown_element for a name that the type does not have; already_exists for an add of what is there and does not
//   repeat; wrong_type for a value of another type; what json_decoder says of what comes of the operation.
// Threads: any, while nobody changes `resource`.
[[nodiscard]] result<fhir::any_resource> apply_fhirpath_patch(const fhir::any_resource& resource, const fhir::r4::Parameters& patch,
                                                              const fhirpath::environment& with = fhirpath::plain_environment);

// The same of a resource as JSON: its members stay in their order, and what is new stands behind them; without white
// space. Errors: also those of json_decoder for `resource`.
[[nodiscard]] result<std::string> apply_fhirpath_patch(std::string_view resource, const fhir::r4::Parameters& patch,
                                                       const fhirpath::environment& with = fhirpath::plain_environment);

}  // namespace phr::patch

namespace phr::fhir {
using patch::apply_fhirpath_patch;
}  // namespace phr::fhir
