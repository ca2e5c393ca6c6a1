// Units of measure by UCUM: what a code means, whether two can be compared, and exact conversion between them.
#pragma once

#include <phr/core/decimal.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace phr::ucum {

namespace detail {

// A number without sign of at most 1,024 bits, least 32 bits first; the highest in use is not 0.
struct natural {
  static constexpr std::uint32_t capacity = 32;
  std::array<std::uint32_t, capacity> limb{};
  std::uint32_t size = 0;
};

// numerator / denominator * 10^exponent in its one form: no common factor, the numerator no multiple of 10, the denominator
// none of 2 or 5. So equal factors are equal member by member, and a conversion ends where the denominator is 1.
struct factor {
  natural numerator;
  natural denominator;
  std::int32_t exponent = 0;
  bool rounded = false;  // [pi] is in it, of which the table gives 65 digits
};

// The power of one arbitrary unit such as [iU]: a dimension of its own.
struct arbitrary {
  std::uint16_t row = 0;
  std::int16_t exponent = 0;
};

// Above and below the line; what is in both does not cancel: mmol/mol has one of each.
struct amount {
  std::int16_t above = 0;
  std::int16_t below = 0;
  bool operator==(const amount&) const = default;
};

struct meaning {
  factor size;
  std::array<std::int16_t, 7> dimensions{};    // of m, s, g, rad, K, C, cd
  std::array<arbitrary, 6> arbitraries{};      // those in use come first, by row
  std::uint8_t arbitrary_count = 0;
  std::uint8_t function = 0;                   // of a special unit, see special.hpp; 0: it is a plain factor
  std::int16_t prefix_tens = 0;                // prefix of a special unit: dB has -1
  std::int16_t prefix_twos = 0;
  amount moles;                                // how often the code itself says mol and eq
  amount equivalents;
};

}  // namespace detail

// A unit: the code it was read from, and what that means in the base units of UCUM (m, s, g, rad, K, C, cd).
// What it means is exact, for every definition of UCUM is a decimal number of other units. A special unit (Cel, [pH], dB) is a
// function of a plain one. An arbitrary unit ([iU], [arb'U]) is comparable with itself alone. Annotations ({RBC}) mean nothing.
// Lifetime: a value of about 350 bytes. Threads: immutable but for assignment.
// Errors: see parse(); multiply and divide give unit_mismatch for a special unit, which takes no part in algebra
// (UCUM section 22), and too_large or too_deep where the outcome is beyond the limits of parse().
class unit {
 public:
  unit();  // 1

  // A code with case, as FHIR has them ("c/s"). No spaces; a leading solidus, parentheses and annotations as in UCUM's grammar.
  // Limits: 1,000 bytes, 64 parentheses within each other, exponents within +-999, 6 different arbitrary units, a factor whose
  // numerator and denominator have 1,024 bits.
  // Errors, each with the column where it is: empty_input; malformed_query (what stands there fits no grammar);
  // invalid_value (no such unit, or a prefix on a unit that takes none); unit_mismatch (a special unit within a term);
  // invalid_utf8 (a byte that is not visible ASCII); too_deep; too_large.
  [[nodiscard]] static result<unit> parse(std::string_view code);

  [[nodiscard]] const std::string& code() const& noexcept { return code_; }
  [[nodiscard]] std::string code() && noexcept { return static_cast<std::string&&>(code_); }
  // The same in base and arbitrary units by alphabet: N is g.m.s-2, Cel is K, % is 1. The factor is left out: see canonical_form().
  [[nodiscard]] std::string canonical_code() const;

  [[nodiscard]] bool is_special() const noexcept { return meaning_.function != 0; }
  [[nodiscard]] bool is_arbitrary() const noexcept { return meaning_.arbitrary_count != 0; }
  [[nodiscard]] bool is_dimensionless() const noexcept;

  [[nodiscard]] result<unit> multiply(const unit& by) const;
  [[nodiscard]] result<unit> divide(const unit& by) const;

  [[nodiscard]] const detail::meaning& meaning() const& noexcept { return meaning_; }

 private:
  unit(std::string&& code, const detail::meaning& means) : code_(static_cast<std::string&&>(code)), meaning_(means) {}

  std::string code_;
  detail::meaning meaning_;
};

// Whether values of the one can be told in the other: same base units to the same powers, same arbitrary units.
[[nodiscard]] bool is_comparable(const unit& a, const unit& b) noexcept;
// Whether they mean the same: L and dm3, but not Cel and K.
[[nodiscard]] bool is_same(const unit& a, const unit& b) noexcept;

// The code in words: "(kilogram) / (meter ^ 3)", "(unity)" for the empty code. Errors: as unit::parse().
[[nodiscard]] result<std::string> display_name(std::string_view code);

struct quantity;

