// A number and two codes, parted by spaces: reading never fails but with an error that tells the column, what is read has a
// canonical code and prints to itself, and conversion agrees with order.
#include <fuzz/fuzz.hpp>

#include <phr/ucum/ucum.hpp>

#include <cmath>
#include <string>

using phr::decimal;
using phr::fuzz::require;
using phr::ucum::unit;

namespace {

void check_refused(const phr::error& problem, std::string_view code) {
  require(problem.column() <= code.size() + 1);
  const bool has_place = !code.empty() && code.size() <= 1000;
  require(has_place == (problem.column() > 0));
  require(!phr::ucum::display_name(code) || problem.code() == phr::errc::too_large || problem.code() == phr::errc::unit_mismatch ||
          code.empty());
}

void check_one(const unit& x, std::string_view code) {
  require(x.code() == code);
  require(is_same(x, x) && is_comparable(x, x));
  require(phr::ucum::display_name(code).has_value());
  const auto canonical = unit::parse(x.canonical_code());
  if (!canonical) return;  // too long, where exponents are many
  require(is_comparable(x, canonical.value()));
  require(canonical.value().canonical_code() == x.canonical_code());
  require(x.is_dimensionless() == (x.canonical_code() == "1"));
}

void check_algebra(const unit& a, const unit& b) {
  const auto product = a.multiply(b);
  if (!product) return;
  const auto other = b.multiply(a);
  if (other) require(is_same(product.value(), other.value()));
  if (const auto back = product.value().divide(b)) require(is_same(back.value(), a));
}

void check_two(const decimal& value, const unit& a, const unit& b) {
  require(is_comparable(a, b) == is_comparable(b, a));
  require(is_same(a, b) == is_same(b, a));
  const phr::ucum::substance calcium{decimal::parse("40.078").value(), "", 2};
  if (const auto made = phr::ucum::convert(value, a, b, calcium)) {
    require(is_comparable(a, b) || made.value().used.charge == 2);
    const auto back = phr::ucum::convert(made.value().value, b, a, calcium);
    require(!back || a.is_special() || b.is_special() || back.value().value.is_zero() == value.is_zero());
  }
  const auto order = phr::ucum::compare(value, a, value, b);
  if (!is_comparable(a, b)) {
    require(!order);
    require(!phr::ucum::convert(value, a, b));
    return;
  }
  const auto made = phr::ucum::convert(value, a, b);
  if (!made) return;
  require(decimal::parse(made.value().to_string()).has_value());
  if (a.is_special() || b.is_special()) return;
  require(made.value().is_negative() == value.is_negative() && made.value().is_zero() == value.is_zero());
  // What is rounded may be on either side; not by more than one of its last digits.
  if (const auto back = phr::ucum::convert(made.value(), b, a)) {
    const double there = back.value().to_double();
    require(there == value.to_double() || !std::isfinite(there) || std::abs(there - value.to_double()) <= std::abs(there) * 1e-12);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = phr::fuzz::as_text(data, size);
  const std::size_t first = text.find(' ');
  if (first == std::string_view::npos) return 0;
  const auto value = decimal::parse(text.substr(0, first));
  const std::string_view codes = text.substr(first + 1);
  const std::size_t second = codes.find(' ');
  const std::string_view one = codes.substr(0, second);
  const auto a = unit::parse(one);
  if (!a) check_refused(a.error(), one);
  if (a) check_one(a.value(), one);
  if (second == std::string_view::npos || !a) return 0;
  const auto b = unit::parse(codes.substr(second + 1));
  if (!b) return 0;
  check_algebra(a.value(), b.value());
  if (value) check_two(value.value(), a.value(), b.value());
  return 0;
}
