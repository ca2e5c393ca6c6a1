// An element that may be absent, kept on the heap.
#pragma once

#include <phr/fhir/item.hpp>
#include <phr/fhir/memory.hpp>

namespace phr::fhir {

namespace detail {

// What all boxes share: one pointer, and what to do with what it points to.
class box_word {
 public:
  constexpr box_word() noexcept = default;
  [[nodiscard]] void* get() const noexcept { return object_; }
  void adopt(void* object) noexcept { object_ = object; }

  void* make(const item_type& item, memory* from = nullptr);  // an empty object, after ending the one there was
  void* make_copy(const item_type& item, const void* from);
  void* make_from(const item_type& item, void* from);       // moves out of `from`, which stays to be ended by its owner
  void reset(const item_type& item) noexcept;

 private:
  void* object_ = nullptr;
};

}  // namespace detail

// An element of at most one: absent, or a T of its own. Copies are deep.
// Lifetime: owns. Threads: immutable but for assignment. Errors: reading an absent element: read_of_absent_element().
template <class T>
class box {
 public:
  using value_type = T;

  constexpr box() noexcept = default;
  box(const T& value) { word_.make_copy(item_of<T>(), &value); }  // NOLINT(google-explicit-constructor): obs.code = ...
  box(T&& value) { word_.make_from(item_of<T>(), &value); }       // NOLINT(google-explicit-constructor)
  box(const box& other) {
    if (other) word_.make_copy(item_of<T>(), other.word_.get());
  }
  box(box&& other) noexcept : word_(std::exchange(other.word_, {})) {}
  box& operator=(const box& other) {
    if (this != &other) box(other).swap(*this);
    return *this;
  }
  box& operator=(box&& other) noexcept {
    box(static_cast<box&&>(other)).swap(*this);
    return *this;
  }
  ~box() { reset(); }

  [[nodiscard]] bool has_value() const noexcept { return word_.get() != nullptr; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] const T* get() const noexcept { return static_cast<const T*>(word_.get()); }
  [[nodiscard]] T* get() noexcept { return static_cast<T*>(word_.get()); }
  [[nodiscard]] const T& operator*() const { return *checked(); }
  [[nodiscard]] T& operator*() { return const_cast<T&>(*checked()); }
  [[nodiscard]] const T* operator->() const { return checked(); }
  [[nodiscard]] T* operator->() { return const_cast<T*>(checked()); }

  // The element, made empty where it was absent.
  T& ensure() { return has_value() ? *get() : *static_cast<T*>(word_.make(item_of<T>())); }
  void reset() noexcept {
    if (has_value()) word_.reset(item_of<T>());
  }
  void swap(box& other) noexcept { std::swap(word_, other.word_); }

  friend bool operator==(const box& a, const box& b) {
    return a.has_value() == b.has_value() && (!a.has_value() || *a == *b);
  }

 private:
  [[nodiscard]] const T* checked() const {
    if (!has_value()) [[unlikely]] read_of_absent_element();
    return get();
  }
  detail::box_word word_;
};

}  // namespace phr::fhir
