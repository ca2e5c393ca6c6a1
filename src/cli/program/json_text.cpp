#include "cli/program/json_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace phr::cli {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if (each == '"' || each == '\\') {
      out += '\\';
      out += each;
    } else if (each == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += each;
    }
  }
  return out + "\"";
}

json_object& json_object::add(std::string_view name, double number) {
  return raw(name, std::isfinite(number) ? fmt::format("{}", number) : "null");
}

json_object& json_object::raw(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ",";
  members_ += quoted(name);
  members_ += ":";
  members_ += json;
  return *this;
}

json_array& json_array::raw(std::string_view json) {
  if (!elements_.empty()) elements_ += ",";
  elements_ += json;
  return *this;
}

}  // namespace phr::cli
