// FHIR decimal.
#include <phr/core/decimal.hpp>

#include "core/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace phr {

namespace {

// The written parts of a number, and its digits as one sequence.
struct parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  int exponent = 0;

  [[nodiscard]] std::size_t size() const noexcept { return whole.size() + fraction.size(); }
  [[nodiscard]] char digit(std::size_t i) const noexcept {
    if (i < whole.size()) return whole[i];
    return i < size() ? fraction[i - whole.size()] : '0';
  }
  // Index of the first digit that is not 0; size() where the number is 0.
  [[nodiscard]] std::size_t first() const noexcept {
    std::size_t i = 0;
    while (i < size() && digit(i) == '0') ++i;
    return i;
  }
  [[nodiscard]] bool is_zero() const noexcept { return first() == size(); }
  [[nodiscard]] int scale() const noexcept { return static_cast<int>(fraction.size()) - exponent; }
  // The number is 0.ddd * 10^magnitude, where the first d is digit(first()).
  [[nodiscard]] int magnitude() const noexcept {
    return static_cast<int>(whole.size()) - static_cast<int>(first()) + exponent;
  }
};

std::string_view take_digits(std::string_view& rest) noexcept {
  std::size_t n = 0;
  while (n < rest.size() && is_digit(rest[n])) ++n;
  const std::string_view digits = rest.substr(0, n);
  rest.remove_prefix(n);
  return digits;
}

bool take(std::string_view& rest, char c) noexcept {
  if (rest.empty() || rest.front() != c) return false;
  rest.remove_prefix(1);
  return true;
}

// Reads the grammar of a JSON number; false where the text is something else. The exponent stops growing at 10^8.
bool read(std::string_view rest, parts& out) noexcept {
  out.negative = take(rest, '-');
  out.whole = take_digits(rest);
  if (out.whole.empty() || (out.whole.size() > 1 && out.whole.front() == '0')) return false;
  if (take(rest, '.')) {
    out.fraction = take_digits(rest);
    if (out.fraction.empty()) return false;
  }
  if (take(rest, 'e') || take(rest, 'E')) {
    const bool below = take(rest, '-');
    if (!below) take(rest, '+');
    const std::string_view digits = take_digits(rest);
    if (digits.empty()) return false;
    int value = 0;
    for (const char c : digits) value = std::min(value * 10 + (c - '0'), 100'000'000);
    out.exponent = below ? -value : value;
  }
  return rest.empty();
}

parts split(std::string_view text) noexcept {
  parts out;
  read(text, out);
  return out;
}

std::weak_ordering compare_magnitudes(const parts& a, const parts& b) noexcept {
  if (a.magnitude() != b.magnitude()) return a.magnitude() <=> b.magnitude();
  std::size_t i = a.first();
  std::size_t j = b.first();
  for (; i < a.size() || j < b.size(); ++i, ++j) {
    if (a.digit(i) != b.digit(j)) return a.digit(i) <=> b.digit(j);
  }
  return std::weak_ordering::equivalent;
}

// A number to compute with: digits without leading zeros (none for 0), the last of which counts 10^-scale.
struct number {
  bool negative = false;
  std::string digits;
  int scale = 0;
};

number to_number(const parts& written) {
  number out{written.negative, {}, written.scale()};
  out.digits.reserve(written.size());
  for (std::size_t i = written.first(); i < written.size(); ++i) out.digits += written.digit(i);
  return out;
}

// a + b, or a - b where b is not larger than a; both are digits of one scale.
std::string combine(const std::string& a, const std::string& b, bool plus) {
  std::string out(std::max(a.size(), b.size()) + 1, '0');
  int carry = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int left = i < a.size() ? a[a.size() - 1 - i] - '0' : 0;
    const int right = i < b.size() ? b[b.size() - 1 - i] - '0' : 0;
    int digit = (plus ? left + right : left - right) + carry;
    carry = digit > 9 ? 1 : digit < 0 ? -1 : 0;
    digit -= carry * 10;
    out[out.size() - 1 - i] = static_cast<char>('0' + digit);
  }
  out.erase(0, std::min(out.find_first_not_of('0'), out.size()));
  return out;
}

bool less(const std::string& a, const std::string& b) noexcept {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

// How many zeros must follow the digits of x to give it this scale.
std::size_t zeros_to_append(const number& x, int scale) noexcept {
  return x.digits.empty() ? 0 : static_cast<std::size_t>(scale - x.scale);
}

// Exact; the caller has checked that the zeros to append are few.
number sum(number a, number b) {
  const int scale = std::max(a.scale, b.scale);
  a.digits.append(zeros_to_append(a, scale), '0');
  b.digits.append(zeros_to_append(b, scale), '0');
  if (a.negative == b.negative) return {a.negative, combine(a.digits, b.digits, true), scale};
  if (less(a.digits, b.digits)) std::swap(a, b);
  return {a.negative, combine(a.digits, b.digits, false), scale};
}

void trim_front(std::string& digits) { digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size())); }

