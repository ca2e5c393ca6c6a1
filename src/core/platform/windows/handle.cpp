#include "core/platform/windows/handle.hpp"

namespace phr::platform {

error last_windows_error(static_text place) noexcept {
  switch (::GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME: return error{errc::no_such_file}.at(place);
    case ERROR_DIRECTORY: return error{errc::is_a_directory}.at(place);
    case ERROR_ACCESS_DENIED: return error{errc::permission_denied}.at(place);
    case ERROR_WRITE_PROTECT: return error{errc::read_only}.at(place);
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS: return error{errc::already_exists}.at(place);
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL: return error{errc::disk_full}.at(place);
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION: return error{errc::locked}.at(place);
    default: return error{errc::io_failed}.at(place);
  }
}

std::wstring wide(std::string_view text) {
  const int length = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), static_cast<int>(text.size()), nullptr, 0);
  std::wstring made(static_cast<std::size_t>(length), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), static_cast<int>(text.size()), made.data(), length);
  return made;
}

std::string narrow(std::wstring_view text) {
  const int length = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0, nullptr, nullptr);
  std::string made(static_cast<std::size_t>(length), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), made.data(), length, nullptr, nullptr);
  return made;
}

}  // namespace phr::platform
