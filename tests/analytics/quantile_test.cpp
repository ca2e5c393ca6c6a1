#include <phr/analytics/kernels.hpp>

#include "analytics/random_column.hpp"
#include "analytics/special_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using phr::analytics::column;
using phr::analytics::quantile;
using phr::analytics::quantiles;
using namespace phr::analytics::tests;


// The definition, over all values sorted.
double type_seven(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double h = static_cast<double>(values.size() - 1) * p;
  const auto low = static_cast<std::size_t>(h);
  if (low + 1 == values.size()) return values.back();
  return values[low] + (h - static_cast<double>(low)) * (values[low + 1] - values[low]);
}

// R: quantile(c(1, 2, 3, 4, 10)) and quantile(1:10, c(.1, .25, .9)).
TEST(Quantile, GivesWhatRGives) {
  const std::vector<double> five{10, 3, 1, 4, 2};
  EXPECT_EQ(quantile({five, {}}, 0.0), 1.0);
  EXPECT_EQ(quantile({five, {}}, 0.25), 2.0);
  EXPECT_EQ(quantile({five, {}}, 0.5), 3.0);
  EXPECT_EQ(quantile({five, {}}, 0.75), 4.0);
  EXPECT_EQ(quantile({five, {}}, 1.0), 10.0);
  const std::vector<double> ten{10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  EXPECT_DOUBLE_EQ(quantile({ten, {}}, 0.1), 1.9);
  EXPECT_DOUBLE_EQ(quantile({ten, {}}, 0.25), 3.25);
  EXPECT_DOUBLE_EQ(quantile({ten, {}}, 0.5), 5.5);
  EXPECT_DOUBLE_EQ(quantile({ten, {}}, 0.9), 9.1);
}

TEST(Quantile, IsNanWithoutValuesAndOutsideZeroToOne) {
  const std::vector<double> values{1, 2, 3};
  const std::vector<std::uint64_t> none{0};
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile({values, none}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile({values, {}}, -0.01)));
  EXPECT_TRUE(std::isnan(quantile({values, {}}, 1.01)));
  EXPECT_TRUE(std::isnan(quantile({values, {}}, std::nan(""))));
}

TEST(Quantile, IsNanWhereAValueIsNanAndNotWhereAGapIs) {
  const std::vector<double> values{1, std::nan(""), 3};
  EXPECT_TRUE(std::isnan(quantile({values, {}}, 0.5)));
  const std::vector<std::uint64_t> validity{0b101};
  EXPECT_EQ(quantile({values, validity}, 0.5), 2.0);
}

TEST(Quantile, OfInfinitiesAndOfTheWholeRangeStaysInside) {
  const std::vector<double> infinite{infinity, infinity, 1.0};
  EXPECT_EQ(quantile({infinite, {}}, 0.75), infinity);
  const double largest = std::numeric_limits<double>::max();
  const std::vector<double> wide{-largest, largest};
  EXPECT_EQ(quantile({wide, {}}, 0.5), 0.0);
}

TEST(Quantile, AgreesWithSortingOnRandomColumns) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    const column rows = random_column(random, 1 + below(random, 100), 0.2 * (round % 4));
    const std::vector<double> values = valid_values(rows.view());
    std::vector<double> ps{0.0, 1.0, 0.5};
    for (int i = 0; i < 10; ++i) ps.push_back(uniform(random));
    const std::vector<double> several = quantiles(rows.view(), ps);
    ASSERT_EQ(several.size(), ps.size());
    for (std::size_t i = 0; i < ps.size(); ++i) {
      const double one = quantile(rows.view(), ps[i]);
      if (values.empty()) {
        EXPECT_TRUE(std::isnan(one) && std::isnan(several[i]));
        continue;
      }
      EXPECT_NEAR(one, type_seven(values, ps[i]), 1e-11);
      EXPECT_EQ(one, several[i]);
    }
  }
}

TEST(Quantiles, AreInTheOrderAsked) {
  const std::vector<double> values{1, 2, 3, 4, 5};
  const std::array ps{0.75, 2.0, 0.25};
  const std::vector<double> results = quantiles({values, {}}, ps);
  EXPECT_EQ(results[0], 4.0);
  EXPECT_TRUE(std::isnan(results[1]));
  EXPECT_EQ(results[2], 2.0);
}

}  // namespace
