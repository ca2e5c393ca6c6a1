// The keys of resources and references, by which the rows of views are joined (SQL on FHIR v2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace phr::fhirpath {

// "Patient/p1": the type stands in it, so that a Patient and a Group of one id are not taken for each other.
[[nodiscard]] std::string resource_key(std::string_view type, std::string_view id);

// The same of a reference's text: a relative one without its version; an absolute one stays a URL, for nobody knows here whether its
// server is that of the other resources. None for "" and for a part of the resource itself (#med), which has no row of its own.
[[nodiscard]] std::optional<std::string> reference_key(std::string_view reference);

}  // namespace phr::fhirpath
