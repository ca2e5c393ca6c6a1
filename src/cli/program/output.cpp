#include "cli/program/output.hpp"

#include "cli/program/store_access.hpp"
#include "cli/program/text_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace phr::cli {

namespace {

error cannot_write(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return error{errc::no_such_file}.at("the folder of the output");
    case EACCES:
    case EROFS: return error{errc::permission_denied}.at("the output");
    case ENOSPC: return error{errc::disk_full}.at("the output");
    default: return error{errc::io_failed}.at("the output");
  }
}

}  // namespace

result<output> output::open(const std::string& path) {
  if (path == "-") return output({}, {}, stdout);
  if (is_folder(path)) return error{errc::is_a_directory}.at("the output");
  const std::size_t name = path.find_last_of('/') + 1;
  std::string written = path.substr(0, name) + "." + path.substr(name) + "." + std::to_string(::getpid()) + ".part";
  std::FILE* const file = std::fopen(written.c_str(), "wbx");
  if (file == nullptr) return cannot_write(errno);
  return output(path, std::move(written), file);
}

output::output(output&& other) noexcept
    : path_(std::move(other.path_)), written_(std::exchange(other.written_, {})), file_(std::exchange(other.file_, nullptr)) {}

output::~output() {
  if (file_ == nullptr || file_ == stdout) return;
  std::fclose(file_);
  ::unlink(written_.c_str());
}

result<void> output::write(std::string_view text) {
  if (file_ == stdout) return print(text);
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) return cannot_write(errno);
  return success();
}

result<void> output::end() {
  if (file_ == stdout) return success();  // flushed and looked at when the program ends
  const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
  if (closed && std::rename(written_.c_str(), path_.c_str()) == 0) return success();
  const int why = errno;
  ::unlink(written_.c_str());
  return cannot_write(why);
}

}  // namespace phr::cli
