// Factors in their one form: see detail::factor.
#include "ucum/factor.hpp"

#include <cmath>
#include <cstdlib>
#include <utility>

namespace phr::ucum::detail {

namespace {

bool times(natural& x, std::uint32_t by, int count) noexcept {
  for (int i = 0; i < count; ++i) {
    if (!multiply_by(x, by)) return false;
  }
  return true;
}

// Twos and fives go from the denominator to the numerator and the exponent, then tens from the numerator to the exponent.
bool normalise(factor& x) noexcept {
  if (!is_one(x.denominator)) {
    reduce(x.numerator, x.denominator);
    const int twos = take_out(x.denominator, 2);
    const int fives = take_out(x.denominator, 5);
    if (!times(x.numerator, 5, twos) || !times(x.numerator, 2, fives)) return false;
    x.exponent -= twos + fives;
  }
  while ((x.numerator.limb[0] & 1) == 0) {
    natural tenth = x.numerator;
    if (divide_by(tenth, 10) != 0) break;
    x.numerator = tenth;
    ++x.exponent;
  }
  return std::abs(x.exponent) <= most_tens;
}

}  // namespace

factor one() noexcept { return {to_natural(1), to_natural(1), 0, false}; }

bool read_factor(std::string_view text, factor& out) noexcept {
  out = one();
  out.numerator = {};
  bool behind_point = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] == '.') {
      behind_point = true;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return false;
    if (!multiply_by(out.numerator, 10) || !add_to(out.numerator, static_cast<std::uint32_t>(text[i] - '0'))) return false;
    if (behind_point) --out.exponent;
  }
  if (i < text.size()) {
    const bool below = i + 1 < text.size() && text[i + 1] == '-';
    int tens = 0;
    for (i += below ? 2 : 1; i < text.size(); ++i) {
      if (text[i] < '0' || text[i] > '9' || tens > most_tens) return false;
      tens = tens * 10 + (text[i] - '0');
    }
    out.exponent += below ? -tens : tens;
  }
  return out.numerator.size > 0 && normalise(out);
}

bool multiply(factor& x, const factor& by) noexcept {
  x.rounded = x.rounded || by.rounded;
  x.exponent += by.exponent;
  if (is_one(by.numerator) && is_one(by.denominator)) return std::abs(x.exponent) <= most_tens;
  natural numerator = by.numerator;
  natural denominator = by.denominator;
  reduce(x.numerator, denominator);
  reduce(numerator, x.denominator);
  return product(x.numerator, numerator, x.numerator) && product(x.denominator, denominator, x.denominator) && normalise(x);
}

bool divide(factor& x, const factor& by) noexcept {
  return multiply(x, {by.denominator, by.numerator, -by.exponent, by.rounded});
}

bool raise(factor& x, int exponent) noexcept {
  if (exponent == 1) return true;
  if (is_one(x.numerator) && is_one(x.denominator)) {
    x.exponent *= exponent;  // 10,000 times 999 at most
    return std::abs(x.exponent) <= most_tens;
  }
  factor power = x;
  if (exponent < 0) {
    std::swap(power.numerator, power.denominator);
    power.exponent = -power.exponent;
    exponent = -exponent;
  }
  factor out = one();
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1 && !multiply(out, power)) return false;
    if (exponent > 1 && !multiply(power, factor(power))) return false;
  }
  x = out;
  return true;
}

bool multiply_by_tens(factor& x, int tens) noexcept {
  x.exponent += tens;
  return std::abs(x.exponent) <= most_tens;
}

bool multiply_by_twos(factor& x, int twos) noexcept {
  return times(twos > 0 ? x.numerator : x.denominator, 2, std::abs(twos)) && normalise(x);
}

bool equal(const factor& a, const factor& b) noexcept {
  return a.exponent == b.exponent && equal(a.numerator, b.numerator) && equal(a.denominator, b.denominator);
}

double to_double(const factor& x) noexcept {
  const double ratio = to_double(x.numerator) / to_double(x.denominator);
  return x.exponent < 0 && x.exponent >= -300 ? ratio / std::pow(10.0, -x.exponent) : ratio * std::pow(10.0, x.exponent);
}

}  // namespace phr::ucum::detail
