// The one guard between C and the C++ core: handles are checked, errors become numbers, exceptions end here.
#pragma once

#include <phr/core/result.hpp>
#include <phr/status.h>

#include <cstdint>
#include <new>
#include <optional>
#include <utility>

namespace phr::c {

// What a handle begins with. The number is that of its type and is struck out when the handle ends.
// Lifetime: as the handle. Threads: immutable. Errors: none.
template <std::uint32_t Number>
class magic {
 public:
  magic() noexcept = default;
  magic(const magic&) = delete;
  magic& operator=(const magic&) = delete;
  ~magic() { number_ = 0; }
  [[nodiscard]] bool holds() const noexcept { return number_ == Number; }

 private:
  volatile std::uint32_t number_ = Number;  // volatile, so that the last write is not left out
};

// Whether the pointer is a handle of its type, in use.
template <class Handle>
[[nodiscard]] bool is_valid(const Handle* handle) noexcept {
  return handle != nullptr && reinterpret_cast<std::uintptr_t>(handle) % alignof(Handle) == 0 && handle->magic.holds();
}

// A failure at this boundary: of the core, or one that only C can make.
struct failure {
  phr_status status = PHR_INTERNAL;
  error what;
};

[[nodiscard]] inline failure because(const error& what) noexcept {
  return {static_cast<phr_status>(what.code()), what};
}
[[nodiscard]] inline failure because(phr_status status, static_text place) noexcept {
  return {status, error{errc::invalid_argument}.at(place)};
}

// Writes the failure where the caller wants it, if it does; none: PHR_OK.
phr_status tell(phr_error* err, const std::optional<failure>& failed) noexcept;

// The result of a body below: nothing, or a failure. Converts from all of them; PHR_TRY takes it as it takes a result<void>.
// Lifetime: a value. Threads: immutable. Errors: it may be one.
class outcome {
 public:
  outcome() noexcept = default;
  outcome(const failure& failed) noexcept : failed_(failed) {}
  outcome(const error& failed) noexcept : failed_(because(failed)) {}
  template <class T>
  outcome(const result<T>& from) noexcept {
    if (!from) failed_ = because(from.error());
  }
  // What PHR_TRY returns.
  template <class Failed>
    requires requires(const Failed& from) { result<void>(from); }
  outcome(const Failed& from) noexcept : outcome(result<void>(from)) {}
  [[nodiscard]] const std::optional<failure>& failed() const noexcept { return failed_; }
  [[nodiscard]] bool has_value() const noexcept { return !failed_; }
  [[nodiscard]] const failure& as_failure() const noexcept { return *failed_; }

 private:
  std::optional<failure> failed_;
};

// Runs the body, which returns an outcome, and tells its result.
template <class Body>
phr_status guarded(phr_error* err, Body&& body) noexcept {
  try {
    const outcome done = body();
    return tell(err, done.failed());
  } catch (const std::bad_alloc&) {
    return tell(err, because(PHR_OUT_OF_MEMORY, "memory"));
  } catch (...) {
    return tell(err, because(error{errc::internal}.at("an exception")));
  }
}

// The same with the object of a handle, if it is one.
template <class Handle, class Body>
phr_status with(Handle* handle, phr_error* err, Body&& body) noexcept {
  if (!is_valid(handle)) return tell(err, because(PHR_INVALID_HANDLE, "the handle"));
  return guarded(err, [&]() -> outcome { return body(*handle); });
}

// Gives a new handle out.
template <class Handle, class... Parts>
outcome give(Handle** out, Parts&&... parts) {
  *out = new Handle{{}, std::forward<Parts>(parts)...};
  return {};
}

// Ends a handle; nothing for one that is none.
template <class Handle>
void end(Handle* handle) noexcept {
  if (is_valid(handle)) delete handle;
}

}  // namespace phr::c
