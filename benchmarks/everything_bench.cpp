// One patient with 131,000 resources: everything, and the first page of the timeline.
#include "report.hpp"
#include "synthetic.hpp"

namespace {

namespace bench = phr::bench;

struct one_patient {
  std::string patient;
  bench::filled_store in = bench::fill_one_patient(131'000, patient);
};
one_patient& record() {
  static one_patient made;
  return made;
}

void everything(benchmark::State& state) {
  auto me = record().in.me();
  const phr::everything_options all{.patient = record().patient};
  std::vector<double> spent;
  std::size_t bytes = 0;
  auto take = [&](std::string_view json) {
    bytes += json.size();
    return true;
  };
  for (auto _ : state) spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.everything(all, take).value()); }));
  if (bytes == 0) state.SkipWithError("there is nothing");
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 150, bench::better::lower);
}
BENCHMARK(everything)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("one patient of 131,000 resources: $everything to bytes");

void everything_as_hits(benchmark::State& state) {
  auto me = record().in.me();
  std::vector<double> spent;
  std::size_t bytes = 0;
  auto take = [&](std::string_view json) {
    bytes += json.size();
    return true;
  };
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      const auto found = me.everything({.patient = record().patient}).value();
      static_cast<void>(found.each(take).value(), 0);
    }));
  }
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 1000, bench::better::lower);
}
BENCHMARK(everything_as_hits)->Iterations(5)->Unit(benchmark::kMillisecond)->Name("one patient of 131,000 resources: $everything in order of time, as hits");

void everything_page(benchmark::State& state) {
  auto me = record().in.me();
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.everything({.patient = record().patient, .count = 100}).value()); }));
  }
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 2, bench::better::lower);
}
BENCHMARK(everything_page)->Iterations(100)->Unit(benchmark::kMillisecond)->Name("one patient of 131,000 resources: $everything, first page of 100");

void timeline(benchmark::State& state) {
  auto me = record().in.me();
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.timeline({.patient = record().patient}).value()); }));
  }
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 2, bench::better::lower);
}
BENCHMARK(timeline)->Iterations(100)->Unit(benchmark::kMillisecond)->Name("one patient of 131,000 resources: timeline, first page of 100");

// As the first page after the store has been opened: nothing is in the cache, and the newest resources lie all over the file.
void cold_timeline(benchmark::State& state) {
  const auto host = phr::crypto::secret_key::from(std::vector<std::uint8_t>(32, 7)).value();
  auto& in = record().in;
  static_cast<void>(in.store.add_host_key(host).has_value());
  std::vector<double> spent;
  for (auto _ : state) {
    static_cast<void>(in.store.close().value(), 0);
    in.store = phr::store::open(in.path, host).value();
    auto me = in.me();
    spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.timeline({.patient = record().patient}).value()); }));
  }
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 2, bench::better::lower);
}
BENCHMARK(cold_timeline)->Iterations(20)->Unit(benchmark::kMillisecond)->Name("one patient of 131,000 resources: timeline, first page of 100, nothing cached");

}  // namespace
