#include <phr/analytics/dispatch.hpp>

#include "analytics/random_column.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace {

using phr::analytics::column_view;
using phr::analytics::has_kernels;
using phr::analytics::kernel_set_kind;
using phr::analytics::line;
using phr::analytics::linear_trend;
using phr::analytics::summarize;
using phr::analytics::summary;
using namespace phr::analytics::tests;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

void expect_same_bits(const summary& a, const summary& b) {
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(bits(a.mean), bits(b.mean));
  EXPECT_EQ(bits(a.sd), bits(b.sd));
  EXPECT_EQ(bits(a.min), bits(b.min));
  EXPECT_EQ(bits(a.max), bits(b.max));
}

void expect_same_bits(const line& a, const line& b) {
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(bits(a.slope_per_day), bits(b.slope_per_day));
  EXPECT_EQ(bits(a.intercept), bits(b.intercept));
  EXPECT_EQ(bits(a.r_squared), bits(b.r_squared));
  EXPECT_EQ(bits(a.slope_error), bits(b.slope_error));
}

void expect_sets_agree(const std::vector<std::int64_t>& times, column_view rows) {
  expect_same_bits(summarize(rows, kernel_set_kind::scalar), summarize(rows, kernel_set_kind::avx2));
  const auto a = linear_trend({times.data(), rows.size()}, rows, kernel_set_kind::scalar);
  const auto b = linear_trend({times.data(), rows.size()}, rows, kernel_set_kind::avx2);
  ASSERT_EQ(a.has_value(), b.has_value());
  if (a) expect_same_bits(a.value(), b.value());
}

class KernelSets : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_kernels(kernel_set_kind::avx2)) GTEST_SKIP() << "this processor or build has no AVX2 kernels";
    for (std::size_t i = 0; i < 512; ++i) {
      values.push_back(std::ldexp(uniform(random) - 0.4, static_cast<int>(below(random, 40)) - 20));
      times.push_back(static_cast<std::int64_t>(below(random, 1'000'000'000'000)));
    }
  }
  std::mt19937_64 random{3};
  std::vector<double> values;
  std::vector<std::int64_t> times;
};

TEST_F(KernelSets, GiveTheSameBitsForEveryLengthAndStart) {
  for (std::size_t start = 0; start < 5; ++start) {
    for (std::size_t length = 0; length <= 300; ++length) {
      expect_sets_agree(times, {{values.data() + start, length}, {}});
    }
  }
}

TEST_F(KernelSets, GiveTheSameBitsForRandomGaps) {
  for (std::size_t length = 0; length <= 300; ++length) {
    for (int kind = 0; kind < 4; ++kind) {
      std::vector<std::uint64_t> validity((length + 63) / 64 + 1);
      for (std::uint64_t& word : validity) {
        word = random();
        if (kind == 1) word |= random();
        if (kind == 2) word &= random() & random();
        if (kind == 3) word = below(random, 2) == 0 ? 0 : ~std::uint64_t{0};
      }
      expect_sets_agree(times, {{values.data() + length % 4, length}, validity});
    }
  }
}

TEST_F(KernelSets, GiveTheSameBitsForNanInfinityAndZeros) {
  const double specials[] = {std::nan("1"), -std::nan("7"), std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(), 0.0, -0.0,
                             std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max()};
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> mixed(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(below(random, 70)));
    for (double& value : mixed) {
      if (below(random, 6) == 0) value = specials[below(random, 8)];
      if (round % 3 == 0) value = specials[4 + below(random, 2)];  // zeros of both signs alone
    }
    const std::vector<std::uint64_t> validity{random(), random()};
    expect_sets_agree(times, {mixed, {}});
    expect_sets_agree(times, {mixed, validity});
  }
}

// Every row lies at the very end of its allocation: an address sanitizer would see a read past it.
TEST_F(KernelSets, ReadNothingPastTheLastRow) {
  for (std::size_t length = 1; length < 40; ++length) {
    const std::vector<double> exact(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(length));
    const std::vector<std::int64_t> exact_times(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(length));
    const std::vector<std::uint64_t> validity{random()};
    expect_sets_agree(exact_times, {exact, {}});
    expect_sets_agree(exact_times, {exact, validity});
  }
}

// The results on made-up columns as one number (FNV-1a), recorded once: another compiler, processor or library that
// gives other bits anywhere gives another number.
class fingerprint {
 public:
  void add(double value) {
    for (int shift = 0; shift < 64; shift += 8) {
      hash_ = (hash_ ^ (bits(value) >> shift & 0xff)) * 1'099'511'628'211u;
    }
  }
  void add(const std::vector<double>& values) {
    for (const double value : values) add(value);
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 14'695'981'039'346'656'037u;
};

TEST(KernelResults, AreTheBitsRecordedOnTheFirstMachine) {
  std::mt19937_64 random(67);
  fingerprint print;
  for (int round = 0; round < 200; ++round) {
    const auto rows = random_column(random, 20 + below(random, 300), 0.2 * (round % 3), 3.0);
    std::vector<std::int64_t> at;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      at.push_back((row == 0 ? 0 : at.back()) + static_cast<std::int64_t>(below(random, 7'000'000'000)));
    }
    const summary sum = summarize(rows.view());
    print.add({static_cast<double>(sum.count), sum.mean, sum.sd, sum.min, sum.max});
    const line fit = linear_trend(at, rows.view()).value();
    print.add({fit.slope_per_day, fit.intercept, fit.r_squared, fit.slope_error});
    const auto robust = phr::analytics::theil_sen(at, rows.view()).value();
    print.add({robust.slope_per_day, robust.intercept, robust.low, robust.high});
    print.add(phr::analytics::quantile(rows.view(), uniform(random)));
    std::vector<double> out(rows.size());
    ASSERT_TRUE(phr::analytics::rolling_mean(rows.view(), 7, out, {.partial = true}));
    print.add(out);
    ASSERT_TRUE(phr::analytics::rolling_median_by_time(at, rows.view(), 50'000'000'000, out));
    print.add(out);
  }
  EXPECT_EQ(print.value(), 16'755'824'753'871'578'350u);
}

TEST(KernelDispatch, TheScalarSetIsEverywhereAndTheBestSetExists) {
  EXPECT_TRUE(has_kernels(kernel_set_kind::scalar));
  EXPECT_TRUE(has_kernels(phr::analytics::best_kernels()));
}

TEST(KernelDispatch, NoSetButTheOnesNamedExists) {
  EXPECT_FALSE(has_kernels(static_cast<kernel_set_kind>(200)));
  const std::vector<double> values{1, 2, 3};
  EXPECT_EQ(summarize({values, {}}, static_cast<kernel_set_kind>(200)).mean, 2.0);
}

}  // namespace
