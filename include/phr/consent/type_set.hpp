// The types that a rule covers.
#pragma once

#include <phr/fhir/type_set.hpp>

namespace phr::consent {

using fhir::type_set;

}  // namespace phr::consent
