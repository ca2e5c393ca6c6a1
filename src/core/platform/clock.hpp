// The clocks of the system. Nothing is decided by them but by whom a host asks (decision D9).
#pragma once

#include <cstdint>

namespace phr::platform {

// Microseconds since 1970 UTC.
[[nodiscard]] std::int64_t clock_microseconds() noexcept;
// Of a clock that only goes forward.
[[nodiscard]] std::int64_t steady_milliseconds() noexcept;
void sleep_milliseconds(std::int64_t much) noexcept;

}  // namespace phr::platform
