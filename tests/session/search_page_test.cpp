// Pages that go on where the last one ended, whatever is written in between; and order by keys of every kind.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class PageSearch : public search_fixture {
 protected:
  void one(const std::string& id, const std::string& date, const std::string& code = "c", const std::string& more = "") {
    const std::string effective = date.empty() ? "" : R"(,"effectiveDateTime":")" + date + "\"";
    add("Observation", id, R"("status":"final","code":{"coding":[{"code":")" + code + "\"}]}" + effective + more);
  }
  // Many at once.
  void fill(int many) {
    std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    for (int number = 0; number < many; ++number) {
      const int shuffled = number * 7919 % many;
      bundle += std::string(number == 0 ? "" : ",") + R"({"resource":{"resourceType":"Observation","id":"o)" + std::to_string(number) +
                R"(","status":")" + (number % 3 == 0 ? "amended" : "final") + R"(","code":{"coding":[{"code":"c)" + std::to_string(shuffled % 5) + "\"}]}" +
                (number % 4 == 0 ? "" : R"(,"effectiveDateTime":")" + std::to_string(1950 + shuffled % 70) + R"(-01-01")") +
                R"(,"valueQuantity":{"value":)" + std::to_string(shuffled % 11) + R"(,"unit":"mg"}}})";
    }
    auto me = owner();
    const auto report = me.import_text(bundle + "]}");
    ASSERT_TRUE(report) << phr::describe(report.error());
  }
  // All pages; `between` is called after each.
  ids paged(const std::string& query, int size, const std::function<void(const std::string&)>& between = {}) {
    auto me = owner();
    const std::string text = query + (query.find('?') == std::string::npos ? "?" : "&") + "_count=" + std::to_string(size);
    ids all;
    std::string next;
    for (int turn = 0; turn < 10'000; ++turn) {
      const auto hits = me.search(text, {.page = next});
      EXPECT_TRUE(hits) << text << ": " << (hits ? "" : phr::describe(hits.error()));
      if (!hits) return all;
      EXPECT_LE(hits.value().size(), static_cast<std::size_t>(size));
      for (const auto& hit : hits.value()) all.push_back(hit.id());
      next = hits.value().next_page();
      if (next.empty()) return all;
      if (between) between(all.back());
    }
    ADD_FAILURE() << "no end: " << text;
    return all;
  }
};

TEST_F(PageSearch, PagesTogetherAreTheWhole) {
  fill(1500);
  for (const char* query : {"Observation", "Observation?code=c1", "Observation?code=c1,c2", "Observation?date=ge1980", "Observation?date=lt1990,gt2000",
                            "Observation?value-quantity=gt3", "Observation?status:not=final", "Observation?date:missing=true", "Observation?code=c1&date=ge1990",
                            "Observation?_lastUpdated=gt2000"}) {
    const ids whole = paged(query, 100'000);
    ids some = paged(query, 37);
    EXPECT_EQ(some.size(), whole.size()) << query;
    EXPECT_EQ(these(some.begin(), some.end()), these(whole.begin(), whole.end())) << query;
    EXPECT_EQ(these(some.begin(), some.end()).size(), some.size()) << query;
    EXPECT_EQ(these(whole.begin(), whole.end()), matching(query)) << query;
  }
}

TEST_F(PageSearch, SortedPagesAreTheSortedWhole) {
  fill(5000);
  for (const char* query : {"Observation?_sort=date", "Observation?_sort=-date", "Observation?_sort=status,-date", "Observation?_sort=-status,date",
                            "Observation?_sort=-date,status", "Observation?_sort=code,date", "Observation?_sort=-value-quantity,date", "Observation?_sort=-_lastUpdated",
                            "Observation?_sort=_id", "Observation?code=c1&_sort=-date,_id", "Observation?_sort=date,-_id", "Observation?date:missing=true&_sort=date,code"}) {
    const ids whole = ordered(query);
    EXPECT_EQ(paged(query, 333), whole) << query;
    EXPECT_EQ(these(whole.begin(), whole.end()).size(), whole.size());
    const ids first = ordered(std::string(query) + "&_count=20");
    EXPECT_EQ(first, ids(whole.begin(), whole.begin() + 20)) << query;
    const ids second = ordered(std::string(query) + "&_count=20&_offset=20");
    EXPECT_EQ(second, ids(whole.begin() + 20, whole.begin() + 40)) << query;
  }
}

// Pages go through the index of a key. What has the element and no value of it has no row there: a code that is a text alone.
TEST_F(PageSearch, SortedPagesHaveWhatHasNoValueLast) {
  fill(5000);
  for (const char* id : {"t1", "t2", "t3"}) add("Observation", id, R"("status":"final","code":{"text":"a text"},"effectiveTiming":{"code":{"text":"daily"}},"valueQuantity":{"unit":"mg"})");
  add("Observation", "none", R"("status":"final")");
  const these last{"t1", "t2", "t3", "none"};
  for (const char* query : {"Observation?_sort=code", "Observation?_sort=-code", "Observation?_sort=code,_id", "Observation?_sort=value-quantity", "Observation?_sort=-value-quantity,date"}) {
    const ids whole = ordered(query);
    EXPECT_EQ(these(whole.end() - 4, whole.end()), last) << query;
    EXPECT_EQ(paged(query, 700), whole) << query;
  }
  EXPECT_EQ(paged("Observation?_sort=date,code", 700), ordered("Observation?_sort=date,code"));
}

// The same number in two units and the same code of two systems are two rows of one resource.
TEST_F(PageSearch, SortedPagesHaveEachOnce) {
  fill(5000);
  for (int nth = 0; nth < 30; ++nth) {
    add("Observation", "two" + std::to_string(nth),
        R"("status":"final","code":{"coding":[{"system":"http://a","code":"c1"},{"system":"http://b","code":"c1"}]},"valueQuantity":{"value":3,"unit":"per cent","system":"http://unitsofmeasure.org","code":"%"})");
  }
  for (const char* query : {"Observation?_sort=code", "Observation?_sort=-code,-value-quantity", "Observation?_sort=value-quantity", "Observation?_sort=-value-quantity,_id"}) {
    EXPECT_EQ(paged(query, 700), ordered(query)) << query;
  }
}

// A search in portions, as often as there is more; `between` is called after each.
ids in_portions(phr::session& me, const std::string& text, std::uint32_t size, const std::function<void()>& between = {}) {
  ids all;
  auto hits = me.search(text, {.portion = size});
  while (hits) {
    EXPECT_TRUE(hits.value().is_portion());
    EXPECT_LE(hits.value().matched(), size);
    for (const auto& hit : hits.value()) {
      const auto body = hit.json();
      EXPECT_TRUE(body && body.value().find(hit.id()) != std::string::npos) << hit.id();
      all.push_back(hit.id());
    }
    if (hits.value().next_page().empty()) return all;
    if (between) between();
    hits = me.search(text, {.page = hits.value().next_page(), .portion = size, .moment_of = &hits.value()});
  }
  ADD_FAILURE() << text << ": " << phr::describe(hits.error());
  return all;
}

TEST_F(PageSearch, PortionsOfOneMomentAreTheWholeAsItWasThen) {
  fill(400);
  int written = 0;
  for (const char* query : {"Observation", "Observation?code=c1", "Observation?date=ge1980", "Observation?_sort=-date", "Observation?_sort=status,-date", "Observation?status:not=final"}) {
    const these whole = matching(query);
    auto me = owner();
    const ids some = in_portions(me, query, 33, [&, is_first = true]() mutable {
      if (is_first) {
        ASSERT_TRUE(owner().remove(phr::fhir::resource_type::Observation, *whole.rbegin()));
      }
      is_first = false;
      one("new" + std::to_string(written++), "1999-01-01", "c1", R"(,"note":[{"text":"later"}])");
    });
    EXPECT_EQ(these(some.begin(), some.end()), whole) << query;
    EXPECT_EQ(some.size(), whole.size()) << query;
    EXPECT_NE(matching(query), whole) << query;
  }
}

// Rows are of the moment, decisions of today: what has been withdrawn is not seen any more, also by who goes on from older hits.
TEST_F(PageSearch, PortionsAreDecidedByTheConsentsOfToday) {
  put({patient("p"), patient("q"), consent("k", "p", "mia", {"Observation"})});
  for (int nth = 0; nth < 6; ++nth) put({observation("o" + std::to_string(nth), nth % 2 == 0 ? "p" : "q", "1", "2020-01-01", "5")});
  auto mia = as("mia");
  EXPECT_EQ(in_portions(mia, "Observation", 1, [&] { put({consent("k", "q", "mia", {"Observation"})}); }), (ids{"o0", "o1", "o3", "o5"}));
  EXPECT_EQ(in_portions(mia, "Observation", 1), (ids{"o1", "o3", "o5"}));
}

TEST_F(PageSearch, ACountOfTheTextIsNoPortion) {
  fill(20);
  auto me = owner();
  const auto page = me.search("Observation?_count=3", {.portion = 7});
  ASSERT_TRUE(page);
  EXPECT_EQ(page.value().size(), 3U);
  EXPECT_FALSE(page.value().is_portion());
  const auto all = me.search("Observation");
  ASSERT_TRUE(all);
  EXPECT_EQ(all.value().size(), 20U);
  EXPECT_EQ(all.value().next_page(), "");
}

TEST_F(PageSearch, TheMomentOfAnotherStoreIsRefused) {
  one("a", "2020");
  auto other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost});
  ASSERT_TRUE(other);
  auto them = other.value().session(phr::owner(), {.now = test_now});
  ASSERT_TRUE(them);
  const auto hits = owner().search("Observation");
  ASSERT_TRUE(hits);
  EXPECT_EQ(them.value().search("Observation", {.moment_of = &hits.value()}).error().code(), errc::invalid_argument);
}

TEST_F(PageSearch, WhatIsWrittenBetweenPagesLosesAndRepeatsNothing) {
  for (const char* query : {"Observation", "Observation?code=c", "Observation?date=ge2000", "Observation?_sort=date", "Observation?_sort=-date"}) {
    for (int number = 0; number < 300; ++number) one("k" + std::to_string(number), std::to_string(2000 + number % 20));
    const these before = matching(query);
    int turn = 0;
    const ids seen = paged(query, 50, [&](const std::string& last) {
      ++turn;
      one("new" + std::to_string(turn), std::to_string(1990 + turn * 3));
      EXPECT_TRUE(owner().remove(phr::fhir::resource_type::Observation, last));  // the one that the token is about
    });
    these found;
    for (const std::string& id : seen) EXPECT_TRUE(found.insert(id).second) << query << " " << id;
    for (const std::string& id : before) EXPECT_TRUE(found.contains(id)) << query << " " << id;
  }
}

TEST_F(PageSearch, AResourceFoundByTwoOfItsDatesIsGivenOnce) {
  for (int number = 0; number < 150; ++number) {
    add("Observation", "t" + std::to_string(number), R"("status":"final","effectiveTiming":{"event":[")" + std::to_string(1900 + number) + R"(-01-01",")" +
                                                         std::to_string(2000 + number % 50) + R"(-01-01"]})");
  }
  EXPECT_EQ(paged("Observation?date=gt1800", 20).size(), 150U);
  EXPECT_EQ(paged("Observation?_sort=date", 20), ordered("Observation?_sort=date"));
  EXPECT_EQ(paged("Observation?_sort=-date", 20), ordered("Observation?_sort=-date"));
}

