// The system's clock, for hosts. The library itself never reads a clock: `now` is passed in.
#pragma once

#include <cstdint>

namespace phr::access {

// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted, as the operating system has it.
[[nodiscard]] std::int64_t clock_now() noexcept;

}  // namespace phr::access

namespace phr {
using access::clock_now;
}  // namespace phr
