// Arithmetic on factors, against numbers that can be told otherwise.
#include "ucum/factor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace {

using namespace phr::ucum::detail;

factor from(std::string_view text) {
  factor out;
  EXPECT_TRUE(read_factor(text, out)) << text;
  return out;
}

TEST(Natural, MultipliesAndDividesBackToItself) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    natural a = to_natural(random() >> (random() % 60) | 1);
    natural b = a;
    const int steps = static_cast<int>(random() % 12);
    for (int j = 0; j < steps; ++j) {
      const auto by = static_cast<std::uint32_t>(random() | 1);
      ASSERT_TRUE(multiply_by(b, by));
      natural c = b;
      EXPECT_EQ(divide_by(c, by), 0U);
    }
    natural common_a = a;
    natural common_b = b;
    reduce(common_a, common_b);  // a divides b
    EXPECT_TRUE(is_one(common_a));
    natural again;
    ASSERT_TRUE(product(common_b, a, again));
    EXPECT_TRUE(equal(again, b));
  }
}

TEST(Natural, KnowsWhenItIsFull) {
  natural x = to_natural(1);
  for (int i = 0; i < 1023; ++i) ASSERT_TRUE(multiply_by(x, 2));
  EXPECT_EQ(take_out(x, 2), 1023);
  for (int i = 0; i < 1023; ++i) ASSERT_TRUE(multiply_by(x, 2));
  EXPECT_FALSE(multiply_by(x, 2));
  natural out;
  EXPECT_FALSE(product(to_natural(~0ULL), [] {
    natural full;
    full.limb.fill(~0U);
    full.size = natural::capacity;
    return full;
  }(), out));
}

TEST(Natural, PrintsDigits) {
  natural x = to_natural(1);
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(multiply_by(x, 10));
  EXPECT_EQ(to_digits(x), "1" + std::string(40, '0'));
  EXPECT_DOUBLE_EQ(to_double(x), 1e40);
  EXPECT_EQ(to_digits(to_natural(1'000'000'001)), "1000000001");
}

TEST(Factor, HasOneForm) {
  EXPECT_TRUE(equal(from("1000"), from("1e3")));
  EXPECT_TRUE(equal(from("0.0250"), from("25e-3")));
  factor quarter = one();
  ASSERT_TRUE(divide(quarter, from("4")));
  EXPECT_TRUE(equal(quarter, from("0.25")));
  factor third = one();
  ASSERT_TRUE(divide(third, from("30")));
  EXPECT_EQ(to_digits(third.denominator), "3");
  EXPECT_EQ(third.exponent, -1);
  ASSERT_TRUE(multiply(third, from("30")));
  EXPECT_TRUE(equal(third, one()));
}

TEST(Factor, RaisesToPowersOfBothSigns) {
  factor x = from("2.54");
  ASSERT_TRUE(raise(x, -3));
  factor y = from("2.54");
  ASSERT_TRUE(raise(y, 3));
  ASSERT_TRUE(multiply(x, y));
  EXPECT_TRUE(equal(x, one()));
  ASSERT_TRUE(raise(y, 0));
  EXPECT_TRUE(equal(y, one()));
}

TEST(Factor, ReadsOnlyNumbersThatAreNotZero) {
  factor out;
  for (const char* text : {"0", "0.00", "", "1x", "-1", "1e99999"}) EXPECT_FALSE(read_factor(text, out)) << text;
}

TEST(Factor, IsTheQuotientInDouble) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t a = random() % 1'000'000'000 + 1;
    const std::uint64_t b = random() % 1'000'000 + 1;
    factor x = from(std::to_string(a));
    ASSERT_TRUE(divide(x, from(std::to_string(b))));
    const double expected = static_cast<double>(a) / static_cast<double>(b);
    EXPECT_NEAR(to_double(x), expected, expected * 1e-14);
  }
}

}  // namespace
