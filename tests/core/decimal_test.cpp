#include <phr/core/decimal.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <tuple>

namespace {

using phr::decimal;
using phr::errc;

__extension__ using int128 = __int128;

decimal number(std::string_view text) { return decimal::parse(text).value(); }

errc refusal(std::string_view text) {
  const auto parsed = decimal::parse(text);
  return parsed ? errc::internal : parsed.error().code();
}

// digits * 10^-scale as plain text, made digit by digit.
std::string plain_text(std::int64_t digits, int scale) {
  std::string text = std::to_string(digits < 0 ? -digits : digits);
  if (scale > 0) {
    while (static_cast<int>(text.size()) <= scale) text.insert(0, 1, '0');
    text.insert(text.size() - static_cast<std::size_t>(scale), 1, '.');
  }
  return (digits < 0 ? "-" : "") + text;
}

int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

TEST(DecimalParse, KeepsTheTextExactly) {
  for (const char* text : {"0", "-0", "0.0", "1", "1.0", "1.00", "10e-1", "1E+2", "1e02", "-0.00", "0e0", "0.010",
                           "123456789012345678901234567890.123456789", "-1e-10000", "1e10000",
                           "1e00000000000000000001"}) {
    EXPECT_EQ(number(text).to_string(), text);
  }
}

TEST(DecimalParse, RefusesWhatIsNotAJsonNumber) {
  for (const char* text : {"", " ", "+1", "-", ".5", "-.5", "1.", "1.e1", "01", "-01", "00", "1e", "1e+", "1e1.0", "1 ",
                           " 1", "1,0", "0x1", "NaN", "Infinity", "-inf", "1e1e1", "1.2.3", "--1", "1_000", "1e--1",
                           "\xD9\xA1", "1f", "1e 1"}) {
    EXPECT_EQ(refusal(text), errc::malformed_number) << '"' << text << '"';
  }
  EXPECT_EQ(refusal(std::string_view("1\0", 2)), errc::malformed_number);
}

TEST(DecimalParse, RefusesExponentsBeyondTenThousand) {
  for (const char* text : {"1e10001", "1e-10001", "1e999999999", "-1E-999999999", "0e10001",
                           "1e99999999999999999999999999999999", "1e-99999999999999999999999999999999"}) {
    EXPECT_EQ(refusal(text), errc::malformed_number) << text;
  }
}

TEST(DecimalParse, TakesAThousandCharactersAndNoMore) {
  const std::string longest(1000, '9');
  EXPECT_EQ(number(longest).to_string(), longest);
  EXPECT_EQ(refusal(longest + "9"), errc::too_large);
  EXPECT_EQ(number("0." + std::string(998, '0')), decimal());
}

TEST(DecimalCompare, IsByNumberAndNotByText) {
  for (const char* text : {"1", "1.00", "10e-1", "0.1E1", "100E-2", "0.00001e5"}) {
    EXPECT_EQ(number(text), number("1.0")) << text;
    EXPECT_FALSE(number(text).identical(number("1.0")));
  }
  EXPECT_TRUE(number("1.0").identical(number("1.0")));
  EXPECT_EQ(number("-0.00"), number("0e5"));
  EXPECT_LT(number("-1"), number("0"));
  EXPECT_LT(number("-1e10000"), number("-1e9999"));
  EXPECT_GT(number("1e-10000"), number("0"));
  EXPECT_LT(number("1e-10000"), number("1e10000"));
  EXPECT_LT(number("0.1"), number("0.10000000000000000000000000000000000000000000000001"));
  EXPECT_NE(number("9007199254740993"), number("9007199254740992"));
  EXPECT_GT(number("9.5"), number("9.49999"));
}

TEST(DecimalCompare, AgreesWith128BitIntegersOnRandomNumbers) {
  std::mt19937_64 random(20240501);
  for (int round = 0; round < 20000; ++round) {
    const int scale_a = static_cast<int>(random() % 10);
    const int scale_b = static_cast<int>(random() % 10);
    const auto digits_a = static_cast<std::int64_t>(random() >> (1 + random() % 63)) * (random() % 2 == 0 ? 1 : -1);
    auto digits_b = static_cast<std::int64_t>(random() >> (1 + random() % 63)) * (random() % 2 == 0 ? 1 : -1);
    if (random() % 4 == 0) digits_b = digits_a / static_cast<std::int64_t>(power_of_ten(scale_a));  // near or equal
    const int128 exact_a = static_cast<int128>(digits_a) * power_of_ten(9 - scale_a);
    const int128 exact_b = static_cast<int128>(digits_b) * power_of_ten(9 - scale_b);
    const auto expected = exact_a < exact_b   ? std::weak_ordering::less
                          : exact_a > exact_b ? std::weak_ordering::greater
                                              : std::weak_ordering::equivalent;
    const decimal a = number(plain_text(digits_a, scale_a));
    const decimal b = number(std::to_string(digits_b) + "e-" + std::to_string(scale_b));
    ASSERT_EQ(a <=> b, expected) << a.to_string() << ' ' << b.to_string();
    ASSERT_EQ(b <=> a, 0 <=> expected);
  }
}

TEST(DecimalAdd, AgreesWith128BitIntegersOnRandomNumbers) {
  std::mt19937_64 random(20240502);
  for (int round = 0; round < 20000; ++round) {
    const int scale_a = static_cast<int>(random() % 7);
    const int scale_b = static_cast<int>(random() % 7);
    const int scale = std::max(scale_a, scale_b);
    const auto digits_a = static_cast<std::int64_t>(random() >> (24 + random() % 40)) - 250'000'000'000;
    const auto digits_b = static_cast<std::int64_t>(random() >> (24 + random() % 40)) - 250'000'000'000;
    const int128 aligned_a = digits_a * power_of_ten(scale - scale_a);
    const int128 aligned_b = digits_b * power_of_ten(scale - scale_b);
    const decimal a = number(plain_text(digits_a, scale_a));
    const decimal b = number(plain_text(digits_b, scale_b));
    ASSERT_EQ(a.add(b).value().to_string(), plain_text(static_cast<std::int64_t>(aligned_a + aligned_b), scale))
        << a.to_string() << ' ' << b.to_string();
    ASSERT_EQ(a.subtract(b).value().to_string(), plain_text(static_cast<std::int64_t>(aligned_a - aligned_b), scale))
        << a.to_string() << ' ' << b.to_string();
    ASSERT_EQ(a.add(b).value().subtract(b).value(), a);
  }
}

TEST(DecimalAdd, KeepsTheLargerScaleAndNeverWritesANegativeZero) {
  EXPECT_EQ(number("1.5").add(number("1.50")).value().to_string(), "3.00");
  EXPECT_EQ(number("0.1").add(number("0.2")).value().to_string(), "0.3");
  EXPECT_EQ(number("1.0").subtract(number("1.00")).value().to_string(), "0.00");
  EXPECT_EQ(number("-1.0").add(number("1")).value().to_string(), "0.0");
  EXPECT_EQ(number("-0.0").add(number("-0")).value().to_string(), "0.0");
  EXPECT_EQ(number("1e2").add(number("1e2")).value().to_string(), "2e2");
  EXPECT_EQ(number("1e2").add(number("1")).value().to_string(), "101");
  EXPECT_EQ(number("1e-30").add(number("0")).value().to_string(), "1e-30");
  EXPECT_EQ(number("999.9").add(number("0.1")).value().to_string(), "1000.0");
}

TEST(DecimalAdd, RefusesSumsWithTooManyDigits) {
  const auto refused = number("1e10000").add(number("1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::too_large);
  EXPECT_FALSE(number("1e-10000").add(number("1e10000")));
  EXPECT_FALSE(number(std::string(1000, '9')).add(number("1")));
  EXPECT_EQ(number("1e900").add(number("1")).value().to_string(), "1" + std::string(899, '0') + "1");
  EXPECT_EQ(number("1e10000").add(number("1e10000")).value().to_string(), "2e10000");
}

TEST(DecimalNegate, TurnsTheSignAndKeepsTheDigits) {
  EXPECT_EQ(number("1.50").negate().to_string(), "-1.50");
  EXPECT_EQ(number("-1e2").negate().to_string(), "1e2");
  EXPECT_EQ(number("0.0").negate().to_string(), "0.0");
  EXPECT_EQ(number("-0.0").negate().to_string(), "0.0");
}

TEST(DecimalToDouble, IsCorrectlyRounded) {
  EXPECT_EQ(number("0.1").to_double(), 0.1);
  EXPECT_EQ(number("9007199254740993").to_double(), 9007199254740992.0);  // a tie, to even
  EXPECT_EQ(number("9007199254740993.00000000000000000000000001").to_double(), 9007199254740994.0);
  EXPECT_EQ(number("1.7976931348623157e308").to_double(), std::numeric_limits<double>::max());
  EXPECT_EQ(number("5e-324").to_double(), std::numeric_limits<double>::denorm_min());
  EXPECT_TRUE(std::signbit(number("-0.0").to_double()));
}

TEST(DecimalToDouble, GivesInfinityOrZeroBeyondTheRange) {
  EXPECT_EQ(number("1e10000").to_double(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(number("-1e309").to_double(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(number("1e-10000").to_double(), 0.0);
  EXPECT_TRUE(std::signbit(number("-1e-400").to_double()));
  EXPECT_EQ(number("0e10000").to_double(), 0.0);
  EXPECT_EQ(number("0." + std::string(500, '0') + "1e502").to_double(), 10.0);
}

TEST(DecimalToDouble, AgreesWithTheCLibraryOnRandomNumbers) {
  std::mt19937_64 random(20240503);
  for (int round = 0; round < 20000; ++round) {
    std::string text = std::to_string(random() >> (random() % 63));
    text += '.';
    for (auto digits = 1 + random() % 30; digits > 0; --digits) text += static_cast<char>('0' + random() % 10);
    text += "e" + std::to_string(static_cast<int>(random() % 700) - 350);
    ASSERT_EQ(number(text).to_double(), std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(DecimalDigits, CountsWhatWasWritten) {
  struct expectation {
    const char* text;
    int digits;
    int scale;
  };
  for (const auto& [text, digits, scale] :
       {expectation{"100", 3, 0}, {"1e2", 1, -2}, {"0.010", 2, 3}, {"1.50", 3, 2}, {"-1.50", 3, 2}, {"0", 1, 0},
        {"0.00", 1, 2}, {"1.20e-3", 3, 5}, {"1.20e1", 3, 1}, {"12.5e3", 3, -2}, {"0e7", 1, -7}, {"100.0", 4, 1}}) {
    EXPECT_EQ(number(text).significant_digits(), digits) << text;
    EXPECT_EQ(number(text).scale(), scale) << text;
  }
}

TEST(DecimalSign, TreatsEveryZeroAlike) {
  EXPECT_TRUE(number("-0.000e9").is_zero());
  EXPECT_FALSE(number("-0.000e9").is_negative());
  EXPECT_TRUE(number("-0.001").is_negative());
  EXPECT_FALSE(number("0.001").is_zero());
  EXPECT_TRUE(decimal().is_zero());
}

TEST(DecimalImpliedRange, IsHalfAUnitOfTheLastWrittenDigit) {
  struct expectation {
    const char* text;
    const char* low;
    const char* high;
  };
  for (const auto& [text, low, high] :
       {expectation{"100", "99.5", "100.5"}, {"100.00", "99.995", "100.005"}, {"1e2", "50", "150"},
        {"5.4", "5.35", "5.45"}, {"5.40", "5.395", "5.405"}, {"0", "-0.5", "0.5"},
        {"-100", "-100.5", "-99.5"}, {"0.0", "-0.05", "0.05"},
        {"1.0e2", "95", "105"}, {"9.99", "9.985", "9.995"}, {"1e-9", "0.5e-9", "1.5e-9"}}) {
    const auto range = number(text).implied_range();
    EXPECT_EQ(range.low, number(low)) << text;
    EXPECT_EQ(range.high, number(high)) << text;
  }
}

TEST(DecimalImpliedRange, ExistsAtTheLimitsOfParse) {
  for (const std::string& text : {std::string(1000, '9'), std::string("-1e-10000"), std::string("1e10000"),
                                  "0." + std::string(998, '9')}) {
    const auto range = number(text).implied_range();
    EXPECT_LT(range.low, number(text));
    EXPECT_GT(range.high, number(text));
  }
}

TEST(DecimalImpliedRange, EndsWhereTheNextNumberOfTheSameScaleBegins) {
  std::mt19937_64 random(20240504);
  for (int round = 0; round < 2000; ++round) {
    const int scale = static_cast<int>(random() % 6);
    const auto digits = static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000;
    const decimal here = number(plain_text(digits, scale));
    const decimal next = number(plain_text(digits + 1, scale));
    ASSERT_EQ(here.implied_range().high, next.implied_range().low) << here.to_string();
    ASSERT_LE(here.implied_range().low, here);
    ASSERT_LT(here, here.implied_range().high);
  }
}

TEST(DecimalFromInt64, WritesEveryInteger) {
  EXPECT_EQ(decimal::from_int64(0).to_string(), "0");
  EXPECT_EQ(decimal::from_int64(-42).to_string(), "-42");
  EXPECT_EQ(decimal::from_int64(std::numeric_limits<std::int64_t>::min()).to_string(), "-9223372036854775808");
  EXPECT_EQ(decimal::from_int64(std::numeric_limits<std::int64_t>::max()).to_string(), "9223372036854775807");
}

std::string told(const phr::result<decimal>& of) { return of ? of.value().to_string() : "error"; }
decimal of(const char* text) { return decimal::parse(text).value(); }

TEST(DecimalMultiply, IsExactAndAddsTheScales) {
  EXPECT_EQ(told(of("1.5").multiply(of("1.50"))), "2.250");
  EXPECT_EQ(told(of("-0.1").multiply(of("0.1"))), "-0.01");
  EXPECT_EQ(told(of("-3").multiply(of("-4"))), "12");
  EXPECT_EQ(told(of("0.00").multiply(of("-7.1"))), "0.000");
  EXPECT_EQ(told(of("1e5").multiply(of("2e-3"))), "2e2");
  EXPECT_EQ(told(of("99999999999999999999").multiply(of("99999999999999999999"))), "9999999999999999999800000000000000000001");
  EXPECT_EQ(told(of("1e9000").multiply(of("1e9000"))), "error");
}

TEST(DecimalDivide, IsTheNearestOfThatManyDigits) {
  EXPECT_EQ(told(of("1").divide(of("3"), 5)), "0.33333");
  EXPECT_EQ(told(of("2").divide(of("3"), 5)), "0.66667");
  EXPECT_EQ(told(of("-2").divide(of("3"), 5)), "-0.66667");
  EXPECT_EQ(told(of("1").divide(of("8"))), "0.125");
  EXPECT_EQ(told(of("10").divide(of("2"))), "5");
  EXPECT_EQ(told(of("1000").divide(of("10"))), "100");
  EXPECT_EQ(told(of("0.5").divide(of("1"), 1)), "0.5");
  EXPECT_EQ(told(of("0.25").divide(of("1"), 1)), "0.3");
  EXPECT_EQ(told(of("199").divide(of("2"), 2)), "100");
  EXPECT_EQ(told(of("0").divide(of("7"))), "0");
  EXPECT_EQ(told(of("1").divide(of("0.0"))), "error");
  EXPECT_EQ(told(of("1e3").divide(of("1e-3"))), "1000000");
}

TEST(DecimalQuotient, GoesTowardsZeroAndLeavesARestOfTheSameSign) {
  EXPECT_EQ(told(of("7").quotient(of("2"))) + " " + told(of("7").remainder(of("2"))), "3 1");
  EXPECT_EQ(told(of("-7").quotient(of("2"))) + " " + told(of("-7").remainder(of("2"))), "-3 -1");
  EXPECT_EQ(told(of("7").quotient(of("-2"))) + " " + told(of("7").remainder(of("-2"))), "-3 1");
  EXPECT_EQ(told(of("5.5").quotient(of("0.7"))) + " " + told(of("5.5").remainder(of("0.7"))), "7 0.6");
  EXPECT_EQ(told(of("1").quotient(of("0"))), "error");
  EXPECT_EQ(told(of("1e9000").quotient(of("1e-9000"))), "error");
}

TEST(DecimalArithmetic, AgreesWith128BitIntegersOnRandomNumbers) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20000; ++round) {
    const auto a = static_cast<std::int64_t>(random()) >> (random() % 62U);
    const auto b = static_cast<std::int64_t>(random()) >> (random() % 62U);
    const decimal left = decimal::from_int64(a);
    const decimal right = decimal::from_int64(b);
    const auto written = [](__int128 value) {
      const bool below = value < 0;
      std::string digits;
      for (unsigned __int128 rest = below ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value); rest != 0 || digits.empty(); rest /= 10) digits.insert(0, 1, static_cast<char>('0' + static_cast<int>(rest % 10)));
      return (below ? "-" : "") + digits;
    };
    ASSERT_EQ(told(left.multiply(right)), written(static_cast<__int128>(a) * b)) << a << ' ' << b;
    if (b == 0 || (b == -1 && a == INT64_MIN)) continue;
    ASSERT_EQ(told(left.quotient(right)), written(a / b)) << a << ' ' << b;
    ASSERT_EQ(told(left.remainder(right)), written(a % b)) << a << ' ' << b;
    // q * b is within half a unit of the last digit of a.
    const decimal q = left.divide(right, 40).value();
    const decimal back = q.multiply(right).value().subtract(left).value();
    EXPECT_LT(back.is_negative() ? back.negate() : back, of("1e-15")) << a << ' ' << b;
  }
}

TEST(DecimalRound, TurnsHalvesAwayFromZeroAndKeepsWhatIsShort) {
  EXPECT_EQ(of("3.14159").round(3).to_string(), "3.142");
  EXPECT_EQ(of("2.5").round(0).to_string(), "3");
  EXPECT_EQ(of("-2.5").round(0).to_string(), "-3");
  EXPECT_EQ(of("0.4").round(0).to_string(), "0");
  EXPECT_EQ(of("0.05").round(0).to_string(), "0");
  EXPECT_EQ(of("9.99").round(1).to_string(), "10.0");
  EXPECT_EQ(of("1.5").round(3).to_string(), "1.5");
  EXPECT_EQ(of("1250").round(-2).to_string(), "13e2");
}

TEST(DecimalWhole, GoesTowardsZeroDownAndUp) {
  for (const auto& [text, towards_zero, down, up] : {std::tuple{"1.7", "1", "1", "2"}, {"-1.7", "-1", "-2", "-1"}, {"2.0", "2", "2", "2"}, {"-0.5", "0", "-1", "0"}, {"0.5", "0", "0", "1"}, {"7", "7", "7", "7"}}) {
    EXPECT_EQ(of(text).truncate(), of(towards_zero)) << text;
    EXPECT_EQ(of(text).floor(), of(down)) << text;
    EXPECT_EQ(of(text).ceiling(), of(up)) << text;
  }
}

}  // namespace
