#include "cli/program/table.hpp"

#include "cli/program/terminal.hpp"

#include <algorithm>

namespace phr::cli {

namespace {

using row = std::vector<std::string>;

constexpr std::size_t gap = 2;
constexpr std::size_t least = 12;       // columns of prose that can be read
constexpr std::size_t most_lines = 4;   // of a cell of prose
constexpr const char* indent = "    ";  // of a name on a line of its own

bool& is_wide() noexcept {
  static bool wide = false;
  return wide;
}

std::size_t sum(const std::vector<std::size_t>& widths) {
  std::size_t all = widths.empty() ? 0 : gap * (widths.size() - 1);
  for (const std::size_t each : widths) all += each;
  return all;
}

std::vector<std::size_t> natural(const std::vector<row>& lines, const std::vector<std::size_t>& columns) {
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const row& line : lines) {
    for (std::size_t i = 0; i < columns.size(); ++i) widths[i] = std::max(widths[i], width(line[columns[i]]));
  }
  return widths;
}

// The widest of those that may shrink are made narrower until all is `most` wide. False where they would be narrower than `least`.
bool shrink(std::vector<std::size_t>& widths, const std::vector<bool>& may, std::size_t most) {
  while (sum(widths) > most) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (may[i] && widths[i] > least && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return false;
    --widths[widest];
  }
  return true;
}

void append_cell(std::string& line, const std::string& text, std::size_t columns, table::side align, bool is_last) {
  const std::string padding(columns - std::min(columns, width(text)), ' ');
  if (align == table::side::right) {
    line += padding + text;
  } else {
    line += is_last ? text : text + padding;
  }
}

}  // namespace

void table::all_wide(bool wanted) noexcept { is_wide() = wanted; }

std::string table::text() const { return text(is_terminal(standard_stream::output) && !is_wide() ? terminal_width() : SIZE_MAX); }

std::string table::text(std::size_t most) const {
  std::vector<row> lines;
  row heading;
  for (const column& each : columns_) heading.push_back(each.title);
  lines.push_back(std::move(heading));
  for (const auto& each : rows_) {
    row line;
    for (const std::string& cell : each) line.push_back(shown(cell));
    lines.push_back(std::move(line));
  }
  // Which columns stand beside one another, and which below.
  std::vector<std::size_t> beside(columns_.size());
  for (std::size_t i = 0; i < beside.size(); ++i) beside[i] = i;
  std::vector<std::size_t> below;
  std::vector<std::size_t> widths;
  for (;;) {
    widths = natural(lines, beside);
    std::vector<bool> may;
    for (const std::size_t each : beside) may.push_back(columns_[each].what != holds::names);
    if (shrink(widths, may, most)) break;
    std::size_t widest = beside.size();
    for (std::size_t i = 0; i < beside.size(); ++i) {
      if (!may[i] && widths[i] > least && (widest == beside.size() || widths[i] >= widths[widest])) widest = i;
    }
    if (widest == beside.size() || beside.size() == 1) break;
    below.push_back(beside[widest]);
    std::sort(below.begin(), below.end());
    beside.erase(beside.begin() + static_cast<std::ptrdiff_t>(widest));
  }
  std::string out;
  for (const row& line : lines) {
    std::vector<std::vector<std::string>> cells;
    std::size_t high = 1;
    for (std::size_t i = 0; i < beside.size(); ++i) {
      const bool whole = columns_[beside[i]].what == holds::reasons;
      cells.push_back(wrapped(line[beside[i]], widths[i], whole ? SIZE_MAX : most_lines));
      high = std::max(high, cells.back().size());
    }
    for (std::size_t nth = 0; nth < high; ++nth) {
      std::string text;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i != 0) text.append(gap, ' ');
        append_cell(text, nth < cells[i].size() ? cells[i][nth] : std::string(), widths[i], columns_[beside[i]].align, i + 1 == cells.size());
      }
      text.erase(text.find_last_not_of(' ') + 1);
      out += text + "\n";
    }
    for (const std::size_t each : below) {
      if (!line[each].empty()) out += indent + line[each] + "\n";
    }
  }
  return out;
}

}  // namespace phr::cli
