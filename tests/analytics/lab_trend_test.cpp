#include <phr/analytics/lab_trend.hpp>

#include "analytics/random_column.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using phr::errc;
using phr::analytics::analyse;
using phr::analytics::lab_series;
using phr::analytics::lab_trend;
using phr::analytics::max_theil_sen_values;
using phr::analytics::microseconds_per_day;
using namespace phr::analytics::tests;

lab_series series_of(const std::vector<double>& values, std::int64_t step_days = 90) {
  lab_series series{"http://loinc.org", "4548-4", "HbA1c", "%", "%", 4.0, 5.6, {}};
  for (const double value : values) {
    const auto nth = static_cast<std::int64_t>(series.points.size());
    series.points.push_back({1'600'000'000'000'000 + nth * step_days * microseconds_per_day, value,
                             "obs-" + std::to_string(nth)});
  }
  return series;
}

std::string direction(const std::vector<double>& values) { return analyse(series_of(values)).value().direction; }

TEST(LabTrend, TellsFirstLatestAndWhatIsOutsideTheRange) {
  const lab_trend trend = analyse(series_of({3.9, 4.0, 5.0, 5.6, 5.7, 6.0})).value();
  EXPECT_EQ(trend.first, 3.9);
  EXPECT_EQ(trend.latest, 6.0);
  EXPECT_EQ(trend.above, 2u);
  EXPECT_EQ(trend.below, 1u);
  EXPECT_EQ(trend.stats.count, 6u);
  EXPECT_EQ(trend.stats.max, 6.0);
  EXPECT_DOUBLE_EQ(trend.longest_gap_days, 90.0);
  ASSERT_TRUE(trend.linear && trend.robust);
  EXPECT_GT(trend.linear->slope_per_day, 0.0);
}

TEST(LabTrend, CountsNothingOutsideARangeThatIsNotGiven) {
  lab_series series = series_of({3.0, 9.0});
  series.reference_low.reset();
  EXPECT_EQ(analyse(series).value().above, 1u);
  EXPECT_EQ(analyse(series).value().below, 0u);
  series.reference_high.reset();
  EXPECT_EQ(analyse(series).value().above, 0u);
}

TEST(LabTrend, PutsPointsInOrderOfTime) {
  lab_series series = series_of({1, 2, 3, 4});
  std::swap(series.points[0], series.points[3]);
  const lab_trend trend = analyse(series).value();
  EXPECT_EQ(trend.first, 1.0);
  EXPECT_EQ(trend.latest, 4.0);
  EXPECT_EQ(trend.series.points[0].source_id, "obs-0");
}

TEST(LabTrend, OfOnePointHasNoLine) {
  const lab_trend trend = analyse(series_of({5.4})).value();
  EXPECT_FALSE(trend.linear || trend.robust);
  EXPECT_EQ(trend.first, trend.latest);
  EXPECT_EQ(trend.longest_gap_days, 0.0);
  EXPECT_EQ(trend.direction, "unclear");
}

TEST(LabTrend, OfOneTimeHasNoLine) {
  const lab_trend trend = analyse(series_of({5.4, 5.5, 5.6}, 0)).value();
  EXPECT_FALSE(trend.linear || trend.robust);
  EXPECT_EQ(trend.latest, 5.6);
}

TEST(LabDirection, IsRisingOrFallingWhereTheIntervalExcludesZero) {
  EXPECT_EQ(direction({5.0, 5.1, 5.3, 5.4, 5.4, 5.6}), "rising");
  EXPECT_EQ(direction({5.6, 5.4, 5.4, 5.3, 5.1, 5.0}), "falling");
}

TEST(LabDirection, IsSteadyWhereEvenTheEndsOfTheIntervalChangeLittle) {
  EXPECT_EQ(direction({5.0, 5.0, 5.0, 5.0, 5.0}), "steady");
  EXPECT_EQ(direction({5.00, 5.02, 4.99, 5.01, 5.00, 4.99, 5.02, 5.01, 5.00}), "steady");
}

TEST(LabDirection, IsUnclearForFewOrWildValues) {
  EXPECT_EQ(direction({5.0, 5.0, 5.0, 5.0}), "unclear");
  EXPECT_EQ(direction({1.0, 2.0, 3.0, 4.0}), "unclear");
  EXPECT_EQ(direction({5.0, 9.0, 4.0, 8.0, 5.0, 9.0}), "unclear");
}

TEST(LabDirection, MeasuresByTheMedianWhereNoRangeIsGiven) {
  lab_series series = series_of({100, 101, 99, 100, 101, 99, 100, 101, 100});
  series.reference_low.reset();
  series.reference_high.reset();
  EXPECT_EQ(analyse(series).value().direction, "steady");
}

// Random values without a trend: the interval at 95 % errs in about one of twenty.
TEST(LabDirection, IsSeldomRisingOrFallingForNoise) {
  std::mt19937_64 random(41);
  int wrong = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<double> values;
    for (int i = 0; i < 20; ++i) values.push_back(5.0 + uniform(random));
    const std::string found = direction(values);
    wrong += found == "rising" || found == "falling" ? 1 : 0;
  }
  EXPECT_LT(wrong, 35);
  EXPECT_GT(wrong, 5);
}

TEST(LabTrend, RefusesNothingAndWhatIsNoNumber) {
  EXPECT_EQ(analyse(series_of({})).error().code(), errc::no_values);
  const auto refused = analyse(series_of({1.0, std::numeric_limits<double>::quiet_NaN()}));
  EXPECT_EQ(refused.error().code(), errc::invalid_argument);
  EXPECT_EQ(refused.error().ordinal(), 1u);
  lab_series upside_down = series_of({1.0});
  upside_down.reference_low = 9.0;
  EXPECT_EQ(analyse(upside_down).error().code(), errc::invalid_argument);
  lab_series endless = series_of({1.0});
  endless.reference_high = std::numeric_limits<double>::infinity();
  EXPECT_EQ(analyse(endless).error().code(), errc::invalid_argument);
}

TEST(LabTrend, OfVeryManyPointsHasNoRobustLine) {
  const lab_trend trend = analyse(series_of(std::vector<double>(max_theil_sen_values + 1, 5.0), 1)).value();
  EXPECT_TRUE(trend.linear.has_value());
  EXPECT_FALSE(trend.robust.has_value());
  EXPECT_EQ(trend.direction, "unclear");
}

}  // namespace
