#include "core/platform/input_file.hpp"

#include "core/platform/system_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace phr::platform {

result<input_file> input_file::open(const std::string& path, static_text place) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return system_error(errno, place);
  input_file opened(descriptor, place);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return system_error(errno, place);
  if (S_ISDIR(about.st_mode)) return system_error(EISDIR, place);
  if (S_ISREG(about.st_mode) && about.st_size > 0) opened.size_ = static_cast<std::uint64_t>(about.st_size);
  return opened;
}

input_file::input_file(input_file&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), place_(other.place_), size_(other.size_) {}

input_file& input_file::operator=(input_file&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  place_ = other.place_;
  size_ = other.size_;
  return *this;
}

input_file::~input_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

result<std::size_t> input_file::read(std::span<char> into) {
  for (;;) {
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return system_error(errno, place_);
  }
}

bool input_file::is_ready(int milliseconds) const noexcept {
  pollfd asked{descriptor_, POLLIN, 0};
  return ::poll(&asked, 1, milliseconds) != 0;  // what fails is told by the reading
}

}  // namespace phr::platform
