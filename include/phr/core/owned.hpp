// A pointer that owns an object whose type is only declared.
#pragma once

#include <utility>

namespace phr {

// What the handles (store, session, cursor) hold: like std::unique_ptr, without <memory>, which alone would fill the
// budget of a public header. The deleter is taken where the object is made, so T may stay incomplete everywhere else.
// Lifetime: deletes its object. Threads: as T. Errors: none.
template <class T>
class owned {
 public:
  constexpr owned() noexcept = default;
  explicit owned(T* object) noexcept : object_(object), destroy_([](T* gone) { delete gone; }) {}
  owned(owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)), destroy_(other.destroy_) {}
  owned& operator=(owned&& other) noexcept {
    if (this != &other) {
      reset();
      object_ = std::exchange(other.object_, nullptr);
      destroy_ = other.destroy_;
    }
    return *this;
  }
  owned(const owned&) = delete;
  owned& operator=(const owned&) = delete;
  ~owned() { reset(); }

  void reset() noexcept {
    if (object_ != nullptr) destroy_(std::exchange(object_, nullptr));
  }
  [[nodiscard]] T* get() const noexcept { return object_; }
  [[nodiscard]] T& operator*() const noexcept { return *object_; }
  [[nodiscard]] T* operator->() const noexcept { return object_; }
  [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  T* object_ = nullptr;
  void (*destroy_)(T*) = nullptr;
};

}  // namespace phr
