#include <phr/analytics/chart.hpp>

#include "analytics/special_values.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using phr::analytics::sparkline;


TEST(Sparkline, GoesFromTheLowestToTheHighestBlock) {
  const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(sparkline(values), "▁▂▃▄▅▆▇█");
}

TEST(Sparkline, ShowsEqualValuesInTheMiddleAndNanAsASpace) {
  const std::vector<double> values{5, 5, nan_value, 5};
  EXPECT_EQ(sparkline(values), "▄▄ ▄");
  EXPECT_EQ(sparkline(std::vector<double>{nan_value, nan_value}), "  ");
  EXPECT_EQ(sparkline(std::vector<double>{}), "");
}

TEST(Sparkline, ShowsInfinitiesAtTheEndsAndTheRestByThemselves) {
  const std::vector<double> values{-infinity, 1, 2, infinity};
  EXPECT_EQ(sparkline(values), "▁▁██");
}

TEST(Sparkline, TakesTheWholeRangeOfDouble) {
  const double largest = std::numeric_limits<double>::max();
  EXPECT_EQ(sparkline(std::vector<double>{-largest, 0, largest}), "▁▅█");
}

TEST(Sparkline, IsNoWiderThanAsked) {
  const std::vector<double> values{0, 0, 7, 7, 3, nan_value, nan_value, nan_value};
  EXPECT_EQ(sparkline(values, 4), "▁█▄ ");
  EXPECT_EQ(sparkline(values, 8), sparkline(values));
  EXPECT_EQ(sparkline(values, 0), "");
}

TEST(Sparkline, OfEqualValuesIsFlatAtAnyWidth) {
  const std::vector<double> values(100, 0.1);
  for (std::size_t width = 1; width < 100; ++width) {
    std::string flat;
    for (std::size_t i = 0; i < width; ++i) flat += "▄";
    EXPECT_EQ(sparkline(values, width), flat);
  }
}

}  // namespace