TEST_F(PageSearch, ATokenIsOfOneSearch) {
  for (int number = 0; number < 5; ++number) one(std::to_string(number), "2020");
  auto me = owner();
  const std::string next = me.search("Observation?_count=2").value().next_page();
  ASSERT_FALSE(next.empty());
  EXPECT_EQ(me.search("Observation?_count=2", {.page = next}).value().size(), 2U);
  EXPECT_EQ(me.search("Observation?_count=3", {.page = next}).error().code(), errc::malformed_query);
  for (const std::string& wrong : {std::string("x"), std::string("!"), next + "A", next.substr(0, 20), std::string(400, 'A')}) {
    EXPECT_EQ(me.search("Observation?_count=2", {.page = wrong}).error().code(), errc::malformed_query) << wrong;
  }
}

TEST_F(PageSearch, NoPageFollowsTheLast) {
  for (int number = 0; number < 4; ++number) one(std::to_string(number), "2020");
  auto me = owner();
  EXPECT_TRUE(me.search("Observation?_count=4").value().next_page().empty());
  EXPECT_TRUE(me.search("Observation").value().next_page().empty());
  EXPECT_FALSE(me.search("Observation?_count=3").value().next_page().empty());
}

TEST_F(PageSearch, KeysOfEveryKindHaveAnOrder) {
  one("b", "2020", "beta", R"(,"valueQuantity":{"value":5,"unit":"mg"},"subject":{"reference":"Patient/2"})");
  one("a", "2021", "alpha", R"(,"valueQuantity":{"value":10,"unit":"g"},"subject":{"reference":"Group/9"})");
  one("c", "", "gamma", R"(,"valueString":"Ärger")");
  EXPECT_EQ(ordered("Observation?_sort=code"), (ids{"a", "b", "c"}));
  EXPECT_EQ(ordered("Observation?_sort=-code"), (ids{"c", "b", "a"}));
  EXPECT_EQ(ordered("Observation?_sort=value-quantity"), (ids{"b", "a", "c"}));
  EXPECT_EQ(ordered("Observation?_sort=subject"), (ids{"a", "b", "c"}));
  EXPECT_EQ(ordered("Observation?_sort=value-string"), (ids{"c", "b", "a"}));
  add("Patient", "z", R"("name":[{"family":"Zorn","given":["Anna"]}])");
  add("Patient", "m", R"("name":[{"family":"Öhm"},{"family":"Abel"}])");
  add("Patient", "n", "");
  EXPECT_EQ(ordered("Patient?_sort=family"), (ids{"m", "z", "n"}));
  EXPECT_EQ(ordered("Patient?_sort=-family"), (ids{"z", "m", "n"}));
  EXPECT_EQ(ordered("Patient?_sort=given,family"), (ids{"z", "m", "n"}));
  add("RiskAssessment", "low", R"("status":"final","prediction":[{"probabilityDecimal":0.1}])");
  add("RiskAssessment", "high", R"("status":"final","prediction":[{"probabilityDecimal":0.9}])");
  EXPECT_EQ(ordered("RiskAssessment?_sort=-probability"), (ids{"high", "low"}));
  add("ValueSet", "b", R"("url":"http://b")");
  add("ValueSet", "a", R"("url":"http://a")");
  EXPECT_EQ(ordered("ValueSet?_sort=url"), (ids{"a", "b"}));
}

TEST_F(PageSearch, TypesTogetherHaveOneOrder) {
  one("o1", "2020");
  one("o2", "2022");
  add("Condition", "c1", R"("recordedDate":"2021","onsetDateTime":"2021")");
  add("Patient", "p1", "");
  auto me = owner();
  const auto listed = [&](const std::string& query, std::string_view page = {}) {
    const auto hits = me.search(query, {.page = page});
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    ids out;
    if (!hits) return out;
    for (const auto& hit : hits.value()) out.push_back(std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    return out;
  };
  EXPECT_EQ(listed("?_type=Patient,Condition"), (ids{"Patient/p1", "Condition/c1"}));
  EXPECT_EQ(listed("?_id=o1,p1"), (ids{"Observation/o1", "Patient/p1"}));
  EXPECT_EQ(listed("?_type=Observation,Condition&_sort=-_id&_count=2"), (ids{"Observation/o2", "Observation/o1"}));
  const std::string text = "?_type=Observation,Condition&_sort=-_id&_count=2";
  EXPECT_EQ(listed(text, me.search(text).value().next_page()), ids{"Condition/c1"});
  const std::string plain = "?_type=Observation,Condition,Patient&_count=3";
  EXPECT_EQ(listed(plain), (ids{"Observation/o1", "Observation/o2", "Condition/c1"}));
  EXPECT_EQ(listed(plain, me.search(plain).value().next_page()), ids{"Patient/p1"});
  EXPECT_EQ(me.search("?_type=Observation,Patient&birthdate=2020").error().code(), errc::unknown_parameter);
  EXPECT_EQ(me.search("?_type=Nothing").error().code(), errc::unknown_resource_type);
  EXPECT_EQ(me.search("?_total=accurate&_summary=count").value().total(), 4U);
}

TEST_F(PageSearch, CompartmentsAreOfOnePatient) {
  put({patient("anna"), patient("bert"), observation("a1", "anna", "1", "2020", "5"), observation("b1", "bert", "1", "2020", "5"), condition("c1", "anna", "2020")});
  add("Observation", "performed", R"("status":"final","code":{"coding":[{"code":"2"}]},"performer":[{"reference":"Patient/anna"}])");
  EXPECT_EQ(matching("Observation?patient=anna"), these{"a1"});
  const auto listed = [&](const std::string& query) {
    auto me = owner();
    return found(me, query);
  };
  EXPECT_EQ(listed("Patient/anna/Observation"), (ids{"Observation/a1", "Observation/performed"}));
  EXPECT_EQ(listed("Patient/anna/Observation?code=2"), ids{"Observation/performed"});
  EXPECT_EQ(listed("Patient/anna/Condition?onset-date=2020"), ids{"Condition/c1"});
  EXPECT_EQ(listed("Patient/anna/*"), (ids{"Condition/c1", "Observation/a1", "Observation/performed", "Patient/anna"}));
  EXPECT_EQ(listed("Patient/anna/*?_type=Condition,Patient"), (ids{"Condition/c1", "Patient/anna"}));
  EXPECT_EQ(listed("Patient/nobody/Observation"), ids{});
  EXPECT_EQ(listed("Patient/anna/Practitioner"), ids{});
}

TEST_F(PageSearch, ListsNameWhatTheyHold) {
  one("o1", "2020");
  one("o2", "2020");
  put({patient("p")});
  add("List", "l", R"("status":"current","mode":"working","entry":[{"item":{"reference":"Observation/o2"}},{"item":{"reference":"Patient/p"}},{"item":{"reference":"Observation/gone"}}])");
  EXPECT_EQ(matching("Observation?_list=l"), these{"o2"});
  EXPECT_EQ(matching("Patient?_list=l"), these{"p"});
  EXPECT_EQ(matching("Observation?_list=none"), these{});
  EXPECT_EQ(refusal("Observation?_list=$current-problems").code(), errc::unsupported);
}

TEST_F(PageSearch, ALenientSearchSaysWhatItLeftOut) {
  one("o1", "2020");
  one("o2", "2021");
  auto me = owner();
  const auto hits = me.search("Observation?nothing=1&date=2020&code:wrong=x&_sort=nothing", {.lenient = true});
  ASSERT_TRUE(hits) << phr::describe(hits.error());
  EXPECT_EQ(hits.value().size(), 1U);
  EXPECT_EQ(hits.value().ignored(), (std::vector<std::uint64_t>{0, 2, 3}));
  EXPECT_TRUE(me.search("Observation?date=2020", {.lenient = true}).value().ignored().empty());
  const auto included = me.search("Observation?_include=Observation:nothing&date=2021&_include=Observation:subject:Practitioner", {.lenient = true});
  ASSERT_TRUE(included) << phr::describe(included.error());
  EXPECT_EQ(included.value().ignored(), (std::vector<std::uint64_t>{0, 2}));
  EXPECT_EQ(included.value()[0].id(), "o2");
}

TEST_F(PageSearch, ThePlanIsExplained) {
  one("o1", "2020");
  auto me = owner();
  const auto text = me.explain_search("Observation?code=c&date=2020");
  ASSERT_TRUE(text);
  EXPECT_NE(text.value().find("Observation"), std::string::npos);
  EXPECT_NE(text.value().find("rows: of criterion"), std::string::npos) << text.value();
  EXPECT_NE(text.value().find("rows looked at"), std::string::npos) << text.value();
  EXPECT_EQ(me.explain_search("Observation?code=c&nothing=1").error().code(), errc::unknown_parameter);
  EXPECT_EQ(me.explain_search("Observation?code=c&nothing=1&date=2020", {.lenient = true}).value(), text.value());
  EXPECT_EQ(me.explain_search("Observation?code=c", {.portion = 7}).value(), me.explain_search("Observation?code=c&_count=7").value());
  EXPECT_EQ(as("mia").explain_search("Observation").error().code(), errc::access_denied);
}

}  // namespace
