#include "fhir/xml/parser.hpp"

#include <expat.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace phr::fhir::xml {

namespace {

[[noreturn]] void end_of_memory() {
#ifdef __cpp_exceptions
  throw std::bad_alloc();
#else
  std::abort();
#endif
}

constexpr char separator = '\f';  // which XML does not have

bool is_utf8_name(std::string_view encoding) noexcept {
  const auto same = [&](std::string_view known) {
    return std::equal(encoding.begin(), encoding.end(), known.begin(), known.end(),
                      [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 'a' + 'A' : a) == b; });
  };
  return same("UTF-8") || same("UTF8") || same("US-ASCII") || same("ASCII");
}

// The first byte that is not part of a UTF-8 character, or npos.
std::size_t first_bad_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t from) { return from < text.size() ? static_cast<unsigned char>(text[from]) : 0U; };
    const unsigned lead = byte(at);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    if (size == 0) return at;
    for (std::size_t next = 1; next < size; ++next) {
      if ((byte(at + next) & 0xC0) != 0x80) return at;
    }
    const unsigned second = byte(at + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool outside = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
    if (overlong || outside) return at;
    at += size;
  }
  return std::string_view::npos;
}

static_text words_of(XML_Error problem) noexcept {
  switch (problem) {
    case XML_ERROR_NO_ELEMENTS: return "a root element expected";
    case XML_ERROR_UNCLOSED_TOKEN: return "a tag or comment that never ends";
    case XML_ERROR_TAG_MISMATCH: return "an end tag that fits no start tag";
    case XML_ERROR_DUPLICATE_ATTRIBUTE: return "an attribute that is there twice";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: return "text after the root element";
    case XML_ERROR_UNDEFINED_ENTITY: return "an entity that XML does not have";
    case XML_ERROR_UNBOUND_PREFIX: return "a prefix without a namespace";
    case XML_ERROR_BAD_CHAR_REF: return "a reference to a character that XML does not have";
    default: return "the text is not well-formed XML";
  }
}

}  // namespace

name split(const char* written) noexcept {
  const std::string_view all = written;
  const std::size_t first = all.find(separator);
  if (first == std::string_view::npos) return {{}, all, {}};
  const std::size_t second = all.find(separator, first + 1);
  if (second == std::string_view::npos) return {all.substr(0, first), all.substr(first + 1), {}};
  return {all.substr(0, first), all.substr(first + 1, second - first - 1), all.substr(second + 1)};
}

// Expat's functions are C: nothing may be thrown through them.
struct parser::calls {
  template <class Event>
  static void guarded(void* of, Event&& event) noexcept {
    parser& self = *static_cast<parser*>(of);
    if (self.stopped_) return;  // expat still tells the end of an empty element
#ifdef __cpp_exceptions
    try {
      event(self);
    } catch (const std::bad_alloc&) {
      self.no_memory_ = true;
      self.stop();
    }
#else
    event(self);
#endif
  }
  static void begin(void* of, const XML_Char* element, const XML_Char** pairs) {
    guarded(of, [&](parser& self) { self.to_->begin(split(element), attributes(pairs)); });
  }
  static void end(void* of, const XML_Char*) {
    guarded(of, [](parser& self) { self.to_->end(); });
  }
  static void characters(void* of, const XML_Char* text, int size) {
    guarded(of, [&](parser& self) { self.to_->characters({text, static_cast<std::size_t>(size)}); });
  }
  static void declares(void* of, const XML_Char* prefix, const XML_Char*) {
    guarded(of, [&](parser& self) { self.to_->declares(prefix == nullptr ? std::string_view{} : std::string_view(prefix)); });
  }
  static void document_type(void* of, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<parser*>(of)->refuse(errc::malformed_xml, "a document type declaration");
  }
  static void declaration(void* of, const XML_Char*, const XML_Char* encoding, int) {
    if (encoding != nullptr && !is_utf8_name(encoding)) static_cast<parser*>(of)->refuse(errc::unsupported, "an encoding that is not UTF-8");
  }
};

parser::parser() : expat_(XML_ParserCreateNS("UTF-8", separator)) {
  if (expat_ == nullptr) end_of_memory();
}
parser::~parser() { XML_ParserFree(expat_); }

void parser::stop() noexcept {
  stopped_ = true;
  XML_StopParser(expat_, XML_FALSE);
}

void parser::refuse(errc code, static_text what) noexcept {
  if (stopped_) return;
  *found_ = {code, what, offset()};
  stop();
}

std::size_t parser::offset() const noexcept {
  const XML_Index at = XML_GetCurrentByteIndex(expat_);
  return at < 0 ? 0 : static_cast<std::size_t>(at);
}
std::size_t parser::length() const noexcept { return static_cast<std::size_t>(XML_GetCurrentByteCount(expat_)); }

bool parser::parse(std::string_view text, events& to, fault& found) {
  found = {};
  if (is_white(text)) return found = {errc::empty_input, "the text", 0}, false;
  // UTF-16 and UTF-32, with a byte order mark or by the zeros beside the first bracket.
  const auto starts = [&](const char* with, std::size_t size) { return text.starts_with(std::string_view(with, size)); };
  if (starts("\xFE\xFF", 2) || starts("\xFF\xFE", 2) || starts("<\0", 2) || starts("\0<", 2) || starts("\0\0", 2)) {
    return found = {errc::unsupported, "an encoding that is not UTF-8", 0}, false;
  }
  XML_ParserReset(expat_, "UTF-8");
  XML_SetUserData(expat_, this);
  XML_SetReturnNSTriplet(expat_, 1);
  XML_SetElementHandler(expat_, calls::begin, calls::end);
  XML_SetCharacterDataHandler(expat_, calls::characters);
  XML_SetStartNamespaceDeclHandler(expat_, calls::declares);
  XML_SetStartDoctypeDeclHandler(expat_, calls::document_type);
  XML_SetXmlDeclHandler(expat_, calls::declaration);
  to_ = &to;
  found_ = &found;
  stopped_ = no_memory_ = false;
  constexpr std::size_t most = 1U << 30;  // at once; expat counts in int
  XML_Status status = XML_STATUS_OK;
  for (std::string_view rest = text; status == XML_STATUS_OK;) {
    const std::string_view part = rest.substr(0, most);
    rest.remove_prefix(part.size());
    status = XML_Parse(expat_, part.data(), static_cast<int>(part.size()), rest.empty() ? XML_TRUE : XML_FALSE);
    if (rest.empty()) break;
  }
  if (no_memory_) end_of_memory();
  if (status == XML_STATUS_OK && !stopped_) return true;
  if (stopped_) return false;
  const XML_Error problem = XML_GetErrorCode(expat_);
  if (problem == XML_ERROR_NO_MEMORY) end_of_memory();
  found = {errc::malformed_xml, words_of(problem), offset()};
  const std::size_t bad = first_bad_utf8(text);
  if (bad != std::string_view::npos && bad <= found.at + 3) found = {errc::invalid_utf8, "a byte that is not UTF-8", bad};
  if (found.at < text.size() && text[found.at] == '\0') found = {errc::nul_character, "the text", found.at};
  return false;
}

}  // namespace phr::fhir::xml
