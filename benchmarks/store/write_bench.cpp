// Writes of one resource each.
#include "filled.hpp"
#include "report.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace {

namespace bench = phr::bench;

// Each write alone, durable before the next: what the disk takes to sync bounds it, so it is held against as many syncs of as many bytes as the
// write-ahead log grows by for each.
void durable_writes(benchmark::State& state) {
  const phr::test::temporary_folder folder;
  const std::string path = folder.path("me.phr");
  auto store = bench::import_into(path);
  auto me = store.session(phr::owner(), {.now = bench::now}).value();
  std::vector<std::string> bodies;
  const auto found = me.search("Observation?_count=500").value();
  for (const auto hit : found) bodies.push_back(hit.json().value());
  const auto wal_bytes = [&] { return static_cast<double>(std::filesystem::file_size(path + "-wal")); };
  double spent = 0;
  double syncs = 0;
  for (auto _ : state) {
    spent = bench::seconds_of([&] {
      for (const auto& body : bodies) static_cast<void>(me.create(body).value());
    });
    const std::size_t bytes = static_cast<std::size_t>(std::max(wal_bytes() / static_cast<double>(bodies.size()), 65'536.0));
    const std::string text(bytes, 'x');
    const int file = ::open(folder.path("synced").c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    syncs = bench::seconds_of([&] {
      for (std::size_t nth = 0; nth < bodies.size(); ++nth) {
        if (::write(file, text.data(), text.size()) < 0 || ::fdatasync(file) != 0) state.SkipWithError("the disk does not sync");
      }
    });
    ::close(file);
  }
  const double many = static_cast<double>(bodies.size());
  bench::report(state, "writes/s", many / spent, "write and fdatasync alone, of the same folder", many / syncs, bench::better::higher);
}
BENCHMARK(durable_writes)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: single durable writes");

// The same where syncing costs nothing (a folder in memory): what is ours of it.
void writes_in_memory(benchmark::State& state) {
  const std::string path = "/dev/shm/phr-bench.phr";
  std::error_code ignored;
  const auto clean = [&] {
    for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(path + end, ignored);
  };
  clean();
  if (!std::filesystem::is_directory("/dev/shm", ignored)) {
    state.SkipWithError("there is no folder in memory");
    return;
  }
  double rate = 0;
  {
    auto store = bench::import_into(path);
    auto me = store.session(phr::owner(), {.now = bench::now}).value();
    std::vector<std::string> bodies;
    const auto found = me.search("Observation?_count=2000").value();
    for (const auto hit : found) bodies.push_back(hit.json().value());
    for (auto _ : state) {
      const double spent = bench::seconds_of([&] {
        for (const auto& body : bodies) static_cast<void>(me.create(body).value());
      });
      rate = static_cast<double>(bodies.size()) / spent;
    }
  }
  clean();
  bench::report(state, "writes/s", rate, "limit", 2000, bench::better::higher);
}
BENCHMARK(writes_in_memory)->Iterations(1)->Unit(benchmark::kSecond)->Name("store: single writes, in a folder in memory");

}  // namespace
