#include "core/platform/system_error.hpp"

#include <cerrno>

namespace phr::platform {

error system_error(int number, static_text place) noexcept {
  switch (number) {
    case ENOENT:
    case ENOTDIR: return error{errc::no_such_file}.at(place);
    case EISDIR: return error{errc::is_a_directory}.at(place);
    case EACCES:
    case EPERM: return error{errc::permission_denied}.at(place);
    case EROFS: return error{errc::read_only}.at(place);
    case EEXIST: return error{errc::already_exists}.at(place);
    case ENOSPC:
#ifdef EDQUOT
    case EDQUOT:
#endif
    case EFBIG: return error{errc::disk_full}.at(place);
    case EAGAIN: return error{errc::locked}.at(place);
    default: return error{errc::io_failed}.at(place);
  }
}

error last_error(static_text place) noexcept { return system_error(errno, place); }

}  // namespace phr::platform
