// The analytics kernels: each vector kernel beside its scalar twin and a naive loop, over the same rows in the same run.
#include "report.hpp"

#include <phr/analytics/dispatch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace {

namespace bench = phr::bench;
using phr::analytics::column_view;
using phr::analytics::has_kernels;
using phr::analytics::kernel_set_kind;

// Glucose-like rows at 5-minute steps. `gap_percent` of them are gaps, in a bitmap; none: no bitmap.
struct rows {
  std::vector<double> values;
  std::vector<std::uint64_t> validity;
  std::vector<std::int64_t> times_us;

  rows(std::size_t count, std::int64_t gap_percent) {
    std::mt19937_64 random(1);
    if (gap_percent > 0) validity.resize((count + 63) / 64);
    for (std::size_t row = 0; row < count; ++row) {
      values.push_back(120.0 + static_cast<double>(random() % 1000) / 20.0);
      times_us.push_back(static_cast<std::int64_t>(row) * 300'000'000);
      if (gap_percent > 0 && random() % 100 >= static_cast<std::uint64_t>(gap_percent)) {
        validity[row / 64] |= std::uint64_t{1} << (row % 64);
      }
    }
  }
  [[nodiscard]] column_view view() const { return {values, validity}; }
};

// Runs both by turns and tells rows per second of the first and of the second.
template <class Ours, class Theirs>
void compare(benchmark::State& state, std::size_t count, const char* against, const Ours& ours, const Theirs& theirs) {
  std::vector<double> mine;
  std::vector<double> other;
  for (auto _ : state) {
    for (int round = 0; round < 7; ++round) {
      mine.push_back(bench::seconds_of(ours));
      other.push_back(bench::seconds_of(theirs));
    }
  }
  const double rows = static_cast<double>(count);
  bench::report(state, "rows/s", rows / bench::median(mine), against, rows / bench::median(other), bench::better::higher);
}

void summary(benchmark::State& state, std::int64_t gap_percent) {
  if (!has_kernels(kernel_set_kind::avx2)) return state.SkipWithError("this processor or build has no AVX2");
  const rows data(1'000'000, gap_percent);
  compare(
      state, data.values.size(), "scalar twin",
      [&] { benchmark::DoNotOptimize(phr::analytics::summarize(data.view(), kernel_set_kind::avx2)); },
      [&] { benchmark::DoNotOptimize(phr::analytics::summarize(data.view(), kernel_set_kind::scalar)); });
}
BENCHMARK_CAPTURE(summary, full, 0)->Iterations(1)->Name("analytics: summary, AVX2");
BENCHMARK_CAPTURE(summary, gaps, 10)->Iterations(1)->Name("analytics: summary, AVX2, 10 % gaps");

void linear(benchmark::State& state) {
  if (!has_kernels(kernel_set_kind::avx2)) return state.SkipWithError("this processor or build has no AVX2");
  const rows data(1'000'000, 0);
  compare(
      state, data.values.size(), "scalar twin",
      [&] { benchmark::DoNotOptimize(phr::analytics::linear_trend(data.times_us, data.view(), kernel_set_kind::avx2)); },
      [&] { benchmark::DoNotOptimize(phr::analytics::linear_trend(data.times_us, data.view(), kernel_set_kind::scalar)); });
}
BENCHMARK(linear)->Iterations(1)->Name("analytics: linear trend, AVX2");

void quantile(benchmark::State& state) {
  const rows data(1'000'000, 0);
  std::vector<double> sorted;
  compare(
      state, data.values.size(), "sort and look", [&] { benchmark::DoNotOptimize(phr::analytics::quantile(data.view(), 0.9)); },
      [&] {
        sorted = data.values;
        std::sort(sorted.begin(), sorted.end());
        benchmark::DoNotOptimize(sorted[900'000]);
      });
}
BENCHMARK(quantile)->Iterations(1)->Name("analytics: quantile");

void rolling_mean(benchmark::State& state, std::size_t window) {
  const rows data(100'000, 0);
  std::vector<double> out(data.values.size());
  compare(
      state, data.values.size(), "a loop in each window",
      [&] { benchmark::DoNotOptimize(phr::analytics::rolling_mean(data.view(), window, out)); },
      [&] {
        for (std::size_t i = window; i <= data.values.size(); ++i) {
          double sum = 0;
          for (std::size_t j = i - window; j < i; ++j) sum += data.values[j];
          out[i - 1] = sum / static_cast<double>(window);
        }
        benchmark::DoNotOptimize(out.data());
      });
}
BENCHMARK_CAPTURE(rolling_mean, short_, 12)->Iterations(1)->Name("analytics: rolling mean of 12");
BENCHMARK_CAPTURE(rolling_mean, long_, 288)->Iterations(1)->Name("analytics: rolling mean of 288");

void rolling_median(benchmark::State& state, std::size_t window) {
  const rows data(100'000, 0);
  std::vector<double> out(data.values.size());
  std::vector<double> inside(window);
  compare(
      state, data.values.size(), "selection in each window",
      [&] { benchmark::DoNotOptimize(phr::analytics::rolling_median(data.view(), window, out)); },
      [&] {
        for (std::size_t i = window; i <= data.values.size(); ++i) {
          const auto end = data.values.begin() + static_cast<std::ptrdiff_t>(i);
          std::copy(end - static_cast<std::ptrdiff_t>(window), end, inside.begin());
          std::nth_element(inside.begin(), inside.begin() + static_cast<std::ptrdiff_t>(window / 2), inside.end());
          benchmark::DoNotOptimize(inside[window / 2]);
        }
      });
}
BENCHMARK_CAPTURE(rolling_median, short_, 12)->Iterations(1)->Name("analytics: rolling median of 12");
BENCHMARK_CAPTURE(rolling_median, long_, 288)->Iterations(1)->Name("analytics: rolling median of 288");

void theil_sen(benchmark::State& state) {
  const rows data(2'000, 0);
  std::vector<double> slopes;
  compare(
      state, data.values.size(), "sort all slopes", [&] { benchmark::DoNotOptimize(phr::analytics::theil_sen(data.times_us, data.view())); },
      [&] {
        slopes.clear();
        for (std::size_t i = 0; i < data.values.size(); ++i) {
          for (std::size_t j = 0; j < i; ++j) {
            slopes.push_back((data.values[i] - data.values[j]) / static_cast<double>(data.times_us[i] - data.times_us[j]));
          }
        }
        std::sort(slopes.begin(), slopes.end());
        benchmark::DoNotOptimize(slopes[slopes.size() / 2]);
      });
}
BENCHMARK(theil_sen)->Iterations(1)->Name("analytics: Theil-Sen of 2,000");

}  // namespace
