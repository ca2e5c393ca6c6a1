// The one table from the operating system's error numbers to errors.
#pragma once

#include <phr/core/error.hpp>

namespace phr::platform {

// An errno as an error at that place; io_failed for what has no code of its own.
[[nodiscard]] error system_error(int number, static_text place) noexcept;
// What the last call that failed on this thread failed of.
[[nodiscard]] error last_error(static_text place) noexcept;

}  // namespace phr::platform