// A way from one unit to another, to be used for many values.
// Digits: where the factor is a power of ten all written digits stay, 6.30 mm is 0.00630 m. Else the value is the exact one without
// zeros at its end, if it ends; what does not end (or has [pi] in it) is rounded to 28 significant digits, or to as many as the value
// has where these are more, halves away from zero. Cel, [degF] and [degRe] are as exact. Logarithms, tangents and roots are
// computed in double and rounded to 15 significant digits.
// Lifetime: a value. Threads: immutable but for assignment.
// Errors: unit_mismatch (the units are not comparable: do not guess); too_large; invalid_argument (a logarithm or root of what has none).
class conversion {
 public:
  [[nodiscard]] static result<conversion> between(const unit& from, const unit& to);

  [[nodiscard]] result<decimal> operator()(const decimal& value) const;
  // In double, for columns: not a number where the other has an error.
  [[nodiscard]] double operator()(double value) const noexcept { return way_ <= way::ratio ? value * size_ : by_scale(value); }

 private:
  // The scale of a special unit; of a plain one it is none.
  struct scale {
    std::uint8_t function = 0;
    std::int16_t prefix_tens = 0;
    std::int16_t prefix_twos = 0;
  };
  enum class way : std::uint8_t { same, tens, ratio, offset, curve };  // the first three are a factor; of `same` it is 1

  conversion() = default;
  [[nodiscard]] static result<conversion> between(const detail::meaning& from, const detail::meaning& to);
  [[nodiscard]] result<decimal> by_ratio(const decimal& value) const;
  [[nodiscard]] result<decimal> by_offset(const decimal& value) const;
  [[nodiscard]] double by_scale(double value) const noexcept;
  friend result<quantity> canonical_form(const decimal& value, const unit& of);

  detail::factor ratio_;
  std::uint64_t small_numerator_ = 0;    // 0: the ratio has more than 64 bits
  std::uint64_t small_denominator_ = 0;
  double size_ = 1;
  way way_ = way::same;
  scale from_;
  scale to_;
};

[[nodiscard]] result<decimal> convert(const decimal& value, const unit& from, const unit& to);
[[nodiscard]] result<decimal> convert(const decimal& value, std::string_view from, std::string_view to);

// A number and the code of its unit.
struct quantity {
  decimal value;
  std::string code;
};

// In base and arbitrary units: 5 mg/dL is 50 g.m-3. Errors: as unit::parse() and conversion.
[[nodiscard]] result<quantity> canonical_form(const decimal& value, const unit& of);
[[nodiscard]] result<quantity> canonical_form(const decimal& value, std::string_view code);

// Exact for plain units, whether or not a conversion ends: 1 [in_i] is equal to 2.54 cm. Values of one special scale go by their
// numbers, so pH 7 is more than pH 6; others by their canonical form, in the digits of conversion.
// Errors: unit_mismatch where the units are not comparable, so nothing is said about equality or order.
[[nodiscard]] result<std::weak_ordering> compare(const decimal& a, const unit& of_a, const decimal& b, const unit& of_b);
[[nodiscard]] result<std::weak_ordering> compare(const quantity& a, const quantity& b);

// In canonical form: 2 cm times 3 cm is 0.0006 m2. Errors: as canonical_form(); unit_mismatch for a special unit;
// invalid_argument for a division by zero.
[[nodiscard]] result<quantity> multiply(const quantity& a, const quantity& b);
[[nodiscard]] result<quantity> divide(const quantity& a, const quantity& by);

// Mass, amount and charge. UCUM cannot convert 90 mg/dL to mmol/L, for that takes a molar mass; nor does it know that a mole of
// calcium has two equivalents (to UCUM mol, eq and the number 6.02214076e23 are the same). These do, for units that say so.
struct substance {
  decimal molar_mass;  // g/mol
  std::string source;  // of that figure, handed on with the answer
  int charge = 0;      // equivalents in a mole; 0: none is known
};

// A value, and how it was come by.
struct substance_answer {
  decimal value;
  std::string_view rule;  // static: "divided by the molar mass", "units alone", ...
  substance used;         // with molar mass 0 and no source where the units alone sufficed
};

// Digits as conversion; the molar mass counts as exact. The substance is above the line in both units (mg/dL, mmol/L), or below
// it in both (mg/g, mg/mmol of creatinine); units that differ on both sides are refused.
// Errors: unit_mismatch where the units differ by more than g, mol or eq of one substance; invalid_argument for a molar mass that
// is not positive, or equivalents without a charge.
[[nodiscard]] result<substance_answer> convert(const decimal& value, const unit& from, const unit& to, const substance& of);

// The same for what a LOINC code measures, by a table of common laboratory analytes. Its conventions stand in the source:
// triglycerides count as triolein, urea nitrogen and phosphate have the mass of N and P, haemoglobin is the monomer.
// Errors: not_found where the table has no such code; unit_mismatch for a protein or a mixture, which have no one molar mass (name
// yours, if you must), and where the other side of the unit would be converted.
[[nodiscard]] result<substance> substance_of(std::string_view loinc);
[[nodiscard]] result<substance_answer> convert_analyte(const decimal& value, const unit& from, const unit& to, std::string_view loinc);

}  // namespace phr::ucum
