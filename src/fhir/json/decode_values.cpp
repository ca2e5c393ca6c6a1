// Primitives, and what a reading does where the text is not as it should be.
#include "fhir/json/decode.hpp"
#include "fhir/json/scan.hpp"

#include <cstring>

namespace phr::fhir {

using json::escape;

namespace {

void append_path(std::string& out, const json_decoder::reader::place& here);

}  // namespace

void json_decoder::reader::note(errc code, const place& here, std::size_t at) {
  const error where = lines.locate(error{code}, at);
  decode_issue& issue = issues.emplace_back();
  issue.code = code;
  issue.line = where.line();
  issue.column = where.column();
  append_path(issue.path, here);
}

bool json_decoder::reader::fail(errc code, static_text what, const place& here, std::size_t at) {
  note(code, here, at);
  problem = lines.locate(error{code}.at(what), at);
  return false;
}

bool json_decoder::reader::refuse(errc code, static_text what, const place& here, std::size_t at) {
  if (!options.lenient) return fail(code, what, here, at);
  note(code, here, at);
  return true;
}

namespace {

// FHIR's names and indices from the root down: "Bundle.entry[0].resource.valueQuantity".
void append_path(std::string& out, const json_decoder::reader::place& here) {
  if (here.up != nullptr) append_path(out, *here.up);
  if (out.empty() && here.type != nullptr) out += here.type->name;
  if (here.at == nullptr) return;
  if (!out.empty()) out.push_back('.');
  out += here.at->name;
  if (here.chosen != nullptr) {
    const std::size_t first = out.size();
    out += name(*here.chosen);
    if (out[first] >= 'a' && out[first] <= 'z') out[first] = static_cast<char>(out[first] - 'a' + 'A');
  }
  if (here.index >= 0) {
    out.push_back('[');
    out += std::to_string(here.index);
    out.push_back(']');
  }
}

}  // namespace

// A string's meaning where it has escapes.
bool json_decoder::reader::unescape(std::string_view& meaning, const place& here) {
  const std::string_view raw = meaning;
  const auto slash_in = [&](std::size_t from) {
    return static_cast<const char*>(std::memchr(raw.data() + from, '\\', raw.size() - from));
  };
  const char* slash = slash_in(0);
  if (slash == nullptr) return true;
  while (slash != nullptr) {
    const auto offset_of = static_cast<std::size_t>(slash - text.data());
    const escape kind = json::escape_at(slash);
    if (kind == escape::bad) return fail(errc::malformed_json, "a string: escape sequence", here, offset_of);
    if (kind == escape::nul) return fail(errc::nul_character, "a string", here, offset_of);
    const std::size_t next = static_cast<std::size_t>(slash - raw.data()) + json::length(kind);
    if (next > raw.size()) return fail(errc::malformed_json, "a string: escape sequence", here, offset_of);
    slash = next < raw.size() ? slash_in(next) : nullptr;
  }
  scratch.clear();
  json::append_unescaped(scratch, raw);
  const std::size_t size = scratch.size();
  scratch.append(16, '\0');
  meaning = std::string_view(scratch).substr(0, size);
  return true;
}

bool json_decoder::reader::number(std::string_view& digits, const place& here) {
  const char* const begin = text.data() + positions[cursor];
  const char* const end = json::number_end(begin, text.data() + text.size());
  if (end == nullptr) return fail(errc::malformed_number, "a number", here, offset());
  digits = {begin, static_cast<std::size_t>(end - begin)};
  ++cursor;
  return true;
}

bool json_decoder::reader::literal(std::string_view word) const noexcept {
  const std::string_view rest = text.substr(offset());
  return rest.starts_with(word) && (rest.size() == word.size() || json::ends_scalar(rest[word.size()]));
}

bool json_decoder::reader::skip(const place& here) {
  std::string open;  // the closing brackets to come
  for (;;) {
    if (!open.empty() && open.back() == '}') {
      std::string_view ignored;
      if (current() != '"') return fail(errc::malformed_json, "an object: an element name expected", here, offset());
      if (!string(ignored, here)) return false;
      if (current() != ':') return fail(errc::malformed_json, "an object: ':' expected", here, offset());
      ++cursor;
    }
    const char c = current();
    if (c == '{' || c == '[') {
      open.push_back(c == '{' ? '}' : ']');
      ++cursor;
      if (current() != open.back()) continue;
    } else if (!skip_scalar(here)) {
      return false;
    }
    // A value has ended, or a container has begun that is empty.
    bool again = false;
    while (!again && !open.empty()) {
      again = true;
      if (!more(open.back(), again, here)) return false;
      if (!again) open.pop_back();
    }
    if (open.empty()) return true;
  }
}

bool json_decoder::reader::skip_scalar(const place& here) {
  std::string_view ignored;
  const char c = current();
  if (c == '"') return string(ignored, here);
  if (c == '-' || is_digit(c)) return number(ignored, here);
  if (c == '\0' || c == ',' || c == ':' || c == '}' || c == ']') return fail(errc::malformed_json, "a value expected", here, offset());
  if (!literal("true") && !literal("false") && !literal("null")) {
    return fail(errc::malformed_json, "a literal: true, false or null expected", here, offset());
  }
  ++cursor;
  return true;
}

bool json_decoder::reader::primitive(element_kind kind, const code_set* codes, void* into, bool& taken, place& here) {
  const char c = current();
  if (c == '[') return refuse(errc::unexpected_array, "an element that does not repeat", here, offset()) && skip(here);
  if (c == 'n' && literal("null")) return refuse(errc::unexpected_null, "an element", here, offset()) && skip(here);
  if (kind == element_kind::boolean) return boolean(into, taken, here);
  if (is_integer(kind) || kind == element_kind::decimal) return numeric(kind, into, taken, here);
  return characters(kind, codes, into, taken, here);
}

bool json_decoder::reader::boolean(void* into, bool& taken, place& here) {
  auto& value = *static_cast<r4::boolean*>(into);
  const std::size_t at = offset();
  if (literal("true") || literal("false")) {
    value = current() == 't';
    taken = true;
    ++cursor;
    return true;
  }
  if (current() != '"') return refuse(errc::wrong_type, "a boolean", here, at) && skip(here);
  std::string_view word;
  if (!string(word, here)) return false;
  if (word != "true" && word != "false") return refuse(errc::wrong_type, "a boolean", here, at);
  value = word == "true";
  taken = true;
  return refuse(errc::number_as_string, "a boolean", here, at);
}

bool json_decoder::reader::numeric(element_kind kind, void* into, bool& taken, place& here) {
  const std::size_t at = offset();
  const char c = current();
  errc why = errc::malformed_number;
  std::string_view digits;
  if (c == '-' || is_digit(c)) {
    if (!number(digits, here)) return false;
    if (kind == element_kind::decimal && digits.size() <= 40 && digits.find_first_of("eE") == std::string_view::npos) {
      *static_cast<fhir::text*>(into) = fhir::text::from_padded(digits, parts);  // a decimal is its text, and this one is within every limit
      taken = true;
      return true;
    }
    taken = parse_primitive(kind, digits, into, why);
    return taken || refuse(why == errc::malformed_number ? errc::invalid_value : why, "a number", here, at);
  }
  if (c != '"') return refuse(errc::wrong_type, "a number", here, at) && skip(here);
  if (!string(digits, here)) return false;
  if (!parse_primitive(kind, digits, into, why)) return refuse(errc::wrong_type, "a number", here, at);
  taken = true;
  return refuse(errc::number_as_string, "a number", here, at);
}

bool json_decoder::reader::characters(element_kind kind, const code_set* codes, void* into, bool& taken, place& here) {
  const std::size_t at = offset();
  if (current() != '"') return refuse(errc::wrong_type, "an element: a string expected", here, at) && skip(here);
  std::string_view meaning;
  if (!string(meaning, here)) return false;
  if (meaning.empty()) return refuse(errc::empty_string, "an element", here, at);
  taken = true;
  if (kind == element_kind::coded) {
    *static_cast<detail::coded_word*>(into) = detail::coded_word(*codes, meaning);
    return true;
  }
  if (is_text(kind)) {
    keep(kind, meaning, *static_cast<fhir::text*>(into));
    return true;
  }
  errc why = errc::malformed_date;
  taken = parse_primitive(kind, meaning, into, why);
  return taken || refuse(why, "a date or time", here, at);
}

}  // namespace phr::fhir
