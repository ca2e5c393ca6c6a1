// Aligned columns of text.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace phr::cli {

// Rows under a heading; the last column is cut where a line would be wider than the terminal. Lifetime: a value.
class table {
 public:
  enum class side { left, right };
  struct column {
    std::string title;
    side align = side::left;
  };
  explicit table(std::initializer_list<column> columns) : columns_(columns) {}
  explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace phr::cli
