// What asking as somebody else costs: the same pages of 20 by the owner and by two practitioners, one whom all patients have permitted everything and one
// whom a single patient has, in the same run. The search alone; the row of the trail, which is a durable write for anybody but the owner, has a line of its own.
#include "report.hpp"
#include "synthetic.hpp"

#include "gate/door.hpp"
#include "interactions/search.hpp"
#include "store/search/answer/search.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace bench = phr::bench;
using phr::bench::bench_now;

constexpr double most = 1.3;  // times the owner's

std::string everything_of(const std::string& id, const std::string& patient, const std::string& practitioner) {
  return R"({"resource":{"resourceType":"Consent","id":")" + id +
         R"(","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},)"
         R"("category":[{"text":"Sharing"}],"patient":{"reference":"Patient/)" +
         patient + R"("},"provision":{"type":"permit","actor":[{"role":{"text":"recipient"},"reference":{"reference":"Practitioner/)" + practitioner +
         R"("}}]}},"request":{"method":"PUT","url":"Consent/)" + id + R"("}})";
}

struct permitted_store {
  bench::filled_store filled;
  std::shared_ptr<phr::storage::engine> engine;  // of the same file, once it was filled
  std::string one;                               // the patient that has permitted everything to the second practitioner
};

void permit_all(permitted_store& made) {
  auto me = made.filled.me();
  std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  const auto patients = me.search("Patient").value();
  for (const auto hit : patients) {
    if (made.one.empty()) made.one = hit.id();
    bundle += (bundle.back() == '[' ? "" : ",") + everything_of("all-" + hit.id(), hit.id(), "of-all");
  }
  bundle += "," + everything_of("one", made.one, "of-one") + "]}";
  static_cast<void>(me.execute(bundle).value());
}

permitted_store made_of(std::int64_t size) {
  permitted_store made{bench::fill(static_cast<std::uint64_t>(size), 5), {}, {}};
  permit_all(made);
  static_cast<void>(made.filled.store.close().value(), 0);
  made.engine = phr::storage::engine::open(made.filled.path, phr::passphrase("bench"), {}).value();
  return made;
}

permitted_store& of(std::int64_t size) {
  // Made once a store has been open, so that it ends before what Botan and SQLCipher keep until the process ends (docs/mistakes.md).
  static const double opened = bench::fill(1, 1).resources;
  static std::map<std::int64_t, std::unique_ptr<permitted_store>> made;
  benchmark::DoNotOptimize(opened);
  auto& here = made[size];
  if (here == nullptr) here = std::make_unique<permitted_store>(made_of(size));
  return *here;
}

struct question {
  const char* name;
  const char* query;
};

constexpr question questions[] = {
    {"token", "Observation?code=http://loinc.org|8302-2&_count=20"},
    {"date", "Observation?date=ge2023-06&_count=20"},
    {"reference", "Observation?subject=Patient/PATIENT&_count=20"},
    {"quantity", "Observation?value-quantity=gt150||cm&_count=20"},
    {"order by date", "Observation?_sort=-date&_count=20"},
    {"token in order of date", "Observation?code=http://loinc.org|8302-2&_sort=-date&_count=20"},
    {"chain of one step", "Observation?patient.gender=female&_count=20"},
};

std::string for_one(std::string query, const std::string& patient) {
  if (const auto at = query.find("PATIENT"); at != std::string::npos) query.replace(at, 7, patient);
  return query;
}

double of_search(phr::gate::door& in, const std::string& text) {
  const auto asked = phr::storage::parse_query(text).value();
  const auto seen = in.look().value();
  phr::storage::search_setting setting;
  setting.now = bench_now;
  return bench::seconds_of([&] { benchmark::DoNotOptimize(phr::storage::answer_search(seen.at, asked, setting).value().matches.size()); });
}

phr::gate::door door_of(const permitted_store& in, const phr::access::principal& who) {
  return phr::gate::door::open(in.engine, who, phr::purpose::treatment, bench_now).value();
}

// `who` sees all: the owner is asked the same. `who` sees one patient: the owner is asked for that one.
void compare(benchmark::State& state, std::int64_t size, std::size_t nth, bool all) {
  permitted_store& in = of(size);
  const std::string theirs = for_one(questions[nth].query, in.one);
  std::string ours = theirs;
  if (!all && theirs.find("subject=") == std::string::npos) ours += "&patient=" + in.one;
  auto owner = door_of(in, phr::owner());
  auto other = door_of(in, phr::access::practitioner(all ? "Practitioner/of-all" : "Practitioner/of-one").value());
  std::vector<double> by_owner;
  std::vector<double> by_other;
  for (auto _ : state) {
    by_owner.push_back(of_search(owner, ours));
    by_other.push_back(of_search(other, theirs));
  }
  bench::report(state, fmt::format("times the owner's {:.0f} us", bench::median(by_owner) * 1e6), bench::median(by_other) / bench::median(by_owner), "limit", most,
                bench::better::lower);
}

// A whole call, with its row of the trail.
void whole(benchmark::State& state, std::int64_t size) {
  permitted_store& in = of(size);
  auto me = door_of(in, phr::owner());
  auto other = door_of(in, phr::access::practitioner("Practitioner/of-all").value());
  std::vector<double> by_owner;
  std::vector<double> by_other;
  for (auto _ : state) {
    by_owner.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(phr::interactions::search(me, questions[0].query, {}).value().size()); }));
    by_other.push_back(bench::seconds_of([&] { benchmark::DoNotOptimize(phr::interactions::search(other, questions[0].query, {}).value().size()); }));
  }
  bench::report(state, "us, p50, by another", bench::median(by_other) * 1e6, "the owner's", bench::median(by_owner) * 1e6, bench::better::lower);
}

const bool registered = [] {
  for (const std::int64_t size : {10'000, 100'000, 1'000'000}) {
    const std::string name = size >= 1'000'000 ? "1 M" : fmt::format("{} k", size / 1'000);
    for (std::size_t nth = 0; nth < std::size(questions); ++nth) {
      for (const bool all : {true, false}) {
        benchmark::RegisterBenchmark(fmt::format("gated: page of 20, {}, {}: {} resources", questions[nth].name, all ? "of all patients" : "of one patient", name).c_str(),
                                     [size, nth, all](benchmark::State& state) { compare(state, size, nth, all); })
            ->Iterations(200);
      }
    }
    benchmark::RegisterBenchmark(fmt::format("gated: page of 20 with its row of the trail: {} resources", name).c_str(), [size](benchmark::State& state) { whole(state, size); })->Iterations(100);
  }
  return true;
}();

}  // namespace
