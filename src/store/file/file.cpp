#include "store/file/file.hpp"

#include "core/platform/system_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace phr::storage {

namespace {

using platform::system_error;

result<void> write_at(int descriptor, std::span<const std::uint8_t> bytes, off_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_error(written == 0 ? EIO : errno, "writing the header");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += written;
  }
  if (::fsync(descriptor) != 0) return system_error(errno, "writing the header");
  return success();
}

// As much of the copy as the file holds.
result<std::size_t> read_at(int descriptor, std::span<std::uint8_t> bytes, off_t offset) {
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::pread(descriptor, bytes.data() + have, bytes.size() - have, offset + static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno, "reading the header");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

// A file of the right name in a folder that is gone must not look saved: make the name durable too.
void sync_folder(const std::string& path) noexcept {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  static_cast<void>(::fsync(descriptor));
  ::close(descriptor);
}

}  // namespace

file::file(std::string path, int descriptor) noexcept : path_(std::move(path)), descriptor_(descriptor) {}

file::file(file&& other) noexcept
    : path_(std::move(other.path_)), header_(other.header_), descriptor_(std::exchange(other.descriptor_, -1)) {}

file& file::operator=(file&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(header_, other.header_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

file::~file() { release(); }

void file::release() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

result<file> file::open(std::string_view path, bool use_spare) {
  std::string name(path);
  const int descriptor = ::open(name.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return system_error(errno, "opening the file");
  file opened(std::move(name), descriptor);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return system_error(errno, "opening the file");
  if (!S_ISREG(about.st_mode)) return error{S_ISDIR(about.st_mode) ? errc::is_a_directory : errc::not_a_phr_file}.at("opening the file");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return system_error(errno, "opening the file");
  PHR_TRY(opened.read_header(use_spare));
  return opened;
}

result<void> file::read_header(bool use_spare) {
  header_copy first{};
  PHR_TRY(const std::size_t have, read_at(descriptor_, first, 0));
  auto decoded = decode(std::span(first).first(have));
  if (!decoded && use_spare && decoded.error().code() != errc::newer_format) {
    header_copy spare{};
    PHR_TRY(const std::size_t spare_size, read_at(descriptor_, spare, header_copy_bytes));
    auto second = decode(std::span(spare).first(spare_size));
    if (second) decoded = second;
  }
  if (!decoded) return decoded.as_failure();
  header_ = decoded.value();
  return success();
}

result<file> file::create(std::string_view path, const header& value) {
  std::string name(path);
  const int descriptor = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return system_error(errno, "creating the file");
  file created(std::move(name), descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return system_error(errno, "creating the file");
  const auto written = ::ftruncate(descriptor, header_bytes) == 0 ? created.write_header(value)
                                                                  : result<void>(system_error(errno, "creating the file"));
  if (!written) {
    created.discard();
    return written.as_failure();
  }
  sync_folder(created.path_);
  return created;
}

result<void> file::write_header(const header& value) {
  PHR_TRY(const header_copy copy, encode(value));
  PHR_TRY(write_at(descriptor_, copy, header_copy_bytes));
  PHR_TRY(write_at(descriptor_, copy, 0));
  header_ = value;
  return success();
}

void file::discard() noexcept {
  ::unlink(path_.c_str());
  release();
}

}  // namespace phr::storage
