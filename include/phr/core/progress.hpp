// Progress and cancellation for all long work.
#pragma once

#include <phr/core/static_text.hpp>

#include <cstdint>
#include <type_traits>

namespace phr {

// How far a piece of work has come. `total` is 0 while it is not known; `unit` names what is counted ("bytes", "resources").
struct progress_step {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  static_text unit;
};

// A borrowed callback: returns true to go on, false to cancel. A cancelled operation returns errc::cancelled and
// leaves the data as it was; one that lands in parts (NDJSON) keeps the parts that have landed, as it says there. The
// default does nothing and never cancels.
// Lifetime: borrows the callable, which must outlive the call it is passed to; temporaries are refused.
// Threads: called on the thread that does the work, in its middle: there another write of the same thread, and a read by anyone but the owner, whose row of the trail is one, are
// refused with errc::locked, for they would wait for the work, which waits for the callback; other threads wait for their turn as ever. But an import of NDJSON calls it between its
// batches, when nothing is held: there it may write. Errors: the callable must not throw.
class progress {
 public:
  constexpr progress() noexcept = default;

  template <class Callable>
    requires(!std::is_same_v<std::remove_cv_t<Callable>, progress> &&
             std::is_invocable_r_v<bool, Callable&, const progress_step&>)
  progress(Callable& callable) noexcept
      : object_(const_cast<void*>(static_cast<const void*>(&callable))),
        call_([](void* object, const progress_step& step) -> bool { return (*static_cast<Callable*>(object))(step); }) {}

  // True to go on.
  [[nodiscard]] bool operator()(const progress_step& step) const { return call_ == nullptr || call_(object_, step); }

 private:
  void* object_ = nullptr;
  bool (*call_)(void*, const progress_step&) = nullptr;
};

}  // namespace phr
