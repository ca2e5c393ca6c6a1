// Views over NDJSON to columns, beside simdjson's DOM on the same bytes; make peers has DuckDB and Medplum beside them.
#include "report.hpp"
#include "resources.hpp"

#include <phr/views/stream.hpp>

#include <simdjson.h>

#include <fstream>
#include <sstream>

namespace {

namespace bench = phr::bench;
namespace views = phr::views;

std::string definition_of(const char* name) {
  std::ostringstream text;
  text << std::ifstream(std::string(PHR_BENCHMARKS_DIR) + "/views/" + name + ".json", std::ios::binary).rdbuf();
  return text.str();
}

void run(benchmark::State& state, const char* name) {
  const auto of = views::view::compile(definition_of(name)).value();
  const std::string type = "{\"resourceType\":\"" + std::string(phr::fhir::name(of.resource())) + '"';
  std::string text;
  std::vector<simdjson::padded_string> padded;
  for (const auto& each : bench::resources()) {
    if (!each.starts_with(type) || text.size() > (32U << 20U)) continue;
    text += each + "\n";
    padded.emplace_back(each);
  }
  if (padded.empty()) return state.SkipWithError("PHR_SUITES is unset: no resources");
  std::vector<double> spent;
  std::vector<double> peer;
  simdjson::dom::parser theirs;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      views::stream rows(of, views::texts(text));
      for (auto next = rows.next(); next.value(); next = rows.next()) benchmark::DoNotOptimize(next.value()->rows());
    }));
    peer.push_back(bench::seconds_of([&] {
      for (const auto& each : padded) benchmark::DoNotOptimize(theirs.parse(each).error());
    }));
  }
  const double resources = static_cast<double>(padded.size());
  bench::report(state, "k resources/s", resources / bench::median(spent) / 1e3, "simdjson DOM alone, same bytes", resources / bench::median(peer) / 1e3, bench::better::higher);
}

BENCHMARK_CAPTURE(run, observations, "observation_values")->Iterations(5)->Unit(benchmark::kMillisecond)->Name("view: values of Observations");
BENCHMARK_CAPTURE(run, pressure, "blood_pressure")->Iterations(5)->Unit(benchmark::kMillisecond)->Name("view: blood pressure by its components");
BENCHMARK_CAPTURE(run, patients, "patient_demographics")->Iterations(5)->Unit(benchmark::kMillisecond)->Name("view: demographics of Patients");

}  // namespace
