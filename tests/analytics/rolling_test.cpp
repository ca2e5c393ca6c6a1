#include <phr/analytics/kernels.hpp>

#include "analytics/random_column.hpp"
#include "analytics/special_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using phr::errc;
using phr::analytics::column;
using phr::analytics::column_view;
using phr::analytics::rolling_mean;
using phr::analytics::rolling_mean_by_time;
using phr::analytics::rolling_median;
using phr::analytics::rolling_median_by_time;
using phr::analytics::rolling_options;
using namespace phr::analytics::tests;


double plain_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double plain_median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::vector<double> means(column_view rows, std::size_t window, rolling_options options = {}) {
  std::vector<double> out(rows.size(), -1.0);
  rolling_mean(rows, window, out, options).value();
  return out;
}

std::vector<double> medians(column_view rows, std::size_t window, rolling_options options = {}) {
  std::vector<double> out(rows.size(), -1.0);
  rolling_median(rows, window, out, options).value();
  return out;
}

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (std::isnan(expected[i])) {
      EXPECT_TRUE(std::isnan(actual[i])) << i;
    } else if (std::isinf(expected[i])) {
      EXPECT_EQ(actual[i], expected[i]) << i;
    } else {
      EXPECT_NEAR(actual[i], expected[i], 1e-12 * (1.0 + std::fabs(expected[i]))) << i;
    }
  }
}

TEST(RollingMean, BeginsWhenTheWindowIsFull) {
  const std::vector<double> values{1, 2, 3, 4, 8};
  expect_near(means({values, {}}, 3), {nan_value, nan_value, 2, 3, 5});
  expect_near(means({values, {}}, 1), values);
  expect_near(means({values, {}}, 9), {nan_value, nan_value, nan_value, nan_value, nan_value});
}

TEST(RollingMean, OfPartialWindowsBeginsAtTheFirstRow) {
  const std::vector<double> values{1, 2, 3, 4, 8};
  expect_near(means({values, {}}, 3, {.partial = true}), {1, 1.5, 2, 3, 5});
}

TEST(RollingMean, IsOfTheValuesAmongTheGapsIfThereAreEnough) {
  column rows;
  for (int i = 1; i <= 6; ++i) i == 3 || i == 4 ? rows.push_gap() : rows.push_value(i);
  expect_near(means(rows.view(), 2), {nan_value, 1.5, 2, nan_value, 5, 5.5});
  expect_near(means(rows.view(), 2, {.min_count = 2}), {nan_value, 1.5, nan_value, nan_value, nan_value, 5.5});
}

TEST(RollingMean, ForgetsANanAndAnInfinityWithTheWindow) {
  const std::vector<double> values{1, nan_value, 3, 5, infinity, 1, 3};
  expect_near(means({values, {}}, 2), {nan_value, nan_value, nan_value, 4, infinity, infinity, 2});
}

// A running sum that subtracts what leaves would keep the rounding of 1e16 for ever.
TEST(RollingMean, KeepsNoRoundingOfWhatHasLeft) {
  std::vector<double> values{1e16, 1.0};
  values.resize(1000, 0.1);
  const std::vector<double> out = means({values, {}}, 2);
  for (std::size_t i = 3; i < out.size(); ++i) EXPECT_EQ(out[i], 0.1);
}

TEST(RollingMedian, TakesTheMiddleOrTheMeanOfTheTwoInTheMiddle) {
  const std::vector<double> values{5, 1, 4, 2, 3};
  expect_near(medians({values, {}}, 3), {nan_value, nan_value, 4, 2, 3});
  expect_near(medians({values, {}}, 2), {nan_value, 3, 2.5, 3, 2.5});
}

TEST(RollingMedian, IsNanWhileANanIsInTheWindow) {
  const std::vector<double> values{1, nan_value, 3, 5, infinity, 1, 3};
  expect_near(medians({values, {}}, 3), {nan_value, nan_value, nan_value, nan_value, 5, 5, 3});
}

