// The clock as hosts ask for it.
#include <phr/access/clock.hpp>

#include "core/platform/clock.hpp"

namespace phr::access {

std::int64_t clock_now() noexcept { return platform::clock_microseconds(); }

}  // namespace phr::access
