#include "core/platform/process.hpp"

#include <cstdlib>
#include <pthread.h>
#include <unistd.h>

namespace phr::platform {

namespace {

std::atomic<bool> ends{false};

void next_era() { detail::eras.fetch_add(1, std::memory_order_relaxed); }

// From the start of the program or the loading of the library, so that nothing is made before.
const bool counts_forks = ::pthread_atfork(nullptr, nullptr, next_era) == 0;

}  // namespace

namespace detail {
std::atomic<std::uint32_t> eras{1};
}

std::int64_t process_id() noexcept { return ::getpid(); }

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

bool is_ending() noexcept { return ends.load(std::memory_order_relaxed); }

void begin_the_end() noexcept {
  ends.store(true, std::memory_order_relaxed);
  next_era();
}

void around_forks(const fork_calls& calls) noexcept {
  static_cast<void>(counts_forks);
  static_cast<void>(::pthread_atfork(calls.before, calls.in_parent, calls.in_child));
}

}  // namespace phr::platform
