// FHIR's primitive types as values that may be absent.
#pragma once

#include <phr/core/date_time.hpp>
#include <phr/core/decimal.hpp>
#include <phr/fhir/element_kind.hpp>
#include <phr/fhir/item.hpp>
#include <phr/fhir/text.hpp>

#include <concepts>
#include <cstdint>

namespace phr::fhir::r4 {

// A primitive that FHIR writes as a string. The types differ so that a choice can tell them apart.
// Lifetime, threads, errors: as text.
template <element_kind K>
struct primitive_text : text {
  using text::text;
  static constexpr element_kind kind_ = K;
};
using string = primitive_text<element_kind::string>;
using markdown = primitive_text<element_kind::markdown>;
using code = primitive_text<element_kind::code>;
using id = primitive_text<element_kind::id>;
using uri = primitive_text<element_kind::uri>;
using url = primitive_text<element_kind::url>;
using canonical = primitive_text<element_kind::canonical>;
using oid = primitive_text<element_kind::oid>;
using uuid = primitive_text<element_kind::uuid>;
using base64Binary = primitive_text<element_kind::base64Binary>;
using xhtml = primitive_text<element_kind::xhtml>;

// true, false or absent. It does not convert to bool: `if (patient.active)` would ask whether it is there.
// Lifetime: a value. Threads: immutable but for assignment. Errors: value() of an absent one: read_of_absent_element().
class boolean {
 public:
  static constexpr element_kind kind_ = element_kind::boolean;

  constexpr boolean() noexcept = default;
  template <std::same_as<bool> B>
  constexpr boolean(B value) noexcept : state_(value ? 2 : 1) {}  // NOLINT(google-explicit-constructor)
  explicit operator bool() const = delete;

  [[nodiscard]] constexpr bool has_value() const noexcept { return state_ != 0; }
  [[nodiscard]] constexpr bool value() const {
    if (state_ == 0) [[unlikely]] read_of_absent_element();
    return state_ == 2;
  }
  [[nodiscard]] constexpr bool value_or(bool otherwise) const noexcept { return state_ == 0 ? otherwise : state_ == 2; }
  friend constexpr bool operator==(boolean, boolean) noexcept = default;

 private:
  std::uint8_t state_ = 0;
};

// An integer or a moment in time, or nothing.
// Lifetime: a value, no heap. Threads: immutable but for assignment. Errors: parse() as the parser of the type says;
// value() of an absent one: read_of_absent_element().
template <element_kind K, class V>
class primitive_value {
 public:
  using value_type = V;
  static constexpr element_kind kind_ = K;
  static constexpr std::size_t presence_offset = sizeof(V);  // of the byte that tells whether it is there

  constexpr primitive_value() noexcept = default;
  // Of a V itself, so that neither 5.5 nor true becomes an integer by silence.
  template <std::same_as<V> T>
  constexpr primitive_value(const T& value) noexcept : value_(value), has_value_(true) {}  // NOLINT(google-explicit-constructor)
  // From FHIR's text of the type.
  [[nodiscard]] static result<primitive_value> parse(std::string_view characters) noexcept;

  [[nodiscard]] constexpr bool has_value() const noexcept { return has_value_; }
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value_; }
  [[nodiscard]] constexpr const V& value() const {
    if (!has_value_) [[unlikely]] read_of_absent_element();
    return value_;
  }
  [[nodiscard]] constexpr const V& operator*() const { return value(); }
  [[nodiscard]] constexpr const V* operator->() const { return &value(); }
  [[nodiscard]] constexpr V value_or(const V& otherwise) const noexcept { return has_value_ ? value_ : otherwise; }
  friend constexpr bool operator==(const primitive_value&, const primitive_value&) noexcept = default;

 private:
  V value_{};
  bool has_value_ = false;
};
using integer = primitive_value<element_kind::integer, std::int32_t>;
using positiveInt = primitive_value<element_kind::positiveInt, std::int32_t>;
using unsignedInt = primitive_value<element_kind::unsignedInt, std::int32_t>;
using date = primitive_value<element_kind::date, date_time>;
using dateTime = primitive_value<element_kind::dateTime, date_time>;
using instant = primitive_value<element_kind::instant, date_time>;
using time = primitive_value<element_kind::time, time_of_day>;

// A decimal as it was written: 7.2 and 7.20 are equal numbers and two texts, and FHIR keeps the difference. Eight bytes;
// number() gives what one computes with.
// Lifetime: a value; owns its text. Threads: immutable but for assignment. Errors: parse(): malformed_number, too_large;
// number() of an absent one: read_of_absent_element().
class decimal {
 public:
  static constexpr element_kind kind_ = element_kind::decimal;

  decimal() noexcept = default;
  decimal(const phr::decimal& number) : digits_(number.to_string()) {}  // NOLINT(google-explicit-constructor)
  template <std::integral I>
    requires(!std::same_as<I, bool>)
  decimal(I number) : decimal(phr::decimal::from_int64(static_cast<std::int64_t>(number))) {}  // NOLINT(google-explicit-constructor)
  explicit decimal(double number) = delete;  // how many digits? decimal::parse("7.20") says
  [[nodiscard]] static result<decimal> parse(std::string_view json_number);

  [[nodiscard]] bool has_value() const noexcept { return !digits_.empty(); }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] std::string_view digits() const& noexcept { return digits_.view(); }  // "" where absent
  std::string_view digits() const&& = delete;  // would outlive its decimal
  [[nodiscard]] phr::decimal number() const;
  [[nodiscard]] double to_double() const { return number().to_double(); }
  // By text. Numbers are compared by number().
  friend bool operator==(const decimal& a, const decimal& b) noexcept { return a.digits_ == b.digits_; }

 private:
  text digits_;
};

}  // namespace phr::fhir::r4
