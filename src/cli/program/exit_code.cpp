#include "cli/program/exit_code.hpp"

namespace phr::cli {

exit_code code_of(const error& why) noexcept {
  switch (why.code()) {
    case errc::internal: return defect;
    case errc::invalid_argument: return wrong_usage;
    case errc::cancelled: return cancelled;

    case errc::wrong_key:
    case errc::damaged_header:
    case errc::damaged_page:
    case errc::newer_format:
    case errc::locked:
    case errc::not_a_phr_file:
      return not_opened;

    case errc::no_such_file:
    case errc::not_found:
    case errc::gone:
      return not_found;

    case errc::access_denied: return denied;

    case errc::permission_denied:
    case errc::read_only:
    case errc::disk_full:
    case errc::io_failed:
    case errc::crypto_failed:
      return system_failure;

    case errc::audit_broken:
    case errc::authentication_failed:
      return refused_in_part;

    default: return bad_input;
  }
}

}  // namespace phr::cli
