// Arithmetic on the numbers of factors: at most 1,024 bits, no memory of its own.
#pragma once

#include <phr/ucum/ucum.hpp>

#include <string>

namespace phr::ucum::detail {

__extension__ using wide = unsigned __int128;

[[nodiscard]] natural to_natural(std::uint64_t value) noexcept;
[[nodiscard]] bool fits_64_bits(const natural& x) noexcept;
[[nodiscard]] std::uint64_t low_64_bits(const natural& x) noexcept;
[[nodiscard]] bool is_one(const natural& x) noexcept;
[[nodiscard]] bool equal(const natural& a, const natural& b) noexcept;
[[nodiscard]] std::string to_digits(natural x);
// Correct to about 15 digits; may be an infinity.
[[nodiscard]] double to_double(const natural& x) noexcept;

// False where the product has more than 1,024 bits; x is then spoiled.
[[nodiscard]] bool multiply_by(natural& x, std::uint32_t by) noexcept;
[[nodiscard]] bool add_to(natural& x, std::uint32_t more) noexcept;
[[nodiscard]] bool product(const natural& a, const natural& b, natural& out) noexcept;

// x becomes the quotient; returns what is left.
std::uint32_t divide_by(natural& x, std::uint32_t by) noexcept;
// How often `prime` (2 or 5) divides x, which becomes what is left of it. x is not 0.
int take_out(natural& x, std::uint32_t prime) noexcept;

// Divides both by what they have in common. Neither is 0.
void reduce(natural& a, natural& b) noexcept;

}  // namespace phr::ucum::detail
