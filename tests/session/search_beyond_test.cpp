// Numbers beyond a double's range, and what is none: FHIR's decimals have no range.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

const std::vector<std::string> no_numbers{"NaN", "Infinity", "INF", "-INF", "1e", "0x10", "1e99999", "+1"};

class BeyondDoubles : public search_fixture {
 protected:
  void SetUp() override {
    for (const char* value : {"0.1", "0.9", "1e308", "-1e308"}) {
      add("RiskAssessment", name(value), R"("status":"final","prediction":[{"probabilityDecimal":)" + std::string(value) + "}]");
      add("Observation", name(value), R"("status":"final","code":{"coding":[{"system":"urn:c","code":"x"}]},"valueQuantity":{"value":)" + std::string(value) +
                                          R"(,"system":"http://unitsofmeasure.org","code":"mg"},"component":[{"code":{"coding":[{"code":"y"}]},"valueQuantity":{"value":)" + std::string(value) +
                                          R"(,"unit":"mg"}}])");
    }
    add("RiskAssessment", "none", R"("status":"final")");
    add("Observation", "none", R"("status":"final","code":{"coding":[{"system":"urn:c","code":"x"}]})");
  }
  // An id allows neither sign.
  static std::string name(std::string value) {
    return value[0] == '-' ? "least" : value == "1e308" ? "most" : value;
  }
  const these all_{"0.1", "0.9", "most", "least"};
};

TEST_F(BeyondDoubles, ANumberIsComparedAllTheSame) {
  for (const char* question : {"RiskAssessment?probability=", "Observation?value-quantity=", "Observation?code-value-quantity=urn:c|x$", "Observation?component-code-value-quantity=y$"}) {
    for (const char* more : {"1e999", "1e400", "9e9999"}) {
      for (const char* prefix : {"gt", "ge", "sa", "", "eq"}) EXPECT_EQ(matching(question + std::string(prefix) + more), these{}) << prefix << more;
      for (const char* prefix : {"lt", "le", "eb", "ne"}) EXPECT_EQ(matching(question + std::string(prefix) + more), all_) << prefix << more;
    }
    for (const char* less : {"-1e999", "-9e9999"}) {
      for (const char* prefix : {"lt", "le", "eb", "", "ap"}) EXPECT_EQ(matching(question + std::string(prefix) + less), these{}) << prefix << less;
      for (const char* prefix : {"gt", "ge", "sa", "ne"}) EXPECT_EQ(matching(question + std::string(prefix) + less), all_) << prefix << less;
    }
    const std::string name = std::string_view(question).substr(std::string_view(question).find('=') + 1).data();
    EXPECT_EQ(matching(question + std::string("1e999,") + name + "0.1"), these{"0.1"});
    EXPECT_EQ(matching(question + std::string("lt0.5,") + name + "gt1e999"), (these{"0.1", "least"}));
    // What rounds to nothing is no less than nothing, and the last numbers there are have an end, too.
    EXPECT_EQ(matching(question + std::string("gt1e-999")), (these{"0.1", "0.9", "most"}));
    EXPECT_EQ(matching(question + std::string("lt-1e-999")), these{"least"});
    EXPECT_EQ(matching(question + std::string("gt0.9")), these{"most"});
    EXPECT_EQ(matching(question + std::string("1e308")), these{"most"});   // up to 1.5e308
    EXPECT_EQ(matching(question + std::string("ge1e308")), these{"most"});
    EXPECT_EQ(matching(question + std::string("ap1e308")), these{"most"});
    EXPECT_EQ(matching(question + std::string("ne1e308")), (these{"0.1", "0.9", "least"}));
    EXPECT_EQ(matching(question + std::string("-1e308")), these{"least"});
  }
}

TEST_F(BeyondDoubles, UnitsAreConvertedAllTheSame) {
  for (const char* unit : {"mg", "kg", "ug", "[lb_av]"}) {
    const std::string in = std::string("|http://unitsofmeasure.org|") + unit;
    EXPECT_EQ(matching("Observation?value-quantity=ge1e999" + in), these{}) << unit;
    EXPECT_EQ(matching("Observation?value-quantity=lt1e999" + in), all_) << unit;
    EXPECT_EQ(matching("Observation?code-value-quantity=x$lt1e999" + in), all_) << unit;
  }
  EXPECT_EQ(matching("Observation?value-quantity=lt1e999|http://unitsofmeasure.org|m"), these{});
  EXPECT_EQ(refusal("Observation?value-quantity=lt1e10000|http://unitsofmeasure.org|kg").code(), errc::malformed_number);
}

