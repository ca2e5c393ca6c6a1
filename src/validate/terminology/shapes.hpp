// Codes that are grammars, not lists.
#pragma once

#include <string_view>

namespace phr::validate {

// Well formed by BCP 47 (RFC 5646): subtags of letters and digits joined by hyphens, the first of two to eight letters, or x and i.
[[nodiscard]] bool is_language_tag(std::string_view text) noexcept;
// type/subtype by RFC 6838, with parameters or without; also xml, json, ttl and html, as FHIR writes them for short.
[[nodiscard]] bool is_media_type(std::string_view text) noexcept;

}  // namespace phr::validate
