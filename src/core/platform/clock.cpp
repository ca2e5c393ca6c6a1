#include "core/platform/clock.hpp"

#include <chrono>
#include <thread>

namespace phr::platform {

std::int64_t clock_microseconds() noexcept {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::int64_t steady_milliseconds() noexcept {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void sleep_milliseconds(std::int64_t much) noexcept { std::this_thread::sleep_for(std::chrono::milliseconds(much)); }

}  // namespace phr::platform
