// FHIR decimal: exact, and the same text out as in.
#pragma once

#include <phr/core/result.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace phr {

struct decimal_range;

// A decimal number of any precision, kept as the text it was written in: 1.0, 1.00 and 10e-1 are equal numbers and
// three different texts. Comparison and arithmetic are exact; no double is involved but in to_double().
// Limits of parse(): 1,000 characters, written exponent within +-10,000, so that no input is dear.
// Lifetime: a value; owns its text. Threads: immutable but for assignment.
// Errors: malformed_number (not a JSON number, or exponent beyond the limit), too_large (longer than the limit, or a
// sum that cannot be written within it): refuse the input.
class decimal {
 public:
  static constexpr std::size_t max_characters = 1000;
  static constexpr int max_exponent = 10000;

  decimal() : text_(1, '0') {}  // 0

  // A JSON number, which is FHIR's regex too: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
  [[nodiscard]] static result<decimal> parse(std::string_view json_number);
  [[nodiscard]] static decimal from_int64(std::int64_t value);

  [[nodiscard]] const std::string& to_string() const& noexcept { return text_; }
  [[nodiscard]] std::string to_string() && noexcept { return static_cast<std::string&&>(text_); }

  // The nearest double, ties to even; an infinity beyond the largest double, a zero below the smallest one.
  [[nodiscard]] double to_double() const noexcept;

  // Digits from the first that is not 0 to the last written one: 100 has 3, 1e2 has 1, 0.010 has 2. A zero has 1.
  [[nodiscard]] int significant_digits() const noexcept;
  // The last written digit counts 10^-scale: 1.50 has 2, 100 has 0, 1e2 has -2.
  [[nodiscard]] int scale() const noexcept;
  [[nodiscard]] bool is_zero() const noexcept;
  [[nodiscard]] bool is_negative() const noexcept;  // less than 0; -0.0 is not

  // By number.
  [[nodiscard]] std::weak_ordering compare(const decimal& other) const noexcept;
  friend std::weak_ordering operator<=>(const decimal& a, const decimal& b) noexcept { return a.compare(b); }
  friend bool operator==(const decimal& a, const decimal& b) noexcept { return a.compare(b) == 0; }
  // By text.
  [[nodiscard]] bool identical(const decimal& other) const noexcept { return text_ == other.text_; }

  // Exact. The result has the larger scale of the two: 1.5 + 1.50 is 3.00. too_large where the digits do not fit the
  // limits above, as in 1e10000 + 1.
  [[nodiscard]] result<decimal> add(const decimal& other) const;
  [[nodiscard]] result<decimal> subtract(const decimal& other) const;
  // Exact, too; the scale is the sum of both: 1.5 * 1.50 is 2.250. Errors: too_large.
  [[nodiscard]] result<decimal> multiply(const decimal& other) const;
  // The nearest number of that many significant digits (1 to 500), halves away from zero; exact where it ends before, and then
  // without zeros at its end. Errors: invalid_argument for a division by zero; too_large.
  [[nodiscard]] result<decimal> divide(const decimal& by, int significant = 28) const;
  // How many times `by` goes into this, towards zero, and what is left, which has the sign of this: -7 by 2 is -3, rest -1.
  // Errors: as divide(); too_large also where the quotient has more than 1,000 digits.
  [[nodiscard]] result<decimal> quotient(const decimal& by) const;
  [[nodiscard]] result<decimal> remainder(const decimal& by) const;
  // With at most that many digits behind the point, the nearest number, halves away from zero. It stays as it is written where it
  // has no more. Negative scales round to tens, hundreds and so on.
  [[nodiscard]] decimal round(int to_scale) const;
  // Without digits behind the point: towards zero, down, up.
  [[nodiscard]] decimal truncate() const;
  [[nodiscard]] decimal floor() const;
  [[nodiscard]] decimal ceiling() const;
  [[nodiscard]] decimal negate() const;  // same digits; a zero loses its sign

  // The numbers that would be rounded to this one: half a unit of the last written digit to both sides, low included,
  // high not (https://hl7.org/fhir/R4/search.html#number): 100 is [99.5, 100.5), 1e2 is [5e1, 15e1).
  // The texts of the bounds may be longer than the limits of parse() by two digits.
  [[nodiscard]] decimal_range implied_range() const;

 private:
  explicit decimal(std::string&& text) noexcept : text_(static_cast<std::string&&>(text)) {}

  std::string text_;
};

// low <= x < high.
struct decimal_range {
  decimal low;
  decimal high;
};

}  // namespace phr
