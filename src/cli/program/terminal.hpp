// The terminal: what is one, how wide text is on it, and how far long work has come.
#pragma once

#include <phr/core/progress.hpp>

#include "core/platform/terminal.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace phr::cli {

using platform::is_terminal;
using platform::standard_stream;
// Columns of the terminal on standard output; 100 where it is none.
[[nodiscard]] std::size_t terminal_width() noexcept;

// Columns that UTF-8 text takes.
[[nodiscard]] std::size_t width(std::string_view text) noexcept;
// The text with control characters as U+FFFD, so that no record can command the terminal; cut to `columns` with an ellipsis.
[[nodiscard]] std::string shown(std::string_view text, std::size_t columns = SIZE_MAX);

// Text without control characters in lines of so many columns, broken at blanks where there are any; an ellipsis ends the last one where there would be more than `most`.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t most = SIZE_MAX);

// shown() of each line of a text.
[[nodiscard]] std::string shown_lines(std::string_view text);
// The text with control characters but line ends as \u001b and the like: JSON that means the same.
[[nodiscard]] std::string escaped(std::string_view text);

// A bar on standard error, drawn a few times a second; nothing where that is no terminal, and nothing before `quiet` milliseconds are over, so
// that work which is mostly done in less leaves the terminal alone. Ctrl-C cancels the work.
// Lifetime: clears its line when it ends. Threads: one at a time in the program: it owns the handler of SIGINT.
class progress_bar {
 public:
  explicit progress_bar(std::string_view title, std::int64_t quiet = 0);
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar();
  bool operator()(const progress_step& step);

 private:
  platform::interrupt_watch watch_;
  std::string title_;
  bool drawn_ = false;
  std::int64_t next_ = 0;  // when it may be drawn
};

}  // namespace phr::cli
