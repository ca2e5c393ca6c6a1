// What consent hides does not show through a search, however it is asked.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class GatedSearch : public search_fixture {
 protected:
  void SetUp() override {
    put({patient("open"), patient("shut")});
    add("Patient", "shut", R"("name":[{"family":"Secret"}])");
    put({observation("o1", "open", "1", "2020", "5"), observation("o2", "open", "1", "2021", "5"), observation("s1", "shut", "1", "2020", "5"), condition("c1", "open", "2020")});
    // The practitioner may see Observations of one patient: neither the Patient nor the Condition.
    put({consent("k", "open", "mia", {"Observation"})});
    add("Observation", "panel", R"("status":"final","code":{"coding":[{"code":"p"}]},"subject":{"reference":"Patient/open"},"hasMember":[{"reference":"Observation/s1"},{"reference":"Observation/o1"}])");
  }
  ids seen(const std::string& query) {
    auto mia = as("mia");
    return found(mia, query);
  }
};

TEST_F(GatedSearch, MatchesAreOfWhatMayBeSeen) {
  EXPECT_EQ(seen("Observation?code=1"), (ids{"Observation/o1", "Observation/o2"}));
  EXPECT_EQ(seen("Observation"), (ids{"Observation/o1", "Observation/o2", "Observation/panel"}));
  EXPECT_EQ(seen("Observation?date=2020"), ids{"Observation/o1"});
  EXPECT_EQ(seen("Observation?_sort=-date&_count=1"), ids{"Observation/o2"});
  EXPECT_EQ(seen("Observation?_id=s1"), ids{});
  EXPECT_EQ(seen("Observation?subject:missing=false&code:not=x"), (ids{"Observation/o1", "Observation/o2", "Observation/panel"}));
  EXPECT_EQ(seen("?_type=Observation,Condition,Patient"), (ids{"Observation/o1", "Observation/o2", "Observation/panel"}));
}

TEST_F(GatedSearch, ChainsPassThroughVisibleResourcesAlone) {
  EXPECT_EQ(seen("Observation?patient.family=test"), ids{});  // the Patient may not be seen, so nothing is asked of it
  EXPECT_EQ(seen("Observation?patient.family=secret"), ids{});
  EXPECT_EQ(seen("Observation?has-member.code=1"), ids{"Observation/panel"});
  EXPECT_EQ(seen("Observation?has-member._id=s1"), ids{});
  EXPECT_EQ(seen("Observation?patient._has:Condition:patient:onset-date=2020"), ids{});
  EXPECT_EQ(seen("Observation?_has:Observation:has-member:code=p"), ids{"Observation/o1"});
  EXPECT_EQ(seen("Observation?_filter=patient.family eq test"), ids{});
}

TEST_F(GatedSearch, IncludesBringVisibleResourcesAlone) {
  EXPECT_EQ(seen("Observation?code=p&_include=*"), (ids{"Observation/o1", "Observation/panel"}));
  EXPECT_EQ(seen("Observation?_id=o1&_revinclude=*"), (ids{"Observation/o1", "Observation/panel"}));
  EXPECT_EQ(seen("Observation?code=p&_include:iterate=Observation:patient"), ids{"Observation/panel"});
}

// Trap: totals reveal what was filtered.
TEST_F(GatedSearch, TotalsAreHidden) {
  auto mia = as("mia");
  const auto hits = mia.search("Observation?code=1&_total=accurate").value();
  EXPECT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits.total(), std::nullopt);
  EXPECT_EQ(mia.search("Observation?_summary=count").value().total(), std::nullopt);
  EXPECT_EQ(owner().search("Observation?code=1&_total=accurate").value().total(), 3U);
}

TEST_F(GatedSearch, CompartmentsAndListsAreOfWhatMayBeSeen) {
  EXPECT_EQ(seen("Patient/shut/Observation"), ids{});
  EXPECT_EQ(seen("Patient/open/Condition"), ids{});
  add("List", "l", R"("status":"current","mode":"working","subject":{"reference":"Patient/open"},"entry":[{"item":{"reference":"Observation/o1"}}])");
  EXPECT_EQ(seen("Observation?_list=l"), ids{});  // the List may not be seen
}

// A ValueSet that names a patient is that patient's. Hidden, it stands in the way of no other of its URL, whether it was written before or after.
TEST_F(GatedSearch, TermsAreOfTheNewestThatMayBeSeen) {
  const std::string shut = R"(,"extension":[{"url":"urn:of","valueReference":{"reference":"Patient/shut"}}])";
  add("ValueSet", "before", R"("url":"urn:vs","status":"active")" + shut);
  add("ValueSet", "older", R"("url":"urn:vs","status":"active","compose":{"include":[{"concept":[{"code":"2"}]}]})");
  add("ValueSet", "seen", R"("url":"urn:vs","status":"active","compose":{"include":[{"system":"http://loinc.org","concept":[{"code":"1"}]}]})");
  add("ValueSet", "behind", R"("url":"urn:vs","status":"active")" + shut);
  EXPECT_EQ(seen("Observation?code:in=urn:vs"), (ids{"Observation/o1", "Observation/o2"}));
  add("ValueSet", "alone", R"("url":"urn:alone","status":"active")" + shut);
  auto mia = as("mia");
  EXPECT_EQ(mia.search("Observation?code:in=urn:alone").error().code(), errc::not_found);
  EXPECT_EQ(mia.search("Observation?code:in=urn:none").error().code(), errc::not_found);
}

TEST_F(GatedSearch, PagesOfWhatMayBeSeenAreWhole) {
  for (int number = 0; number < 250; ++number) put({observation("x" + std::to_string(number), number % 2 == 0 ? "open" : "shut", "1", "2000", "5")});
  auto mia = as("mia");
  for (const std::string query : {"Observation?code=1&_count=10", "Observation?_count=10", "Observation?_sort=date&_count=10"}) {
    these all;
    std::string next;
    do {
      const auto hits = mia.search(query, {.page = next});
      ASSERT_TRUE(hits);
      for (const auto& hit : hits.value()) EXPECT_TRUE(all.insert(hit.id()).second);
      next = hits.value().next_page();
    } while (!next.empty());
    EXPECT_EQ(all.size(), query.find("code") == std::string::npos ? 128U : 127U) << query;
  }
}

}  // namespace
