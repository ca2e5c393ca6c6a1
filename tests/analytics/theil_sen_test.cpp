#include <phr/analytics/trend.hpp>

#include "analytics/random_column.hpp"
#include "analytics/slopes.hpp"
#include "analytics/special_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using phr::errc;
using phr::analytics::count_slopes;
using phr::analytics::max_theil_sen_values;
using phr::analytics::microseconds_per_day;
using phr::analytics::slopes_of_rank;
using phr::analytics::theil_sen;
using phr::analytics::theil_sen_line;
using phr::analytics::timed_point;
using namespace phr::analytics::tests;


std::vector<std::int64_t> days(const std::vector<double>& list) {
  std::vector<std::int64_t> times;
  for (const double day : list) times.push_back(std::llround(day * static_cast<double>(microseconds_per_day)));
  return times;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

// All pairs, by the definition.
std::vector<double> all_slopes(const std::vector<std::int64_t>& times, const std::vector<double>& values) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (times[i] == times[j]) continue;
      const double rise = values[i] - values[j];
      slopes.push_back(rise * static_cast<double>(microseconds_per_day) / static_cast<double>(times[i] - times[j]));
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

// var(S) over all n! orders of the values is what Kendall's formula gives: by its definition, for few points.
double variance_by_permutation(const std::vector<std::int64_t>& times, std::vector<double> values) {
  const auto sign = [](auto a, auto b) { return (a > b) - (a < b); };
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  double squares = 0;
  double count = 0;
  do {
    double s = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        s += sign(times[i], times[j]) * sign(values[order[i]], values[order[j]]);
      }
    }
    squares += s * s;
    ++count;
  } while (std::next_permutation(order.begin(), order.end()));
  return squares / count;  // the mean of S is 0
}

TEST(TheilSen, GivesTheMedianOfTheSlopesOfAllPairs) {
  const std::vector<double> values{1, 3, 2, 5, 4, 7};
  const theil_sen_line fit = theil_sen(days({0, 1, 2, 3, 4, 5}), {values, {}}).value();
  // Slopes, sorted: -1 -1 1/3 1/2 3/4 1 1 1 1 6/5 5/4 4/3 5/3 3 3.
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 1.0);
  EXPECT_DOUBLE_EQ(fit.intercept, 1.5);
  // var(S) = 6 * 5 * 17 / 18, C = 10.43, rank round((15 - 10.43) / 2) = 2 from either end.
  EXPECT_DOUBLE_EQ(fit.low, -1.0);
  EXPECT_DOUBLE_EQ(fit.high, 3.0);
  EXPECT_EQ(fit.count, 6u);
}

TEST(TheilSen, IsNotMovedByAnOutlier) {
  std::vector<double> list;
  std::vector<double> values;
  for (int i = 0; i < 21; ++i) {
    list.push_back(i);
    values.push_back(10.0 + 0.5 * i);
  }
  values[3] = 1e6;
  const theil_sen_line fit = theil_sen(days(list), {values, {}}).value();
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 0.5);
  EXPECT_DOUBLE_EQ(fit.intercept, 10.0);
  EXPECT_DOUBLE_EQ(fit.low, 0.5);
}

TEST(TheilSen, AgreesWithBruteForceWithTiesInTimesAndValues) {
  std::mt19937_64 random(19);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = 2 + below(random, 60);
    std::vector<std::int64_t> times;
    std::vector<double> values;
    for (std::size_t i = 0; i < rows; ++i) {
      const auto hour = static_cast<std::int64_t>(below(random, round % 2 ? 30 : 100000));
      times.push_back(1'600'000'000'000'000 + hour * 3'600'000'000);
      values.push_back(round % 3 ? static_cast<double>(below(random, 8)) : 5.0 + uniform(random));
    }
    const std::vector<double> slopes = all_slopes(times, values);
    const auto fit = theil_sen(times, {values, {}});
    ASSERT_EQ(fit.has_value(), !slopes.empty());
    if (!fit) continue;
    EXPECT_EQ(fit.value().slope_per_day, median_of(slopes));
    const std::int64_t first = *std::min_element(times.begin(), times.end());
    std::vector<double> intercepts;
    for (std::size_t i = 0; i < rows; ++i) {
      const double x = static_cast<double>(times[i] - first) / static_cast<double>(microseconds_per_day);
      intercepts.push_back(values[i] - fit.value().slope_per_day * x);
    }
    EXPECT_NEAR(fit.value().intercept, median_of(intercepts), 1e-12);
    EXPECT_LE(fit.value().low, fit.value().slope_per_day);
    EXPECT_GE(fit.value().high, fit.value().slope_per_day);
  }
}

