// An element that repeats.
#pragma once

#include <phr/fhir/item.hpp>
#include <phr/fhir/memory.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>

namespace phr::fhir {

namespace detail {

// What all lists share: a pointer to a block of size, capacity and items, or none for an empty list.
class list_word {
 public:
  struct header {
    std::uint32_t size;
    std::uint32_t capacity;
  };
  static_assert(sizeof(header) == 8);  // items follow, aligned to eight bytes

  [[nodiscard]] std::uint32_t size() const noexcept { return block_ == nullptr ? 0 : block_->size; }
  [[nodiscard]] void* items() const noexcept { return block_ == nullptr ? nullptr : block_ + 1; }

  void* append(const item_type& item, memory* from = nullptr);      // an empty item at the end
  void* append_raw(const item_type& item, memory* from = nullptr);  // room for one item, counted, to be made by the caller
  void copy_from(const item_type& item, const list_word& other);  // *this is empty
  void reserve(const item_type& item, std::uint32_t capacity, memory* from = nullptr);
  void truncate(const item_type& item, std::uint32_t size) noexcept;
  void erase(const item_type& item, std::uint32_t first, std::uint32_t count) noexcept;
  void clear(const item_type& item) noexcept;                   // gives the block back

 private:
  header* block_ = nullptr;
};

}  // namespace detail

// The repetitions of an element, in order. Eight bytes while empty; absent and empty are the same, as in FHIR.
// Lifetime: owns; a reference, pointer or iterator ends with the next change. Threads: immutable but for assignment.
// Errors: at(), front() and back() past the end: read_of_absent_element(); operator[] is unchecked.
template <class T>
class list {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  constexpr list() noexcept = default;
  list(std::initializer_list<T> items) { assign(items.begin(), items.end()); }
  explicit list(std::span<const T> items) { assign(items.data(), items.data() + items.size()); }
  list(const list& other) { word_.copy_from(item_of<T>(), other.word_); }
  list(list&& other) noexcept : word_(std::exchange(other.word_, {})) {}
  list& operator=(const list& other) {
    if (this != &other) list(other).swap(*this);
    return *this;
  }
  list& operator=(list&& other) noexcept {
    list(static_cast<list&&>(other)).swap(*this);
    return *this;
  }
  ~list() { clear(); }

  [[nodiscard]] std::size_t size() const noexcept { return word_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] T* data() noexcept { return static_cast<T*>(word_.items()); }
  [[nodiscard]] const T* data() const noexcept { return static_cast<const T*>(word_.items()); }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size(); }
  [[nodiscard]] const T* begin() const noexcept { return data(); }
  [[nodiscard]] const T* end() const noexcept { return data() + size(); }
  [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return data()[index]; }
  [[nodiscard]] const T& at(std::size_t index) const {
    if (index >= size()) [[unlikely]] read_of_absent_element();
    return data()[index];
  }
  [[nodiscard]] T& at(std::size_t index) { return const_cast<T&>(std::as_const(*this).at(index)); }
  [[nodiscard]] const T& front() const { return at(0); }
  [[nodiscard]] T& front() { return at(0); }
  [[nodiscard]] const T& back() const { return at(size() - 1); }
  [[nodiscard]] T& back() { return at(size() - 1); }

  // An empty item at the end, to be filled.
  T& add() { return *static_cast<T*>(word_.append(item_of<T>())); }
  T& push_back(T item) { return *::new (word_.append_raw(item_of<T>())) T(static_cast<T&&>(item)); }
  void pop_back() noexcept { word_.truncate(item_of<T>(), word_.size() - 1); }
  void erase(std::size_t first, std::size_t count = 1) noexcept {
    word_.erase(item_of<T>(), static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count));
  }
  void reserve(std::size_t capacity) { word_.reserve(item_of<T>(), static_cast<std::uint32_t>(capacity)); }
  void clear() noexcept {
    if (word_.items() != nullptr) word_.clear(item_of<T>());
  }
  void swap(list& other) noexcept { std::swap(word_, other.word_); }

  friend bool operator==(const list& a, const list& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t index = 0; index < a.size(); ++index) {
      if (!(a[index] == b[index])) return false;
    }
    return true;
  }

 private:
  void assign(const T* first, const T* last) {
    reserve(static_cast<std::size_t>(last - first));
    for (; first != last; ++first) push_back(*first);
  }
  detail::list_word word_;
};

}  // namespace phr::fhir
