// What a store costs as a file: to open, in memory, on the disk.
#include "filled.hpp"
#include "report.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace {

namespace bench = phr::bench;

void open_store(benchmark::State& state) {
  auto& in = bench::common();
  static_cast<void>(in.store.close().value(), 0);
  const auto host = phr::crypto::secret_key::from(std::vector<std::uint8_t>(32, 7)).value();
  static_cast<void>(phr::store::open(in.path, bench::key).value().add_host_key(host).has_value());
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(phr::store::open(in.path, host).value()); }));
  }
  in.store = phr::store::open(in.path, bench::key).value();
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 10, bench::better::lower);
}
BENCHMARK(open_store)->Iterations(20)->Name("store: open with a host key");

// What an open store takes of memory before anything is asked of it.
double resident_bytes() {
  std::ifstream status("/proc/self/statm");
  double all = 0;
  double resident = 0;
  status >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void memory_after_open(benchmark::State& state) {
  auto& in = bench::common();
  static_cast<void>(in.store.close().value(), 0);
  const auto host = phr::crypto::secret_key::from(std::vector<std::uint8_t>(32, 9)).value();
  static_cast<void>(phr::store::open(in.path, bench::key).value().add_host_key(host).has_value());
  constexpr int many = 16;  // enough that what the allocator had left does not hide it
  double grown = 0;
  for (auto _ : state) {
    std::vector<phr::test::temporary_folder> folders(many);
    std::vector<std::string> paths;
    for (const auto& folder : folders) std::filesystem::copy_file(in.path, paths.emplace_back(folder.path("me.phr")));
    std::vector<phr::store> open;
    const double before = resident_bytes();
    for (const auto& path : paths) open.push_back(phr::store::open(path, host).value());
    grown = (resident_bytes() - before) / many;
  }
  in.store = phr::store::open(in.path, bench::key).value();
  bench::report(state, "MiB", std::max(grown, 1.0) / (1 << 20), "limit", 8, bench::better::lower);
}
BENCHMARK(memory_after_open)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: memory after open");

// Compact: one resource on a line, white space out.
double ndjson_bytes(phr::session& me, const phr::store& store) {
  double bytes = 0;
  const auto about = store.info().value();
  for (const auto& counted : about.counts) {
    const auto found = me.search(phr::fhir::name(counted.type)).value();
    for (const auto hit : found) bytes += static_cast<double>(hit.json().value().size() + 1);
  }
  return bytes;
}

// As it is after the import: the questions of other benchmarks leave rows in the trail.
void file_size(benchmark::State& state) {
  const phr::test::temporary_folder folder;
  const std::string path = folder.path("me.phr");
  double compact = 0;
  for (auto _ : state) {
    auto store = bench::import_into(path);
    static_cast<void>(store.close().value(), 0);
  }
  const double file = static_cast<double>(std::filesystem::file_size(path));
  {
    auto store = phr::store::open(path, bench::key).value();
    auto me = store.session(phr::owner(), {.now = bench::now}).value();
    compact = ndjson_bytes(me, store);
  }
  bench::report(state, "of compact NDJSON", file / compact, "limit", 0.40, bench::better::lower);
}
BENCHMARK(file_size)->Iterations(1)->Name("store: file with every index");

}  // namespace
