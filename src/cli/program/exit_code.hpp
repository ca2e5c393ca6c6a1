// What the program says to the shell. The numbers are documented in docs/program.md and never change.
#pragma once

#include <phr/core/error.hpp>

namespace phr::cli {

enum exit_code : int {
  done = 0,
  refused_in_part = 1,  // done, but some lines were refused; or the audit trail is not intact
  wrong_usage = 2,
  not_opened = 3,    // wrong key, damaged, locked, of a newer format, no PHR file
  not_found = 4,
  bad_input = 5,     // JSON, FHIR, a query, a value
  denied = 6,
  system_failure = 7,
  cancelled = 8,
  defect = 70,
};

[[nodiscard]] exit_code code_of(const error& why) noexcept;

}  // namespace phr::cli
