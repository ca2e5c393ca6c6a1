// What strings and numbers look like, and where in a text something stands. Used by both readers of JSON: the one that
// makes a token table and the one that makes models.
#pragma once

#include "core/ascii.hpp"

#include <phr/core/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::fhir::json {

[[nodiscard]] constexpr bool is_white(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
// What may follow a number or a literal inside the text; at the text's end stands the padding's zero.
[[nodiscard]] constexpr bool ends_scalar(char c) noexcept { return c == ',' || c == ']' || c == '}' || is_white(c); }

enum class escape : std::uint8_t { bad, nul, simple, unit, pair };
// What the escape sequence at `at` (the backslash) is. Twelve bytes are readable from there.
[[nodiscard]] escape escape_at(const char* at) noexcept;
// Its length: 2, 6 or 12; 0 for a bad one.
[[nodiscard]] std::size_t length(escape kind) noexcept;
// The meaning of a string whose escapes have been checked.
void append_unescaped(std::string& out, std::string_view raw);

// One past the last character of the number at `begin`, or nullptr where it is not a JSON number. The text is padded.
[[nodiscard]] const char* number_end(const char* begin, const char* text_end) noexcept;

// The problem that the first stage met, with its place: it tells only that there is one.
[[nodiscard]] error first_stage_problem(std::string_view text) noexcept;
// `problem` with the line and column of a byte of the text.
[[nodiscard]] error located(error problem, std::string_view text, std::size_t offset) noexcept;

// The same for one byte after another: lines are counted on from the one before.
class position_counter {
 public:
  explicit position_counter(std::string_view text) noexcept : text_(text) {}
  [[nodiscard]] error locate(error problem, std::size_t offset) noexcept;

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  std::size_t line_begin_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace phr::fhir::json
