// What a search may take: a watch that ends it, a budget of steps, and a connection that goes on afterwards.
#include "session/search_fixture.hpp"

#include <functional>

namespace {

using namespace phr::test;
using phr::errc;
using phr::progress_step;

class SearchBudget : public search_fixture {
 protected:
  void SetUp() override {
    std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    for (int number = 0; number < 1000; ++number) {
      bundle += number == 0 ? "" : ",";
      bundle += R"({"resource":{"resourceType":"Observation","id":"o)" + std::to_string(number) + R"(","status":"final","code":{"coding":[{"system":"urn:c","code":"c)" + std::to_string(number % 7) +
                R"(","display":"Heart rate"}]},"note":[{"text":"a beating heart"}],"derivedFrom":[{"reference":"Observation/o)" + std::to_string(number / 2) + R"("}]}})";
    }
    ASSERT_TRUE(owner().import_text(bundle + "]}"));
    std::string inside;
    for (int number = 0; number < 50; ++number) {
      put({R"({"resourceType":"MedicationRequest","id":"m)" + std::to_string(number) + R"(","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"m","code":{"text":"Aspirin","coding":[{"code":"a"}]}}],"medicationReference":{"reference":"#m"}})"});
    }
  }

  static bool is_of_the_budget(const phr::error& why) {
    return why.code() == errc::too_large && std::string_view(why.place().data()) == "the search: more steps than its budget";
  }

  // Searches each of whose parts take something: a look at every resource, chains, _has, orders, includes, what is contained.
  static const std::vector<std::string>& dear() {
    static const std::vector<std::string> all{"Observation?_content=heart",
                                              "Observation?_text=heart",
                                              "Observation?code:text=heart",
                                              "Observation?derived-from._content=heart",
                                              "Observation?_has:Observation:derived-from:_content=heart",
                                              "Observation?_filter=not (derived-from.derived-from.code eq c1) or code eq c2",
                                              "Observation?_sort=derived-from",
                                              "Observation?_id=o1&_revinclude:iterate=Observation:derived-from",
                                              "Observation?derived-from.code:not=c1&_total=accurate&_count=1",
                                              "MedicationRequest?medication.code=a",
                                              "MedicationRequest?medication.code:text=asp",
                                              "Medication?code=a&_contained=true",
                                              "Medication?_content=aspirin&_contained=true&_containedType=contained",
                                              "?_type=Observation,Patient&_content=heart",
                                              "?_type=Observation,MedicationRequest&_sort=-_lastUpdated,_id"};
    return all;
  }
};

TEST_F(SearchBudget, EverySearchEndsBeyondItsBudget) {
  auto me = owner();
  for (const std::string& query : dear()) {
    const auto whole = me.search(query);
    ASSERT_TRUE(whole) << query << " " << phr::describe(whole.error());
    const auto cut = me.search(query, {.max_steps = 1});
    ASSERT_FALSE(cut) << query;
    EXPECT_TRUE(is_of_the_budget(cut.error())) << query << " " << phr::describe(cut.error());
    const auto again = me.search(query);
    ASSERT_TRUE(again) << query << " " << phr::describe(again.error());
    EXPECT_EQ(again.value().size(), whole.value().size()) << query;
  }
}

// Wherever it ends: the next search of the session finds everything.
TEST_F(SearchBudget, ASearchIsCancelledWhereverItIs) {
  auto me = owner();
  for (const std::string& query : dear()) {
    const std::size_t all = me.search(query).value().size();
    for (std::uint64_t budget = 1'000;; budget *= 3) {
      const auto cut = me.search(query, {.max_steps = budget});
      if (cut) {
        EXPECT_EQ(cut.value().size(), all) << query << " " << budget;
        break;
      }
      EXPECT_TRUE(is_of_the_budget(cut.error())) << query << " " << phr::describe(cut.error());
    }
    auto never = [](const progress_step&) { return false; };
    const auto cancelled = me.search(query, {.watch = never});
    ASSERT_FALSE(cancelled) << query;
    EXPECT_EQ(cancelled.error().code(), errc::cancelled) << query;
    EXPECT_EQ(me.search(query).value().size(), all) << query;
  }
}

TEST_F(SearchBudget, TheWatchIsToldOfRisingSteps) {
  auto me = owner();
  std::uint64_t last = 0;
  int calls = 0;
  auto watch = [&](const progress_step& step) {
    EXPECT_GT(step.done, last);
    EXPECT_EQ(step.total, 0U);
    EXPECT_STREQ(step.unit.data(), "steps");
    last = step.done;
    return ++calls < 4;
  };
  const auto cut = me.search("Observation?derived-from.derived-from._content=heart&derived-from._text=heart,x", {.watch = watch});
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code(), errc::cancelled);
  EXPECT_EQ(calls, 4);
}

