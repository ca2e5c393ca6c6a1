// Where resources go that are read one after the other.
#pragma once

#include <string_view>
#include <type_traits>

namespace phr {

// A borrowed callback that takes the JSON of one resource, compact and without a line end, and returns true to go on; false ends the
// reading with errc::cancelled. The text is borrowed until it returns.
// Lifetime: borrows the callable, which must outlive the call it is passed to; temporaries are refused. Threads: called on the thread that
// reads. Errors: the callable must not throw.
class resource_sink {
 public:
  template <class Callable>
    requires(!std::is_same_v<std::remove_cv_t<Callable>, resource_sink> && std::is_invocable_r_v<bool, Callable&, std::string_view>)
  resource_sink(Callable& callable) noexcept
      : object_(const_cast<void*>(static_cast<const void*>(&callable))),
        call_([](void* object, std::string_view json) -> bool { return (*static_cast<Callable*>(object))(json); }) {}

  [[nodiscard]] bool operator()(std::string_view json) const { return call_(object_, json); }

 private:
  void* object_;
  bool (*call_)(void*, std::string_view);
};

}  // namespace phr
