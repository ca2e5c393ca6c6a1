// The analytics kernels: each vector kernel beside its scalar twin and a naive loop, over the same rows in the same run.
#include <phr/analytics/dispatch.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

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

void count_rows(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * state.range(0)); }

void summary_naive(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), state.range(1));
  for (auto _ : state) {
    double sum = 0;
    double count = 0;
    double low = INFINITY;
    double high = -INFINITY;
    for (std::size_t i = 0; i < data.values.size(); ++i) {
      if (!data.view().is_valid(i)) continue;
      sum += data.values[i];
      low = std::min(low, data.values[i]);
      high = std::max(high, data.values[i]);
      ++count;
    }
    double squares = 0;
    for (std::size_t i = 0; i < data.values.size(); ++i) {
      if (data.view().is_valid(i)) squares += (data.values[i] - sum / count) * (data.values[i] - sum / count);
    }
    benchmark::DoNotOptimize(low);
    benchmark::DoNotOptimize(high);
    benchmark::DoNotOptimize(squares);
  }
  count_rows(state);
}

void summary_kernel(benchmark::State& state, kernel_set_kind kind) {
  if (!has_kernels(kind)) return state.SkipWithError("this processor or build has not these kernels");
  const rows data(static_cast<std::size_t>(state.range(0)), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(phr::analytics::summarize(data.view(), kind));
  count_rows(state);
}
void summary_scalar(benchmark::State& state) { summary_kernel(state, kernel_set_kind::scalar); }
void summary_avx2(benchmark::State& state) { summary_kernel(state, kernel_set_kind::avx2); }

void linear_trend_naive(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), state.range(1));
  for (auto _ : state) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (std::size_t i = 0; i < data.values.size(); ++i) {
      if (!data.view().is_valid(i)) continue;
      const double day = static_cast<double>(data.times_us[i]) / 86.4e9;
      ++n;
      x += day;
      y += data.values[i];
      xx += day * day;
      xy += day * data.values[i];
    }
    benchmark::DoNotOptimize((n * xy - x * y) / (n * xx - x * x));
  }
  count_rows(state);
}

void linear_trend_kernel(benchmark::State& state, kernel_set_kind kind) {
  if (!has_kernels(kind)) return state.SkipWithError("this processor or build has not these kernels");
  const rows data(static_cast<std::size_t>(state.range(0)), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(phr::analytics::linear_trend(data.times_us, data.view(), kind));
  count_rows(state);
}
void linear_trend_scalar(benchmark::State& state) { linear_trend_kernel(state, kernel_set_kind::scalar); }
void linear_trend_avx2(benchmark::State& state) { linear_trend_kernel(state, kernel_set_kind::avx2); }

void rolling_mean_naive(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  const auto window = static_cast<std::size_t>(state.range(1));
  std::vector<double> out(data.values.size());
  for (auto _ : state) {
    for (std::size_t i = window; i <= data.values.size(); ++i) {
      double sum = 0;
      for (std::size_t j = i - window; j < i; ++j) sum += data.values[j];
      out[i - 1] = sum / static_cast<double>(window);
    }
    benchmark::DoNotOptimize(out.data());
  }
  count_rows(state);
}

void rolling_mean_kernel(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  std::vector<double> out(data.values.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        phr::analytics::rolling_mean(data.view(), static_cast<std::size_t>(state.range(1)), out));
  }
  count_rows(state);
}

void rolling_median_naive(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  const auto window = static_cast<std::size_t>(state.range(1));
  std::vector<double> inside(window);
  for (auto _ : state) {
    for (std::size_t i = window; i <= data.values.size(); ++i) {
      const auto end = data.values.begin() + static_cast<std::ptrdiff_t>(i);
      std::copy(end - static_cast<std::ptrdiff_t>(window), end, inside.begin());
      std::nth_element(inside.begin(), inside.begin() + static_cast<std::ptrdiff_t>(window / 2), inside.end());
      benchmark::DoNotOptimize(inside[window / 2]);
    }
  }
  count_rows(state);
}

void rolling_median_kernel(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  std::vector<double> out(data.values.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        phr::analytics::rolling_median(data.view(), static_cast<std::size_t>(state.range(1)), out));
  }
  count_rows(state);
}

void theil_sen_naive(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  std::vector<double> slopes;
  for (auto _ : state) {
    slopes.clear();
    for (std::size_t i = 0; i < data.values.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        slopes.push_back((data.values[i] - data.values[j]) / static_cast<double>(data.times_us[i] - data.times_us[j]));
      }
    }
    std::sort(slopes.begin(), slopes.end());
    benchmark::DoNotOptimize(slopes[slopes.size() / 2]);
  }
}

void theil_sen_kernel(benchmark::State& state) {
  const rows data(static_cast<std::size_t>(state.range(0)), 0);
  for (auto _ : state) benchmark::DoNotOptimize(phr::analytics::theil_sen(data.times_us, data.view()));
}

// Rows in the first-level cache, in memory; without gaps and with some.
void shapes(benchmark::internal::Benchmark* bench) { bench->ArgsProduct({{1'000, 1'000'000}, {0, 10}}); }
void windows(benchmark::internal::Benchmark* bench) { bench->ArgsProduct({{100'000}, {12, 288}}); }

BENCHMARK(summary_naive)->Apply(shapes);
BENCHMARK(summary_scalar)->Apply(shapes);
BENCHMARK(summary_avx2)->Apply(shapes);
BENCHMARK(linear_trend_naive)->Apply(shapes);
BENCHMARK(linear_trend_scalar)->Apply(shapes);
BENCHMARK(linear_trend_avx2)->Apply(shapes);
BENCHMARK(rolling_mean_naive)->Apply(windows);
BENCHMARK(rolling_mean_kernel)->Apply(windows);
BENCHMARK(rolling_median_naive)->Apply(windows);
BENCHMARK(rolling_median_kernel)->Apply(windows);
BENCHMARK(theil_sen_naive)->Arg(200)->Arg(2000);
BENCHMARK(theil_sen_kernel)->Arg(200)->Arg(2000);

}  // namespace
