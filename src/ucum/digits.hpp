// Decimals written and computed for conversions: a quick way for those whose digits fit a machine word, a general one for all.
#pragma once

#include "ucum/natural.hpp"

#include <optional>

namespace phr::ucum::detail {

constexpr int kept_digits = 28;

// digits * 10^-scale.
struct short_number {
  bool negative = false;
  std::uint64_t digits = 0;
  int scale = 0;
};

// Empty where the text, which is that of a decimal, has more than 18 digits or an exponent.
[[nodiscard]] std::optional<short_number> to_short(std::string_view text) noexcept;

// The decimal with these digits, which has no zeros behind its last other digit and the point unless they are to be kept.
// Written plainly where that takes at most 20 zeros, else with an exponent. Errors: too_large.
[[nodiscard]] result<decimal> to_decimal(bool negative, wide digits, int scale, bool keep_zeros);

// digits * numerator / denominator * 10^exponent, rounded to 28 digits where it does not end; empty where that needs more room.
[[nodiscard]] std::optional<result<decimal>> quick_ratio(short_number value, std::uint64_t numerator, std::uint64_t denominator,
                                                         int exponent);

// value * 10^tens, with its digits kept. Errors: too_large.
[[nodiscard]] result<decimal> shifted(const decimal& value, int tens);

// over / under * 10^tens without zeros at its end, exact where it ends within that many digits (or under is 1 and it is not to be
// rounded), else rounded to them. Errors: too_large.
[[nodiscard]] result<decimal> fraction(const decimal& over, const decimal& under, int tens, int significant, bool rounded);

[[nodiscard]] decimal to_decimal(const natural& x);

}  // namespace phr::ucum::detail
