// The order of what is visible tells nothing of what is hidden: something hidden that refers to a resource before that is there does not move it.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;

class PlaceOrder : public search_fixture {
 protected:
  // The same visible record; where `hidden`, one of another patient refers to all of it first.
  static void fill(phr::store& store, bool hidden) {
    auto me = store.session(phr::owner(), {.now = test_now}).value();
    const auto put = [&](const std::string& text) { ASSERT_TRUE(me.update(text)) << text; };
    put(patient("a"));
    put(consent("k", "a", "mia", {"Patient", "Observation", "Encounter", "Condition", "List"}));
    if (hidden) {
      put(patient("b"));
      put(observation("h1", "b", "1", "2020", "1", "mmol/L", R"(,"performer":[{"reference":"Practitioner/p3"},{"reference":"Practitioner/p2"}],"hasMember":[{"reference":"Observation/o3"},{"reference":"Observation/o2"}])"));
      put(R"({"resourceType":"Encounter","id":"h2","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/b"},"location":[{"location":{"reference":"Location/l2"}}]})");
    }
    for (const char* id : {"p1", "p2", "p3", "p4"}) put(R"({"resourceType":"Practitioner","id":")" + std::string(id) + R"(","active":true})");
    for (const char* id : {"l1", "l2"}) put(R"({"resourceType":"Location","id":")" + std::string(id) + R"("})");
    for (const char* id : {"o1", "o2", "o3", "o4"}) {
      put(observation(id, "a", "1", "2020", "5", "mmol/L", R"(,"performer":[{"reference":"Practitioner/p4"},{"reference":"Practitioner/p3"},{"reference":"Practitioner/p1"}],"contained":[{"resourceType":"Medication","id":"m"}],"focus":[{"reference":"#m"}])"));
    }
    put(R"({"resourceType":"List","id":"l","status":"current","mode":"working","subject":{"reference":"Patient/a"},"entry":[{"item":{"reference":"Observation/o3"}},{"item":{"reference":"Observation/o2"}},{"item":{"reference":"Observation/o1"}}]})");
  }

  static std::string all_of(phr::session& in, const std::string& query) {
    std::string text;
    std::string page;
    for (int nth = 0; nth < 20; ++nth) {
      const auto found = in.search(query, {.page = page});
      if (!found) return text + phr::describe(found.error());
      for (const auto& hit : found.value()) text += " " + std::string(phr::fhir::name(hit.type())) + "/" + hit.id();
      page = found.value().next_page();
      if (page.empty()) return text;
      text += " |";
    }
    return text + " without end";
  }

  static std::vector<std::string> answers(phr::store& store) {
    auto mia = store.session(phr::access::practitioner("Practitioner/mia").value(), {.purpose = phr::purpose::treatment, .now = test_now}).value();
    std::vector<std::string> made;
    for (const char* query : {"Practitioner?_count=1", "Practitioner", "Practitioner?active=true&_count=2", "Practitioner?_sort=_lastUpdated&_count=1", "Practitioner?_sort=-active&_count=3", "Location?_count=1",
                              "Observation?_count=1", "Observation?code=1&_count=1", "Observation?date=2020&_count=1", "Observation?_sort=date&_count=1", "Observation?_sort=-date&_count=1",
                              "Observation?_sort=code,-date&_count=2", "Observation?_sort=status&_count=1", "Observation?patient=a&_count=2", "Observation?_list=l", "Observation?_include=*", "Observation?_id=o1&_include=*",
                              "Patient?_id=a&_revinclude=*", "Patient?_id=a&_revinclude=Observation:subject", "Medication?_contained=true&_count=1", "?_type=Practitioner,Observation&_count=3", "Patient/a/*?_count=1",
                              "Observation?performer=Practitioner/p3&_count=1", "Observation?value-quantity=5&_count=1", "Observation?_text=x", "Observation?_lastUpdated=ge2000&_count=1"}) {
      made.push_back(std::string(query) + ":" + all_of(mia, query));
    }
    std::string events;
    std::string behind;
    for (;;) {
      const auto some = mia.timeline({.patient = "a", .most = 1, .behind = behind}).value();
      if (some.empty()) break;
      events += " " + some.front().id;
      behind = some.front().place;
    }
    made.push_back("timeline:" + events);
    std::string whole;
    auto take = [&](std::string_view json) {
      whole += "\n" + std::string(json);
      return true;
    };
    EXPECT_TRUE(mia.everything({.patient = "a"}, take));
    made.push_back("everything:" + whole);
    std::string pages;
    std::string page;
    for (;;) {
      const auto some = mia.everything({.patient = "a", .count = 1, .page = page}).value();
      for (const auto& hit : some) pages += " " + hit.id();
      page = some.next_page();
      if (page.empty()) break;
    }
    made.push_back("everything in pages:" + pages);
    return made;
  }
};

TEST_F(PlaceOrder, IsThatOfFirstWritingWhateverRefersToIt) {
  phr::test::temporary_folder folder;
  auto other = phr::store::open(folder.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  fill(store_, false);
  fill(other, true);
  const auto without = answers(store_);
  const auto with = answers(other);
  ASSERT_EQ(without.size(), with.size());
  for (std::size_t nth = 0; nth < without.size(); ++nth) EXPECT_EQ(without[nth], with[nth]);
  EXPECT_EQ(without[0], "Practitioner?_count=1: Practitioner/p1 | Practitioner/p2 | Practitioner/p3 | Practitioner/p4");
  auto me = other.session(phr::owner(), {.now = test_now}).value();
  EXPECT_NE(all_of(me, "Practitioner?_count=1"), " Practitioner/p1 | Practitioner/p2 | Practitioner/p3 | Practitioner/p4") << "by keys it would";
}

// More rows than are read at once: streams by key, with the late ones between.
TEST_F(PlaceOrder, HoldsForManyRowsToo) {
  phr::test::temporary_folder folder;
  auto other = phr::store::open(folder.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  for (phr::store* const each : {&store_, &other}) {
    auto me = each->session(phr::owner(), {.now = test_now}).value();
    std::string lines;
    ASSERT_TRUE(me.update(patient("a")));
    ASSERT_TRUE(me.update(consent("k", "a", "mia", {"Observation"})));
    if (each == &other) {
      std::string members;
      for (int nth = 0; nth < 6'000; nth += 7) members += (members.empty() ? "" : ",") + (R"({"reference":"Observation/o)" + std::to_string(5'999 - nth) + "\"}");
      ASSERT_TRUE(me.update(observation("h", "b", "9", "2020", "1", "mmol/L", R"(,"hasMember":[)" + members + "]")));
    }
    std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    for (int nth = 0; nth < 6'000; ++nth) text += (nth == 0 ? "" : ",") + (R"({"resource":)" + observation("o" + std::to_string(nth), "a", nth % 2 == 0 ? "1" : "2", "2020-01-0" + std::to_string(1 + nth % 3), std::to_string(nth % 5)) + "}");
    ASSERT_TRUE(me.import_text(text + "]}"));
  }
  auto hers = store_.session(phr::access::practitioner("Practitioner/mia").value(), {.purpose = phr::purpose::treatment, .now = test_now}).value();
  auto theirs = other.session(phr::access::practitioner("Practitioner/mia").value(), {.purpose = phr::purpose::treatment, .now = test_now}).value();
  for (const char* query : {"Observation?_count=700", "Observation?code=1&_count=500", "Observation?date=2020&_count=900", "Observation?_sort=date&_count=800", "Observation?_sort=-code&_count=900", "Observation?value-quantity=1&_count=300"}) {
    EXPECT_EQ(all_of(hers, query), all_of(theirs, query)) << query;
    EXPECT_GT(all_of(hers, query).size(), 5'000U) << query;
  }
}

}  // namespace
