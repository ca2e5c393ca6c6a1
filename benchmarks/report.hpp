// How a benchmark says what it found: a figure, what it is held against, and their ratio. run.sh makes the table of it.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace phr::bench {

enum class better { higher, lower };

// `against` names the peer or limit that was measured or is stated; the ratio is above 1 where we are better.
inline void report(benchmark::State& state, const std::string& unit, double figure, const std::string& against, double other, better way) {
  state.counters["figure"] = figure;
  state.counters["other"] = other;
  state.counters["ratio"] = way == better::higher ? figure / other : other / figure;
  state.SetLabel(unit + "|" + against);
}

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class Work>
double seconds_of(const Work& work) {
  const double begin = seconds();
  work();
  return seconds() - begin;
}

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace phr::bench
