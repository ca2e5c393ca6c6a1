// The JSON parser beside simdjson's DOM on the same bytes.
#include "report.hpp"
#include "sample.hpp"

#include <phr/fhir/json.hpp>

#include <simdjson.h>

namespace {

namespace bench = phr::bench;

void parse(benchmark::State& state) {
  const auto& bundles = bench::records().bundles;
  phr::fhir::json::document ours;
  simdjson::dom::parser theirs;
  std::vector<simdjson::padded_string> padded(bundles.begin(), bundles.end());
  double bytes = 0;
  for (const auto& each : bundles) bytes += static_cast<double>(each.size());
  std::vector<double> spent;
  std::vector<double> peer;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : bundles) benchmark::DoNotOptimize(ours.parse(each).has_value());
    }));
    peer.push_back(bench::seconds_of([&] {
      for (const auto& each : padded) benchmark::DoNotOptimize(theirs.parse(each).error());
    }));
  }
  bench::report(state, "MB/s", bytes / bench::median(spent) / 1e6, "simdjson DOM, same bytes", bytes / bench::median(peer) / 1e6, bench::better::higher);
}
BENCHMARK(parse)->Iterations(5)->Unit(benchmark::kMillisecond)->Name("json: parse, positions and digits kept");

}  // namespace
