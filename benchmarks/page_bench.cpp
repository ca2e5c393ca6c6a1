// The page format (decision 0002): page sizes and MACs on the same rows, against SQLCipher's defaults in the same run.
#include "report.hpp"

#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <random>
#include <string>

namespace {

namespace bench = phr::bench;

constexpr int rows = 100'000;

struct connection {
  sqlite3* handle = nullptr;
  connection(const std::string& path, int page_bytes, const std::string& mac) {
    sqlite3_open(path.c_str(), &handle);
    run("PRAGMA key=\"x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'\";PRAGMA cipher_page_size=" +
        std::to_string(page_bytes) + ";PRAGMA cipher_hmac_algorithm=" + mac + ";");
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { sqlite3_close(handle); }
  void run(const std::string& sql) const {
    if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
  }
};

struct timing {
  double scan;  // MB/s
  double read;  // us
};

timing measure(int page_bytes, const std::string& mac) {
  const phr::test::temporary_folder folder;
  const std::string path = folder.path("pages.db");
  double bytes = 0;
  {
    const connection on(path, page_bytes, mac);
    on.run("CREATE TABLE t(key INTEGER PRIMARY KEY, body BLOB);BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(on.handle, "INSERT INTO t VALUES(?1, ?2)", -1, &insert, nullptr);
    std::mt19937 draw(1);
    std::string body;
    for (int key = 1; key <= rows; ++key) {
      body.resize(200 + draw() % 400);
      for (char& each : body) each = static_cast<char>(draw());
      bytes += static_cast<double>(body.size());
      sqlite3_bind_int(insert, 1, key);
      sqlite3_bind_blob(insert, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    on.run("COMMIT");
  }
  std::vector<double> scans;
  std::vector<double> reads;
  for (int round = 0; round < 3; ++round) {
    const connection on(path, page_bytes, mac);
    scans.push_back(bench::seconds_of([&] { on.run("SELECT sum(length(body) + unicode(body)) FROM t"); }));
    on.run("PRAGMA cache_size=10");  // so that a read is of a page that must be decrypted
    sqlite3_stmt* select = nullptr;
    sqlite3_prepare_v2(on.handle, "SELECT body FROM t WHERE key = ?1", -1, &select, nullptr);
    std::mt19937 draw(2);
    reads.push_back(bench::seconds_of([&] {
      for (int read = 0; read < 5000; ++read) {
        sqlite3_bind_int(select, 1, static_cast<int>(draw() % rows) + 1);
        sqlite3_step(select);
        sqlite3_reset(select);
      }
    }) / 5000);
    sqlite3_finalize(select);
  }
  return {bytes / bench::median(scans) / 1e6, bench::median(reads) * 1e6};
}

const timing& defaults() {
  static const timing measured = measure(4096, "HMAC_SHA512");
  return measured;
}

void scan(benchmark::State& state, int page_bytes, const char* mac) {
  timing ours{};
  for (auto _ : state) ours = measure(page_bytes, mac);
  bench::report(state, "MB/s", ours.scan, "4 KiB, HMAC-SHA-512", defaults().scan, bench::better::higher);
}
void point_read(benchmark::State& state, int page_bytes, const char* mac) {
  timing ours{};
  for (auto _ : state) ours = measure(page_bytes, mac);
  bench::report(state, "us", ours.read, "4 KiB, HMAC-SHA-512", defaults().read, bench::better::lower);
}

BENCHMARK_CAPTURE(scan, four, 4096, "HMAC_SHA256")->Iterations(1)->Name("page format: cold scan, 4 KiB, HMAC-SHA-256");
BENCHMARK_CAPTURE(scan, eight, 8192, "HMAC_SHA256")->Iterations(1)->Name("page format: cold scan, 8 KiB, HMAC-SHA-256 (ours)");
BENCHMARK_CAPTURE(scan, sixteen, 16384, "HMAC_SHA256")->Iterations(1)->Name("page format: cold scan, 16 KiB, HMAC-SHA-256");
BENCHMARK_CAPTURE(point_read, four, 4096, "HMAC_SHA256")->Iterations(1)->Name("page format: one row, 4 KiB, HMAC-SHA-256");
BENCHMARK_CAPTURE(point_read, eight, 8192, "HMAC_SHA256")->Iterations(1)->Name("page format: one row, 8 KiB, HMAC-SHA-256 (ours)");
BENCHMARK_CAPTURE(point_read, sixteen, 16384, "HMAC_SHA256")->Iterations(1)->Name("page format: one row, 16 KiB, HMAC-SHA-256");

}  // namespace