TEST(TheilSen, TakesItsIntervalFromTheVarianceOfSOverAllOrders) {
  std::mt19937_64 random(23);
  for (int round = 0; round < 60; ++round) {
    const std::size_t rows = 5 + below(random, 3);
    std::vector<std::int64_t> times;
    std::vector<double> values;
    for (std::size_t i = 0; i < rows; ++i) {
      times.push_back(static_cast<std::int64_t>(below(random, 2 + static_cast<std::size_t>(round) % 9)) *
                      microseconds_per_day);
      values.push_back(static_cast<double>(below(random, 2 + static_cast<std::size_t>(round) % 7)));
    }
    const std::vector<double> slopes = all_slopes(times, values);
    if (slopes.empty()) continue;
    const double spread = 1.959963984540054 * std::sqrt(variance_by_permutation(times, values));
    const double count = static_cast<double>(slopes.size());
    const double rank = std::floor((count - spread) / 2 + 0.5 + 1e-9);
    const theil_sen_line fit = theil_sen(times, {values, {}}).value();
    if (rank < 1) {
      EXPECT_EQ(fit.low, -infinity);
      EXPECT_EQ(fit.high, infinity);
    } else {
      const auto low = static_cast<std::size_t>(rank) - 1;
      EXPECT_EQ(fit.low, std::min(slopes[low], slopes[slopes.size() - 1 - low]));
      EXPECT_EQ(fit.high, std::max(slopes[low], slopes[slopes.size() - 1 - low]));
    }
  }
}

// With n = 4 even a perfect order has a probability of 2 / 24 by chance.
TEST(TheilSen, HasNoIntervalForFourValues) {
  const std::vector<double> values{1, 2, 3, 4};
  const theil_sen_line fit = theil_sen(days({0, 1, 2, 3}), {values, {}}).value();
  EXPECT_EQ(fit.slope_per_day, 1.0);
  EXPECT_EQ(fit.low, -infinity);
  EXPECT_EQ(fit.high, infinity);
  const std::vector<double> five{1, 2, 3, 4, 5};
  EXPECT_EQ(theil_sen(days({0, 1, 2, 3, 4}), {five, {}}).value().low, 1.0);
}

TEST(TheilSen, OfEqualValuesIsFlatAndSure) {
  const std::vector<double> values(10, 0.1);
  const theil_sen_line fit = theil_sen(days({0, 1, 1, 1, 5, 6, 7, 8, 9, 10}), {values, {}}).value();
  EXPECT_EQ(fit.slope_per_day, 0.0);
  EXPECT_EQ(fit.intercept, 0.1);
  EXPECT_EQ(fit.low, 0.0);
  EXPECT_EQ(fit.high, 0.0);
}

TEST(TheilSen, DoesNotSeeGapsAndTakesAnyOrder) {
  const std::vector<double> values{5.0, std::nan(""), 1.0, 3.0};
  const std::vector<std::uint64_t> validity{0b1101};
  const theil_sen_line fit = theil_sen(days({12, -50, 10, 11}), {values, validity}).value();
  EXPECT_EQ(fit.count, 3u);
  EXPECT_DOUBLE_EQ(fit.slope_per_day, 2.0);
  EXPECT_DOUBLE_EQ(fit.intercept, 1.0);
}

