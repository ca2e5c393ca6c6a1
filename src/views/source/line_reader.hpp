// A file, line by line, through a buffer.
#pragma once

#include <phr/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace phr::views {

// NDJSON: the first line is a whole JSON object, and more follows it.
[[nodiscard]] bool is_lines(std::string_view text) noexcept;

// Reads a file through a buffer that holds its longest line. Lifetime: owns the file. Threads: per-thread. Errors: no_such_file, is_a_directory, permission_denied, io_failed; too_large.
class line_reader {
 public:
  [[nodiscard]] static result<line_reader> open(const std::string& path);
  line_reader(line_reader&& other) noexcept;
  line_reader& operator=(line_reader&& other) noexcept;
  ~line_reader();

  // The next line without its end, nullopt after the last. Until the next call.
  [[nodiscard]] result<std::optional<std::string_view>> next();
  // All that has not been given yet.
  [[nodiscard]] result<std::string_view> rest();
  // The same of a file that nothing has been read of yet.
  [[nodiscard]] result<bool> is_lines();
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }  // of the line given last, from 1

 private:
  explicit line_reader(int descriptor) noexcept : descriptor_(descriptor) {}
  // More bytes behind those that are there; false at the end of the file.
  [[nodiscard]] result<bool> fill();

  int descriptor_ = -1;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what has not been given
  std::size_t end_ = 0;    // of what has been read
  std::uint32_t number_ = 0;
  bool at_end_ = false;
};

}  // namespace phr::views
