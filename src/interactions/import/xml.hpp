// FHIR XML as what an import reads.
#pragma once

#include <phr/core/result.hpp>

#include <string>
#include <string_view>

namespace phr::interactions {

// Whether a text is to be read as XML: nothing in JSON begins so.
[[nodiscard]] bool is_xml(std::string_view begin) noexcept;
// Whether the begin of XML names FHIR's namespace.
[[nodiscard]] bool names_fhir(std::string_view begin) noexcept;
// The resource as JSON. Errors: those of xml_decoder, by line and column.
[[nodiscard]] result<std::string> json_of_xml(std::string_view xml);

}  // namespace phr::interactions
