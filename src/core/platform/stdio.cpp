#include "core/platform/stdio.hpp"

#include "core/platform/system_error.hpp"

namespace phr::platform {

result<stdio_file> open_stdio(const std::string& path, stdio_access how, static_text place) {
  const char* const mode = how == stdio_access::read ? "rb" : how == stdio_access::write ? "wb" : "wbx";
  stdio_file opened(std::fopen(path.c_str(), mode));
  if (!opened) return last_error(place);
  return opened;
}

error stdio_error(static_text place) noexcept { return last_error(place); }

}  // namespace phr::platform
