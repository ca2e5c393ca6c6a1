// A file that is there when it is complete, or not at all.
#pragma once

#include <phr/core/result.hpp>

#include "core/platform/stdio.hpp"

#include <string>
#include <string_view>

namespace phr::cli {

// Written beside its place under another name, and put there by end(). "-": standard output, which gets everything at once.
// Lifetime: without end() nothing is left, and what was there stays. Threads: per-thread.
// Errors: permission_denied, no_such_file for a folder that is absent, is_a_directory, io_failed.
class output {
 public:
  [[nodiscard]] static result<output> open(const std::string& path);
  output(output&& other) noexcept;
  output& operator=(output&&) = delete;
  ~output();

  [[nodiscard]] result<void> write(std::string_view text);
  [[nodiscard]] result<void> end();

 private:
  output(std::string path, std::string written, platform::stdio_file file) noexcept : path_(std::move(path)), written_(std::move(written)), file_(std::move(file)) {}

  std::string path_;     // "" for standard output
  std::string written_;
  platform::stdio_file file_;  // none for standard output, and after the end
};

}  // namespace phr::cli
