// Numbers of at most 1,024 bits.
#include "ucum/natural.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace phr::ucum::detail {

namespace {

void trim(natural& x) noexcept {
  while (x.size > 0 && x.limb[x.size - 1] == 0) --x.size;
}

bool less(const natural& a, const natural& b) noexcept {
  if (a.size != b.size) return a.size < b.size;
  for (std::uint32_t i = a.size; i-- > 0;) {
    if (a.limb[i] != b.limb[i]) return a.limb[i] < b.limb[i];
  }
  return false;
}

// a -= b * 2^(32 * places); a is not smaller than that.
void subtract(natural& a, const natural& b) noexcept {
  std::uint64_t borrow = 0;
  for (std::uint32_t i = 0; i < a.size; ++i) {
    const std::uint64_t taken = borrow + (i < b.size ? b.limb[i] : 0);
    borrow = a.limb[i] < taken ? 1 : 0;
    a.limb[i] = static_cast<std::uint32_t>(a.limb[i] - taken);
  }
  trim(a);
}

void shift_right(natural& x, std::uint32_t bits) noexcept {
  const std::uint32_t limbs = bits / 32;
  const std::uint32_t rest = bits % 32;
  for (std::uint32_t i = 0; i < x.size; ++i) {
    const std::uint64_t low = i + limbs < x.size ? x.limb[i + limbs] : 0;
    const std::uint64_t high = i + limbs + 1 < x.size ? x.limb[i + limbs + 1] : 0;
    x.limb[i] = static_cast<std::uint32_t>((high << 32 | low) >> rest);
  }
  trim(x);
}

std::uint32_t zeros_below(const natural& x) noexcept {
  std::uint32_t i = 0;
  while (x.limb[i] == 0) ++i;
  return i * 32 + static_cast<std::uint32_t>(std::countr_zero(x.limb[i]));
}

// By halving and subtracting; both are odd.
natural common_of_odd(natural a, natural b) noexcept {
  while (!equal(a, b)) {
    if (less(a, b)) std::swap(a, b);
    subtract(a, b);
    shift_right(a, zeros_below(a));
  }
  return a;
}

// x / by where nothing is left and `by` is odd: from the low end, by the inverse of its lowest limb.
natural exact_quotient(natural x, const natural& by) noexcept {
  std::uint32_t inverse = by.limb[0];
  for (int i = 0; i < 4; ++i) inverse *= 2 - by.limb[0] * inverse;
  natural out;
  out.size = x.size - by.size + 1;
  for (std::uint32_t i = 0; i < out.size; ++i) {
    const std::uint32_t digit = x.limb[i] * inverse;
    out.limb[i] = digit;
    std::uint64_t carry = 0;
    for (std::uint32_t j = 0; i + j < x.size; ++j) {
      const std::uint64_t taken = carry + static_cast<std::uint64_t>(digit) * (j < by.size ? by.limb[j] : 0);
      const auto low = static_cast<std::uint32_t>(taken);
      carry = (taken >> 32) + (x.limb[i + j] < low ? 1 : 0);
      x.limb[i + j] -= low;
    }
  }
  trim(out);
  return out;
}

}  // namespace

natural to_natural(std::uint64_t value) noexcept {
  natural out;
  out.limb[0] = static_cast<std::uint32_t>(value);
  out.limb[1] = static_cast<std::uint32_t>(value >> 32);
  out.size = 2;
  trim(out);
  return out;
}

bool fits_64_bits(const natural& x) noexcept { return x.size <= 2; }

std::uint64_t low_64_bits(const natural& x) noexcept {
  return static_cast<std::uint64_t>(x.size > 1 ? x.limb[1] : 0) << 32 | (x.size > 0 ? x.limb[0] : 0);
}

bool is_one(const natural& x) noexcept { return x.size == 1 && x.limb[0] == 1; }

bool equal(const natural& a, const natural& b) noexcept {
  return a.size == b.size && std::equal(a.limb.begin(), a.limb.begin() + a.size, b.limb.begin());
}

