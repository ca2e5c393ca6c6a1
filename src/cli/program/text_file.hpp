// What a command writes.
#pragma once

#include <phr/core/result.hpp>

#include "core/platform/stdio.hpp"

#include <string>
#include <string_view>

namespace phr::cli {

// A file, or standard output for "-". Lifetime: closes it. Errors: io_failed.
class text_file {
 public:
  explicit text_file(const std::string& path) : file_(stdout) {
    if (path == "-") return;
    if (auto opened = platform::open_stdio(path, platform::stdio_access::write, "the output")) owned_ = std::move(opened).value();
    file_ = owned_.get();
  }
  [[nodiscard]] result<void> write(std::string_view text) {
    if (file_ == nullptr || std::fwrite(text.data(), 1, text.size(), file_) != text.size()) return error{errc::io_failed}.at("the output");
    return success();
  }
  [[nodiscard]] result<void> end() {
    if (file_ == nullptr || std::fflush(file_) != 0) return error{errc::io_failed}.at("the output");
    return success();
  }

 private:
  platform::stdio_file owned_;
  std::FILE* file_;
};

}  // namespace phr::cli
