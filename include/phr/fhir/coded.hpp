// A code of a required binding.
#pragma once

#include <phr/fhir/element_kind.hpp>
#include <phr/fhir/item.hpp>
#include <phr/fhir/text.hpp>

#include <concepts>
#include <cstdint>
#include <span>

namespace phr::fhir {

// The codes of a required binding, in the order of its enumeration. Lifetime: static. Threads: immutable.
struct code_set {
  std::string_view value_set;                // canonical URL
  std::span<const std::string_view> names;   // by enumerator
  std::span<const std::uint16_t> sorted;     // enumerators by name

  // The enumerator of a code, or -1.
  [[nodiscard]] int find(std::string_view code) const noexcept;
};

namespace detail {

// An enumerator, or the text of a code that is in no enumeration, or neither.
class coded_word {
 public:
  constexpr coded_word() noexcept = default;
  explicit coded_word(std::uint16_t enumerator) noexcept : known_(static_cast<std::uint16_t>(enumerator + 1)) {}
  coded_word(const code_set& codes, std::string_view code);

  [[nodiscard]] bool empty() const noexcept { return known_ == 0 && unknown_.empty(); }
  [[nodiscard]] bool is_known() const noexcept { return known_ != 0; }
  [[nodiscard]] std::uint16_t enumerator() const noexcept { return static_cast<std::uint16_t>(known_ - 1); }
  [[nodiscard]] std::string_view view(const code_set& codes) const noexcept {
    return is_known() ? codes.names[enumerator()] : unknown_.view();
  }
  friend bool operator==(const coded_word&, const coded_word&) noexcept = default;

 private:
  text unknown_;
  std::uint16_t known_ = 0;  // the enumerator and one
};

}  // namespace detail

// A code whose value set FHIR fixes, as an enumerator; the text of a code that is not in it is kept.
// Lifetime: a value; owns an unknown code's text. Threads: immutable but for assignment.
// Errors: value() where the code is absent or unknown: read_of_absent_element().
template <class E>
class coded {
 public:
  using enumeration = E;
  static constexpr element_kind kind_ = element_kind::coded;

  constexpr coded() noexcept = default;
  coded(E value) noexcept : word_(static_cast<std::uint16_t>(value)) {}  // NOLINT(google-explicit-constructor)
  coded(std::string_view code) : word_(code_set_of(E{}), code) {}        // NOLINT(google-explicit-constructor)
  coded(const char* code) : coded(std::string_view(code)) {}             // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool empty() const noexcept { return word_.empty(); }
  [[nodiscard]] bool is_known() const noexcept { return word_.is_known(); }
  [[nodiscard]] E value() const {
    if (!is_known()) [[unlikely]] read_of_absent_element();
    return static_cast<E>(word_.enumerator());
  }
  // The code as FHIR writes it; "" where absent.
  [[nodiscard]] std::string_view view() const& noexcept { return word_.view(code_set_of(E{})); }
  std::string_view view() const&& = delete;  // may be the text of an unknown code, which would end
  [[nodiscard]] std::string str() const { return std::string(word_.view(code_set_of(E{}))); }

  friend bool operator==(const coded& a, const coded& b) noexcept { return a.word_ == b.word_; }
  friend bool operator==(const coded& a, E b) noexcept { return a.is_known() && a.value() == b; }
  friend bool operator==(const coded& a, std::string_view b) noexcept { return a.view() == b; }
  friend bool operator==(const coded& a, const char* b) noexcept { return a.view() == b; }

 private:
  detail::coded_word word_;
};

}  // namespace phr::fhir
