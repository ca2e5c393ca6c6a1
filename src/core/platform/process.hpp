// The process: who it is, where it came from, what it was told.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

namespace phr::platform {

[[nodiscard]] std::int64_t process_id() noexcept;
// The value of an environment variable, where there is one.
[[nodiscard]] std::optional<std::string> environment(const char* name);

// Whether the process has one thread, where the C library tells.
[[nodiscard]] inline bool has_one_thread() noexcept {
#if __has_include(<sys/single_threaded.h>)
  return __libc_single_threaded != 0;
#else
  return false;
#endif
}

// What holds files or memory of the process belongs to an era of it. A forked child begins another, and so does the end of the process, when
// what this library keeps for all of it goes away: what is of an earlier era must not be touched then, nor given back.
enum class era : std::uint32_t {};
namespace detail {
extern std::atomic<std::uint32_t> eras;
}
[[nodiscard]] inline era this_era() noexcept { return era{detail::eras.load(std::memory_order_relaxed)}; }
[[nodiscard]] bool is_ending() noexcept;
void begin_the_end() noexcept;

// Called around every fork of the process from now on: before it, then after it on either side. A child is in another era by then.
struct fork_calls {
  void (*before)();
  void (*in_parent)();
  void (*in_child)();
};
void around_forks(const fork_calls& calls) noexcept;

}  // namespace phr::platform
