// What NDJSON takes: beside writing the same rows without it, and where lines are refused.
#include "filled.hpp"
#include "raw_rows.hpp"
#include "report.hpp"

#include <phr/fhir/resource_type.hpp>

namespace {

namespace bench = phr::bench;

// The sample records, a resource on each line.
const std::string& lines() {
  static const std::string made = [] {
    std::string text;
    auto& in = bench::common();
    auto me = in.store.session(phr::owner(), {.now = bench::now}).value();
    const auto info = in.store.info().value();
    for (const auto& type : info.counts) {
      const auto hits = me.search(phr::fhir::name(type.type)).value();
      for (std::size_t nth = 0; nth < hits.size(); ++nth) (text += hits[nth].json().value()) += "\n";
    }
    return text;
  }();
  return made;
}

phr::import_report import_into(phr::store& store, const std::string& text) { return store.session(phr::owner(), {.now = bench::now}).value().import_lines(text).value(); }

void import_lines(benchmark::State& state) {
  std::vector<double> ours;
  std::vector<double> raw;
  std::vector<bench::table_rows> rows;
  double resources = 0;
  for (auto _ : state) {
    for (int round = 0; round < 3; ++round) {
      const phr::test::temporary_folder folder;
      const std::string path = folder.path("me.phr");
      static_cast<void>(lines());
      ours.push_back(bench::seconds_of([&] {
        auto store = phr::store::open(path, bench::key, bench::cheap).value();
        resources = static_cast<double>(import_into(store, lines()).total());
        static_cast<void>(store.close().value(), 0);
      }));
      if (rows.empty()) rows = bench::all_rows(path);
      raw.push_back(bench::write_raw(rows, bench::order::by_resource));
    }
  }
  bench::report(state, "resources/s", resources / bench::median(ours), "raw SQLCipher loop, same rows", resources / bench::median(raw), bench::better::higher);
}
BENCHMARK(import_lines)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import of NDJSON, encrypted, all indexes");

// Seconds for a line, of so many, of which one in a hundred refers to nobody.
double seconds_of_line(int count) {
  std::string text = R"({"resourceType":"Patient","id":"p"})" "\n";
  for (int nth = 0; nth < count; ++nth) {
    const std::string of = nth % 100 == 50 ? "Practitioner?identifier=none" : "Patient/p";
    text += R"({"resourceType":"Observation","id":"o)" + std::to_string(nth) + R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":")" + std::to_string(nth % 100) +
            R"("}]},"subject":{"reference":")" + of + R"("},"effectiveDateTime":"2020-05-01","valueQuantity":{"value":5.4,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}})" "\n";
  }
  const phr::test::temporary_folder folder;
  auto store = phr::store::open(folder.path("me.phr"), bench::key, bench::cheap).value();
  return bench::seconds_of([&] {
    if (import_into(store, text).refused.size() != static_cast<std::size_t>(count / 100)) std::abort();
  }) / count;
}

void refused_lines(benchmark::State& state) {
  double few = 0;
  double many = 0;
  for (auto _ : state) {
    few = seconds_of_line(20'000);
    many = seconds_of_line(80'000);
  }
  bench::report(state, "us a line of 80,000", many * 1e6, "a line of 20,000", few * 1e6, bench::better::lower);
}
BENCHMARK(refused_lines)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import of NDJSON, 1 % of the lines refused");

}  // namespace
