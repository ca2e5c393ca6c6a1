#include "validate/terminology/shapes.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace phr::validate {

namespace {

constexpr bool is_alphanumeric(char c) noexcept { return is_letter(c) || is_digit(c); }

// restricted-name of RFC 6838.
bool is_restricted_name(std::string_view text) noexcept {
  constexpr std::string_view more = "!#$&-^_.+";
  return !text.empty() && text.size() <= 127 && is_alphanumeric(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_alphanumeric(c) || more.find(c) != std::string_view::npos; });
}

}  // namespace

bool is_language_tag(std::string_view text) noexcept {
  bool first = true;
  while (true) {
    const std::size_t end = std::min(text.find('-'), text.size());
    const std::string_view subtag = text.substr(0, end);
    if (subtag.empty() || subtag.size() > 8 || !std::all_of(subtag.begin(), subtag.end(), is_alphanumeric)) return false;
    if (first && !std::all_of(subtag.begin(), subtag.end(), is_letter)) return false;
    if (first && subtag.size() == 1 && (end == text.size() || std::string_view("xXiI").find(subtag[0]) == std::string_view::npos)) return false;
    if (end == text.size()) return true;
    first = false;
    text.remove_prefix(end + 1);
  }
}

bool is_media_type(std::string_view text) noexcept {
  const std::size_t parameters = std::min(text.find(';'), text.size());
  std::string_view type = text.substr(0, parameters);
  while (type.ends_with(' ')) type.remove_suffix(1);
  for (const std::string_view known : {"json", "xml", "ttl", "html"}) {  // FHIR's own short ones
    if (type == known) return true;
  }
  const std::size_t slash = type.find('/');
  return slash != std::string_view::npos && is_restricted_name(type.substr(0, slash)) && is_restricted_name(type.substr(slash + 1));
}

}  // namespace phr::validate
