// JSON to models for Python: the path of a fault is where the error says it is.
#pragma once

#include "text.hpp"

#include <phr/fhir/json_codec.hpp>

#include <string_view>

namespace phr::python {

// Throws a phr.Error of the fault, with its path as `where`.
[[noreturn]] void raise_fault(const error& what, const fhir::decode_issue* at);

// A resource of any type.
[[nodiscard]] fhir::any_resource read_resource(std::string_view json, bool lenient);

// Into an empty object; an empty text leaves it so.
void read_into(const fhir::structure& type, void* object, std::string_view json);

}  // namespace phr::python
