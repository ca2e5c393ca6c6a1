// What texts look like: codes that are grammars, not lists, and canonicals.
#pragma once

#include <string_view>

namespace phr::validate {

// Well formed by BCP 47 (RFC 5646): subtags of letters and digits joined by hyphens, the first of two to eight letters, or x and i.
[[nodiscard]] bool is_language_tag(std::string_view text) noexcept;
// type/subtype by RFC 6838, with parameters or without; also xml, json, ttl and html, as FHIR writes them for short.
[[nodiscard]] bool is_media_type(std::string_view text) noexcept;
// "http://a/b|1" as "http://a/b".
[[nodiscard]] constexpr std::string_view without_version(std::string_view canonical) noexcept { return canonical.substr(0, canonical.find('|')); }

}  // namespace phr::validate
