#include "core/platform/file.hpp"

#include "core/platform/windows/handle.hpp"

#include <algorithm>

namespace phr::platform {

namespace {

// The lock lies far behind every byte, for locks of Windows keep others from reading what they cover.
constexpr DWORD lock_low = 0xFFFFFFF0U;
constexpr DWORD lock_high = 0x7FFFFFFFU;

HANDLE of(std::intptr_t handle) noexcept { return reinterpret_cast<HANDLE>(handle); }

OVERLAPPED at(std::uint64_t offset) noexcept {
  OVERLAPPED place{};
  place.Offset = static_cast<DWORD>(offset);
  place.OffsetHigh = static_cast<DWORD>(offset >> 32);
  return place;
}

DWORD portion(std::size_t bytes) noexcept { return static_cast<DWORD>(std::min<std::size_t>(bytes, 1U << 30)); }

struct closing {
  explicit closing(HANDLE opened) noexcept : handle(opened) {}
  closing(const closing&) = delete;
  closing& operator=(const closing&) = delete;
  ~closing() {
    if (is_open()) ::CloseHandle(handle);
  }
  [[nodiscard]] bool is_open() const noexcept { return handle != INVALID_HANDLE_VALUE; }
  HANDLE handle;
};

// A handle by which a file or folder is only looked at.
HANDLE looking(const std::string& path) {
  return ::CreateFileW(wide(path).c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
}

std::uint64_t whole(DWORD high, DWORD low) noexcept { return (std::uint64_t{high} << 32) | low; }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

result<void> ended(BOOL done, static_text place) {
  if (done == 0) return last_windows_error(place);
  return success();
}

result<std::string> final_name(const std::string& path, static_text place) {
  const closing opened(looking(path));
  if (!opened.is_open()) return last_windows_error(place);
  std::wstring name(32768, L'\0');
  const DWORD length = ::GetFinalPathNameByHandleW(opened.handle, name.data(), static_cast<DWORD>(name.size()), FILE_NAME_NORMALIZED);
  if (length == 0 || length >= name.size()) return last_windows_error(place);
  std::wstring_view found(name.data(), length);
  constexpr std::wstring_view prefix = L"\\\\?\\";
  constexpr std::wstring_view network = L"\\\\?\\UNC\\";
  if (found.starts_with(network)) return "\\\\" + narrow(found.substr(network.size()));
  if (found.starts_with(prefix)) found.remove_prefix(prefix.size());
  return narrow(found);
}

}  // namespace

result<file> file::open(const std::string& path, file_access how, static_text place) {
  const DWORD access = how == file_access::read ? GENERIC_READ : GENERIC_READ | GENERIC_WRITE;
  const HANDLE opened = ::CreateFileW(wide(path).c_str(), access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                      how == file_access::create ? CREATE_NEW : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (opened == INVALID_HANDLE_VALUE) return last_windows_error(place);
  return file(reinterpret_cast<handle>(opened));
}

file file::standard_input() noexcept { return file(reinterpret_cast<handle>(::GetStdHandle(STD_INPUT_HANDLE)), false); }

void file::close() noexcept {
  if (handle_ != none && is_ours_) ::CloseHandle(of(handle_));
  handle_ = none;
}

result<std::size_t> file::read_at(bytes_span into, std::uint64_t offset, static_text place) const {
  std::size_t have = 0;
  while (have < into.size()) {
    OVERLAPPED where = at(offset + have);
    DWORD got = 0;
    if (::ReadFile(of(handle_), into.data() + have, portion(into.size() - have), &got, &where) == 0 && ::GetLastError() != ERROR_HANDLE_EOF) {
      return last_windows_error(place);
    }
    if (got == 0) break;
    have += got;
  }
  return have;
}

result<void> file::write_at(bytes_view bytes, std::uint64_t offset, static_text place) const {
  while (!bytes.empty()) {
    OVERLAPPED where = at(offset);
    DWORD written = 0;
    PHR_TRY(ended(::WriteFile(of(handle_), bytes.data(), portion(bytes.size()), &written, &where), place));
    bytes = bytes.subspan(written);
    offset += written;
  }
  return success();
}

result<std::size_t> file::read(bytes_span into, static_text place) const {
  DWORD got = 0;
  if (::ReadFile(of(handle_), into.data(), portion(into.size()), &got, nullptr) == 0 && ::GetLastError() != ERROR_BROKEN_PIPE) return last_windows_error(place);
  return std::size_t{got};
}

// Of a pipe alone can be told whether there is something in it.
bool file::has_input(int milliseconds) const noexcept {
  if (::GetFileType(of(handle_)) != FILE_TYPE_PIPE) return true;
  DWORD there = 0;
  for (int waited = 0; ::PeekNamedPipe(of(handle_), nullptr, 0, nullptr, &there, nullptr) != 0; waited += 5) {
    if (there != 0) return true;
    if (waited >= milliseconds) return false;
    ::Sleep(5);
  }
  return true;
}

result<void> file::sync(static_text place) const { return ended(::FlushFileBuffers(of(handle_)), place); }

result<std::uint64_t> file::size(static_text place) const {
  LARGE_INTEGER found{};
  PHR_TRY(ended(::GetFileSizeEx(of(handle_), &found), place));
  return static_cast<std::uint64_t>(found.QuadPart);
}

result<void> file::truncate(std::uint64_t size, static_text place) const {
  FILE_END_OF_FILE_INFO end{};
  end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
  return ended(::SetFileInformationByHandle(of(handle_), FileEndOfFileInfo, &end, sizeof end), place);
}

result<file_identity> file::identity(static_text place) const {
  BY_HANDLE_FILE_INFORMATION about{};
  PHR_TRY(ended(::GetFileInformationByHandle(of(handle_), &about), place));
  return file_identity{about.dwVolumeSerialNumber, whole(about.nFileIndexHigh, about.nFileIndexLow)};
}

result<bool> file::lock(lock_kind kind, static_text place) const {
  OVERLAPPED where{};
  where.Offset = lock_low;
  where.OffsetHigh = lock_high;
  ::UnlockFileEx(of(handle_), 0, 1, 0, &where);  // a second lock would not take the place of the first
  const DWORD flags = LOCKFILE_FAIL_IMMEDIATELY | (kind == lock_kind::exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0U);
  if (::LockFileEx(of(handle_), flags, 0, 1, 0, &where) != 0) return true;
  if (::GetLastError() == ERROR_LOCK_VIOLATION || ::GetLastError() == ERROR_IO_PENDING) return false;
  return last_windows_error(place);
}

bool can_share_files() noexcept { return true; }

result<named_file> look_up(const std::string& path, static_text place) {
  const closing opened(looking(path));
  if (!opened.is_open()) {
    const error why = last_windows_error(place);
    if (why.code() == errc::no_such_file) return named_file{};
    return why;
  }
  BY_HANDLE_FILE_INFORMATION about{};
  PHR_TRY(ended(::GetFileInformationByHandle(opened.handle, &about), place));
  const bool is_folder = (about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
  const name_kind kind = is_folder ? name_kind::folder : ::GetFileType(opened.handle) == FILE_TYPE_DISK ? name_kind::file : name_kind::other;
  return named_file{kind, {about.dwVolumeSerialNumber, whole(about.nFileIndexHigh, about.nFileIndexLow)}, whole(about.nFileSizeHigh, about.nFileSizeLow), about.nNumberOfLinks};
}

bool is_folder(const std::string& path) noexcept {
  const auto there = look_up(path, "the folder");
  return there && there.value().kind == name_kind::folder;
}

result<std::string> absolute(const std::string& path, static_text place) {
  auto found = final_name(path, place);
  if (found || found.error().code() != errc::no_such_file) return found;
  const std::size_t slash = path.find_last_of("/\\");
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  if (name.empty()) return found;
  PHR_TRY(std::string folder, final_name(folder_of(path), place));
  if (folder.back() != '\\') folder.push_back('\\');
  return folder + name;
}

bool may_write_beside(const std::string& path) noexcept {
  const closing opened(::CreateFileW(wide(folder_of(path)).c_str(), FILE_ADD_FILE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                     FILE_FLAG_BACKUP_SEMANTICS, nullptr));
  return opened.is_open();
}

// NTFS keeps names and what they lead to in one journal.
void sync_folder_of(const std::string&) noexcept {}

result<void> rename(const std::string& from, const std::string& to, static_text place) {
  return ended(::MoveFileExW(wide(from).c_str(), wide(to).c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH), place);
}

void remove(const std::string& path) noexcept { ::DeleteFileW(wide(path).c_str()); }

result<std::vector<std::string>> names_in(const std::string& folder, static_text place) {
  WIN32_FIND_DATAW each{};
  const HANDLE search = ::FindFirstFileW(wide(folder + "\\*").c_str(), &each);
  if (search == INVALID_HANDLE_VALUE) return last_windows_error(place);
  std::vector<std::string> names;
  do {
    std::string name = narrow(each.cFileName);
    if (name != "." && name != "..") names.push_back(std::move(name));
  } while (::FindNextFileW(search, &each) != 0);
  const bool at_end = ::GetLastError() == ERROR_NO_MORE_FILES;
  ::FindClose(search);
  if (!at_end) return error{errc::io_failed}.at(place);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace phr::platform
