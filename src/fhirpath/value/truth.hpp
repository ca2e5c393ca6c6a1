// Three-valued logic, and no answer.
#pragma once

#include <cstdint>

namespace phr::fhirpath {

enum class truth : std::uint8_t { no, yes, empty, failed };

}  // namespace phr::fhirpath
