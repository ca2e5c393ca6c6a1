// Import, reading, searching and size of an encrypted store with every index.
#include "report.hpp"
#include "sample.hpp"

#include "store/engine/engine.hpp"
#include "store/schema/schema.hpp"

#include "support/temporary_folder.hpp"

#include <phr/session/session.hpp>

#include <sqlite3.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <variant>

namespace {

namespace bench = phr::bench;
namespace storage = phr::storage;

constexpr std::int64_t now = 1'700'000'000'000'000;
const phr::passphrase key("bench");
const phr::store_options cheap{.create = true, .cost = phr::crypto::argon2_test_cost};

phr::store import_into(const std::string& path) {
  auto store = phr::store::open(path, key, cheap).value();
  auto me = store.session(phr::owner(), {.now = now}).value();
  for (const auto& bundle : bench::records().bundles) static_cast<void>(me.import_text(bundle).value());
  return store;
}

// One imported store for all that only read.
struct filled {
  phr::test::temporary_folder folder;
  std::string path = folder.path("me.phr");
  phr::store store = import_into(path);
};
filled& common() {
  static filled made;
  return made;
}

using cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;
struct table_rows {
  std::string name;
  int columns = 0;
  std::vector<std::vector<cell>> rows;
};

cell cell_of(const storage::sql::statement& row, int column, sqlite3_stmt* raw) {
  switch (sqlite3_column_type(raw, column)) {
    case SQLITE_INTEGER: return row.integer(column);
    case SQLITE_FLOAT: return row.real(column);
    case SQLITE_TEXT: return std::string(row.text(column));
    case SQLITE_BLOB: {
      const auto bytes = row.bytes(column);
      return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
    }
    default: return std::monostate{};
  }
}

// Every row of every table, in the order of its key.
std::vector<table_rows> all_rows(const std::string& path) {
  auto opened = storage::open_file(path, key, {}).value();
  auto on = opened.connect(true).value();
  std::vector<table_rows> tables;
  auto names = on.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").value();
  while (names.step().value()) tables.push_back({std::string(names.text(0)), 0, {}});
  for (auto& table : tables) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(on.handle(), ("SELECT * FROM " + table.name).c_str(), -1, &raw, nullptr);
    table.columns = sqlite3_column_count(raw);
    storage::sql::statement rows(raw);
    while (rows.step().value()) {
      auto& row = table.rows.emplace_back();
      for (int column = 0; column < table.columns; ++column) row.push_back(cell_of(rows, column, raw));
    }
  }
  return tables;
}

void bind(storage::sql::statement& to, int at, const cell& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) to.bind(at, *number);
  else if (const auto* real = std::get_if<double>(&value)) to.bind(at, *real);
  else if (const auto* text = std::get_if<std::string>(&value)) to.bind(at, std::string_view(*text));
  else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&value)) to.bind(at, phr::bytes_view(*bytes));
  else to.bind_null(at);
}

// Which resource a row belongs to; rows of none (interned texts, settings) go with the first.
std::int64_t owner_of(const storage::sql::connection& on, const table_rows& table, const std::vector<cell>& row) {
  static std::map<std::string, int> columns;
  const auto found = columns.find(table.name);
  int column = found == columns.end() ? -1 : found->second;
  if (found == columns.end()) {
    auto info = on.prepare("SELECT cid FROM pragma_table_info(?1) WHERE name = CASE WHEN ?1 IN ('resource', 'history', 'identity') THEN 'key' ELSE 'resource' END").value();
    info.bind(1, std::string_view(table.name));
    if (info.step().value()) column = static_cast<int>(info.integer(0));
    columns.emplace(table.name, column);
  }
  const auto* number = column < 0 ? nullptr : std::get_if<std::int64_t>(&row[static_cast<std::size_t>(column)]);
  return number == nullptr ? 0 : *number;
}

enum class order { by_resource, by_table };

// The peer: the loop that anyone would write who has the same rows ready: resource by resource into the same tables of the
// same kind of file, with nothing to parse, extract, compress or decide, in as many transactions as there are Bundles.
// By table: each table in the order of its key, which only who has all rows beforehand can do: the most a file can take.
double write_raw(const std::vector<table_rows>& tables, order by) {
  const phr::test::temporary_folder folder;
  auto opened = storage::open_file(folder.path("raw.phr"), key, cheap).value();
  auto on = opened.connect(false).value();
  static_cast<void>(on.execute("DELETE FROM setting").has_value());
  std::vector<storage::sql::statement> inserts;
  struct one {
    std::int64_t resource;
    std::size_t table;
    const std::vector<cell>* row;
  };
  std::vector<one> all;
  for (std::size_t index = 0; index < tables.size(); ++index) {
    std::string sql = "INSERT INTO " + tables[index].name + " VALUES(?";
    for (int column = 1; column < tables[index].columns; ++column) sql += ",?";
    inserts.push_back(on.prepare(sql + ")").value());
    for (const auto& row : tables[index].rows) all.push_back({owner_of(on, tables[index], row), index, &row});
  }
  if (by == order::by_resource) {
    std::stable_sort(all.begin(), all.end(), [](const one& a, const one& b) { return a.resource < b.resource; });
  }
  const std::size_t part = all.size() / bench::records().bundles.size() + 1;
  return bench::seconds_of([&] {
    static_cast<void>(on.execute("BEGIN IMMEDIATE").value(), 0);
    for (std::size_t done = 0; done < all.size(); ++done) {
      auto& insert = inserts[all[done].table];
      const auto& row = *all[done].row;
      for (std::size_t column = 0; column < row.size(); ++column) bind(insert, static_cast<int>(column) + 1, row[column]);
      static_cast<void>(insert.run().value(), 0);
      if (done % part == part - 1) static_cast<void>((on.execute("COMMIT").value(), on.execute("BEGIN IMMEDIATE").value()), 0);
    }
    static_cast<void>(on.execute("COMMIT").value(), 0);
  });
}

