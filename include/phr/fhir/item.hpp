// What the containers of the models know of what they hold.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

namespace phr::fhir {

// How objects of one type are made, copied, moved and ended, so that box, list and choice are written once for all
// types and not once for each: 700 structures would otherwise cost megabytes.
// Lifetime: static. Threads: immutable. Errors: none; memory that runs out ends in std::bad_alloc.
struct item_type {
  std::size_t size;
  void (*construct)(void* at);                   // an empty object
  void (*copy)(void* at, const void* from);      // a deep copy
  void (*relocate)(void* at, void* from);        // moves, and ends `from`
  void (*destroy)(void* object) noexcept;
};

template <class T>
inline constexpr item_type item_type_of{
    sizeof(T),
    [](void* at) { ::new (at) T(); },
    [](void* at, const void* from) { ::new (at) T(*static_cast<const T*>(from)); },
    [](void* at, void* from) {
      ::new (at) T(static_cast<T&&>(*static_cast<T*>(from)));
      static_cast<T*>(from)->~T();
    },
    [](void* object) noexcept { static_cast<T*>(object)->~T(); },
};

// The item type of a structure lives in the library, with its table (T::structure_), so that a file which only names
// the structure does not compile how to copy all that is in it.
template <class T>
concept structured = requires { T::structure_; };

template <class T>
[[nodiscard]] const item_type& item_of() noexcept {
  if constexpr (structured<T>) {
    return T::structure_.item;
  } else {
    return item_type_of<T>;
  }
}

// Called when something absent is read without a check. Throws std::logic_error where exceptions exist, ends the
// program where they do not.
[[noreturn]] void read_of_absent_element();

}  // namespace phr::fhir
