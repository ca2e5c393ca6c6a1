#include "cli/program/terminal.hpp"

#include "core/platform/clock.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cwchar>

namespace phr::cli {

namespace {

// The next code point of UTF-8 text and its length in bytes; a byte that starts none is U+FFFD.
struct code_point {
  char32_t value;
  std::size_t bytes;
};
code_point next(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || length > text.size()) return {0xFFFD, 1};
  char32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {0xFFFD, 1};
    value = value << 6 | (byte & 0x3FU);
  }
  // Written longer than it is, or half of a pair of UTF-16, or beyond Unicode.
  constexpr char32_t first_of[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < first_of[length] || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return {0xFFFD, 1};
  return {value, length};
}

// C0, DEL, C1, line and paragraph separators, and the marks that turn the direction of what stands around them.
bool commands_terminal(char32_t value) noexcept {
  return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0x061C || value == 0x200E || value == 0x200F ||
         (value >= 0x2028 && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
}

// What commands the terminal counts as the U+FFFD that stands for it.
std::size_t columns_of(char32_t value) noexcept {
  const int columns = commands_terminal(value) ? 1 : ::wcwidth(static_cast<wchar_t>(value));
  return columns < 0 ? 1 : static_cast<std::size_t>(columns);
}

}  // namespace

std::size_t terminal_width() noexcept {
  const std::size_t columns = platform::terminal_columns();
  return columns < 20 ? 100 : columns;
}

std::size_t width(std::string_view text) noexcept {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto [value, bytes] = next(text);
    columns += columns_of(value);
    text.remove_prefix(bytes);
  }
  return columns;
}

std::string shown(std::string_view text, std::size_t columns) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  const bool cut = width(text) > columns;
  std::size_t left = cut ? columns - 1 : columns;
  std::string out;
  while (!text.empty()) {
    const auto [value, bytes] = next(text);
    const std::size_t wide = columns_of(value);
    if (wide > left) break;
    left -= wide;
    if (commands_terminal(value) || value == 0xFFFD) {
      out += replacement;
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  if (cut) out += "…";
  return out;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t most) {
  std::vector<std::string> lines;
  while (width(text) > columns && columns > 0) {
    std::size_t fits = 0;   // bytes
    std::size_t blank = 0;  // the last one among them, or behind them
    for (std::size_t wide = 0; fits < text.size();) {
      const auto [value, bytes] = next(text.substr(fits));
      wide += columns_of(value);
      if (value == ' ' && fits > 0) blank = fits;
      if (wide > columns) break;
      fits += bytes;
    }
    if (fits == 0) fits = next(text).bytes;  // wider than the column
    if (lines.size() + 1 == most) {
      lines.push_back(shown(text, columns));
      return lines;
    }
    const std::size_t end = blank > 0 ? blank : fits;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  lines.emplace_back(text);
  return lines;
}

std::string shown_lines(std::string_view text) {
  std::string out;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    out += shown(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
  }
  return out + shown(text);
}

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto [value, bytes] = next(text);
    if (value != '\n' && commands_terminal(value)) {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(value));
    } else {
      out += value == 0xFFFD ? "\xEF\xBF\xBD" : text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return out;
}

progress_bar::progress_bar(std::string_view title, std::int64_t quiet) : title_(title), next_(platform::steady_milliseconds() + quiet) {}

progress_bar::~progress_bar() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

bool progress_bar::operator()(const progress_step& step) {
  if (watch_.interrupted()) return false;
  if (!is_terminal(standard_stream::error)) return true;
  const std::int64_t now = platform::steady_milliseconds();
  if (now < next_) return true;
  next_ = now + 100;
  drawn_ = true;
  if (step.total == 0) {
    fmt::print(stderr, "\r{} {} {}\x1b[K", title_, step.done, step.unit.data());
    return true;
  }
  const std::uint64_t done = step.done < step.total ? step.done : step.total;
  const std::size_t filled = static_cast<std::size_t>(done * 30 / step.total);
  fmt::print(stderr, "\r{} [{:<30}] {:>3} %\x1b[K", title_, std::string(filled, '#'), done * 100 / step.total);
  return true;
}

}  // namespace phr::cli
