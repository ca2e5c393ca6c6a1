#include "cli/program/table.hpp"

#include "cli/program/terminal.hpp"

#include <algorithm>

namespace phr::cli {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t widest = 48;  // of any column but the last, on a terminal

void append_cell(std::string& line, const std::string& text, std::size_t columns, table::side align) {
  const std::string padding(columns - std::min(columns, width(text)), ' ');
  line += align == table::side::right ? padding + text : text + padding;
}

}  // namespace

std::string table::text() const {
  // Cut only for a reader: a pipe gets everything.
  const bool cut = is_terminal(standard_stream::output);
  std::vector<std::vector<std::string>> cells;
  std::vector<std::string> heading;
  for (const column& each : columns_) heading.push_back(each.title);
  cells.push_back(std::move(heading));
  for (const auto& row : rows_) {
    std::vector<std::string> line;
    for (std::size_t i = 0; i < row.size(); ++i) line.push_back(shown(row[i], cut && i + 1 < row.size() ? widest : SIZE_MAX));
    cells.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& line : cells) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
  }
  const std::size_t most = cut ? terminal_width() : SIZE_MAX;
  std::size_t before = 0;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) before += widths[i] + gap;
  const std::size_t last = most > before + 8 ? most - before : 8;
  std::string out;
  for (const auto& line : cells) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool is_last = i + 1 == line.size();
      if (i != 0) text.append(gap, ' ');
      append_cell(text, is_last ? shown(line[i], last) : line[i], is_last && columns_[i].align == side::left ? 0 : widths[i], columns_[i].align);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

}  // namespace phr::cli
