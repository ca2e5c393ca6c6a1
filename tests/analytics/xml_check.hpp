// A check for the XML that the charts write: elements that nest, attributes in double quotes, known escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace phr::analytics::tests {

// "" where the text is one well-formed element; else what is wrong.
inline std::string xml_fault(std::string_view text) {
  std::vector<std::string> open;
  std::size_t at = 0;
  const auto is_reference = [&](std::size_t from) {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      if (text.substr(from, known.size()) == known) return true;
    }
    return false;
  };
  bool had_root = false;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '&' && !is_reference(at)) return "bare ampersand at " + std::to_string(at);
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return "control character";
    if (c == '>') return "bare > at " + std::to_string(at);
    if (c != '<') {
      if (open.empty() && c != '\n') return "text outside the element";
      ++at;
      continue;
    }
    const bool closes = text.substr(at, 2) == "</";
    std::size_t end = at + (closes ? 2 : 1);
    std::string name;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') name += text[end++];
    if (name.empty()) return "tag without a name at " + std::to_string(at);
    std::vector<std::string> attributes;
    while (end < text.size() && text[end] == ' ') {
      ++end;
      const std::size_t equals = text.find('=', end);
      if (equals == std::string_view::npos || text[equals + 1] != '"') return "attribute without quotes in " + name;
      const std::string attribute(text.substr(end, equals - end));
      for (const std::string& other : attributes) {
        if (other == attribute) return "attribute twice in " + name;
      }
      attributes.push_back(attribute);
      const std::size_t quote = text.find('"', equals + 2);
      if (quote == std::string_view::npos) return "open quote in " + name;
      if (text.substr(equals, quote - equals).find('<') != std::string_view::npos) return "< in an attribute";
      end = quote + 1;
    }
    const bool is_empty = text.substr(end, 2) == "/>";
    if (!is_empty && (end >= text.size() || text[end] != '>')) return "tag not closed: " + name;
    end += is_empty ? 2 : 1;
    if (closes) {
      if (open.empty() || open.back() != name) return "closes what is not open: " + name;
      open.pop_back();
    } else if (!is_empty) {
      if (open.empty() && had_root) return "second root";
      had_root = true;
      open.push_back(name);
    }
    at = end;
  }
  if (!open.empty()) return "never closed: " + open.back();
  return had_root ? "" : "no element";
}

}  // namespace phr::analytics::tests
