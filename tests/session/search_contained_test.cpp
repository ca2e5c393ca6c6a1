// _contained and _containedType: searching what resources contain.
#include "session/search_fixture.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>

namespace {

using namespace phr::test;
using phr::errc;

class ContainedSearch : public search_fixture {
 protected:
  static std::string medication(const std::string& id, const std::string& code) {
    return R"({"resourceType":"Medication","id":")" + id + R"(","code":{"coding":[{"system":"urn:rx","code":")" + code + R"("}],"text":"Drug )" + code + R"("},"ingredient":[{"strength":{"numerator":{"value":5,"unit":"mg"}}}]})";
  }
  void ordered_drug(const std::string& id, const std::string& patient, const std::string& contained) {
    add("MedicationRequest", id, R"("status":"active","intent":"order","subject":{"reference":"Patient/)" + patient + R"("},"contained":[)" + contained + R"(],"medicationReference":{"reference":"#m"})");
  }
  void SetUp() override {
    put({patient("anna"), patient("bert")});
    put({medication("own-a", "a"), medication("own-b", "b")});
    ordered_drug("r1", "anna", medication("m", "a"));
    ordered_drug("r2", "anna", medication("m", "b") + "," + medication("n", "a") + "," + medication("o", "a"));
    ordered_drug("r3", "bert", medication("m", "c") + R"(,{"resourceType":"Organization","id":"org","name":"North"})");
    add("Condition", "plain", R"("subject":{"reference":"Patient/anna"})");
  }
  // "Type/id", or "Type/id#name" of what is contained.
  static ids lines(const phr::hits& found) {
    ids out;
    for (const auto& hit : found) {
      out.push_back(hit.container().empty() ? std::string(phr::fhir::name(hit.type())) + "/" + hit.id() : hit.container() + "#" + hit.id());
    }
    return out;
  }
  ids listed(const std::string& query, std::string_view page = {}) { return listed_as(owner(), query, page); }
  static ids listed_as(phr::session me, const std::string& query, std::string_view page = {}) {
    const auto hits = me.search(query, {.page = page});
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    return hits ? lines(hits.value()) : ids{};
  }
};

TEST_F(ContainedSearch, WithoutItWhatIsContainedIsNotFound) {
  EXPECT_EQ(listed("Medication?code=a"), ids{"Medication/own-a"});
  EXPECT_EQ(listed("Medication?code=a&_contained=false"), ids{"Medication/own-a"});
  EXPECT_EQ(listed("Organization?name=north"), ids{});
}

TEST_F(ContainedSearch, TrueGivesTheContainersOnce) {
  EXPECT_EQ(listed("Medication?code=urn:rx|a&_contained=true"), (ids{"MedicationRequest/r1", "MedicationRequest/r2"}));
  EXPECT_EQ(listed("Medication?code=b,c&_contained=true&_containedType=container"), (ids{"MedicationRequest/r2", "MedicationRequest/r3"}));
  EXPECT_EQ(listed("Medication?code=nothing&_contained=true"), ids{});
  EXPECT_EQ(listed("Organization?name=nor&_contained=true"), ids{"MedicationRequest/r3"});
  EXPECT_EQ(listed("Patient?_contained=true"), ids{});
}

TEST_F(ContainedSearch, ContainedGivesWhatMatchesItself) {
  const std::string all = "Medication?_contained=true&_containedType=contained";
  EXPECT_EQ(listed(all), (ids{"MedicationRequest/r1#m", "MedicationRequest/r2#m", "MedicationRequest/r2#n", "MedicationRequest/r2#o", "MedicationRequest/r3#m"}));
  EXPECT_EQ(listed(all + "&code=a"), (ids{"MedicationRequest/r1#m", "MedicationRequest/r2#n", "MedicationRequest/r2#o"}));
  EXPECT_EQ(listed(all + "&code:not=a"), (ids{"MedicationRequest/r2#m", "MedicationRequest/r3#m"}));
  EXPECT_EQ(listed(all + "&_id=m"), (ids{"MedicationRequest/r1#m", "MedicationRequest/r2#m", "MedicationRequest/r3#m"}));
  EXPECT_EQ(listed(all + "&_id=n,o&_id=o"), ids{"MedicationRequest/r2#o"});
  EXPECT_EQ(listed(all + "&code:text=drug b"), ids{"MedicationRequest/r2#m"});
  EXPECT_EQ(listed(all + "&status:missing=true&code=c"), ids{"MedicationRequest/r3#m"});
  EXPECT_EQ(listed(all + "&_lastUpdated=gt2024"), ids{});
  EXPECT_EQ(listed(all + "&_lastUpdated=2023-11-14&code=c"), ids{"MedicationRequest/r3#m"});
  EXPECT_EQ(listed("?_type=Organization,Medication&_contained=true&_containedType=contained&_id=org,n"), (ids{"MedicationRequest/r2#n", "MedicationRequest/r3#org"}));
  auto me = owner();
  const auto found = me.search(all + "&_id=org,n");
  ASSERT_EQ(found.value().size(), 1U);
  EXPECT_EQ(found.value()[0].json().value(), medication("n", "a"));
  EXPECT_EQ(found.value()[0].type(), phr::fhir::resource_type::Medication);
  EXPECT_EQ(found.value()[0].id(), "n");
  const auto part = me.search(all + "&_id=n&_elements=code").value()[0].json().value();
  EXPECT_NE(part.find("SUBSETTED"), std::string::npos) << part;
  EXPECT_EQ(part.find("ingredient"), std::string::npos) << part;
}

TEST_F(ContainedSearch, BothGivesWhatIsNotContainedFirst) {
  EXPECT_EQ(listed("Medication?code=a&_contained=both&_containedType=contained"), (ids{"Medication/own-a", "MedicationRequest/r1#m", "MedicationRequest/r2#n", "MedicationRequest/r2#o"}));
  EXPECT_EQ(listed("Medication?code=a&_contained=both"), (ids{"Medication/own-a", "MedicationRequest/r1", "MedicationRequest/r2"}));
  // A container that matches itself is given once.
  add("Medication", "outer", R"("code":{"coding":[{"code":"a"}]},"contained":[)" + medication("inner", "a") + R"(],"ingredient":[{"itemReference":{"reference":"#inner"}}])");
  EXPECT_EQ(listed("Medication?code=a&_contained=both"), (ids{"Medication/own-a", "Medication/outer", "MedicationRequest/r1", "MedicationRequest/r2"}));
  EXPECT_EQ(listed("Medication?code=a&_contained=true"), (ids{"MedicationRequest/r1", "MedicationRequest/r2", "Medication/outer"}));
}

TEST_F(ContainedSearch, PagesAndTotals) {
  for (const char* kind : {"true", "both"}) {
    for (const char* type : {"container", "contained"}) {
      const std::string query = "Medication?code=a&_contained=" + std::string(kind) + "&_containedType=" + type;
      const ids whole = listed(query);
      for (int size = 1; size <= 5; ++size) {
        const std::string text = query + "&_count=" + std::to_string(size);
        ids together;
        std::string next;
        int pages = 0;
        do {
          auto me = owner();
          const auto page = me.search(text + "&_total=accurate", {.page = next});
          ASSERT_TRUE(page) << text << phr::describe(page.error());
          EXPECT_EQ(page.value().total(), whole.size()) << text;
          for (const std::string& each : lines(page.value())) together.push_back(each);
          next = page.value().next_page();
          // What is written in between neither repeats nor loses anything.
          ordered_drug("new" + std::to_string(size) + std::to_string(pages), "anna", medication("z", "later"));
        } while (!next.empty() && ++pages < 9);
        EXPECT_EQ(together, whole) << text;
      }
      auto me = owner();
      EXPECT_EQ(me.search(query + "&_summary=count").value().total(), whole.size());
    }
  }
  auto me = owner();
  const std::string text = "Medication?code=a&_contained=true&_count=1";
  const std::string next = me.search(text).value().next_page();
  EXPECT_EQ(me.search("Medication?code=a&_count=1", {.page = next}).error().code(), errc::malformed_query);
  EXPECT_EQ(me.search(text, {.page = me.search("Medication?code=a,b&_count=1").value().next_page()}).error().code(), errc::malformed_query);
}

TEST_F(ContainedSearch, ParametersOfTheStoresOwnAreAsked) {
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(R"({"resourceType":"SearchParameter","code":"strength","base":["Medication"],"type":"quantity","expression":"Medication.ingredient.strength.numerator"})"));
  EXPECT_EQ(listed("Medication?strength=5&code=c&_contained=true"), ids{"MedicationRequest/r3"});
  EXPECT_EQ(listed("Medication?strength=6&_contained=true"), ids{});
}

TEST_F(ContainedSearch, IsOfWhatMayBeSeen) {
  put({consent("k", "bert", "mia", {"MedicationRequest", "Patient"})});
  EXPECT_EQ(listed_as(as("mia"), "Medication?_contained=true"), ids{"MedicationRequest/r3"});
  EXPECT_EQ(listed_as(as("mia"), "Medication?_contained=both&_containedType=contained"),
            (ids{"Medication/own-a", "Medication/own-b", "MedicationRequest/r3#m"}));  // a Medication is nobody's record
  EXPECT_EQ(as("mia").search("Medication?_contained=true&_total=accurate").value().total(), std::nullopt);
  EXPECT_EQ(as("mia").search("Medication?_contained=both&_summary=count").value().total(), std::nullopt);
}

TEST_F(ContainedSearch, FollowsWritesAndDeletions) {
  ordered_drug("r1", "anna", medication("m", "changed"));
  ASSERT_TRUE(owner().remove(phr::fhir::resource_type::MedicationRequest, "r2"));
  EXPECT_EQ(listed("Medication?code=a&_contained=true"), ids{});
  EXPECT_EQ(listed("Medication?code=changed&_contained=true"), ids{"MedicationRequest/r1"});
}

TEST_F(ContainedSearch, ABundleNamesWhereItStands) {
  auto me = owner();
  const auto text = me.execute(R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Medication?code=b&_contained=true&_containedType=contained"}}]})");
  ASSERT_TRUE(text);
  EXPECT_NE(text.value().find(R"({"fullUrl":"MedicationRequest/r2#m","resource":{"resourceType":"Medication","id":"m")"), std::string::npos) << text.value();
  EXPECT_TRUE(phr::fhir::json_decode<phr::fhir::r4::Bundle>(text.value()));
}

TEST_F(ContainedSearch, WhatCannotBeAskedIsRefused) {
  for (const char* more : {"_sort=code", "_include=Medication:manufacturer", "_revinclude=*", "manufacturer.name=x", "_has:MedicationRequest:medication:status=active", "_filter=code eq a", "_list=l",
                           "code:in=urn:vs", "_offset=1"}) {
    const auto refused = refusal("Medication?code=a&_contained=true&" + std::string(more));
    EXPECT_EQ(refused.code(), errc::unsupported) << more;
    EXPECT_EQ(refused.ordinal(), 1U) << more;
  }
  EXPECT_EQ(refusal("Patient/anna/Medication?_contained=true").code(), errc::unsupported);
  EXPECT_EQ(refusal("Medication?_contained=yes").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Medication?_containedType=x").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Medication?_contained=true&kode=a").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Medication?_contained=true&_id=a b").code(), errc::malformed_query);
  auto me = owner();
  EXPECT_EQ(me.remove_where("Medication?code=a&_contained=true").error().code(), errc::unsupported);
  EXPECT_EQ(me.lastn("code=a&_contained=both").error().code(), errc::unsupported);
  EXPECT_EQ(listed("Medication?_contained=true&code=c"), ids{"MedicationRequest/r3"});
  const auto lenient = me.search("Medication?code=a&_contained=true&_sort=code", {.lenient = true});
  ASSERT_TRUE(lenient) << phr::describe(lenient.error());
  EXPECT_EQ(lines(lenient.value()), ids{"Medication/own-a"});
  EXPECT_EQ(lenient.value().ignored(), std::vector<std::uint64_t>{1});
}

}  // namespace