void import_rate(benchmark::State& state, order by, const char* against) {
  std::vector<double> ours;
  std::vector<double> raw;
  std::vector<table_rows> rows;
  double resources = 0;
  for (auto _ : state) {
    for (int round = 0; round < 3; ++round) {
      const phr::test::temporary_folder folder;
      const std::string path = folder.path("me.phr");
      ours.push_back(bench::seconds_of([&] { static_cast<void>(import_into(path).close().value(), 0); }));
      if (rows.empty()) {
        rows = all_rows(path);
        for (const auto& table : rows) {
          if (table.name == "resource") resources = static_cast<double>(table.rows.size());
        }
      }
      raw.push_back(write_raw(rows, by));
    }
  }
  bench::report(state, "resources/s", resources / bench::median(ours), against, resources / bench::median(raw), bench::better::higher);
}
BENCHMARK_CAPTURE(import_rate, loop, order::by_resource, "raw SQLCipher loop, same rows")
    ->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import, encrypted, all indexes");
BENCHMARK_CAPTURE(import_rate, load, order::by_table, "raw SQLCipher load, same rows sorted beforehand")
    ->Iterations(1)->Unit(benchmark::kSecond)->Name("store: import, against a sorted load");

void import_again(benchmark::State& state) {
  auto& in = common();
  auto me = in.store.session(phr::owner(), {.now = now}).value();
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

std::vector<std::string> some_ids(phr::session& me) {
  std::vector<std::string> ids;
  const auto found = me.search("Observation").value();
  for (const auto hit : found) ids.push_back(hit.id());
  std::shuffle(ids.begin(), ids.end(), std::mt19937(1));
  ids.resize(std::min<std::size_t>(ids.size(), 2000));
  return ids;
}

void read_by_id(benchmark::State& state) {
  auto& in = common();
  auto me = in.store.session(phr::owner(), {.now = now}).value();
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
  auto& in = common();
  auto me = in.store.session(phr::owner(), {.now = now}).value();
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
  auto me = common().store.session(phr::owner(), {.now = now}).value();
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
  auto me = common().store.session(phr::owner(), {.now = now}).value();
  const std::string patient = me.search("Patient?_count=1").value()[0].id();
  const std::string query = "Observation?subject=Patient/" + patient + "&_count=20";
  page_of_20(state, query.c_str());
}
BENCHMARK(reference_page)->Iterations(3)->Name("store: search page of 20, reference");

void open_store(benchmark::State& state) {
  auto& in = common();
  static_cast<void>(in.store.close().value(), 0);
  const auto host = phr::crypto::secret_key::from(std::vector<std::uint8_t>(32, 7)).value();
  static_cast<void>(phr::store::open(in.path, key).value().add_host_key(host).has_value());
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(phr::store::open(in.path, host).value()); }));
  }
  in.store = phr::store::open(in.path, key).value();
  bench::report(state, "ms, p50", bench::median(spent) * 1e3, "limit", 10, bench::better::lower);
}
BENCHMARK(open_store)->Iterations(20)->Name("store: open with a host key");

// Each write alone, durable before the next: what the disk takes to sync bounds it, so it is held against as many syncs of as many bytes as the
// write-ahead log grows by for each.
void durable_writes(benchmark::State& state) {
  const phr::test::temporary_folder folder;
  const std::string path = folder.path("me.phr");
  auto store = import_into(path);
  auto me = store.session(phr::owner(), {.now = now}).value();
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
    auto store = import_into(path);
    auto me = store.session(phr::owner(), {.now = now}).value();
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

// What an open store takes of memory before anything is asked of it.
double resident_bytes() {
  std::ifstream status("/proc/self/statm");
  double all = 0;
  double resident = 0;
  status >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void memory_after_open(benchmark::State& state) {
  auto& in = common();
  static_cast<void>(in.store.close().value(), 0);
  const auto host = phr::crypto::secret_key::from(std::vector<std::uint8_t>(32, 9)).value();
  static_cast<void>(phr::store::open(in.path, key).value().add_host_key(host).has_value());
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
  in.store = phr::store::open(in.path, key).value();
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
    auto store = import_into(path);
    static_cast<void>(store.close().value(), 0);
  }
  const double file = static_cast<double>(std::filesystem::file_size(path));
  {
    auto store = phr::store::open(path, key).value();
    auto me = store.session(phr::owner(), {.now = now}).value();
    compact = ndjson_bytes(me, store);
  }
  bench::report(state, "of compact NDJSON", file / compact, "limit", 0.40, bench::better::lower);
}
BENCHMARK(file_size)->Iterations(1)->Name("store: file with every index");

}  // namespace