// Of two sequences of digits, as on paper.
std::string product(const std::string& a, const std::string& b) {
  std::string out(a.size() + b.size(), '0');
  for (std::size_t i = 0; i < a.size(); ++i) {
    int carry = 0;
    const int left = a[a.size() - 1 - i] - '0';
    for (std::size_t j = 0; j < b.size() || carry != 0; ++j) {
      char& to = out[out.size() - 1 - i - j];
      const int value = (to - '0') + left * (j < b.size() ? b[b.size() - 1 - j] - '0' : 0) + carry;
      to = static_cast<char>('0' + value % 10);
      carry = value / 10;
    }
  }
  trim_front(out);
  return out;
}

struct division {
  std::string quotient;
  std::string rest;
};

// Long division; b is not 0.
division divided(const std::string& a, const std::string& b) {
  division out;
  for (const char digit : a) {
    out.rest.push_back(digit);
    trim_front(out.rest);
    char times = '0';
    while (!less(out.rest, b)) {
      out.rest = combine(out.rest, b, false);
      ++times;
    }
    out.quotient.push_back(times);
  }
  trim_front(out.quotient);
  return out;
}

// The digits without the last `count`, one more where half or more is lost.
std::string without_last(std::string digits, std::size_t count) {
  if (count == 0) return digits;
  const bool up = digits.size() >= count && digits[digits.size() - count] >= '5';
  digits.resize(digits.size() > count ? digits.size() - count : 0);
  return up ? combine(digits, "1", true) : digits;
}

// The digits of a, and b's, at one scale.
constexpr std::size_t most_digits = 3 * decimal::max_characters;
bool align(number& a, number& b) {
  const int scale = std::max(a.scale, b.scale);
  const std::size_t more_a = zeros_to_append(a, scale);
  const std::size_t more_b = zeros_to_append(b, scale);
  if (more_a > most_digits || more_b > most_digits) return false;
  a.digits.append(more_a, '0');
  b.digits.append(more_b, '0');
  a.scale = b.scale = scale;
  return true;
}

// Plain where the last digit counts 1 or less and at most 20 zeros must be put in front; else with an exponent.
std::string write(const number& x) {
  std::string out;
  if (x.negative && !x.digits.empty()) out += '-';
  const std::string digits = x.digits.empty() ? "0" : x.digits;
  const auto point = static_cast<std::ptrdiff_t>(digits.size()) - x.scale;
  if (x.scale > 0 && point > 0) {
    const auto whole = static_cast<std::size_t>(point);
    out.append(digits, 0, whole).append(1, '.').append(digits, whole);
  } else if (x.scale > 0 && point > -20) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else {
    out += digits;
    if (x.scale != 0) out.append(1, 'e').append(std::to_string(-x.scale));
  }
  return out;
}

}  // namespace

result<decimal> decimal::parse(std::string_view json_number) {
  if (json_number.size() > max_characters) return error{errc::too_large}.at("decimal");
  parts written;
  if (!read(json_number, written) || written.exponent > max_exponent || written.exponent < -max_exponent) {
    return error{errc::malformed_number}.at("decimal");
  }
  return decimal(std::string(json_number));
}

decimal decimal::from_int64(std::int64_t value) { return decimal(std::to_string(value)); }

double decimal::to_double() const noexcept {
  double value = 0.0;
  const auto read_to = std::from_chars(text_.data(), text_.data() + text_.size(), value);
  if (read_to.ec == std::errc::result_out_of_range) {
    const parts written = split(text_);
    value = written.magnitude() > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    if (written.negative) value = -value;
  }
  return value;
}

int decimal::significant_digits() const noexcept {
  const parts written = split(text_);
  return std::max(1, static_cast<int>(written.size() - written.first()));
}

int decimal::scale() const noexcept { return split(text_).scale(); }

bool decimal::is_zero() const noexcept { return split(text_).is_zero(); }

bool decimal::is_negative() const noexcept {
  const parts written = split(text_);
  return written.negative && !written.is_zero();
}

std::weak_ordering decimal::compare(const decimal& other) const noexcept {
  const parts a = split(text_);
  const parts b = split(other.text_);
  const int sign_a = a.is_zero() ? 0 : a.negative ? -1 : 1;
  const int sign_b = b.is_zero() ? 0 : b.negative ? -1 : 1;
  if (sign_a != sign_b) return sign_a <=> sign_b;
  if (sign_a == 0) return std::weak_ordering::equivalent;
  return sign_a > 0 ? compare_magnitudes(a, b) : compare_magnitudes(b, a);
}

