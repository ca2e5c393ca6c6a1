#include "fhir/xml/narrative.hpp"

#include <algorithm>
#include <array>

namespace phr::fhir::xml {

bool narrative::begin(const name& element, attributes with, bool declares_default, std::size_t at) {
  if (level_ == 0) {
    begin_ = at;
    written_.clear();
    open_.clear();
    tag_open_ = false;
    anew_ = !element.prefix.empty() || !declares_default;
  }
  ++level_;
  const auto declared = [&](std::string_view prefix) {
    return prefix.empty() || prefix == "xml" || std::find(prefixes_.begin(), prefixes_.end(), prefix) != prefixes_.end();
  };
  bool whole = anew_ ? element.space == xhtml_space : declared(element.prefix);
  if (anew_) {
    close_tag();
    written_.append("<").append(element.local);
    if (level_ == 1) written_.append(" xmlns=\"").append(xhtml_space).append("\"");
    open_.emplace_back(element.local);
    tag_open_ = true;
  }
  while (with.next()) {
    const name& attribute = with.name();
    if (!anew_) {
      whole = whole && declared(attribute.prefix);
      continue;
    }
    whole = whole && (attribute.prefix.empty() || attribute.prefix == "xml");
    written_.push_back(' ');
    if (!attribute.prefix.empty()) written_.append("xml:");
    written_.append(attribute.local).append("=\"");
    whole = append_escaped(written_, with.value()) && whole;
    written_.push_back('"');
  }
  return whole;
}

void narrative::close_tag() {
  if (tag_open_) written_.push_back('>');
  tag_open_ = false;
}

bool narrative::end(std::size_t end) {
  if (anew_) {
    if (tag_open_) {
      written_.append("/>");
    } else {
      written_.append("</").append(open_.back()).append(">");
    }
    tag_open_ = false;
    open_.pop_back();
  }
  if (--level_ != 0) return false;
  end_ = end;
  prefixes_.clear();
  return true;
}

void narrative::characters(std::string_view text) {
  if (!anew_) return;
  close_tag();
  for (const char c : text) {
    if (c == '&') written_.append("&amp;");
    else if (c == '<') written_.append("&lt;");
    else if (c == '>') written_.append("&gt;");
    else if (c == '\r') written_.append("&#13;");
    else written_.push_back(c);
  }
}

namespace {

// Sees one element, and what is outside of it.
struct one_div final : events {
  explicit one_div(xml::parser& from) : parser(from) {}
  void begin(const name& element, attributes) override {
    if (level++ != 0) return;
    first = parser.offset();
    good = element.local == "div" && element.prefix.empty() && (element.space.empty() || element.space == xhtml_space);
    has_space = !element.space.empty();
  }
  void end() override {
    if (--level == 0) last = parser.offset() + parser.length();
  }
  void characters(std::string_view) override {}
  void declares(std::string_view) override {}

  xml::parser& parser;
  std::size_t level = 0;
  std::size_t first = 0;
  std::size_t last = 0;
  bool good = false;
  bool has_space = false;
};

}  // namespace

bool is_div(std::string_view text, bool& has_space) {
  if (!text.starts_with("<div")) return false;
  xml::parser parser;
  one_div seen(parser);
  fault ignored;
  const bool good = parser.parse(text, seen, ignored) && seen.good && seen.first == 0 && seen.last == text.size();
  has_space = seen.has_space;
  return good;
}

bool append_escaped(std::string& out, std::string_view text) {
  // Of a byte: nothing to do, a reference, or what XML has not; the last two bytes of U+FFFE and U+FFFF need a look back.
  constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x20; byte < 256; ++byte) table[byte] = true;
    for (const char c : {'&', '<', '>', '"', '\xBE', '\xBF'}) table[static_cast<unsigned char>(c)] = false;
    return table;
  }();
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (plain[static_cast<unsigned char>(text[at])]) [[likely]] continue;
    std::string_view reference;
    switch (text[at]) {
      case '&': reference = "&amp;"; break;
      case '<': reference = "&lt;"; break;
      case '>': reference = "&gt;"; break;
      case '"': reference = "&quot;"; break;
      case '\t': reference = "&#9;"; break;
      case '\n': reference = "&#10;"; break;
      case '\r': reference = "&#13;"; break;
      case '\xBE':
      case '\xBF':
        if (at >= 2 && text.substr(at - 2, 2) == "\xEF\xBF") return false;
        continue;
      default: return false;
    }
    out.append(text.substr(done, at - done)).append(reference);
    done = at + 1;
  }
  out.append(text.substr(done));
  return true;
}

}  // namespace phr::fhir::xml
