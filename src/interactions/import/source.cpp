#include "interactions/import/source.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace phr::importing {

namespace {

constexpr std::int64_t largest_file = std::int64_t{8} << 30;
constexpr std::size_t pipe_chunk = 256 << 10;

class descriptor {
 public:
  explicit descriptor(int number) noexcept : number_(number) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

error system_error(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return error{errc::no_such_file}.at("the file to import");
    case EACCES:
    case EPERM: return error{errc::permission_denied}.at("the file to import");
    case EISDIR: return error{errc::is_a_directory}.at("the file to import");
    default: return error{errc::io_failed}.at("the file to import");
  }
}

}  // namespace

result<source> source::open(std::string_view path) {
  const std::string name(path);
  const descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return system_error(errno);
  struct stat about {};
  if (::fstat(file.number(), &about) != 0) return system_error(errno);
  if (S_ISDIR(about.st_mode)) return system_error(EISDIR);
  const error too_large = error{errc::too_large}.at("the file to import");
  if (about.st_size > largest_file) return too_large;
  // A pipe does not tell its size, so it is read until it ends.
  const bool sized = S_ISREG(about.st_mode);
  source opened;
  opened.text_.resize(sized ? static_cast<std::size_t>(about.st_size) : pipe_chunk);
  std::size_t have = 0;
  for (;;) {
    if (have == opened.text_.size()) {
      if (sized) break;
      if (have >= static_cast<std::size_t>(largest_file)) return too_large;
      opened.text_.resize(have * 2);
    }
    const ssize_t got = ::read(file.number(), opened.text_.data() + have, opened.text_.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  opened.text_.resize(have);
  if (have == 0) return error{errc::empty_input}.at("the file to import");
  return opened;
}

bool source::is_lines() const noexcept {
  const std::size_t end = text_.find('\n');
  if (end == std::string::npos) return false;
  const std::string_view first = std::string_view(text_).substr(0, end);
  const std::size_t last = first.find_last_not_of(" \t\r");
  if (last == std::string_view::npos || first[last] != '}') return false;
  return text_.find_first_not_of(" \t\r\n", end) != std::string::npos;
}

lines::line lines::next() noexcept {
  const std::size_t end = std::min(text_.find('\n', offset_), text_.size());
  std::string_view text = text_.substr(offset_, end - offset_);
  offset_ = end + 1;
  const std::size_t last = text.find_last_not_of(" \t\r");
  text = last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
  return {text, ++number_};
}

error at_line(const error& why, std::uint64_t line) noexcept {
  return why.in(static_cast<std::uint32_t>(line), std::max(why.column(), 1U));
}

}  // namespace phr::importing
