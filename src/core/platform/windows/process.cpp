#include "core/platform/process.hpp"

#include "core/platform/windows/handle.hpp"

namespace phr::platform {

namespace {

std::atomic<bool> ends{false};

}  // namespace

namespace detail {
std::atomic<std::uint32_t> eras{1};
}

std::int64_t process_id() noexcept { return static_cast<std::int64_t>(::GetCurrentProcessId()); }

std::optional<std::string> environment(const char* name) {
  const std::wstring asked = wide(name);
  const DWORD length = ::GetEnvironmentVariableW(asked.c_str(), nullptr, 0);
  if (length == 0) return std::nullopt;
  std::wstring value(length, L'\0');
  value.resize(::GetEnvironmentVariableW(asked.c_str(), value.data(), length));
  return narrow(value);
}

bool is_ending() noexcept { return ends.load(std::memory_order_relaxed); }

void begin_the_end() noexcept {
  ends.store(true, std::memory_order_relaxed);
  detail::eras.fetch_add(1, std::memory_order_relaxed);
}

void around_forks(const fork_calls&) noexcept {}  // Windows has none

}  // namespace phr::platform
