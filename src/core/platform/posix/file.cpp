#include "core/platform/file.hpp"

#include "core/platform/system_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace phr::platform {

namespace {

int number(std::intptr_t handle) noexcept { return static_cast<int>(handle); }

file_identity identity_in(const struct stat& about) noexcept { return {static_cast<std::uint64_t>(about.st_dev), static_cast<std::uint64_t>(about.st_ino)}; }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Calls again what a signal has interrupted.
template <class Call>
auto whole(const Call& call) {
  for (;;) {
    const auto given = call();
    if (given >= 0 || errno != EINTR) return given;
  }
}

result<void> ended(int status, static_text place) {
  if (status != 0) return last_error(place);
  return success();
}

}  // namespace

result<file> file::open(const std::string& path, file_access how, static_text place) {
  const int flags = how == file_access::read ? O_RDONLY : how == file_access::read_write ? O_RDWR : O_RDWR | O_CREAT | O_EXCL;
  const int opened = whole([&] { return ::open(path.c_str(), flags | O_CLOEXEC, 0600); });
  if (opened < 0) return last_error(place);
  return file(opened);
}

file file::standard_input() noexcept { return file(STDIN_FILENO, false); }

void file::close() noexcept {
  if (handle_ != none && is_ours_) ::close(number(handle_));
  handle_ = none;
}

result<std::size_t> file::read_at(bytes_span into, std::uint64_t offset, static_text place) const {
  std::size_t have = 0;
  while (have < into.size()) {
    const auto got = whole([&] { return ::pread(number(handle_), into.data() + have, into.size() - have, static_cast<off_t>(offset + have)); });
    if (got < 0) return last_error(place);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return have;
}

result<void> file::write_at(bytes_view bytes, std::uint64_t offset, static_text place) const {
  while (!bytes.empty()) {
    const auto written = whole([&] { return ::pwrite(number(handle_), bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
    if (written <= 0) return system_error(written == 0 ? EIO : errno, place);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return success();
}

result<std::size_t> file::read(bytes_span into, static_text place) const {
  const auto got = whole([&] { return ::read(number(handle_), into.data(), into.size()); });
  if (got < 0) return last_error(place);
  return static_cast<std::size_t>(got);
}

bool file::has_input(int milliseconds) const noexcept {
  pollfd asked{number(handle_), POLLIN, 0};
  return ::poll(&asked, 1, milliseconds) != 0;  // what fails is told by the reading
}

result<void> file::sync(static_text place) const { return ended(::fsync(number(handle_)), place); }

result<std::uint64_t> file::size(static_text place) const {
  struct stat about {};
  PHR_TRY(ended(::fstat(number(handle_), &about), place));
  return static_cast<std::uint64_t>(about.st_size);
}

result<void> file::truncate(std::uint64_t size, static_text place) const {
  return ended(whole([&] { return ::ftruncate(number(handle_), static_cast<off_t>(size)); }), place);
}

result<file_identity> file::identity(static_text place) const {
  struct stat about {};
  PHR_TRY(ended(::fstat(number(handle_), &about), place));
  return identity_in(about);
}

result<bool> file::lock(lock_kind kind, static_text place) const {
  const int operation = (kind == lock_kind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  if (whole([&] { return ::flock(number(handle_), operation); }) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  return last_error(place);
}

bool can_share_files() noexcept { return true; }

result<named_file> look_up(const std::string& path, static_text place) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return named_file{};
    return last_error(place);
  }
  const name_kind kind = S_ISREG(about.st_mode) ? name_kind::file : S_ISDIR(about.st_mode) ? name_kind::folder : name_kind::other;
  return named_file{kind, identity_in(about), static_cast<std::uint64_t>(about.st_size), static_cast<std::uint64_t>(about.st_nlink)};
}

bool is_folder(const std::string& path) noexcept {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

result<std::string> absolute(const std::string& path, static_text place) {
  const auto resolved = [](const std::string& name) {
    const std::unique_ptr<char, void (*)(void*)> found(::realpath(name.c_str(), nullptr), std::free);
    return found ? std::string(found.get()) : std::string();
  };
  std::string whole_name = resolved(path);
  if (!whole_name.empty()) return whole_name;
  if (errno != ENOENT) return last_error(place);
  const std::size_t slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  whole_name = resolved(folder_of(path));
  if (whole_name.empty()) return last_error(place);
  if (name.empty()) return system_error(ENOENT, place);
  if (whole_name.back() != '/') whole_name.push_back('/');
  return whole_name + name;
}

bool may_write_beside(const std::string& path) noexcept { return ::access(folder_of(path).c_str(), W_OK) == 0; }

void sync_folder_of(const std::string& path) noexcept {
  const int opened = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  static_cast<void>(::fsync(opened));
  ::close(opened);
}

result<void> rename(const std::string& from, const std::string& to, static_text place) { return ended(std::rename(from.c_str(), to.c_str()), place); }

void remove(const std::string& path) noexcept { ::unlink(path.c_str()); }

result<std::vector<std::string>> names_in(const std::string& folder, static_text place) {
  const std::unique_ptr<DIR, int (*)(DIR*)> opened(::opendir(folder.c_str()), ::closedir);
  if (!opened) return last_error(place);
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* const each = ::readdir(opened.get());
    if (each == nullptr && errno != 0) return last_error(place);
    if (each == nullptr) break;
    std::string name = each->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace phr::platform
