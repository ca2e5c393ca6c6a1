// Files that are read and written in portions, by the C library.
#pragma once

#include <phr/core/result.hpp>

#include <cstdio>
#include <memory>
#include <string>

namespace phr::platform {

struct close_stdio {
  void operator()(std::FILE* of) const noexcept { std::fclose(of); }
};
using stdio_file = std::unique_ptr<std::FILE, close_stdio>;

enum class stdio_access : unsigned char {
  read,
  write,   // what is there is emptied
  create,  // what is there is refused
};
// Errors: those of system_error.
[[nodiscard]] result<stdio_file> open_stdio(const std::string& path, stdio_access how, static_text place);
// What the last call of the C library on this thread failed of.
[[nodiscard]] error stdio_error(static_text place) noexcept;

}  // namespace phr::platform
