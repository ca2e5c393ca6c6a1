// Writing JSON text.
#include <phr/fhir/json.hpp>

namespace phr::fhir::json {

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
