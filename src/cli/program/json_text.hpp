// JSON for scripts: objects and arrays written in order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::cli {

[[nodiscard]] std::string quoted(std::string_view text);

// One object on one line. Lifetime: a value.
class json_object {
 public:
  json_object& add(std::string_view name, std::string_view text) { return raw(name, quoted(text)); }
  json_object& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
  json_object& add(std::string_view name, std::int64_t number) { return raw(name, std::to_string(number)); }
  json_object& add(std::string_view name, std::uint64_t number) { return raw(name, std::to_string(number)); }
  json_object& add(std::string_view name, std::uint32_t number) { return raw(name, std::to_string(number)); }
  json_object& add(std::string_view name, bool truth) { return raw(name, truth ? "true" : "false"); }
  json_object& add(std::string_view name, double number);
  // Text that is JSON already.
  json_object& raw(std::string_view name, std::string_view json);
  [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

// One array. Lifetime: a value.
class json_array {
 public:
  json_array& raw(std::string_view json);
  [[nodiscard]] std::string text() const { return "[" + elements_ + "]"; }

 private:
  std::string elements_;
};

}  // namespace phr::cli
