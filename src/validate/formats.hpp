// What the text of a primitive may be.
#pragma once

#include <phr/fhir/element_kind.hpp>

#include <string_view>

namespace phr::validate {

// The regular expressions of https://hl7.org/fhir/R4/datatypes.html#primitive, matched by hand. Kinds whose values are parsed
// when they are decoded (numbers, dates) always match.
[[nodiscard]] bool matches(fhir::element_kind kind, std::string_view text) noexcept;

}  // namespace phr::validate
