// Decimals for conversions.
#include "ucum/digits.hpp"

#include <algorithm>

namespace phr::ucum::detail {

namespace {

constexpr int most_zeros = 20;

wide ten_to(int power) noexcept {
  wide out = 1;
  for (; power > 0; --power) out *= 10;
  return out;
}

int count_digits(wide x) noexcept {
  int out = 0;
  for (; x != 0; x /= 10) ++out;
  return out;
}

// The digits of a decimal's text in a row, and the scale of the last.
struct long_number {
  bool negative = false;
  std::string digits;
  int scale = 0;
};

long_number to_long(const decimal& value) {
  const std::string& text = value.to_string();
  long_number out{value.is_negative(), {}, value.scale()};
  for (const char c : text) {
    if (c == 'e' || c == 'E') break;
    if (c >= '0' && c <= '9' && (c != '0' || !out.digits.empty())) out.digits += c;
  }
  return out;
}

void drop_zeros(long_number& x) {
  while (x.scale > 0 && !x.digits.empty() && x.digits.back() == '0') {
    x.digits.pop_back();
    --x.scale;
  }
  if (x.digits.empty()) x.scale = 0;
}

std::string write(const long_number& x) {
  const std::string digits = x.digits.empty() ? "0" : x.digits;
  std::string out = x.negative ? "-" : "";
  const int behind = x.scale;
  const int before = static_cast<int>(digits.size()) - behind;
  if (behind > 0 && before > 0) {
    const auto whole = static_cast<std::size_t>(before);
    return out.append(digits, 0, whole).append(1, '.').append(digits, whole);
  }
  if (behind > 0 && before > -most_zeros) return out.append("0.").append(static_cast<std::size_t>(-before), '0').append(digits);
  if (x.digits.empty()) return out.append(digits);
  if (behind <= 0 && behind > -most_zeros) return out.append(digits).append(static_cast<std::size_t>(-behind), '0');
  return out.append(digits).append(1, 'e').append(std::to_string(-behind));
}

}  // namespace

std::optional<short_number> to_short(std::string_view text) noexcept {
  short_number out;
  out.negative = text.front() == '-';
  if (out.negative) text.remove_prefix(1);
  if (text.size() > 18) return std::nullopt;
  bool behind_point = false;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned char>(c) - static_cast<unsigned>('0');
    if (digit <= 9) {
      out.digits = out.digits * 10 + digit;
      out.scale += behind_point ? 1 : 0;
    } else if (c == '.') {
      behind_point = true;
    } else {
      return std::nullopt;  // an exponent
    }
  }
  return out;
}

result<decimal> to_decimal(bool negative, wide digits, int scale, bool keep_zeros) {
  if (digits == 0 && !keep_zeros) return decimal();
  while (!keep_zeros && scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  char buffer[64];
  char* const end = buffer + sizeof buffer;
  char* begin = end;
  // The upper half is seldom there, and division of one word is quick.
  while (digits > ~std::uint64_t{0}) {
    *--begin = static_cast<char>('0' + static_cast<int>(digits % 10));
    digits /= 10;
  }
  for (auto low = static_cast<std::uint64_t>(digits); low != 0; low /= 10) *--begin = static_cast<char>('0' + low % 10);
  const auto count = static_cast<int>(end - begin);
  if (scale == 0 && count > 0) {
    if (negative) *--begin = '-';
    return decimal::parse({begin, static_cast<std::size_t>(end - begin)});
  }
  if (scale > 0 && scale <= count + most_zeros && scale < 60) {
    char text[68];
    char* at = text;
    if (negative && count > 0) *at++ = '-';
    const int before = count - scale;
    if (before > 0) {
      at = std::copy(begin, begin + before, at);
      *at++ = '.';
      at = std::copy(begin + before, end, at);
    } else {
      *at++ = '0';
      *at++ = '.';
      at = std::fill_n(at, -before, '0');
      at = std::copy(begin, end, at);
    }
    return decimal::parse({text, static_cast<std::size_t>(at - text)});
  }
  return decimal::parse(write({negative && count > 0, std::string(begin, end), scale}));
}

std::optional<result<decimal>> quick_ratio(short_number value, std::uint64_t numerator, std::uint64_t denominator, int exponent) {
  const wide product = static_cast<wide>(value.digits) * numerator;
  int scale = value.scale - exponent;
  if (product == 0) return result<decimal>(decimal());
  wide quotient = product / denominator;
  std::uint64_t rest = static_cast<std::uint64_t>(product % denominator);
  if (rest == 0) return to_decimal(value.negative, quotient, scale, false);
  int digits = count_digits(quotient);
  if (digits > kept_digits) return std::nullopt;
  while (digits < kept_digits) {
    const int more = std::min(18, kept_digits - digits);
    const wide power = ten_to(more);
    const wide next = power * rest;
    quotient = quotient * power + next / denominator;
    rest = static_cast<std::uint64_t>(next % denominator);
    scale += more;
    digits = digits == 0 ? count_digits(quotient) : digits + more;
  }
  if (rest >= denominator - rest) ++quotient;
  return to_decimal(value.negative, quotient, scale, false);
}

result<decimal> shifted(const decimal& value, int tens) {
  long_number x = to_long(value);
  x.scale -= tens;
  return decimal::parse(write(x));
}

result<decimal> fraction(const decimal& over, const decimal& under, int tens, int significant, bool rounded) {
  decimal made = over;
  if (rounded || under != decimal::from_int64(1)) {
    PHR_TRY(made, over.divide(under, significant));
  }
  long_number x = to_long(made);
  x.scale -= tens;
  drop_zeros(x);
  return decimal::parse(write(x));
}

decimal to_decimal(const natural& x) { return decimal::parse(to_digits(x)).value(); }

}  // namespace phr::ucum::detail
