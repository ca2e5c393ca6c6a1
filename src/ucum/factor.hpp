// Arithmetic on factors. What returns false has no room for the outcome, and spoils it.
#pragma once

#include "ucum/natural.hpp"

#include <string_view>

namespace phr::ucum::detail {

// Powers of ten beyond this are refused.
constexpr int most_tens = 10'000;

[[nodiscard]] factor one() noexcept;
// A number as the table writes them: digits, a point, an exponent.
[[nodiscard]] bool read_factor(std::string_view text, factor& out) noexcept;
[[nodiscard]] bool multiply(factor& x, const factor& by) noexcept;
[[nodiscard]] bool divide(factor& x, const factor& by) noexcept;
[[nodiscard]] bool raise(factor& x, int exponent) noexcept;
[[nodiscard]] bool multiply_by_tens(factor& x, int tens) noexcept;
[[nodiscard]] bool multiply_by_twos(factor& x, int twos) noexcept;
[[nodiscard]] bool equal(const factor& a, const factor& b) noexcept;
[[nodiscard]] double to_double(const factor& x) noexcept;

}  // namespace phr::ucum::detail
