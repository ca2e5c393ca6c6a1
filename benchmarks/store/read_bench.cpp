// Reading and searching a store with every index.
#include "filled.hpp"
#include "report.hpp"

#include <algorithm>
#include <random>

namespace {

namespace bench = phr::bench;

std::vector<std::string> some_ids(phr::session& me) {
  std::vector<std::string> ids;
  const auto found = me.search("Observation").value();
  for (const auto hit : found) ids.push_back(hit.id());
  std::shuffle(ids.begin(), ids.end(), std::mt19937(1));
  ids.resize(std::min<std::size_t>(ids.size(), 2000));
  return ids;
}

void read_by_id(benchmark::State& state) {
  auto& in = bench::common();
  auto me = in.store.session(phr::owner(), {.now = bench::now}).value();
  const auto ids = some_ids(me);
  std::vector<double> spent;
  for (auto _ : state) {
    for (const auto& id : ids) {
      spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.read(phr::fhir::resource_type::Observation, id).value()); }));
    }
  }
  bench::report(state, "us, p50", bench::median(spent) * 1e6, "limit", 10, bench::better::lower);
}
BENCHMARK(read_by_id)->Iterations(3)->Unit(benchmark::kMillisecond)->Name("store: read by id");

void page_of_20(benchmark::State& state, const char* query) {
  auto& in = bench::common();
  auto me = in.store.session(phr::owner(), {.now = bench::now}).value();
  std::vector<double> spent;
  std::size_t found = 0;
  for (auto _ : state) {
    for (int round = 0; round < 500; ++round) {
      spent.push_back(bench::seconds_of([&] { found = me.search(query).value().size(); }));
    }
  }
  if (found == 0) state.SkipWithError("the query finds nothing");
  bench::report(state, "us, p50", bench::median(spent) * 1e6, "limit", 100, bench::better::lower);
}
BENCHMARK_CAPTURE(page_of_20, token, "Observation?code=http://loinc.org|8302-2&_count=20")->Iterations(3)->Name("store: search page of 20, token");
BENCHMARK_CAPTURE(page_of_20, date, "Observation?date=ge2015-06&_count=20")->Iterations(3)->Name("store: search page of 20, date");
BENCHMARK_CAPTURE(page_of_20, string, "Patient?name=a&_count=20")->Iterations(3)->Name("store: search page of 20, string");
BENCHMARK_CAPTURE(page_of_20, quantity, "Observation?value-quantity=gt150||cm&_count=20")->Iterations(3)->Name("store: search page of 20, quantity");

// What has no index of its own answer: orders, absence, steps, what is brought along, counts.
void within_5_ms(benchmark::State& state, const char* query) {
  auto me = bench::common().store.session(phr::owner(), {.now = bench::now}).value();
  std::vector<double> spent;
  bool found = false;
  for (auto _ : state) {
    for (int round = 0; round < 50; ++round) {
      spent.push_back(bench::seconds_of([&] {
        const auto hits = me.search(query).value();
        found = !hits.empty() || hits.total().value_or(0) != 0;
      }));
    }
  }
  if (!found) state.SkipWithError("the query finds nothing");
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 5, bench::better::lower);
}
BENCHMARK_CAPTURE(within_5_ms, sort, "Observation?_sort=-date&_count=20")->Iterations(3)->Name("store: search page of 20, order");
BENCHMARK_CAPTURE(within_5_ms, two, "Observation?_sort=status,-date&_count=20")->Iterations(3)->Name("store: search page of 20, order by two keys");
BENCHMARK_CAPTURE(within_5_ms, code, "Observation?code=http://loinc.org|8302-2&_sort=-date,status&_count=20")->Iterations(3)->Name("store: search page of 20, token in order of two keys");
BENCHMARK_CAPTURE(within_5_ms, missing, "Observation?value-quantity:missing=true&_count=20")->Iterations(3)->Name("store: search page of 20, missing");
BENCHMARK_CAPTURE(within_5_ms, chain, "Observation?patient.gender=female&_count=20")->Iterations(3)->Name("store: search page of 20, chain");
BENCHMARK_CAPTURE(within_5_ms, has, "Patient?_has:Observation:patient:code=http://loinc.org|8302-2&_count=20")->Iterations(3)->Name("store: search page of 20, _has");
BENCHMARK_CAPTURE(within_5_ms, include, "Encounter?_count=20&_include=Encounter:patient")->Iterations(3)->Name("store: search page of 20, _include");
BENCHMARK_CAPTURE(within_5_ms, composite, "Observation?component-code-value-quantity=8480-6$gt120&_count=20")->Iterations(3)->Name("store: search page of 20, composite");
BENCHMARK_CAPTURE(within_5_ms, count, "Observation?code=http://loinc.org|8302-2&_summary=count")->Iterations(3)->Name("store: count of a token");

void reference_page(benchmark::State& state) {
  auto me = bench::common().store.session(phr::owner(), {.now = bench::now}).value();
  const std::string patient = me.search("Patient?_count=1").value()[0].id();
  const std::string query = "Observation?subject=Patient/" + patient + "&_count=20";
  page_of_20(state, query.c_str());
}
BENCHMARK(reference_page)->Iterations(3)->Name("store: search page of 20, reference");

}  // namespace
