// Conversion with units that are read already, in decimals and in double; reading codes; order of quantities.
#include "report.hpp"

#include <phr/ucum/ucum.hpp>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace bench = phr::bench;
using phr::decimal;
using phr::ucum::conversion;
using phr::ucum::quantity;
using phr::ucum::unit;

constexpr std::array<std::pair<const char*, const char*>, 8> pairs{{{"mg/dL", "g/L"},
                                                                    {"[lb_av]", "kg"},
                                                                    {"mm[Hg]", "kPa"},
                                                                    {"[in_i]", "cm"},
                                                                    {"10*3/uL", "10*9/L"},
                                                                    {"mmol/L", "umol/L"},
                                                                    {"min", "s"},
                                                                    {"ug", "mg"}}};

std::vector<decimal> values() {
  std::vector<decimal> out;
  for (const char* text : {"5.40", "120", "0.9", "98.6", "1013.25", "7", "36.60", "0.0125"}) out.push_back(decimal::parse(text).value());
  return out;
}

std::vector<conversion> ways() {
  std::vector<conversion> out;
  for (const auto& [from, to] : pairs) out.push_back(conversion::between(unit::parse(from).value(), unit::parse(to).value()).value());
  return out;
}

// Millions of calls a second, `count` calls in each of `work`.
template <class Work>
void run(benchmark::State& state, double count, double wanted, const Work& work) {
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (int i = 0; i < 4000; ++i) work();
    }));
  }
  bench::report(state, "M/s", 4000 * count / bench::median(spent) / 1e6, "limit", wanted, bench::better::higher);
}

void decimals(benchmark::State& state) {
  const auto all = values();
  const auto each_way = ways();
  run(state, 64, 15, [&] {
    for (const auto& way : each_way) {
      for (const auto& value : all) benchmark::DoNotOptimize(way(value).has_value());
    }
  });
}
BENCHMARK(decimals)->Iterations(9)->Unit(benchmark::kMillisecond)->Name("ucum: conversion of decimals, exact");

void doubles(benchmark::State& state) {
  const auto each_way = ways();
  run(state, 64, 100, [&] {
    for (const auto& way : each_way) {
      for (double value = 0.5; value < 8; value += 1) benchmark::DoNotOptimize(way(value));
    }
  });
}
BENCHMARK(doubles)->Iterations(9)->Unit(benchmark::kMillisecond)->Name("ucum: conversion in double");

void codes(benchmark::State& state) {
  run(state, 16, 2, [&] {
    for (const auto& [from, to] : pairs) benchmark::DoNotOptimize(unit::parse(from).has_value() && unit::parse(to).has_value());
  });
}
BENCHMARK(codes)->Iterations(9)->Unit(benchmark::kMillisecond)->Name("ucum: codes read");

void orders(benchmark::State& state) {
  const quantity a{decimal::parse("5.40").value(), "mg/dL"};
  const quantity b{decimal::parse("0.0540").value(), "g/L"};
  run(state, 1, 1, [&] { benchmark::DoNotOptimize(phr::ucum::compare(a, b).has_value()); });
}
BENCHMARK(orders)->Iterations(9)->Unit(benchmark::kMillisecond)->Name("ucum: quantities compared, codes read each time");

}  // namespace