TEST_F(SearchBudget, ABudgetIsTheSameEveryTime) {
  auto me = owner();
  const auto fits = [&](std::uint64_t steps) { return static_cast<bool>(me.search("Observation?derived-from._content=heart", {.max_steps = steps})); };
  std::uint64_t low = 1;
  std::uint64_t high = 100'000'000;
  ASSERT_TRUE(fits(high));
  while (high - low > 20'000) (fits((low + high) / 2) ? high : low) = (low + high) / 2;
  EXPECT_GT(low, 400'000U);  // a step for each byte that is looked at
  EXPECT_TRUE(fits(high + 20'000));
  EXPECT_FALSE(fits(low - 20'000));
}

// A lenient search leaves out what it does not understand, not what it has no time for.
TEST_F(SearchBudget, ALenientSearchIsCutShortAsAnyOther) {
  auto me = owner();
  const auto cut = me.search("MedicationRequest?medication.code:text=asp&kode=x", {.lenient = true, .max_steps = 1'000});
  ASSERT_FALSE(cut);
  EXPECT_TRUE(is_of_the_budget(cut.error()));
  const auto found = me.search("MedicationRequest?medication.code:text=asp&kode=x", {.lenient = true});
  ASSERT_TRUE(found);
  EXPECT_EQ(found.value().size(), 50U);
  EXPECT_EQ(found.value().ignored(), std::vector<std::uint64_t>{1});
}

TEST_F(SearchBudget, HitsOfTheSameMomentGoOnBeingRead) {
  auto me = owner();
  const auto first = me.search("Observation?code=c1");
  ASSERT_TRUE(first);
  const auto cut = me.search("Observation?_content=heart", {.max_steps = 1'000, .as_of = first.value().as_of()});
  ASSERT_FALSE(cut);
  for (const auto& hit : first.value()) EXPECT_TRUE(hit.json());
  EXPECT_EQ(me.search("Observation?_content=heart", {.as_of = first.value().as_of()}).value().size(), 1000U);
  EXPECT_TRUE(is_of_the_budget(me.explain_search("Observation?_content=heart", {.max_steps = 1'000}).error()));
}

class BundleWithSearches : public SearchBudget {
 protected:
  static std::string entry(const std::string& method, const std::string& url, const std::string& resource = "") {
    return R"({)" + (resource.empty() ? "" : R"("resource":)" + resource + ",") + R"("request":{"method":")" + method + R"(","url":")" + url + "\"}}";
  }
  static std::string bundle(const std::string& type, const std::string& second) {
    return R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)" + entry("PUT", "Patient/new", patient("new")) + "," + second + "]}";
  }
  // Refuses the nth question and those behind it.
  static auto until(int& calls, int last) {
    return [&calls, last](const progress_step& step) {
      EXPECT_STREQ(step.unit.data(), "entries");
      return ++calls < last;
    };
  }
};

TEST_F(BundleWithSearches, ATransactionIsCancelledInTheMiddleOfASearch) {
  const auto texts = {bundle("transaction", entry("GET", "Observation?derived-from.derived-from._content=heart")),
                      bundle("transaction", entry("DELETE", "Observation?derived-from.derived-from._content=nothing,at,all")),
                      bundle("batch", entry("GET", "Observation?derived-from.derived-from._content=heart"))};
  for (const std::string& text : texts) {
    auto me = owner();
    int calls = 0;
    auto watch = until(calls, 5);
    const auto cut = me.execute(text, watch);
    ASSERT_FALSE(cut) << text;
    EXPECT_EQ(cut.error().code(), errc::cancelled) << text;
    EXPECT_EQ(calls, 5) << text;
    EXPECT_EQ(me.read(phr::fhir::resource_type::Patient, "new").error().code(), errc::not_found) << text;
    EXPECT_EQ(matching("Observation?_content=heart").size(), 1000U);
    // The writer, too, is as it was.
    ASSERT_TRUE(me.execute(bundle("transaction", entry("GET", "Observation?derived-from._content=heart&_count=1")))) << text;
    EXPECT_TRUE(me.read(phr::fhir::resource_type::Patient, "new"));
    ASSERT_TRUE(me.purge(phr::fhir::resource_type::Patient, "new"));
  }
}

// Trap: hundreds of alternatives were asked of each resource one by one: the first two took minutes.
TEST_F(SearchBudget, ManyAlternativesAreLookedForTogether) {
  for (int number = 0; number < 900; ++number) {
    add("Observation", "v" + std::to_string(number), R"("status":"final","code":{"coding":[{"code":"k)" + std::to_string(number) + R"(","display":"Named )" + std::to_string(number) + R"("}]},"valueQuantity":{"value":)" + std::to_string(number % 3 == 0 ? number : 5000) + "}");
  }
  std::string values = "Observation?code-value-quantity=";
  std::string of_one = values;
  std::string texts = "Observation?code:text=";
  std::string words = "Observation?_content=";
  these third;
  these first;
  these few;
  for (int number = 0; number < 900; ++number) {
    const std::string text = std::to_string(number);
    values += (number == 0 ? "k" : ",k") + text + "$" + text;
    of_one += (number == 0 ? "k600$" : ",k600$") + text;
    texts += (number == 0 ? "nothing" : ",nothing") + text;
    words += (number == 0 ? "nothing" : ",nothing") + text + " heart";
    if (number % 3 == 0) third.insert("v" + text);
    if (text.starts_with("77")) few.insert("v" + text);
  }
  auto me = owner();
  constexpr std::uint64_t few_steps = 20'000'000;
  const auto found = [&](const std::string& query) {
    const auto hits = me.search(query, {.max_steps = few_steps});
    EXPECT_TRUE(hits) << phr::describe(hits.error());
    these out;
    if (hits) {
      for (const auto& hit : hits.value()) out.insert(hit.id());
    }
    return out;
  };
  EXPECT_EQ(found(values), third);
  EXPECT_EQ(found(values + "&status=final&_sort=code"), third);
  EXPECT_EQ(found(values + "&_id=v3,v4"), these{"v3"});
  EXPECT_EQ(found(of_one), these{"v600"});
  EXPECT_EQ(found(texts + ",named 77"), few);
  EXPECT_EQ(found(texts), these{});
  EXPECT_EQ(found(words), these{});
  EXPECT_EQ(found(words + ",named 77"), these{"v77"});
  EXPECT_EQ(found(words + ",77"), these{"v77"});
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:" + texts.substr(12)), these{});
}

}  // namespace
