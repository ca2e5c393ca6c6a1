// The parts of a literal reference.
#pragma once

#include <phr/fhir/resource_type.hpp>

#include <optional>
#include <string_view>

namespace phr::fhir {

// "http://server/base/Patient/p1/_history/2#part" as its parts (https://hl7.org/fhir/R4/references.html#literal). Without the
// form of a RESTful reference there is no type. Lifetime: borrows from the text. Threads: a value. Errors: none.
struct reference_parts {
  std::string_view base;  // "http://server/base/"; "" for a relative one
  std::optional<resource_type> type;
  std::string_view id;
  std::string_view version;
  std::string_view fragment;  // behind '#'
};
[[nodiscard]] reference_parts split_reference(std::string_view reference) noexcept;

// Whether a URL or URI begins with a scheme: "http:", "urn:".
[[nodiscard]] bool is_absolute(std::string_view uri) noexcept;

}  // namespace phr::fhir