result<decimal> decimal::add(const decimal& other) const {
  number a = to_number(split(text_));
  number b = to_number(split(other.text_));
  const int scale = std::max(a.scale, b.scale);
  if (zeros_to_append(a, scale) > max_characters || zeros_to_append(b, scale) > max_characters) {
    return error{errc::too_large}.at("decimal.add");
  }
  decimal out(write(sum(static_cast<number&&>(a), static_cast<number&&>(b))));
  if (!parse(out.text_)) return error{errc::too_large}.at("decimal.add");
  return out;
}

result<decimal> decimal::subtract(const decimal& other) const { return add(other.negate()); }

result<decimal> decimal::multiply(const decimal& other) const {
  const number a = to_number(split(text_));
  const number b = to_number(split(other.text_));
  decimal out(write({a.negative != b.negative, product(a.digits, b.digits), a.scale + b.scale}));
  if (!parse(out.text_)) return error{errc::too_large}.at("decimal.multiply");
  return out;
}

result<decimal> decimal::divide(const decimal& by, int significant) const {
  number a = to_number(split(text_));
  const number b = to_number(split(by.text_));
  if (b.digits.empty()) return error{errc::invalid_argument}.at("a division by zero");
  if (a.digits.empty()) return from_int64(0);
  significant = std::clamp(significant, 1, 500);
  // One digit more than asked for: it alone tells whether to round up.
  const auto more = static_cast<std::ptrdiff_t>(b.digits.size()) + significant + 1 - static_cast<std::ptrdiff_t>(a.digits.size());
  if (more > 0) {
    a.digits.append(static_cast<std::size_t>(more), '0');
    a.scale += static_cast<int>(more);
  }
  division made = divided(a.digits, b.digits);
  number out{a.negative != b.negative, std::move(made.quotient), a.scale - b.scale};
  const std::size_t extra = out.digits.size() > static_cast<std::size_t>(significant) ? out.digits.size() - static_cast<std::size_t>(significant) : 0;
  out.digits = without_last(std::move(out.digits), extra);
  out.scale -= static_cast<int>(extra);
  while (!out.digits.empty() && out.digits.back() == '0' && out.scale > 0) {
    out.digits.pop_back();
    --out.scale;
  }
  decimal result(write(out));
  if (!parse(result.text_)) return error{errc::too_large}.at("decimal.divide");
  return result;
}

result<decimal> decimal::quotient(const decimal& by) const {
  number a = to_number(split(text_));
  number b = to_number(split(by.text_));
  if (b.digits.empty()) return error{errc::invalid_argument}.at("a division by zero");
  if (!align(a, b)) return error{errc::too_large}.at("decimal.quotient");
  decimal out(write({a.negative != b.negative, divided(a.digits, b.digits).quotient, 0}));
  if (!parse(out.text_)) return error{errc::too_large}.at("decimal.quotient");
  return out;
}

result<decimal> decimal::remainder(const decimal& by) const {
  number a = to_number(split(text_));
  number b = to_number(split(by.text_));
  if (b.digits.empty()) return error{errc::invalid_argument}.at("a division by zero");
  if (!align(a, b)) return error{errc::too_large}.at("decimal.remainder");
  decimal out(write({a.negative, divided(a.digits, b.digits).rest, a.scale}));
  if (!parse(out.text_)) return error{errc::too_large}.at("decimal.remainder");
  return out;
}

decimal decimal::round(int to_scale) const {
  number a = to_number(split(text_));
  if (a.scale <= to_scale) return *this;
  a.digits = without_last(std::move(a.digits), static_cast<std::size_t>(a.scale - to_scale));
  a.scale = to_scale;
  return decimal(write(a));
}

decimal decimal::truncate() const {
  number a = to_number(split(text_));
  if (a.scale <= 0) return *this;
  const auto behind = static_cast<std::size_t>(a.scale);
  a.digits.resize(a.digits.size() > behind ? a.digits.size() - behind : 0);
  a.scale = 0;
  return decimal(write(a));
}

decimal decimal::floor() const {
  const decimal whole = truncate();
  return is_negative() && whole > *this ? decimal(write(sum(to_number(split(whole.text_)), {true, "1", 0}))) : whole;
}

decimal decimal::ceiling() const {
  const decimal whole = truncate();
  return whole < *this ? decimal(write(sum(to_number(split(whole.text_)), {false, "1", 0}))) : whole;
}

decimal decimal::negate() const {
  const parts written = split(text_);
  if (written.negative) return decimal(text_.substr(1));
  return written.is_zero() ? *this : decimal("-" + text_);
}

decimal_range decimal::implied_range() const {
  const number center = to_number(split(text_));
  const number half{false, "5", center.scale + 1};
  return {decimal(write(sum(center, {true, half.digits, half.scale}))), decimal(write(sum(center, half)))};
}

}  // namespace phr
