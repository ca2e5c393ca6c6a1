// The one place that reads the system's clock.
#include <phr/access/clock.hpp>

#include <chrono>

namespace phr::access {

std::int64_t clock_now() noexcept {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count();
}

}  // namespace phr::access
