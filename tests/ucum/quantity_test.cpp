// Canonical form, order and algebra of quantities.
#include <phr/ucum/ucum.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using phr::decimal;
using phr::errc;
using phr::ucum::quantity;

quantity of(std::string_view value, std::string_view code) { return {decimal::parse(value).value(), std::string(code)}; }

std::string text(const phr::result<quantity>& made) {
  if (!made) return std::string(phr::name(made.error().code()).data());
  return made.value().value.to_string() + " " + made.value().code;
}

std::string order(const quantity& a, const quantity& b) {
  const auto found = phr::ucum::compare(a, b);
  if (!found) return std::string(phr::name(found.error().code()).data());
  const auto other = phr::ucum::compare(b, a);
  EXPECT_EQ(other.value(), 0 <=> found.value());
  return found.value() < 0 ? "<" : found.value() > 0 ? ">" : "=";
}

TEST(CanonicalForm, IsInBaseUnits) {
  const auto form = [](std::string_view value, std::string_view code) { return text(phr::ucum::canonical_form(decimal::parse(value).value(), code)); };
  EXPECT_EQ(form("5.0", "mg/dL"), "50 g.m-3");
  EXPECT_EQ(form("37", "Cel"), "310.15 K");
  EXPECT_EQ(form("12.5", "%"), "0.125 1");
  EXPECT_EQ(form("3", "m[IU]/mL"), "3000 [iU].m-3");
  EXPECT_EQ(form("1", "mm[Hg]"), "133322 g.m-1.s-2");
  EXPECT_EQ(form("1", "mmHg"), "invalid_value");
}

TEST(QuantityOrder, IsExact) {
  EXPECT_EQ(order(of("1", "[in_i]"), of("2.54", "cm")), "=");
  EXPECT_EQ(order(of("1", "[in_i]"), of("2.5400000000000000000000000000000001", "cm")), "<");
  EXPECT_EQ(order(of("1", "g"), of("999", "mg")), ">");
  EXPECT_EQ(order(of("1", "wk"), of("7.0", "d")), "=");
  EXPECT_EQ(order(of("3", "s"), of("0.05", "min")), "=");
  EXPECT_EQ(order(of("1", "d/wk"), of("0.1428571428571428571428571428571428571428", "1")), ">");
  EXPECT_EQ(order(of("100", "%"), of("1", "1")), "=");
  EXPECT_EQ(order(of("-1", "m"), of("1", "mm")), "<");
}

TEST(QuantityOrder, IsTheSameForShortAndLongNumbers) {
  // More than 18 characters go the long way.
  const char* const units[] = {"g", "mg", "[lb_av]", "[oz_av]", "kg"};
  const char* const values[] = {"0", "1", "-1", "16.00", "0.0625", "453.59237", "-453592.37", "28.349523125", "1000"};
  const auto longer = [](std::string text) {
    if (text.find('.') == std::string::npos) text += '.';
    return text.append(25 - text.size(), '0');
  };
  for (const char* a : units) {
    for (const char* b : units) {
      for (const char* x : values) {
        for (const char* y : values) EXPECT_EQ(order(of(x, a), of(y, b)), order(of(longer(x), a), of(longer(y), b))) << x << a << y << b;
      }
    }
  }
  EXPECT_EQ(order(of("16", "[oz_av]"), of("1", "[lb_av]")), "=");
  EXPECT_EQ(order(of("999999999999999999", "Ym"), of("1", "ym")), ">");
  EXPECT_EQ(order(of("0", "Ym"), of("0.0", "ym")), "=");
}

TEST(QuantityOrder, OfSpecialUnitsGoesByNumbersOfOneScale) {
  EXPECT_EQ(order(of("7", "[pH]"), of("6", "[pH]")), ">");
  EXPECT_EQ(order(of("20", "dB"), of("2", "B")), "=");
  EXPECT_EQ(order(of("37", "Cel"), of("98.6", "[degF]")), "=");
  EXPECT_EQ(order(of("37", "Cel"), of("310", "K")), ">");
  EXPECT_EQ(order(of("7", "[pH]"), of("1e-8", "mol/L")), ">");
}

TEST(QuantityOrder, IsNoneWhereUnitsAreNotComparable) {
  EXPECT_EQ(order(of("1", "g"), of("1", "m")), "unit_mismatch");
  EXPECT_EQ(order(of("1", "[iU]"), of("1", "[arb'U]")), "unit_mismatch");
  EXPECT_EQ(order(of("1", "nonsense"), of("1", "nonsense")), "invalid_value");
}

TEST(QuantityAlgebra, GivesCanonicalCodes) {
  EXPECT_EQ(text(multiply(of("2.0", "cm"), of("2.0", "m"))), "0.0400 m2");
  EXPECT_EQ(text(divide(of("4.0", "g"), of("2.0", "m"))), "2 g.m-1");
  EXPECT_EQ(text(divide(of("1.0", "m"), of("1.0", "m"))), "1 1");
  EXPECT_EQ(text(divide(of("12", "cm2"), of("3", "cm"))), "0.04 m");
  EXPECT_EQ(text(multiply(of("3", "[in_i]"), of("2", "1"))), "0.1524 m");
  EXPECT_EQ(text(divide(of("1", "g"), of("3", "1"))), "0.3333333333333333333333333333 g");
  EXPECT_EQ(text(multiply(of("2", "[iU]/mL"), of("3", "mL"))), "6 [iU]");
}

TEST(QuantityAlgebra, RefusesSpecialUnitsAndZero) {
  EXPECT_EQ(text(multiply(of("37", "Cel"), of("2", "1"))), "unit_mismatch");
  EXPECT_EQ(text(divide(of("1", "m"), of("7", "[pH]"))), "unit_mismatch");
  EXPECT_EQ(text(divide(of("1", "m"), of("0.0", "s"))), "invalid_argument");
  EXPECT_EQ(text(multiply(of("1", "m999"), of("1", "m"))), "too_large");
}

}  // namespace
