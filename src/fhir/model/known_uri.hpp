// URIs that FHIR's definitions name.
#pragma once

#include <string_view>

namespace phr::fhir {

// The program's own copy of a URI of the definitions (systems, extensions), with its length in the four bytes before it, or
// nullptr for another text.
[[nodiscard]] const char* known_uri(std::string_view uri) noexcept;

}  // namespace phr::fhir