TEST(Rolling, AgreesWithBruteForceOnRandomColumns) {
  std::mt19937_64 random(13);
  for (int round = 0; round < 200; ++round) {
    const column rows = random_column(random, below(random, 120), 0.25 * (round % 4));
    const std::size_t window = 1 + below(random, 20);
    const rolling_options options{.min_count = 1 + below(random, 3), .partial = round % 2 == 0};
    std::vector<double> mean(rows.size(), nan_value);
    std::vector<double> median(rows.size(), nan_value);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      std::vector<double> inside;
      for (std::size_t i = row + 1 >= window ? row + 1 - window : 0; i <= row; ++i) {
        if (rows.view().is_valid(i)) inside.push_back(rows.view().values[i]);
      }
      if (inside.size() < options.min_count || (!options.partial && row + 1 < window)) continue;
      mean[row] = plain_mean(inside);
      median[row] = plain_median(inside);
    }
    expect_near(means(rows.view(), window, options), mean);
    expect_near(medians(rows.view(), window, options), median);
  }
}

TEST(RollingByTime, AgreesWithBruteForceOnRandomTimes) {
  std::mt19937_64 random(17);
  for (int round = 0; round < 200; ++round) {
    const column rows = random_column(random, below(random, 120), 0.25 * (round % 4));
    std::vector<std::int64_t> times;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      times.push_back((times.empty() ? -50 : times.back()) + static_cast<std::int64_t>(below(random, 4)));
    }
    const auto duration = static_cast<std::int64_t>(1 + below(random, 30));
    const rolling_options options{.min_count = 1 + below(random, 3), .partial = round % 2 == 0};
    std::vector<double> mean(rows.size(), nan_value);
    std::vector<double> median(rows.size(), nan_value);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      std::vector<double> inside;
      for (std::size_t i = 0; i <= row; ++i) {
        if (times[i] > times[row] - duration && rows.view().is_valid(i)) inside.push_back(rows.view().values[i]);
      }
      if (inside.size() < options.min_count || (!options.partial && times[row] - times[0] < duration)) continue;
      mean[row] = plain_mean(inside);
      median[row] = plain_median(inside);
    }
    std::vector<double> out(rows.size());
    ASSERT_TRUE(rolling_mean_by_time(times, rows.view(), duration, out, options));
    expect_near(out, mean);
    ASSERT_TRUE(rolling_median_by_time(times, rows.view(), duration, out, options));
    expect_near(out, median);
  }
}

TEST(RollingByTime, TakesTheWholeRangeOfTimes) {
  const std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min(), 0,
                                        std::numeric_limits<std::int64_t>::max()};
  const std::vector<double> values{1, 2, 3};
  std::vector<double> out(3);
  ASSERT_TRUE(rolling_mean_by_time(times, {values, {}}, std::numeric_limits<std::int64_t>::max(), out));
  expect_near(out, {nan_value, 2, 3});
}

TEST(Rolling, RefusesWhatItCannotRoll) {
  const std::vector<double> values{1, 2, 3};
  const std::vector<std::int64_t> times{1, 2, 3};
  const std::vector<std::int64_t> unsorted{1, 3, 2};
  std::vector<double> out(3);
  std::vector<double> small(2);
  const auto code = [](const phr::result<void>& done) { return done ? errc::internal : done.error().code(); };
  EXPECT_EQ(code(rolling_mean({values, {}}, 0, out)), errc::invalid_argument);
  EXPECT_EQ(code(rolling_mean({values, {}}, 2, small)), errc::invalid_argument);
  EXPECT_EQ(code(rolling_median({values, {}}, 2, out, {.min_count = 0})), errc::invalid_argument);
  EXPECT_EQ(code(rolling_mean_by_time(times, {values, {}}, 0, out)), errc::invalid_argument);
  EXPECT_EQ(code(rolling_mean_by_time(unsorted, {values, {}}, 5, out)), errc::invalid_argument);
  EXPECT_EQ(code(rolling_median_by_time({times.data(), 2}, {values, {}}, 5, out)), errc::invalid_argument);
}

TEST(Rolling, OfNothingIsNothing) {
  EXPECT_TRUE(rolling_mean({}, 3, {}));
  EXPECT_TRUE(rolling_median_by_time({}, {}, 3, {}));
}

}  // namespace
