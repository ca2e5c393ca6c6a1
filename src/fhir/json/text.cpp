// Positions in a text, what the first stage refused, and writing JSON text.
#include "fhir/json/builder.hpp"

#include <algorithm>
#include <cstring>

namespace phr::fhir::json {

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
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t last = before.rfind('\n');
  const std::size_t column = last == std::string_view::npos ? offset + 1 : offset - last;
  return problem.in(line, static_cast<std::uint32_t>(column));
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

namespace {

constexpr std::string_view hex = "0123456789abcdef";

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
          out.push_back(hex[static_cast<unsigned char>(c) & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

void append_compact(std::string& out, const value& value) {
  switch (value.kind()) {
    case kind::absent: return;
    case kind::object: {
      char separator = '{';
      for (const member& each : value.members()) {
        out.push_back(separator);
        separator = ',';
        out.push_back('"');
        out += each.name;
        out += "\":";
        append_compact(out, each.value);
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
    case kind::array: {
      char separator = '[';
      for (const json::value& each : value.elements()) {
        out.push_back(separator);
        separator = ',';
        append_compact(out, each);
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    default: out += value.source();
  }
}

}  // namespace phr::fhir::json