TEST_F(BeyondDoubles, FiltersAndPathsCompareThem) {
  EXPECT_EQ(matching("Observation?_filter=value-quantity ge 1e999"), these{});
  EXPECT_EQ(matching("Observation?_filter=value-quantity lt 1e999"), all_);
  EXPECT_EQ(matching("Observation?_filter=component-code-value-quantity[component-code eq y].component-value-quantity lt 1e999"), all_);
  EXPECT_EQ(matching("Observation?_filter=component-code-value-quantity[component-code eq y].component-value-quantity gt 1e999"), these{});
  add("Observation", "of", R"("status":"final","code":{"text":"x"},"derivedFrom":[{"reference":"Observation/0.1"}])");
  EXPECT_EQ(matching("Observation?derived-from.value-quantity=lt1e999"), these{"of"});
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:value-quantity=lt1e999"), these{});
  EXPECT_EQ(matching("Observation?value-quantity=lt1e999&_sort=-value-quantity"), all_);
}

TEST_F(BeyondDoubles, WhatIsNoNumberIsRefused) {
  const auto is_of_the_question = [](errc code) { return code == errc::malformed_number || code == errc::unknown_prefix || code == errc::malformed_query; };
  for (const std::string& text : no_numbers) {
    for (const char* question : {"RiskAssessment?probability=", "RiskAssessment?probability=gt", "Observation?value-quantity=", "Observation?code-value-quantity=urn:c|x$",
                                 "Observation?component-code-value-quantity=y$le", "Observation?_filter=value-quantity gt ", "Location?near=1|1|", "Location?near=1|", "Location?near="}) {
      const auto why = refusal(question + text + (std::string_view(question) == "Location?near=" ? "|1" : "")).code();
      EXPECT_TRUE(is_of_the_question(why)) << question << text << " " << phr::name(why).data();
    }
    EXPECT_EQ(refusal("Observation?_count=" + text).code(), errc::malformed_query) << text;
    EXPECT_EQ(refusal("Observation?_offset=" + text).code(), errc::malformed_query) << text;
  }
  for (const char* text : {"1e999", "4294967296", "-1", "1.0"}) {
    EXPECT_EQ(refusal(std::string("Observation?_count=") + text).code(), errc::malformed_query) << text;
    EXPECT_EQ(refusal(std::string("Observation?_offset=") + text).code(), errc::malformed_query) << text;
  }
}

TEST_F(BeyondDoubles, PlacesHaveAFarthest) {
  add("Location", "here", R"("position":{"latitude":1,"longitude":1})");
  add("Location", "there", R"("position":{"latitude":-89,"longitude":-179})");
  const these both{"here", "there"};
  EXPECT_EQ(matching("Location?near=1|1|1e999"), both);
  EXPECT_EQ(matching("Location?near=1|1|1e999|mm"), both);
  EXPECT_EQ(matching("Location?near=1|1|1e10000|km"), both);
  EXPECT_EQ(matching("Location?near=1|1|1e-999"), these{"here"});
  EXPECT_EQ(matching("Location?near=1|1|0"), these{"here"});
  EXPECT_EQ(matching("Location?near=1e-999|1|1"), these{});
  for (const char* nowhere : {"1e999|1", "-1e999|1|5", "1|1e999", "1|-1e999|1e999", "1|1|-1e999"}) {
    EXPECT_EQ(refusal(std::string("Location?near=") + nowhere).code(), errc::malformed_query) << nowhere;
  }
}

// A parameter of one's own is indexed by what FHIRPath makes of it, whose numbers go beyond.
TEST_F(BeyondDoubles, PagesGoThroughThem) {
  ASSERT_TRUE(owner().add_search_parameter(
      R"({"resourceType":"SearchParameter","code":"huge","base":["RiskAssessment"],"type":"number","expression":"RiskAssessment.prediction.probability.ofType(decimal) * 10000000000"})"));
  EXPECT_EQ(matching("RiskAssessment?huge=gt1e308"), these{"most"});
  EXPECT_EQ(matching("RiskAssessment?huge=ge-1e999"), all_);
  EXPECT_EQ(matching("RiskAssessment?huge=lt1e308"), (these{"0.1", "0.9", "least"}));
  EXPECT_EQ(matching("RiskAssessment?huge=le1e999"), all_);
  for (const char* order : {"huge", "-huge"}) {
    ids paged;
    std::string next;
    auto me = owner();
    do {
      const auto page = me.search(std::string("RiskAssessment?huge:missing=false&_count=1&_sort=") + order, {.page = next});
      ASSERT_TRUE(page) << phr::describe(page.error());
      for (const auto& hit : page.value()) paged.push_back(hit.id());
      next = page.value().next_page();
    } while (!next.empty() && paged.size() < 9);
    const ids rising{"least", "0.1", "0.9", "most"};
    EXPECT_EQ(paged, order[0] == '-' ? ids(rising.rbegin(), rising.rend()) : rising);
  }
  ids paged;
  std::string next;
  auto me = owner();
  do {
    const auto page = me.search("RiskAssessment?huge=ne0&_count=1", {.page = next});
    ASSERT_TRUE(page) << phr::describe(page.error());
    for (const auto& hit : page.value()) paged.push_back(hit.id());
    next = page.value().next_page();
  } while (!next.empty() && paged.size() < 9);
  EXPECT_EQ(these(paged.begin(), paged.end()), all_);
}

}  // namespace
