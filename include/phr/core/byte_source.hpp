// Where bytes come from that are in no file.
#pragma once

#include <phr/core/result.hpp>

#include <cstddef>
#include <span>
#include <type_traits>

namespace phr {

// A borrowed callback that writes the next bytes of an input to the begin of what it is given, and returns their number: fewer than there is room
// for are no sign of the end, 0 is. It may wait. Its error ends the reading, and is returned as it is.
// Lifetime: borrows the callable, which must outlive the call it is passed to; temporaries are refused. Threads: called on the thread that
// reads. Errors: the callable must not throw.
class byte_source {
 public:
  template <class Callable>
    requires(!std::is_same_v<std::remove_cv_t<Callable>, byte_source> && std::is_invocable_r_v<result<std::size_t>, Callable&, std::span<char>>)
  byte_source(Callable& callable) noexcept
      : object_(const_cast<void*>(static_cast<const void*>(&callable))),
        call_([](void* object, std::span<char> into) -> result<std::size_t> { return (*static_cast<Callable*>(object))(into); }) {}

  [[nodiscard]] result<std::size_t> operator()(std::span<char> into) const { return call_(object_, into); }

 private:
  void* object_;
  result<std::size_t> (*call_)(void*, std::span<char>);
};

}  // namespace phr
