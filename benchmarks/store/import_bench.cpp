// What an import takes, beside writing the same rows without it.
#include "filled.hpp"
#include "raw_rows.hpp"
#include "report.hpp"
#include "sample.hpp"

namespace {

namespace bench = phr::bench;

void import_rate(benchmark::State& state, bench::order by, const char* against) {
  std::vector<double> ours;
  std::vector<double> raw;
  std::vector<bench::table_rows> rows;
  double resources = 0;
  static_cast<void>(bench::records());
  for (auto _ : state) {
    for (int round = 0; round < 3; ++round) {
      const phr::test::temporary_folder folder;
      const std::string path = folder.path("me.phr");
      ours.push_back(bench::seconds_of([&] { static_cast<void>(bench::import_into(path).close().value(), 0); }));
      if (rows.empty()) {
        rows = bench::all_rows(path);
        for (const auto& table : rows) {
          if (table.name == "resource") resources = static_cast<double>(table.rows.size());
        }
      }
      raw.push_back(bench::write_raw(rows, by));
    }
  }
  bench::report(state, "resources/s", resources / bench::median(ours), against, resources / bench::median(raw), bench::better::higher);
}
BENCHMARK_CAPTURE(import_rate, loop, bench::order::by_resource, "raw SQLCipher loop, same rows")
    ->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import, encrypted, all indexes");
BENCHMARK_CAPTURE(import_rate, load, bench::order::by_table, "raw SQLCipher load, same rows sorted beforehand")
    ->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import, against a sorted load");

void import_again(benchmark::State& state) {
  auto& in = bench::common();
  auto me = in.store.session(phr::owner(), {.now = bench::now}).value();
  double resources = 0;
  double spent = 0;
  for (auto _ : state) {
    spent += bench::seconds_of([&] {
      for (const auto& bundle : bench::records().bundles) resources += static_cast<double>(me.import_text(bundle).value().total());
    });
  }
  bench::report(state, "resources/s", resources / spent, "limit", 50'000, bench::better::higher);
}
BENCHMARK(import_again)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import again, nothing new");

}  // namespace
