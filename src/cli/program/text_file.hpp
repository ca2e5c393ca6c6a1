// What a command writes.
#pragma once

#include <phr/core/result.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace phr::cli {

// A file, or standard output for "-". Lifetime: closes it. Errors: io_failed.
class text_file {
 public:
  explicit text_file(const std::string& path) : file_(path == "-" ? stdout : std::fopen(path.c_str(), "wb")) {}
  text_file(const text_file&) = delete;
  text_file& operator=(const text_file&) = delete;
  ~text_file() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
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
  std::FILE* file_;
};

[[nodiscard]] bool is_folder(const std::string& path);

}  // namespace phr::cli
