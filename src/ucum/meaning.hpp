// What codes mean, for the functions on quantities.
#pragma once

#include <phr/ucum/ucum.hpp>

namespace phr::ucum::detail {

// False where the outcome is beyond the limits of unit::parse(); it is then spoiled. Neither is special.
[[nodiscard]] bool multiply(meaning& x, const meaning& by) noexcept;
[[nodiscard]] bool raise(meaning& x, int exponent) noexcept;

// The plain unit with the same powers and the factor 1, which canonical_code() prints.
[[nodiscard]] meaning canonical(const meaning& of) noexcept;
[[nodiscard]] std::string canonical_code(const meaning& of);

}  // namespace phr::ucum::detail
