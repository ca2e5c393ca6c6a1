// Aligned columns of text.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace phr::cli {

// Rows under a heading. On a terminal no line is wider than that, as far as that can be: columns of prose become narrow and are wrapped, at most four lines of a
// cell; where that is not enough, the widest column of names stands on a line of its own below. Names (ids, codes, references) and numbers are never cut, so
// that they can be copied. Through a pipe, and with --wide, each row is one line, and everything is whole.
// Lifetime: a value.
class table {
 public:
  enum class side { left, right };
  enum class holds { prose, reasons, names };  // reasons: prose of which no line is left out
  struct column {
    std::string title;
    side align = side::left;
    holds what = holds::prose;
  };
  [[nodiscard]] static column names(std::string title) { return {std::move(title), side::left, holds::names}; }
  [[nodiscard]] static column reasons(std::string title) { return {std::move(title), side::left, holds::reasons}; }

  explicit table(std::initializer_list<column> columns) : columns_(columns) {}
  explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] std::string text() const;
  // In so many columns; SIZE_MAX for lines of any width.
  [[nodiscard]] std::string text(std::size_t most) const;

  // Each row on one line, for all tables of this run of the program.
  static void all_wide(bool wanted) noexcept;

 private:
  std::vector<column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace phr::cli