TEST(TheilSen, IsNanWhereAValueIsNotFinite) {
  for (const double odd : {std::nan(""), infinity}) {
    const std::vector<double> values{1.0, odd, 2.0};
    const theil_sen_line fit = theil_sen(days({1, 2, 3}), {values, {}}).value();
    EXPECT_TRUE(std::isnan(fit.slope_per_day) && std::isnan(fit.low) && std::isnan(fit.intercept));
  }
}

TEST(TheilSen, RefusesFewerThanTwoTimesAndTooManyValues) {
  const std::vector<double> values{1.0, 2.0};
  EXPECT_EQ(theil_sen(days({1, 1}), {values, {}}).error().code(), errc::invalid_argument);
  EXPECT_EQ(theil_sen(days({1}), {values, {}}).error().code(), errc::invalid_argument);
  EXPECT_EQ(theil_sen({}, {}).error().code(), errc::invalid_argument);
  const std::vector<double> many(max_theil_sen_values + 1, 1.0);
  const std::vector<std::int64_t> times(many.size(), 0);
  EXPECT_EQ(theil_sen(times, {many, {}}).error().code(), errc::too_large);
}

std::vector<timed_point> random_points(std::mt19937_64& random, std::size_t count, bool ties) {
  std::vector<timed_point> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back({static_cast<double>(below(random, ties ? count / 3 : 1'000'000'000)),
                      ties ? static_cast<double>(below(random, 4)) : 100.0 * (uniform(random) - 0.5)});
  }
  std::sort(points.begin(), points.end(), [](auto& a, auto& b) { return a.at_us < b.at_us; });
  return points;
}

TEST(SlopesOfRank, AreTheSameHoweverFewAreKeptInMemory) {
  std::mt19937_64 random(29);
  for (const bool ties : {false, true}) {
    const std::vector<timed_point> points = random_points(random, 300, ties);
    const std::size_t slopes = count_slopes(points);
    const std::vector<std::size_t> ranks{0, slopes / 3, (slopes - 1) / 2, slopes / 2, slopes - 1, slopes - 1};
    const std::vector<double> in_memory = slopes_of_rank(points, ranks);
    EXPECT_TRUE(std::is_sorted(in_memory.begin(), in_memory.end()));
    for (const std::size_t most : {std::size_t{20'000}, std::size_t{500}, std::size_t{10}, std::size_t{0}}) {
      EXPECT_EQ(slopes_of_rank(points, ranks, most), in_memory) << ties << " " << most;
    }
  }
}

TEST(SlopesOfRank, AgreeWithSorting) {
  std::mt19937_64 random(31);
  const std::vector<timed_point> points = random_points(random, 60, true);
  std::vector<std::int64_t> times;
  std::vector<double> values;
  for (const timed_point& point : points) {
    times.push_back(static_cast<std::int64_t>(point.at_us));
    values.push_back(point.value);
  }
  const std::vector<double> sorted = all_slopes(times, values);
  ASSERT_EQ(count_slopes(points), sorted.size());
  for (std::size_t rank = 0; rank < sorted.size(); ++rank) {
    const std::vector<std::size_t> ranks{rank};
    EXPECT_EQ(slopes_of_rank(points, ranks)[0], sorted[rank]);
    EXPECT_EQ(slopes_of_rank(points, ranks, 5)[0], sorted[rank]);
  }
}

TEST(TheilSen, OfTheMostValuesFindsTheSlopeTheyWereMadeWith) {
  std::mt19937_64 random(37);
  std::vector<std::int64_t> times;
  std::vector<double> values;
  for (std::size_t i = 0; i < 6000; ++i) {
    times.push_back(static_cast<std::int64_t>(i) * 300'000'000);
    values.push_back(100.0 + 0.25 * static_cast<double>(i) / 288.0 + 10.0 * (uniform(random) - 0.5));
  }
  const theil_sen_line fit = theil_sen(times, {values, {}}).value();
  EXPECT_NEAR(fit.slope_per_day, 0.25, 0.05);
  EXPECT_LT(fit.low, fit.slope_per_day);
  EXPECT_GT(fit.high, fit.slope_per_day);
  EXPECT_LT(fit.high - fit.low, 0.1);
}

}  // namespace
