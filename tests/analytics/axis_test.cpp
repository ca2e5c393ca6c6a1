#include "analytics/axis.hpp"

#include "analytics/random_column.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using phr::analytics::time_tick;
using phr::analytics::time_ticks;
using phr::analytics::value_tick;
using phr::analytics::value_ticks;
using namespace phr::analytics::tests;

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t day = 1440 * minute;
constexpr std::int64_t march_14 = 1'710'374'400'000'000;  // 2024-03-14T00:00:00Z

std::vector<std::string> labels(double low, double high, int most) {
  std::vector<std::string> texts;
  for (const value_tick& tick : value_ticks(low, high, most)) texts.push_back(tick.label);
  return texts;
}

std::vector<std::string> upper(std::int64_t from, std::int64_t to, double width = 300) {
  std::vector<std::string> texts;
  for (const time_tick& tick : time_ticks(from, to, width, 11)) {
    texts.push_back(tick.lower.empty() ? tick.upper : tick.upper + "|" + tick.lower);
  }
  return texts;
}

using texts = std::vector<std::string>;

TEST(ValueTicks, AreRoundNumbersWrittenExactly) {
  EXPECT_EQ(labels(3.9, 6.2, 5), (texts{"4.0", "4.5", "5.0", "5.5", "6.0"}));
  EXPECT_EQ(labels(0.0015, 0.0095, 5), (texts{"0.002", "0.004", "0.006", "0.008"}));
  EXPECT_EQ(labels(-3, 11, 6), (texts{"0", "5", "10"}));
  EXPECT_EQ(labels(-0.25, 0.05, 4), (texts{"-0.2", "-0.1", "0"}));
  EXPECT_EQ(labels(90, 410, 4), (texts{"100", "200", "300", "400"}));
  EXPECT_EQ(labels(1e9, 2.1e10, 5), (texts{"5e9", "1e10", "1.5e10", "2e10"}));
  EXPECT_EQ(labels(1e-9, 4e-9, 4), (texts{"1e-9", "2e-9", "3e-9", "4e-9"}));
}

TEST(ValueTicks, AreFewEnoughInsideAndRightlyLabelledForAnyRange) {
  std::mt19937_64 random(43);
  for (int round = 0; round < 20000; ++round) {
    const double size = std::ldexp(1.0, static_cast<int>(below(random, 1800)) - 850);
    double low = (uniform(random) - 0.5) * size;
    double high = (uniform(random) - 0.5) * size;
    if (low > high) std::swap(low, high);
    if (!(high - low > 1e-8 * std::max(std::fabs(low), std::fabs(high)))) continue;
    const int most = 2 + static_cast<int>(below(random, 8));
    const std::vector<value_tick> ticks = value_ticks(low, high, most);
    ASSERT_GE(ticks.size(), 1u) << low << " " << high << " " << most;
    ASSERT_LE(ticks.size(), static_cast<std::size_t>(most)) << low << " " << high;
    for (const value_tick& tick : ticks) {
      const double slack = 1e-9 * (high - low);
      EXPECT_GE(tick.value, low - slack);
      EXPECT_LE(tick.value, high + slack);
      const double read = std::strtod(tick.label.c_str(), nullptr);
      EXPECT_NEAR(read, tick.value, 1e-12 * std::fabs(tick.value)) << tick.label;
    }
  }
}

TEST(TimeTicks, AreHoursWithinADayAndTellTheDayOnce) {
  EXPECT_EQ(upper(march_14, march_14 + day - 5 * minute), (texts{"00:00|14 Mar", "06:00", "12:00", "18:00"}));
  EXPECT_EQ(upper(march_14 - 400 * minute, march_14 + 500 * minute).size(), 5u);
}

TEST(TimeTicks, AreDaysMondaysMonthsAndYearsForLongerTimes) {
  EXPECT_EQ(upper(march_14, march_14 + 4 * day),
            (texts{"14 Mar|2024", "15 Mar", "16 Mar", "17 Mar", "18 Mar"}));
  EXPECT_EQ(upper(march_14, march_14 + 30 * day), (texts{"18 Mar|2024", "25 Mar", "1 Apr", "8 Apr"}));
  EXPECT_EQ(upper(march_14, march_14 + 200 * day),
            (texts{"Apr|2024", "May", "Jun", "Jul", "Aug", "Sep"}));
  EXPECT_EQ(upper(march_14, march_14 + 400 * day), (texts{"May|2024", "Jul", "Sep", "Nov", "Jan|2025", "Mar"}));
  EXPECT_EQ(upper(march_14, march_14 + 1900 * day), (texts{"2025", "2026", "2027", "2028", "2029"}));
  EXPECT_EQ(upper(march_14 - 40 * 365 * day, march_14), (texts{"1990", "2000", "2010", "2020"}));
}

TEST(TimeTicks, AreMinutesAndSecondsForShortTimes) {
  EXPECT_EQ(upper(march_14 + 7 * minute, march_14 + 62 * minute),
            (texts{"00:10|14 Mar", "00:20", "00:30", "00:40", "00:50", "01:00"}));
  EXPECT_EQ(upper(march_14, march_14 + minute / 3, 400).front(), "00:00:00|14 Mar");
}

TEST(TimeTicks, AreInOrderInsideAndFitForAnyTime) {
  std::mt19937_64 random(47);
  for (int round = 0; round < 3000; ++round) {
    const auto from = static_cast<std::int64_t>(below(random, 4'000'000'000'000'000)) - 2'000'000'000'000'000;
    const int power = 24 + static_cast<int>(below(random, 30));
    const auto span = static_cast<std::int64_t>(std::ldexp(1.0 + uniform(random), power));
    const double width = 130 + 500 * uniform(random);
    const std::vector<time_tick> ticks = time_ticks(from, from + span, width, 11);
    ASSERT_GE(ticks.size(), 1u) << from << " " << span << " " << width;
    ASSERT_LE(static_cast<double>(ticks.size() - 1) * 25, width);
    std::int64_t before = from - 1;
    for (const time_tick& tick : ticks) {
      EXPECT_GT(tick.local_us, before);
      EXPECT_LE(tick.local_us, from + span);
      before = tick.local_us;
    }
  }
}

}  // namespace
