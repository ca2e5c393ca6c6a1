#include "fhir/json/scan.hpp"

#include <algorithm>
#include <cstring>

namespace phr::fhir::json {

namespace {

constexpr int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of \uXXXX at `at` (the backslash), or -1.
int code_unit(const char* at) noexcept {
  if (at[0] != '\\' || at[1] != 'u') return -1;
  int unit = 0;
  for (int digit = 2; digit < 6; ++digit) {
    const int value = hex_digit(at[digit]);
    if (value < 0) return -1;
    unit = unit * 16 + value;
  }
  return unit;
}

void append_utf8(std::string& out, unsigned point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (point >> 18)));
    out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

// Four hexadecimal digits that the parser has checked.
unsigned hex4(std::string_view digits) noexcept {
  unsigned unit = 0;
  for (const char c : digits.substr(0, 4)) {
    unit = unit * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

char simple_escape(char letter) noexcept {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
  }
}

}  // namespace

escape escape_at(const char* at) noexcept {
  if (at[1] != 'u') return std::strchr("\"\\/bfnrt", at[1]) != nullptr && at[1] != '\0' ? escape::simple : escape::bad;
  const int unit = code_unit(at);
  if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return escape::bad;
  if (unit == 0) return escape::nul;
  if (unit < 0xD800 || unit > 0xDBFF) return escape::unit;
  const int low = code_unit(at + 6);
  return low >= 0xDC00 && low <= 0xDFFF ? escape::pair : escape::bad;
}

std::size_t length(escape kind) noexcept {
  switch (kind) {
    case escape::simple: return 2;
    case escape::unit: return 6;
    case escape::pair: return 12;
    case escape::bad:
    case escape::nul: break;
  }
  return 0;
}

void append_unescaped(std::string& out, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {
      out.push_back(raw[at++]);
    } else if (raw[at + 1] != 'u') {
      out.push_back(simple_escape(raw[at + 1]));
      at += 2;
    } else {
      unsigned point = hex4(raw.substr(at + 2));
      at += 6;
      if (point >= 0xD800 && point <= 0xDBFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (hex4(raw.substr(at + 2)) - 0xDC00);
        at += 6;
      }
      append_utf8(out, point);
    }
  }
}

const char* number_end(const char* begin, const char* text_end) noexcept {
  const char* at = begin;
  if (*at == '-') ++at;
  if (!is_digit(*at)) return nullptr;
  if (*at == '0' && is_digit(at[1])) return nullptr;
  while (is_digit(*at)) ++at;
  if (*at == '.') {
    if (!is_digit(*++at)) return nullptr;
    while (is_digit(*at)) ++at;
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    if (*at == '+' || *at == '-') ++at;
    if (!is_digit(*at)) return nullptr;
    while (is_digit(*at)) ++at;
  }
  return at == text_end || ends_scalar(*at) ? at : nullptr;
}

namespace {

// Length of the well-formed UTF-8 sequence at `at`, or 0 (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t ahead) -> unsigned {
    return at + ahead < text.size() ? static_cast<unsigned char>(text[at + ahead]) : 0U;
  };
  const auto in = [](unsigned value, unsigned low, unsigned high) { return value >= low && value <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (in(lead, 0xC2, 0xDF)) return in(byte(1), 0x80, 0xBF) ? 2 : 0;
  if (in(lead, 0xE0, 0xEF)) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (in(lead, 0xF0, 0xF4)) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) && in(byte(3), 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

error located(error problem, std::string_view text, std::size_t offset) noexcept {
  return position_counter(text).locate(problem, offset);
}

error position_counter::locate(error problem, std::size_t offset) noexcept {
  offset = std::min(offset, text_.size());
  if (offset < counted_) *this = position_counter(text_);
  const std::string_view before = text_.substr(0, offset);
  for (std::size_t at = before.find('\n', counted_); at != std::string_view::npos; at = before.find('\n', at + 1)) {
    ++line_;
    line_begin_ = at + 1;
  }
  counted_ = offset;
  return problem.in(line_, static_cast<std::uint32_t>(offset - line_begin_ + 1));
}

error first_stage_problem(std::string_view text) noexcept {
  bool in_string = false;
  std::size_t opened = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return located(error{errc::invalid_utf8}.at("a byte that is not UTF-8"), text, at);
    const char c = text[at];
    if (c == '\0') return located(error{errc::nul_character}.at("the text"), text, at);
    if (in_string && static_cast<unsigned char>(c) < 0x20) {
      return located(error{errc::malformed_json}.at("a string: an unescaped control character"), text, at);
    }
    if (in_string && c == '\\') {
      at += 1 + std::max<std::size_t>(1, sequence_length(text, std::min(at + 1, text.size() - 1)));
      continue;
    }
    if (c == '"') {
      in_string = !in_string;
      opened = at;
    }
    at += length;
  }
  if (in_string) return located(error{errc::malformed_json}.at("a string that never ends"), text, opened);
  return located(error{errc::malformed_json}.at("the text"), text, 0);
}

}  // namespace phr::fhir::json
