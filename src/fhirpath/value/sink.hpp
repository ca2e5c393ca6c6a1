// Where items go, one by one.
#pragma once

#include <phr/fhirpath/value.hpp>

#include <type_traits>

namespace phr::fhirpath {

// False says that no more are wanted. Lifetime: borrows what it calls. Threads: per-thread. Errors: none.
class sink {
 public:
  template <class Visitor>
    requires(!std::is_same_v<std::remove_cvref_t<Visitor>, sink>)
  sink(Visitor&& visitor) noexcept  // NOLINT(google-explicit-constructor): a lambda is one
      : to_(const_cast<void*>(static_cast<const void*>(&visitor))), visit_([](void* to, const value& item) -> bool { return (*static_cast<std::remove_reference_t<Visitor>*>(to))(item); }) {}
  sink(void* to, bool (*visit)(void*, const value&)) noexcept : to_(to), visit_(visit) {}
  [[nodiscard]] bool operator()(const value& item) const { return visit_(to_, item); }

 private:
  void* to_;
  bool (*visit_)(void*, const value&);
};

}  // namespace phr::fhirpath
