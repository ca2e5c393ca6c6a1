// A byte of a file is not what it was, in any page of it: every call says so, by its code, and none says anything worse.
#include "session/record_fixture.hpp"
#include "support/file_bytes.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Damage : public record_fixture {
 protected:
  Damage() {
    put({patient("p"), patient("q"), condition("c", "p", "2020-02-01"), consent("k", "p", "d", {"Observation"})});
    std::string lines;
    for (int nth = 0; nth < 300; ++nth) {
      lines += observation("o" + std::to_string(nth), nth % 2 == 0 ? "p" : "q", std::to_string(nth % 7), "2020-01-0" + std::to_string(1 + nth % 9), std::to_string(nth)) + "\n";
    }
    write_file(folder_.path("lines.ndjson"), lines);
    EXPECT_TRUE(owner().import_file(folder_.path("lines.ndjson")));
    EXPECT_TRUE(owner().index_full_text());
    put({observation("o1", "p", "1", "2021-01-01", "7")});
    EXPECT_TRUE(store_.close());
  }

  // Everything that can be asked, by what it said.
  std::map<errc, int> all_codes() {
    std::map<errc, int> codes;
    const auto note = [&](const auto& done) {
      if (!done) ++codes[done.error().code()];
    };
    auto opened = phr::store::open(me(), phr::passphrase("x"));
    note(opened);
    if (!opened) return codes;
    note(opened.value().info());
    for (const auto& who : {phr::owner(), phr::access::practitioner("Practitioner/d").value()}) {
      auto made = opened.value().session(who, {.purpose = phr::purpose::treatment, .now = test_now});
      note(made);
      if (!made) continue;
      auto& in = made.value();
      for (const char* query : {"Patient", "Observation?code=3", "Observation?date=gt2020-01-03&_sort=date", "Observation?value-quantity=gt5", "Observation?_content=test",
                                "Observation?subject:Patient.birthdate=1980-02-03", "Patient?_has:Observation:patient:code=3", "Condition?_include=Condition:subject"}) {
        const auto hits = in.search(query);
        note(hits);
        if (!hits) continue;
        for (const auto& hit : hits.value()) note(hit.json());
      }
      note(in.read(resource_type::Patient, "p"));
      note(in.history(resource_type::Observation, "o1"));
      note(in.changes());
      note(in.everything({}));
      note(in.timeline({.patient = "p"}));
      note(in.latest({.patient = "p"}));
      note(in.lab_trend("3", {.patient = "p"}));
      note(in.explain(phr::access::practitioner("Practitioner/d").value(), phr::purpose::treatment, "p"));
      note(in.audit_trail());
      note(in.verify_audit());
      note(in.update(observation("o2", "p", "2", "2021-01-01", "8")));
      note(in.remove(resource_type::Observation, "o3"));
      note(in.import_text(observation("new", "p", "2", "2021-01-01", "8")));
      note(in.erase(resource_type::Observation, "o4"));
      note(in.reindex());
    }
    note(opened.value().add_host_key(phr::secret_key(std::array<std::uint8_t, 32>{})));
    note(opened.value().close());
    return codes;
  }
  [[nodiscard]] std::string me() const { return folder_.path("me.phr"); }
};

TEST_F(Damage, OfAnyPageIsToldAsWhatItIs) {
  const std::string good = read_file(me());
  const std::map<errc, int> whole = all_codes();
  const std::set<errc> damage{errc::damaged_page, errc::damaged_header, errc::not_a_phr_file, errc::newer_format, errc::wrong_key};
  constexpr std::size_t page = 8192;
  int found = 0;
  int places = 0;
  const bool all = std::getenv("PHR_NIGHTLY") != nullptr;
  for (std::size_t begin = 0; begin + page <= good.size(); begin += page) {
    for (const std::size_t at : {std::size_t{40}, page / 2, page - 5}) {
      if (!all && (begin / page + at) % 3 != 0) continue;
      std::string bad = good;
      bad[begin + at] = static_cast<char>(bad[begin + at] ^ 0x10);
      std::filesystem::remove(me() + "-wal");
      std::filesystem::remove(me() + "-shm");
      write_file(me(), bad);
      const auto codes = all_codes();
      bool told = false;
      for (const auto& [code, count] : codes) {
        const bool as_ever = whole.contains(code);  // refusals of the reader, resources that are not there
        EXPECT_TRUE(damage.contains(code) || as_ever || code == errc::audit_broken) << phr::name(code).data() << " of page " << begin / page << " at " << at;
        told = told || damage.contains(code);
      }
      found += told ? 1 : 0;
      ++places;
    }
  }
  std::printf("%d of %d places of %zu pages are told of\n", found, places, good.size() / page);
  EXPECT_GT(found, places / 2);
}

}  // namespace
