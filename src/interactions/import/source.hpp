// The text of a file to import, and its lines.
#pragma once

#include <phr/core/result.hpp>
#include <phr/interactions/import_report.hpp>

#include <string>
#include <string_view>

namespace phr::importing {

// A file's text, mapped or read.
// Lifetime: owns the text. Threads: immutable. Errors: no_such_file, is_a_directory, permission_denied, empty_input,
// too_large, io_failed.
class source {
 public:
  [[nodiscard]] static result<source> open(std::string_view path);
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  // NDJSON: the first value ends on the first line and another follows.
  [[nodiscard]] bool is_lines() const noexcept;

 private:
  std::string text_;
};

// The lines of NDJSON, numbered from 1, without their ends; blank ones are "".
class lines {
 public:
  explicit lines(std::string_view text) noexcept : text_(text) {}
  struct line {
    std::string_view text;
    std::uint64_t number;
  };
  [[nodiscard]] bool at_end() const noexcept { return offset_ >= text_.size(); }
  [[nodiscard]] line next() noexcept;
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }  // of lines given so far

 private:
  std::string_view text_;
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
};

// The error with the file's line in place of the 1 that the line's own parser knows.
[[nodiscard]] error at_line(const error& why, std::uint64_t line) noexcept;

}  // namespace phr::importing
