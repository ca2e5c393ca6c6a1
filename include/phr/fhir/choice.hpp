// An element of several types: value[x].
#pragma once

#include <phr/fhir/item.hpp>
#include <phr/fhir/memory.hpp>
#include <phr/fhir/primitives.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace phr::fhir {

struct structure;

// One type of a choice. Lifetime: static.
struct alternative {
  element_kind kind;                     // a primitive or `structure`
  const fhir::structure* type = nullptr;  // of a structure
};

// The type's name ("Quantity", "dateTime"), which ends the element's name in JSON with its first letter in upper case.
[[nodiscard]] std::string_view name(const alternative& type) noexcept;

namespace detail {

// What all choices share: eight bytes that hold a text, an integer or a boolean, or a pointer to all else.
class choice_word {
 public:
  using table = std::span<const alternative>;
  static constexpr std::size_t index_offset = 8;  // of the byte that is 0 where it is absent

  constexpr choice_word() noexcept = default;
  [[nodiscard]] std::uint8_t index() const noexcept { return index_; }  // 0: absent, else from 1
  [[nodiscard]] void* get(table types) noexcept { return in_place(types[index_ - 1].kind) ? bytes_ : pointer(); }
  [[nodiscard]] const void* get(table types) const noexcept { return const_cast<choice_word*>(this)->get(types); }

  void* make(table types, std::uint8_t index, memory* from = nullptr);  // an empty object of that type, after ending what there was
  void make_from(table types, std::uint8_t index, void* from);
  void copy_from(table types, const choice_word& other);  // *this is absent
  void take(choice_word& other) noexcept;                 // *this is absent; so is `other` after
  void reset(table types) noexcept;

 private:
  [[nodiscard]] static constexpr bool in_place(element_kind kind) noexcept { return kind <= element_kind::xhtml; }
  [[nodiscard]] void* pointer() const noexcept {
    void* object = nullptr;
    std::memcpy(&object, bytes_, sizeof object);
    return object;
  }
  void* place(const item_type& item, bool in_bytes, memory* from);  // room for an item
  alignas(8) unsigned char bytes_[8] = {};
  std::uint8_t index_ = 0;
};

template <class T>
inline constexpr alternative alternative_of = [] {
  if constexpr (structured<T>) {
    return alternative{element_kind::structure, &T::structure_};
  } else {
    return alternative{T::kind_, nullptr};
  }
}();

}  // namespace detail

// An element of one of the types Ts, or absent. Copies are deep.
// Lifetime: owns. Threads: immutable but for assignment. Errors: none; as<T>() is nullptr where it holds no T.
template <class... Ts>
class choice {
 public:
  constexpr choice() noexcept = default;
  template <class T>
    requires(std::same_as<T, Ts> || ...)
  choice(T value) { word_.make_from(types(), index_of<T>, &value); }  // NOLINT(google-explicit-constructor): obs.value = ...
  template <std::same_as<bool> B>
    requires(std::same_as<r4::boolean, Ts> || ...)
  choice(B value) : choice(r4::boolean(value)) {}  // NOLINT(google-explicit-constructor)
  choice(const choice& other) { word_.copy_from(types(), other.word_); }
  choice(choice&& other) noexcept { word_.take(other.word_); }
  choice& operator=(const choice& other) {
    if (this != &other) *this = choice(other);
    return *this;
  }
  choice& operator=(choice&& other) noexcept {
    if (this != &other) {
      reset();
      word_.take(other.word_);
    }
    return *this;
  }
  ~choice() { reset(); }

  [[nodiscard]] bool has_value() const noexcept { return word_.index() != 0; }
  template <class T>
    requires(std::same_as<T, Ts> || ...)
  [[nodiscard]] bool is() const noexcept {
    return word_.index() == index_of<T>;
  }
  // The T it holds, or nullptr.
  template <class T>
    requires(std::same_as<T, Ts> || ...)
  [[nodiscard]] const T* as() const noexcept {
    return is<T>() ? static_cast<const T*>(word_.get(types())) : nullptr;
  }
  template <class T>
    requires(std::same_as<T, Ts> || ...)
  [[nodiscard]] T* as() noexcept {
    return is<T>() ? static_cast<T*>(word_.get(types())) : nullptr;
  }
  // Calls `visitor` with the value it holds, or not at all.
  template <class Visitor>
  void visit(Visitor&& visitor) const {
    (void)((is<Ts>() && (visitor(*as<Ts>()), true)) || ...);
  }
  void reset() noexcept {
    if (has_value()) word_.reset(types());
  }

  friend bool operator==(const choice& a, const choice& b) {
    if (a.word_.index() != b.word_.index()) return false;
    bool same = true;
    a.visit([&]<class T>(const T& value) { same = value == *b.template as<T>(); });
    return same;
  }

  // The types, in the order of the definition.
  [[nodiscard]] static constexpr std::span<const alternative> types() noexcept { return table_; }

 private:
  template <class T>
  static constexpr std::uint8_t index_of = [] {
    std::uint8_t index = 0;
    (void)((++index, std::same_as<T, Ts>) || ...);
    return index;
  }();
  static constexpr std::array<alternative, sizeof...(Ts)> table_{detail::alternative_of<Ts>...};

  detail::choice_word word_;
};

}  // namespace phr::fhir
