// How cost grows: the same questions to encrypted stores of ten thousand, a hundred thousand and a million resources.
#include "report.hpp"
#include "synthetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <random>

namespace {

namespace bench = phr::bench;

std::map<std::int64_t, std::unique_ptr<bench::filled_store>>& stores() {
  // Made once a store has been open, so that it ends before what Botan and SQLCipher keep until the process ends (docs/mistakes.md).
  static const double opened = bench::fill(1, 1).resources;
  static std::map<std::int64_t, std::unique_ptr<bench::filled_store>> made;
  benchmark::DoNotOptimize(opened);
  return made;
}

bench::filled_store& of(std::int64_t size) {
  auto& here = stores()[size];
  if (here == nullptr) here = std::make_unique<bench::filled_store>(bench::fill(static_cast<std::uint64_t>(size), 5));
  return *here;
}

std::string size_name(std::int64_t size) { return size >= 1'000'000 ? fmt::format("{} M", size / 1'000'000) : fmt::format("{} k", size / 1'000); }

void import_rate(benchmark::State& state, std::int64_t size, std::size_t) {
  for (auto _ : state) benchmark::DoNotOptimize(of(size).import_seconds);
  const auto& in = of(size);
  bench::report(state, "resources/s", in.resources / in.import_seconds, "limit", 20'000, bench::better::higher);
}

void file_size(benchmark::State& state, std::int64_t size, std::size_t) {
  auto& in = of(size);
  for (auto _ : state) {
    static_cast<void>(in.store.close().value(), 0);
    in.store = phr::store::open(in.path, phr::passphrase("bench")).value();
  }
  bench::report(state, "of compact NDJSON", static_cast<double>(std::filesystem::file_size(in.path)) / in.ndjson_bytes, "limit", 0.40, bench::better::lower);
}

void read_by_id(benchmark::State& state, std::int64_t size, std::size_t) {
  auto me = of(size).me();
  std::vector<std::string> ids;
  const auto found = me.search("Observation").value();
  for (const auto hit : found) ids.push_back(hit.id());
  std::shuffle(ids.begin(), ids.end(), std::mt19937(1));
  ids.resize(std::min<std::size_t>(ids.size(), 5000));
  std::vector<double> spent;
  for (auto _ : state) {
    for (const auto& id : ids) {
      spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(me.read(phr::fhir::resource_type::Observation, id).value()); }));
    }
  }
  bench::report(state, "us, p50", bench::median(spent) * 1e6, "limit", 10, bench::better::lower);
}

struct question {
  const char* name;
  const char* query;  // PATIENT stands for a patient's id
  double limit;       // microseconds
};

constexpr question questions[] = {
    {"page of 20, token", "Observation?code=http://loinc.org|8302-2&_count=20", 100},
    {"page of 20, date", "Observation?date=ge2023-06&_count=20", 100},
    {"page of 20, reference", "Observation?subject=Patient/PATIENT&_count=20", 100},
    {"page of 20, string", "Patient?name=a&_count=20", 100},
    {"page of 20, quantity", "Observation?value-quantity=gt150||cm&_count=20", 100},
    {"page of 20, order by date", "Observation?_sort=-date&_count=20", 5000},
    {"page of 20, order by two keys", "Observation?_sort=status,-date&_count=20", 5000},
    {"page of 20, date and code as keys", "Observation?_sort=-date,code&_count=20", 5000},
    {"page of 20, token in order of date", "Observation?code=http://loinc.org|8302-2&_sort=-date&_count=20", 5000},
    {"page of 20, :missing", "Observation?value-quantity:missing=true&_count=20", 5000},
    {"page of 20, chain of one step", "Observation?patient.gender=female&_count=20", 5000},
    {"page of 20, _has by token", "Patient?_has:Observation:patient:code=http://loinc.org|8302-2&_count=20", 5000},
    {"page of 20, _has by quantity", "Patient?_has:Observation:patient:value-quantity=gt183||cm&_count=20", 5000},
    {"page of 20, _include", "Encounter?_count=20&_include=Encounter:patient", 5000},
    {"page of 20, composite", "Observation?component-code-value-quantity=8480-6$gt120&_count=20", 5000},
    {"count of a token", "Observation?code=http://loinc.org|8302-2&_summary=count", 5000},
};

void ask(benchmark::State& state, std::int64_t size, std::size_t nth) {
  const question& asked = questions[nth];
  auto me = of(size).me();
  std::string query = asked.query;
  if (const auto at = query.find("PATIENT"); at != std::string::npos) {
    const auto some = me.search("Patient?_count=1").value();
    query.replace(at, 7, some[0].id());
  }
  std::vector<double> spent;
  bool found = false;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      const auto hits = me.search(query).value();
      found = !hits.empty() || hits.total().value_or(0) != 0;
    }));
  }
  if (!found) state.SkipWithError("the query finds nothing");
  bench::report(state, "us, p50", bench::median(spent) * 1e6, "limit", asked.limit, bench::better::lower);
}

// A line for each size under each question, so that a reader sees the growth.
const bool registered = [] {
  const std::vector<std::int64_t> sizes = {10'000, 100'000, 1'000'000};
  const auto add = [&](const std::string& name, auto* run, std::size_t nth, int rounds) {
    for (const std::int64_t size : sizes) {
      const auto one = [run, size, nth](benchmark::State& state) { run(state, size, nth); };
      benchmark::RegisterBenchmark(fmt::format("growth: {}: {} resources", name, size_name(size)).c_str(), one)->Iterations(rounds);
    }
  };
  add("import, encrypted, all indexes", import_rate, 0, 1);
  add("file with every index", file_size, 0, 1);
  add("read by id", read_by_id, 0, 3);
  for (std::size_t nth = 0; nth < std::size(questions); ++nth) add(questions[nth].name, ask, nth, 200);
  return true;
}();

}  // namespace
