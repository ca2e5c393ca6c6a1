// Conversion between comparable units.
#include <phr/ucum/ucum.hpp>

#include "ucum/digits.hpp"
#include "ucum/factor.hpp"
#include "ucum/special.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace phr::ucum {

namespace {

using detail::curve;

bool is_straight(std::uint8_t function) noexcept {
  return function == 0 || !detail::offset_of(static_cast<curve>(function)).empty();
}

decimal offset(std::uint8_t function) {
  const std::string_view digits = detail::offset_of(static_cast<curve>(function));
  return digits.empty() ? decimal() : decimal::parse(digits).value();
}

double prefix_of(int tens, int twos) noexcept { return std::ldexp(std::pow(10.0, tens), twos); }

result<decimal> rounded_to_15(double value) {
  if (!std::isfinite(value)) return error{errc::invalid_argument}.at("a value outside the scale of the unit");
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 15);
  return decimal::parse({text, static_cast<std::size_t>(end.ptr - text)});
}

// value * 10^tens * 2^twos; the power of two is not below 0.
result<decimal> prefixed(const decimal& value, int tens, int twos) {
  PHR_TRY(const decimal shifted, detail::shifted(value, tens));
  return twos == 0 ? shifted : shifted.multiply(decimal::from_int64(std::int64_t{1} << twos));
}

}  // namespace

result<conversion> conversion::between(const unit& from, const unit& to) {
  if (!is_comparable(from, to)) return error{errc::unit_mismatch}.at("unit conversion");
  return between(from.meaning(), to.meaning());
}

result<conversion> conversion::between(const detail::meaning& from, const detail::meaning& to) {
  conversion out;
  out.ratio_ = from.size;
  const bool same_scale = from.function == to.function && equal(from.size, to.size);
  const bool fits = same_scale && from.function != 0
                        ? (out.ratio_ = detail::one(), detail::multiply_by_tens(out.ratio_, from.prefix_tens - to.prefix_tens)) &&
                              detail::multiply_by_twos(out.ratio_, from.prefix_twos - to.prefix_twos)
                        : detail::divide(out.ratio_, to.size);
  if (!fits) return error{errc::too_large}.at("unit conversion");
  const detail::factor& ratio = out.ratio_;
  if (fits_64_bits(ratio.numerator) && fits_64_bits(ratio.denominator)) {
    out.small_numerator_ = low_64_bits(ratio.numerator);
    out.small_denominator_ = low_64_bits(ratio.denominator);
    out.ratio_.rounded = false;
  }
  out.size_ = to_double(ratio);
  if (same_scale || (from.function == 0 && to.function == 0)) {
    const bool is_tens = out.small_numerator_ == 1 && out.small_denominator_ == 1;
    out.way_ = !is_tens ? way::ratio : ratio.exponent == 0 ? way::same : way::tens;
    return out;
  }
  out.from_ = {from.function, from.prefix_tens, from.prefix_twos};
  out.to_ = {to.function, to.prefix_tens, to.prefix_twos};
  out.way_ = is_straight(from.function) && is_straight(to.function) ? way::offset : way::curve;
  return out;
}

result<decimal> conversion::by_ratio(const decimal& value) const {
  if (small_numerator_ != 0) {
    if (const auto digits = detail::to_short(value.to_string())) {
      if (way_ == way::tens) return detail::to_decimal(digits->negative, digits->digits, digits->scale - ratio_.exponent, true);
      if (auto quick = detail::quick_ratio(*digits, small_numerator_, small_denominator_, ratio_.exponent)) return *std::move(quick);
    }
  }
  if (way_ == way::tens) return detail::shifted(value, ratio_.exponent);
  PHR_TRY(const decimal over, value.multiply(detail::to_decimal(ratio_.numerator)));
  const int digits = std::max(detail::kept_digits, value.significant_digits());
  return detail::fraction(over, detail::to_decimal(ratio_.denominator), ratio_.exponent, digits, ratio_.rounded);
}

// ((value * prefix + offset) * ratio - offset of the other) / its prefix, with one division at the end.
result<decimal> conversion::by_offset(const decimal& value) const {
  PHR_TRY(decimal over, prefixed(value, from_.prefix_tens, from_.prefix_twos));
  PHR_TRY(over, over.add(offset(from_.function)));
  PHR_TRY(over, over.multiply(detail::to_decimal(ratio_.numerator)));
  PHR_TRY(over, detail::shifted(over, ratio_.exponent));
  decimal under = detail::to_decimal(ratio_.denominator);
  PHR_TRY(const decimal taken, offset(to_.function).multiply(under));
  PHR_TRY(over, over.subtract(taken));
  PHR_TRY(under, prefixed(under, 0, to_.prefix_twos));
  const int digits = std::max(detail::kept_digits, value.significant_digits());
  return detail::fraction(over, under, -to_.prefix_tens, digits, ratio_.rounded);
}

double conversion::by_scale(double value) const noexcept {
  const double plain = detail::from_special(static_cast<curve>(from_.function), value * prefix_of(from_.prefix_tens, from_.prefix_twos));
  return detail::to_special(static_cast<curve>(to_.function), plain * size_) / prefix_of(to_.prefix_tens, to_.prefix_twos);
}

result<decimal> conversion::operator()(const decimal& value) const {
  switch (way_) {
    case way::same: return value;
    case way::tens:
    case way::ratio: return by_ratio(value);
    case way::offset: return by_offset(value);
    case way::curve: return rounded_to_15((*this)(value.to_double()));
  }
  return error{errc::internal}.at("unit conversion");
}

result<decimal> convert(const decimal& value, const unit& from, const unit& to) {
  PHR_TRY(const conversion way, conversion::between(from, to));
  return way(value);
}

result<decimal> convert(const decimal& value, std::string_view from, std::string_view to) {
  PHR_TRY(const unit first, unit::parse(from));
  PHR_TRY(const unit second, unit::parse(to));
  return convert(value, first, second);
}

}  // namespace phr::ucum
