#include <phr/analytics/kernels.hpp>

#include "analytics/random_column.hpp"
#include "analytics/special_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using phr::analytics::column;
using phr::analytics::column_view;
using phr::analytics::summarize;
using phr::analytics::summary;
using namespace phr::analytics::tests;


// The data sets NumAcc2, NumAcc3 and NumAcc4 of NIST: base + 0.2, then base + 0.1 and base + 0.3 in turn, 1001 values.
std::vector<double> numerical_accuracy(double middle, double low, double high) {
  std::vector<double> values{middle};
  for (int i = 0; i < 500; ++i) {
    values.push_back(low);
    values.push_back(high);
  }
  return values;
}

// Correct decimal digits, as NIST counts them.
double digits(double computed, double certified) {
  if (computed == certified) return 15.0;
  return -std::log10(std::fabs(computed - certified) / std::fabs(certified));
}

TEST(SummaryNist, MeetsNumAcc1) {
  const std::vector<double> values{10000001, 10000003, 10000002};
  const summary result = summarize({values, {}});
  EXPECT_EQ(result.mean, 10000002.0);
  EXPECT_EQ(result.sd, 1.0);
}

TEST(SummaryNist, MeetsNumAcc2) {
  const summary result = summarize({numerical_accuracy(1.2, 1.1, 1.3), {}});
  EXPECT_GE(digits(result.mean, 1.2), 14.9);
  EXPECT_GE(digits(result.sd, 0.1), 14.0);
}

// The data round to doubles: the sd of what is left has no more than 9 and 8 of the certified digits.
TEST(SummaryNist, MeetsNumAcc3AndNumAcc4) {
  const summary third = summarize({numerical_accuracy(1000000.2, 1000000.1, 1000000.3), {}});
  EXPECT_GE(digits(third.mean, 1000000.2), 15.0);
  EXPECT_GE(digits(third.sd, 0.1), 9.0);
  const summary fourth = summarize({numerical_accuracy(10000000.2, 10000000.1, 10000000.3), {}});
  EXPECT_GE(digits(fourth.mean, 10000000.2), 15.0);
  EXPECT_GE(digits(fourth.sd, 0.1), 8.0);
}

// Michelson's speed of light, in units of 1 km/s above 299,000 km/s; NIST's Michelso in thousands of km/s.
TEST(SummaryNist, MeetsMichelso) {
  constexpr int above[] = {
      850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960,
      960, 940, 960, 940,  880, 800, 850, 880, 900, 840, 830,  790, 810, 880, 880, 830, 800,  790,  760, 800,
      880, 880, 880, 860,  720, 720, 620, 860, 970, 950, 880,  910, 850, 870, 840, 840, 850,  840,  840, 840,
      890, 810, 810, 820,  800, 770, 760, 740, 750, 760, 910,  920, 890, 860, 880, 720, 840,  850,  850, 780,
      890, 840, 780, 810,  760, 810, 790, 810, 820, 850, 870,  870, 810, 740, 810, 940, 950,  800,  810, 870};
  std::vector<double> values;
  for (const int speed : above) values.push_back((299'000.0 + speed) / 1000.0);
  ASSERT_EQ(values.size(), 100u);
  const summary result = summarize({values, {}});
  EXPECT_GE(digits(result.mean, 299.852400000000), 14.9);
  EXPECT_GE(digits(result.sd, 0.0790105478190518), 12.5);
}

TEST(Summary, OfNothingHasNoNumbers) {
  const summary result = summarize({});
  EXPECT_EQ(result.count, 0u);
  EXPECT_TRUE(std::isnan(result.mean) && std::isnan(result.sd) && std::isnan(result.min) && std::isnan(result.max));
}

TEST(Summary, OfGapsAloneIsTheSameAsOfNothing) {
  column gaps;
  for (int i = 0; i < 100; ++i) gaps.push_gap();
  EXPECT_EQ(gaps.gaps(), 100u);
  EXPECT_EQ(summarize(gaps.view()).count, 0u);
  EXPECT_TRUE(std::isnan(summarize(gaps.view()).mean));
}

TEST(Summary, OfOneValueHasNoDeviation) {
  const std::vector<double> values{5.4};
  const summary result = summarize({values, {}});
  EXPECT_EQ(result.count, 1u);
  EXPECT_EQ(result.mean, 5.4);
  EXPECT_TRUE(std::isnan(result.sd));
  EXPECT_EQ(result.min, 5.4);
  EXPECT_EQ(result.max, 5.4);
}

TEST(Summary, OfEqualValuesIsExact) {
  const std::vector<double> values(1000, 0.1);
  const summary result = summarize({values, {}});
  EXPECT_EQ(result.mean, 0.1);
  EXPECT_EQ(result.sd, 0.0);
}

TEST(Summary, ANanThatIsAValueMakesTheResultNan) {
  std::vector<double> values(20, 1.0);
  values[13] = nan_value;
  const summary result = summarize({values, {}});
  EXPECT_EQ(result.count, 20u);
  EXPECT_TRUE(std::isnan(result.mean) && std::isnan(result.sd) && std::isnan(result.min) && std::isnan(result.max));
}

TEST(Summary, ANanUnderAGapIsNeverSeen) {
  std::vector<double> values(20, 1.0);
  values[13] = nan_value;
  values[19] = 3.0;
  const std::vector<std::uint64_t> validity{~(std::uint64_t{1} << 13)};
  const summary result = summarize({values, validity});
  EXPECT_EQ(result.count, 19u);
  EXPECT_EQ(result.max, 3.0);
  EXPECT_FALSE(std::isnan(result.sd));
}

TEST(Summary, RowsPastTheEndOfAShortBitmapAreGaps) {
  const std::vector<double> values(200, 1.0);
  const std::vector<std::uint64_t> validity{~std::uint64_t{0}};
  EXPECT_EQ(summarize({values, validity}).count, 64u);
}

TEST(Summary, BitsPastTheLastRowDoNotCount) {
  const std::vector<double> values(3, 1.0);
  const std::vector<std::uint64_t> validity{~std::uint64_t{0}, ~std::uint64_t{0}};
  EXPECT_EQ(summarize({values, validity}).count, 3u);
}

TEST(Summary, AnInfinityIsTheExtremeAndTheMean) {
  const std::vector<double> values{1.0, infinity, 2.0};
  const summary result = summarize({values, {}});
  EXPECT_EQ(result.min, 1.0);
  EXPECT_EQ(result.max, infinity);
  EXPECT_FALSE(std::isfinite(result.mean));
}

TEST(Summary, AgreesWithLongDoubleSumsOnRandomColumns) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    const column rows = random_column(random, below(random, 400), 0.3 * (round % 3), 1e3);
    const std::vector<double> values = valid_values(rows.view());
    const summary result = summarize(rows.view());
    ASSERT_EQ(result.count, values.size());
    if (values.size() < 2) continue;
    long double sum = 0;
    for (const double value : values) sum += value;
    const long double mean = sum / static_cast<long double>(values.size());
    long double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double sd = static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size() - 1)));
    EXPECT_NEAR(result.mean, static_cast<double>(mean), 1e-12 * std::fabs(static_cast<double>(mean)));
    EXPECT_NEAR(result.sd, sd, 1e-12 * sd);
  }
}

}  // namespace
