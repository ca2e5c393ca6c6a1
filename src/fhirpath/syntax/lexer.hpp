// FHIRPath's words.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::fhirpath {

enum class token_kind : std::uint8_t {
  end,
  name,       // identifiers, and words that the grammar gives a meaning in some places
  delimited,  // `between backticks`
  string,
  number,
  date,       // @2020-01
  date_time,  // @2020-01T, @2020-01-01T12:00:00Z
  time,       // @T12:00
  constant,   // %name, %`name`, %'name'
  special,    // $this, $index, $total
  symbol,     // operators and brackets
};

// Lifetime: borrows from the text.
struct token {
  token_kind kind = token_kind::end;
  std::string_view text{};   // as written; of date and time without the '@'
  std::uint32_t begin = 0;   // offset in bytes
};

// Splits an expression. White space and comments are gone past.
// Lifetime: borrows from the text. Threads: per-thread. Errors: malformed_query with line and column.
class lexer {
 public:
  explicit lexer(std::string_view text) noexcept : text_(text) {}

  // The next token; `end` at the end, again and again.
  [[nodiscard]] result<token> next();
  // `problem` with the line and column of an offset.
  [[nodiscard]] error at(error problem, std::uint32_t offset) const noexcept;

 private:
  [[nodiscard]] result<void> skip();
  [[nodiscard]] result<token> quoted(token_kind kind, char quote, std::size_t from);
  [[nodiscard]] result<token> moment();
  [[nodiscard]] token upto(token_kind kind, std::size_t end, std::size_t skipped = 0) noexcept;
  [[nodiscard]] error wrong(static_text what, std::size_t offset) const noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
};

// What a string, a delimited identifier or the name of a constant means, of the text between its quotes: \' \" \` \\ \/ \f \n \r \t and
// \uXXXX, pairs of surrogates among them. Errors: malformed_query for another escape.
[[nodiscard]] result<std::string> unescaped(std::string_view between_quotes);

}  // namespace phr::fhirpath
