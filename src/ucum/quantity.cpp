// Numbers with units: canonical form, order, algebra.
#include <phr/ucum/ucum.hpp>

#include "ucum/digits.hpp"
#include "ucum/factor.hpp"
#include "ucum/meaning.hpp"

#include <algorithm>

namespace phr::ucum {

namespace {

int digits_of(const decimal& a, const decimal& b) noexcept {
  return std::max({detail::kept_digits, a.significant_digits(), b.significant_digits()});
}

// a * ratio against b, where all fits into machine words.
std::optional<std::weak_ordering> quick_order(const decimal& a, const decimal& b, const detail::factor& ratio) {
  if (!fits_64_bits(ratio.numerator) || !fits_64_bits(ratio.denominator)) return std::nullopt;
  const auto left = detail::to_short(a.to_string());
  const auto right = detail::to_short(b.to_string());
  if (!left || !right) return std::nullopt;
  const auto scaled = [](detail::wide digits, std::uint64_t by, int tens) -> std::optional<detail::wide> {
    constexpr detail::wide room = ~detail::wide{0} / 10;
    digits *= by;  // 18 digits and 64 bits fit
    for (; tens > 0 && digits != 0; --tens) {
      if (digits > room) return std::nullopt;
      digits *= 10;
    }
    return digits;
  };
  const int tens = right->scale - left->scale + ratio.exponent;
  const auto x = scaled(left->digits, low_64_bits(ratio.numerator), tens);
  const auto y = scaled(right->digits, low_64_bits(ratio.denominator), -tens);
  if (!x || !y) return std::nullopt;
  const int sign_x = *x == 0 ? 0 : left->negative ? -1 : 1;
  const int sign_y = *y == 0 ? 0 : right->negative ? -1 : 1;
  if (sign_x != sign_y || sign_x == 0) return sign_x <=> sign_y;
  return sign_x > 0 ? *x <=> *y : *y <=> *x;
}

error failed(errc code) { return error{code}.at("quantity"); }

}  // namespace

result<quantity> canonical_form(const decimal& value, const unit& of) {
  PHR_TRY(const conversion way, conversion::between(of.meaning(), detail::canonical(of.meaning())));
  PHR_TRY(decimal made, way(value));
  return quantity{static_cast<decimal&&>(made), of.canonical_code()};
}

result<quantity> canonical_form(const decimal& value, std::string_view code) {
  PHR_TRY(const unit of, unit::parse(code));
  return canonical_form(value, of);
}

result<std::weak_ordering> compare(const decimal& a, const unit& of_a, const decimal& b, const unit& of_b) {
  if (is_same(of_a, of_b)) return a.compare(b);
  if (!is_comparable(of_a, of_b)) return failed(errc::unit_mismatch);
  if (of_a.is_special() || of_b.is_special()) {
    if (of_a.meaning().function == of_b.meaning().function && equal(of_a.meaning().size, of_b.meaning().size)) {
      PHR_TRY(const decimal other, convert(b, of_b, of_a));
      return a.compare(other);
    }
    PHR_TRY(const quantity left, canonical_form(a, of_a));
    PHR_TRY(const quantity right, canonical_form(b, of_b));
    return left.value.compare(right.value);
  }
  detail::factor ratio = of_a.meaning().size;
  if (!divide(ratio, of_b.meaning().size)) return failed(errc::too_large);
  if (const auto quick = quick_order(a, b, ratio)) return *quick;
  PHR_TRY(decimal left, a.multiply(detail::to_decimal(ratio.numerator)));
  PHR_TRY(left, detail::shifted(left, ratio.exponent));
  PHR_TRY(const decimal right, b.multiply(detail::to_decimal(ratio.denominator)));
  return left.compare(right);
}

result<std::weak_ordering> compare(const quantity& a, const quantity& b) {
  PHR_TRY(const unit of_a, unit::parse(a.code));
  if (a.code == b.code) return a.value.compare(b.value);
  PHR_TRY(const unit of_b, unit::parse(b.code));
  return compare(a.value, of_a, b.value, of_b);
}

result<quantity> multiply(const quantity& a, const quantity& b) {
  PHR_TRY(const unit of_a, unit::parse(a.code));
  PHR_TRY(const unit of_b, unit::parse(b.code));
  if (of_a.is_special() || of_b.is_special()) return failed(errc::unit_mismatch);
  detail::meaning means = of_a.meaning();
  if (!detail::multiply(means, of_b.meaning())) return failed(errc::too_large);
  PHR_TRY(decimal over, a.value.multiply(b.value));
  const bool is_tens = is_one(means.size.numerator) && is_one(means.size.denominator);
  if (is_tens) {
    PHR_TRY(over, detail::shifted(over, means.size.exponent));
    return quantity{static_cast<decimal&&>(over), detail::canonical_code(means)};
  }
  PHR_TRY(over, over.multiply(detail::to_decimal(means.size.numerator)));
  PHR_TRY(over, detail::fraction(over, detail::to_decimal(means.size.denominator), means.size.exponent,
                                 digits_of(a.value, b.value), means.size.rounded));
  return quantity{static_cast<decimal&&>(over), detail::canonical_code(means)};
}

result<quantity> divide(const quantity& a, const quantity& by) {
  PHR_TRY(const unit of_a, unit::parse(a.code));
  PHR_TRY(const unit of_b, unit::parse(by.code));
  if (of_a.is_special() || of_b.is_special()) return failed(errc::unit_mismatch);
  if (by.value.is_zero()) return failed(errc::invalid_argument);
  detail::meaning means = of_a.meaning();
  detail::meaning below = of_b.meaning();
  if (!detail::raise(below, -1) || !detail::multiply(means, below)) return failed(errc::too_large);
  PHR_TRY(const decimal over, a.value.multiply(detail::to_decimal(means.size.numerator)));
  PHR_TRY(const decimal under, by.value.multiply(detail::to_decimal(means.size.denominator)));
  PHR_TRY(decimal made, detail::fraction(over, under, means.size.exponent, digits_of(a.value, by.value), true));
  return quantity{static_cast<decimal&&>(made), detail::canonical_code(means)};
}

}  // namespace phr::ucum
