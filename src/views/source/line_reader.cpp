#include "views/source/line_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace phr::views {

namespace {

constexpr std::size_t chunk = 64U << 10U;  // so that a chunk is still in the cache when it is read
constexpr std::size_t most_line = 256U << 20U;
constexpr std::size_t most_text = 1U << 30U;

error system_error(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return error{errc::no_such_file}.at("a file of resources");
    case EACCES:
    case EPERM: return error{errc::permission_denied}.at("a file of resources");
    case EISDIR: return error{errc::is_a_directory}.at("a file of resources");
    default: return error{errc::io_failed}.at("a file of resources");
  }
}

}  // namespace

result<line_reader> line_reader::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return system_error(errno);
  line_reader made(descriptor);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return system_error(errno);
  if (S_ISDIR(about.st_mode)) return system_error(EISDIR);
  return made;
}

line_reader::line_reader(line_reader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)), begin_(other.begin_), end_(other.end_), number_(other.number_), at_end_(other.at_end_) {}

line_reader& line_reader::operator=(line_reader&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(buffer_, other.buffer_);
  begin_ = other.begin_;
  end_ = other.end_;
  number_ = other.number_;
  at_end_ = other.at_end_;
  return *this;
}

line_reader::~line_reader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

result<bool> line_reader::fill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < chunk) buffer_.resize(std::max(buffer_.size() * 2, end_ + chunk));
  for (;;) {
    const ssize_t got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    at_end_ = got == 0;
    end_ += static_cast<std::size_t>(got);
    return got > 0;
  }
}

result<std::optional<std::string_view>> line_reader::next() {
  std::size_t searched = begin_;
  for (;;) {
    const void* const found = searched < end_ ? std::memchr(buffer_.data() + searched, '\n', end_ - searched) : nullptr;
    if (found != nullptr) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      const std::string_view line(buffer_.data() + begin_, at - begin_);
      begin_ = at + 1;
      ++number_;
      return std::optional(line);
    }
    const std::size_t seen = end_ - begin_;
    if (seen > most_line) return error{errc::too_large}.at("a line of a file of resources").in(number_ + 1, 1);
    PHR_TRY(const bool more, fill());
    if (!more) break;
    searched = begin_ + seen;
  }
  if (begin_ == end_) return std::optional<std::string_view>();
  const std::string_view line(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  ++number_;
  return std::optional(line);
}

result<std::string_view> line_reader::rest() {
  for (;;) {
    if (end_ - begin_ > most_text) return error{errc::too_large}.at("a file of resources");
    PHR_TRY(const bool more, fill());
    if (!more) return std::string_view(buffer_.data() + begin_, end_ - begin_);
  }
}

bool is_lines(std::string_view text) noexcept {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  const std::string_view first = text.substr(0, end);
  const std::size_t begin = first.find_first_not_of(" \t\r");
  const std::size_t last = first.find_last_not_of(" \t\r");
  if (begin == last || first[begin] != '{' || first[last] != '}') return false;
  return text.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
}

result<bool> line_reader::is_lines() {
  for (;;) {
    const std::string_view text(buffer_.data() + begin_, end_ - begin_);
    if (views::is_lines(text)) return true;
    const std::size_t end = text.find('\n');
    const bool decided = end != std::string_view::npos && text.find_first_not_of(" \t\r\n", end) != std::string_view::npos;
    if (decided || at_end_) return false;
    if (text.size() > most_text) return error{errc::too_large}.at("a file of resources");
    PHR_TRY(const bool more, fill());
    (void)more;
  }
}

}  // namespace phr::views
