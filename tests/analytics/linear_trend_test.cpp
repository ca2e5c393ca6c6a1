#include <phr/analytics/trend.hpp>

#include "analytics/random_column.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace {

using phr::errc;
using phr::analytics::line;
using phr::analytics::linear_trend;
using phr::analytics::microseconds_per_day;
using namespace phr::analytics::tests;

// The data set Norris of NIST (https://www.itl.nist.gov/div898/strd/lls/data/Norris.shtml): y, x. 36 rows.
constexpr std::pair<double, double> norris[] = {
    {0.1, 0.2},     {338.8, 337.4}, {118.1, 118.2}, {888.0, 884.6}, {9.2, 10.1},    {228.1, 226.5},
    {668.5, 666.3}, {998.5, 996.3}, {449.1, 448.6}, {778.9, 777.0}, {559.2, 558.2}, {0.3, 0.4},
    {0.1, 0.6},     {778.1, 775.5}, {668.8, 666.9}, {339.3, 338.0}, {448.9, 447.5}, {10.8, 11.6},
    {557.7, 556.0}, {228.3, 228.1}, {998.0, 995.8}, {888.8, 887.6}, {119.6, 120.2}, {0.3, 0.3},
    {0.6, 0.3},     {557.6, 556.8}, {339.3, 339.1}, {888.0, 887.2}, {998.5, 999.0}, {778.9, 779.0},
    {10.2, 11.1},   {117.6, 118.3}, {228.9, 229.2}, {668.4, 669.1}, {449.2, 448.9}, {0.2, 0.5}};

TEST(LinearTrendNist, MeetsNorris) {
  std::vector<double> y;
  std::vector<std::int64_t> times;
  for (const auto& [value, x] : norris) {
    y.push_back(value);
    times.push_back(std::llround(x * 10.0) * (microseconds_per_day / 10));
  }
  const line fit = linear_trend(times, {y, {}}).value();
  EXPECT_EQ(fit.count, 36u);
  EXPECT_NEAR(fit.slope_per_day, 1.00211681802045, 1e-13);
  // The first row lies at x = 0.2.
  EXPECT_NEAR(fit.intercept - 0.2 * fit.slope_per_day, -0.262323073774029, 1e-11);
  EXPECT_NEAR(fit.slope_error, 0.429796848199937e-03, 1e-15);
  EXPECT_NEAR(fit.r_squared, 0.999993745883712, 1e-14);
}

TEST(LinearTrend, OfAnExactLineIsThatLine) {
  std::vector<std::int64_t> times;
  std::vector<double> values;
  for (int i = 0; i < 50; ++i) {
    times.push_back(1'700'000'000'000'000 + i * microseconds_per_day);
    values.push_back(3.0 + 0.25 * i);
  }
  const line fit = linear_trend(times, {values, {}}).value();
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 0.25);
  EXPECT_DOUBLE_EQ(fit.intercept, 3.0);
  EXPECT_DOUBLE_EQ(fit.r_squared, 1.0);
  EXPECT_NEAR(fit.slope_error, 0.0, 1e-15);
}

TEST(LinearTrend, CountsFromTheEarliestRowInAnyOrder) {
  const std::vector<std::int64_t> times{2 * microseconds_per_day, 0, microseconds_per_day};
  const std::vector<double> values{5.0, 1.0, 3.0};
  const line fit = linear_trend(times, {values, {}}).value();
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 2.0);
  EXPECT_DOUBLE_EQ(fit.intercept, 1.0);
}

TEST(LinearTrend, DoesNotSeeGaps) {
  const std::vector<std::int64_t> times{-999, 0, microseconds_per_day, 5, 2 * microseconds_per_day};
  const std::vector<double> values{1e9, 1.0, 3.0, std::nan(""), 5.0};
  const std::vector<std::uint64_t> validity{0b10110};
  const line fit = linear_trend(times, {values, validity}).value();
  EXPECT_EQ(fit.count, 3u);
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 2.0);
  EXPECT_DOUBLE_EQ(fit.intercept, 1.0);
}

TEST(LinearTrend, OfTwoRowsHasNoStandardError) {
  const std::vector<std::int64_t> times{0, microseconds_per_day};
  const std::vector<double> values{1.0, 2.0};
  const line fit = linear_trend(times, {values, {}}).value();
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 1.0);
  EXPECT_TRUE(std::isnan(fit.slope_error));
}

TEST(LinearTrend, OfEqualValuesIsFlatWithoutRSquared) {
  const std::vector<std::int64_t> times{0, 7, microseconds_per_day};
  const std::vector<double> values(3, 0.1);
  const line fit = linear_trend(times, {values, {}}).value();
  EXPECT_EQ(fit.slope_per_day, 0.0);
  EXPECT_EQ(fit.intercept, 0.1);
  EXPECT_TRUE(std::isnan(fit.r_squared));
  EXPECT_EQ(fit.slope_error, 0.0);
}

TEST(LinearTrend, IsNanWhereAValueIsNotFinite) {
  const std::vector<std::int64_t> times{0, 1, 2};
  for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    const std::vector<double> values{1.0, odd, 2.0};
    const line fit = linear_trend(times, {values, {}}).value();
    EXPECT_EQ(fit.count, 3u);
    EXPECT_TRUE(std::isnan(fit.slope_per_day) && std::isnan(fit.intercept));
  }
}

TEST(LinearTrend, RefusesFewerThanTwoTimes) {
  const std::vector<std::int64_t> same{5, 5, 5};
  const std::vector<double> values{1.0, 2.0, 3.0};
  EXPECT_EQ(linear_trend(same, {values, {}}).error().code(), errc::invalid_argument);
  EXPECT_EQ(linear_trend({}, {}).error().code(), errc::invalid_argument);
  EXPECT_EQ(linear_trend({same.data(), 2}, {values, {}}).error().code(), errc::invalid_argument);
}

TEST(LinearTrend, TakesTimesFromBothEndsOfTheRange) {
  const std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::max()};
  const std::vector<double> values{0.0, 18446744073709551615.0 / static_cast<double>(microseconds_per_day)};
  EXPECT_DOUBLE_EQ(linear_trend(times, {values, {}}).value().slope_per_day, 1.0);
}

TEST(LinearTrend, AgreesWithLongDoubleSumsOnRandomData) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 100; ++round) {
    const std::size_t rows = 3 + below(random, 200);
    std::vector<std::int64_t> times;
    std::vector<double> values;
    for (std::size_t i = 0; i < rows; ++i) {
      times.push_back(static_cast<std::int64_t>(below(random, 1000)) * microseconds_per_day);
      values.push_back(50.0 + uniform(random));
    }
    times[0] = 0;
    long double sx = 0, sy = 0;
    for (std::size_t i = 0; i < rows; ++i) sx += times[i] / microseconds_per_day, sy += values[i];
    const long double mx = sx / static_cast<long double>(rows);
    const long double my = sy / static_cast<long double>(rows);
    long double xx = 0, xy = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const long double dx = static_cast<long double>(times[i] / microseconds_per_day) - mx;
      xx += dx * dx;
      xy += dx * (values[i] - my);
    }
    const line fit = linear_trend(times, {values, {}}).value();
    EXPECT_NEAR(fit.slope_per_day, static_cast<double>(xy / xx), 1e-14);
    EXPECT_NEAR(fit.intercept, static_cast<double>(my - xy / xx * mx), 1e-10);
  }
}

}  // namespace
