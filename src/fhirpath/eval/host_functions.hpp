// What a reference alone says of its target.
#pragma once

#include "fhirpath/value/values.hpp"

namespace phr::fhirpath {

// The type of resource that a reference leads to, by its text or its `type`; nullptr where neither says. For
// `resolve() is Patient`, which search parameters ask without anything to resolve with.
[[nodiscard]] const fhir::structure* type_referred_to(const value& reference);

}  // namespace phr::fhirpath
