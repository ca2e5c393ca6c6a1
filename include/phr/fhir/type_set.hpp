// A set of FHIR resource types.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace phr::fhir {

enum class resource_type : std::uint8_t;

// Lifetime: a value of 32 bytes. Threads: immutable but for assignment. Errors: none.
class type_set {
 public:
  constexpr type_set() noexcept = default;  // empty
  [[nodiscard]] static constexpr type_set all() noexcept { return ~type_set{}; }

  constexpr void insert(resource_type type) noexcept { words_[word(type)] |= bit(type); }
  [[nodiscard]] constexpr bool contains(resource_type type) const noexcept { return (words_[word(type)] & bit(type)) != 0; }
  [[nodiscard]] constexpr bool empty() const noexcept { return *this == type_set{}; }
  // Whether all of the other's types are in it.
  [[nodiscard]] constexpr bool covers(const type_set& other) const noexcept { return (other & ~*this).empty(); }

  constexpr type_set& operator|=(const type_set& other) noexcept {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  constexpr type_set& operator&=(const type_set& other) noexcept {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  [[nodiscard]] constexpr type_set operator~() const noexcept {
    type_set other;
    for (std::size_t i = 0; i < words_.size(); ++i) other.words_[i] = ~words_[i];
    return other;
  }
  friend constexpr type_set operator|(type_set a, const type_set& b) noexcept { return a |= b; }
  friend constexpr type_set operator&(type_set a, const type_set& b) noexcept { return a &= b; }
  friend constexpr bool operator==(const type_set&, const type_set&) = default;

 private:
  static constexpr std::size_t word(resource_type type) noexcept { return static_cast<std::uint8_t>(type) >> 6; }
  static constexpr std::uint64_t bit(resource_type type) noexcept { return std::uint64_t{1} << (static_cast<std::uint8_t>(type) & 63); }
  std::array<std::uint64_t, 4> words_{};
};

}  // namespace phr::fhir
