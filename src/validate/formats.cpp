#include "validate/formats.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace phr::validate {

namespace {

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// [A-Za-z0-9\-\.]{1,64}
bool is_id(std::string_view text) noexcept {
  return text.size() <= 64 && !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

// \S*
bool is_uri(std::string_view text) noexcept { return std::none_of(text.begin(), text.end(), is_space); }

// [^\s]+(\s[^\s]+)*
bool is_code(std::string_view text) noexcept {
  if (text.empty() || is_space(text.front()) || is_space(text.back())) return false;
  return std::adjacent_find(text.begin(), text.end(), [](char a, char b) { return is_space(a) && is_space(b); }) == text.end();
}

// [ \r\n\t\S]+: no control characters but these, and not white space alone, which FHIR counts as empty.
bool is_string(std::string_view text) noexcept {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n' && c != '\t';
  });
  return !controls && !std::all_of(text.begin(), text.end(), is_space);
}

// urn:oid:[0-2](\.(0|[1-9][0-9]*))+
bool is_oid(std::string_view text) noexcept {
  constexpr std::string_view prefix = "urn:oid:";
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  if (text.empty() || text[0] < '0' || text[0] > '2') return false;
  text.remove_prefix(1);
  if (text.empty()) return false;
  while (!text.empty()) {
    if (text[0] != '.') return false;
    text.remove_prefix(1);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
    text.remove_prefix(digits);
  }
  return true;
}

// urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
bool is_uuid(std::string_view text) noexcept {
  constexpr std::string_view shape = "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == shape.size() && std::equal(text.begin(), text.end(), shape.begin(), [](char c, char wanted) {
           return wanted == 'x' ? is_digit(c) || (c >= 'a' && c <= 'f') : c == wanted;
         });
}

// (\s*([0-9a-zA-Z\+\/=]){4}\s*)+: groups of four, white space only between them.
bool is_base64(std::string_view text) noexcept {
  std::size_t in_group = 0;
  std::size_t groups = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (is_space(c)) {
      if (in_group != 0) return false;
      continue;
    }
    if (c == '=') {
      ++padding;
    } else if (padding != 0 || !(is_letter(c) || is_digit(c) || c == '+' || c == '/')) {
      return false;
    }
    if (++in_group == 4) {
      in_group = 0;
      ++groups;
    }
  }
  return in_group == 0 && groups > 0 && padding <= 2;
}

}  // namespace

bool matches(fhir::element_kind kind, std::string_view text) noexcept {
  using fhir::element_kind;
  switch (kind) {
    case element_kind::id: return is_id(text);
    case element_kind::uri:
    case element_kind::url:
    case element_kind::canonical: return is_uri(text);
    case element_kind::oid: return is_oid(text);
    case element_kind::uuid: return is_uuid(text);
    case element_kind::code:
    case element_kind::coded: return is_code(text);
    case element_kind::string:
    case element_kind::markdown: return is_string(text);
    case element_kind::base64Binary: return is_base64(text);
    default: return true;
  }
}

}  // namespace phr::validate