std::string to_digits(natural x) {
  if (fits_64_bits(x)) return std::to_string(low_64_bits(x));
  std::string out;
  while (x.size > 0) {
    std::uint32_t part = divide_by(x, 1'000'000'000);
    for (int i = 0; i < 9 && (x.size > 0 || part > 0); ++i) {
      out += static_cast<char>('0' + part % 10);
      part /= 10;
    }
  }
  std::reverse(out.begin(), out.end());
  return out;
}

double to_double(const natural& x) noexcept {
  double out = 0;
  for (std::uint32_t i = x.size; i-- > 0;) out = out * 4294967296.0 + x.limb[i];
  return out;
}

bool multiply_by(natural& x, std::uint32_t by) noexcept {
  std::uint64_t carry = 0;
  for (std::uint32_t i = 0; i < x.size; ++i) {
    carry += static_cast<std::uint64_t>(x.limb[i]) * by;
    x.limb[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry == 0) {
    trim(x);
    return true;
  }
  if (x.size == natural::capacity) return false;
  x.limb[x.size++] = static_cast<std::uint32_t>(carry);
  return true;
}

bool add_to(natural& x, std::uint32_t more) noexcept {
  std::uint64_t carry = more;
  for (std::uint32_t i = 0; i < x.size && carry != 0; ++i) {
    carry += x.limb[i];
    x.limb[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry == 0) return true;
  if (x.size == natural::capacity) return false;
  x.limb[x.size++] = static_cast<std::uint32_t>(carry);
  return true;
}

bool product(const natural& a, const natural& b, natural& out) noexcept {
  if (is_one(a)) {
    out = b;
    return true;
  }
  if (is_one(b)) {
    out = a;
    return true;
  }
  natural made;
  if (a.size + b.size > natural::capacity + 1) return false;
  for (std::uint32_t i = 0; i < a.size; ++i) {
    std::uint64_t carry = 0;
    for (std::uint32_t j = 0; j < b.size || carry != 0; ++j) {
      if (i + j == natural::capacity) {
        if (carry != 0 || b.limb[j] != 0) return false;
        break;
      }
      carry += made.limb[i + j] + static_cast<std::uint64_t>(a.limb[i]) * (j < b.size ? b.limb[j] : 0);
      made.limb[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  made.size = std::min(a.size + b.size, natural::capacity);
  trim(made);
  out = made;
  return true;
}

std::uint32_t divide_by(natural& x, std::uint32_t by) noexcept {
  std::uint64_t rest = 0;
  for (std::uint32_t i = x.size; i-- > 0;) {
    rest = rest << 32 | x.limb[i];
    x.limb[i] = static_cast<std::uint32_t>(rest / by);
    rest %= by;
  }
  trim(x);
  return static_cast<std::uint32_t>(rest);
}

int take_out(natural& x, std::uint32_t prime) noexcept {
  if (prime == 2) {
    const std::uint32_t bits = zeros_below(x);
    shift_right(x, bits);
    return static_cast<int>(bits);
  }
  int times = 0;
  while (true) {
    natural quotient = x;
    if (divide_by(quotient, prime) != 0) return times;
    x = quotient;
    ++times;
  }
}

void reduce(natural& a, natural& b) noexcept {
  if (is_one(a) || is_one(b)) return;
  if (fits_64_bits(a) && fits_64_bits(b)) {
    const std::uint64_t common = std::gcd(low_64_bits(a), low_64_bits(b));
    a = to_natural(low_64_bits(a) / common);
    b = to_natural(low_64_bits(b) / common);
    return;
  }
  const std::uint32_t twos = std::min(zeros_below(a), zeros_below(b));
  shift_right(a, twos);
  shift_right(b, twos);
  natural odd_a = a;
  natural odd_b = b;
  shift_right(odd_a, zeros_below(a));
  shift_right(odd_b, zeros_below(b));
  const natural common = common_of_odd(odd_a, odd_b);
  if (is_one(common)) return;
  a = exact_quotient(a, common);
  b = exact_quotient(b, common);
}

}  // namespace phr::ucum::detail
