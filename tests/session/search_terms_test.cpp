// _filter, near, value sets, hierarchies and typed identifiers.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class TermSearch : public search_fixture {
 protected:
  void coded(const std::string& id, const std::string& code) {
    add("Condition", id, R"("code":{"coding":[{"system":"urn:s","code":")" + code + R"("}]},"subject":{"reference":"Patient/p"})");
  }
  void SetUp() override {
    for (const char* code : {"a", "a1", "a11", "b"}) coded(std::string("c-") + code, code);
    add("CodeSystem", "s", R"("url":"urn:s","status":"active","content":"complete","concept":[{"code":"a","concept":[{"code":"a1","concept":[{"code":"a11"}]}]},{"code":"b"}])");
    add("ValueSet", "some", R"("url":"urn:vs","status":"active","compose":{"include":[{"system":"urn:s","concept":[{"code":"a"},{"code":"b"}]}]})");
    add("ValueSet", "whole", R"("url":"urn:whole","status":"active","compose":{"include":[{"system":"urn:s"}],"exclude":[{"valueSet":["urn:vs"]}]})");
    add("ValueSet", "expanded", R"("url":"urn:exp","status":"active","expansion":{"contains":[{"system":"urn:s","code":"a1","contains":[{"system":"urn:s","code":"a11"}]}]})");
    add("ValueSet", "filtering", R"("url":"urn:filter","status":"active","compose":{"include":[{"system":"urn:s","filter":[{"property":"x","op":"=","value":"y"}]}]})");
  }
};

TEST_F(TermSearch, InAndNotInAskAValueSetOfTheStore) {
  EXPECT_EQ(matching("Condition?code:in=urn:vs"), (these{"c-a", "c-b"}));
  EXPECT_EQ(matching("Condition?code:in=ValueSet/some"), (these{"c-a", "c-b"}));
  EXPECT_EQ(matching("Condition?code:not-in=urn:vs"), (these{"c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?code:in=urn:whole"), (these{"c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?code:in=urn:exp"), (these{"c-a1", "c-a11"}));
  EXPECT_EQ(refusal("Condition?code:in=urn:nothing").code(), errc::not_found);
  EXPECT_EQ(refusal("Condition?code:in=urn:filter").code(), errc::unsupported);
}

TEST_F(TermSearch, AboveAndBelowAskACodeSystemOfTheStore) {
  EXPECT_EQ(matching("Condition?code:below=urn:s|a"), (these{"c-a", "c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?code:below=urn:s|a1"), (these{"c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?code:above=urn:s|a11"), (these{"c-a", "c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?code:above=urn:s|b"), these{"c-b"});
  EXPECT_EQ(refusal("Condition?code:below=a").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Condition?code:below=urn:x|a").code(), errc::not_found);
}

TEST_F(TermSearch, OfTypeIsTypeAndValueOfOneIdentifier) {
  add("Patient", "p", R"("identifier":[{"type":{"coding":[{"system":"urn:t","code":"MR"}]},"value":"1"},{"type":{"coding":[{"system":"urn:t","code":"SS"}]},"value":"2"}])");
  EXPECT_EQ(matching("Patient?identifier:of-type=urn:t|MR|1"), these{"p"});
  EXPECT_EQ(matching("Patient?identifier:of-type=urn:t|MR|2"), these{});
  EXPECT_EQ(matching("Patient?identifier:of-type=urn:t|XX|1,urn:t|SS|2"), these{"p"});
  EXPECT_EQ(refusal("Patient?identifier:of-type=MR|1").code(), errc::malformed_query);
}

TEST_F(TermSearch, NearIsADistanceOnTheEarth) {
  add("Location", "oslo", R"("position":{"latitude":59.91,"longitude":10.75})");
  add("Location", "drammen", R"("position":{"latitude":59.74,"longitude":10.20})");
  add("Location", "bergen", R"("position":{"latitude":60.39,"longitude":5.32})");
  add("Location", "nowhere", "");
  EXPECT_EQ(matching("Location?near=59.91|10.75|1|km"), these{"oslo"});
  EXPECT_EQ(matching("Location?near=59.91|10.75"), (these{"drammen", "oslo"}));
  EXPECT_EQ(matching("Location?near=59.91|10.75|40000|m"), (these{"drammen", "oslo"}));
  EXPECT_EQ(matching("Location?near=59.91|10.75|400"), (these{"bergen", "drammen", "oslo"}));
  EXPECT_EQ(matching("Location?near=59.91|10.75|10|[mi_i],60.39|5.32|1|km"), (these{"bergen", "oslo"}));
  EXPECT_EQ(matching("Location?near:missing=true"), these{"nowhere"});
  EXPECT_EQ(refusal("Location?near=59.91").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Location?near=x|10").code(), errc::malformed_number);
  EXPECT_EQ(refusal("Location?near=91|10").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Location?near=1|1|1|kg").code(), errc::malformed_query);
}

TEST_F(TermSearch, TextIsWhatACodeIsCalled) {
  add("Condition", "t1", R"("code":{"text":"Hay fever, seasonal"},"subject":{"reference":"Patient/p"})");
  add("Condition", "t2", R"("code":{"coding":[{"system":"urn:s","code":"x","display":"Fever"}],"text":"Höhenkrankheit"},"subject":{"reference":"Patient/p"})");
  add("Patient", "i", R"("identifier":[{"type":{"text":"Passport number"},"value":"1"}])");
  EXPECT_EQ(matching("Condition?code:text=hay"), these{"t1"});
  EXPECT_EQ(matching("Condition?code:text=FEVER,hohen"), these{"t2"});
  EXPECT_EQ(matching("Condition?code:text=seasonal"), these{});  // from the beginning, as strings are
  EXPECT_EQ(matching("Condition?code:text=fever&code=x"), these{"t2"});
  EXPECT_EQ(matching("Patient?identifier:text=passport"), these{"i"});
}

class WordSearch : public search_fixture {
 protected:
  void SetUp() override {
    add("Condition", "a", R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Severe <b>hay</b> fever</p></div>"},"note":[{"text":"Since spring, Müller says"}])");
    add("Condition", "b", R"("note":[{"text":"hay and straw"}],"code":{"text":"Fever"})");
    add("Observation", "c", R"("status":"final","note":[{"text":"hay"}])");
  }
  void ask() {
    EXPECT_EQ(matching("Condition?_text=hay"), these{"a"});
    EXPECT_EQ(matching("Condition?_text=FEVER hay"), these{"a"});
    EXPECT_EQ(matching("Condition?_text=spring"), these{});
    EXPECT_EQ(matching("Condition?_text=div"), these{});
    EXPECT_EQ(matching("Condition?_content=hay"), (these{"a", "b"}));
    EXPECT_EQ(matching("Condition?_content=hay fever"), (these{"a", "b"}));
    EXPECT_EQ(matching("Condition?_content=muller"), these{"a"});
    EXPECT_EQ(matching("Condition?_content=straw,spring"), (these{"a", "b"}));
    EXPECT_EQ(matching("Condition?_content=sprin"), these{});
    EXPECT_EQ(matching("Condition?_content=hay&code:text=fever"), these{"b"});
    EXPECT_EQ(matching("Observation?_content=hay"), these{"c"});
    EXPECT_EQ(matching("Observation?_content=\"OR NEAR"), these{});
    EXPECT_EQ(refusal("Condition?_content=,").code(), errc::malformed_query);
    EXPECT_EQ(refusal("Condition?_content=--").code(), errc::malformed_query);
    EXPECT_EQ(refusal("Condition?_text:missing=true").code(), errc::unknown_modifier);
  }
};

TEST_F(WordSearch, WordsAreFoundWithoutAnIndexOfThem) {
  ask();
  EXPECT_FALSE(store_.info().value().full_text);
}

TEST_F(WordSearch, AndTheSameWithOne) {
  ASSERT_TRUE(owner().index_full_text());
  EXPECT_TRUE(store_.info().value().full_text);
  ask();
  add("Condition", "b", R"("note":[{"text":"only straw"}],"code":{"text":"Fever"})");  // writes keep it
  ASSERT_TRUE(owner().remove(phr::fhir::resource_type::Condition, "a"));
  add("Condition", "d", R"("note":[{"text":"fresh hay"}])");
  EXPECT_EQ(matching("Condition?_content=hay"), these{"d"});
  ASSERT_TRUE(owner().reindex());
  EXPECT_EQ(matching("Condition?_content=hay"), these{"d"});
  EXPECT_EQ(matching("Condition?_content=straw"), these{"b"});
  ASSERT_TRUE(owner().index_full_text(false));
  EXPECT_FALSE(store_.info().value().full_text);
  EXPECT_EQ(matching("Condition?_content=hay"), these{"d"});
  const auto stop = [](const phr::progress_step&) { return false; };
  EXPECT_EQ(owner().index_full_text(true, stop).error().code(), errc::cancelled);
  EXPECT_FALSE(store_.info().value().full_text);
}

TEST_F(TermSearch, FiltersAreConditionsWithAndOrNot) {
  add("Patient", "anna", R"("name":[{"family":"Alm","given":["Anna"]}],"gender":"female","birthDate":"1980-05-05","active":true)");
  add("Patient", "bert", R"("name":[{"family":"Borg"}],"gender":"male","birthDate":"1990","managingOrganization":{"reference":"Organization/o"})");
  add("Organization", "o", R"("name":"North")");
  EXPECT_EQ(matching("Patient?_filter=family eq \"alm\""), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=family eq \"al\""), these{});
  EXPECT_EQ(matching("Patient?_filter=family sw \"al\" or family ew \"rg\""), (these{"anna", "bert"}));
  EXPECT_EQ(matching("Patient?_filter=name co \"nn\" and gender eq female"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=birthdate ge 1985"), these{"bert"});
  EXPECT_EQ(matching("Patient?_filter=birthdate po 1980-05"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=not (gender eq male)"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=gender ne male"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=gender eq male or gender eq female and birthdate lt 1985"), (these{"anna", "bert"}));
  EXPECT_EQ(matching("Patient?_filter=(gender eq male or gender eq female) and birthdate lt 1985"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=active pr true"), these{"anna"});
  EXPECT_EQ(matching("Patient?_filter=active pr false"), these{"bert"});
  EXPECT_EQ(matching("Patient?_filter=organization.name eq \"north\""), these{"bert"});
  EXPECT_EQ(matching("Patient?_filter=organization eq Organization/o&gender=male"), these{"bert"});
  EXPECT_EQ(matching("Patient?_filter=_id eq anna"), these{"anna"});
  EXPECT_EQ(matching("Condition?_filter=code sb \"urn:s|a1\""), (these{"c-a1", "c-a11"}));
  EXPECT_EQ(matching("Condition?_filter=code in \"urn:vs\""), (these{"c-a", "c-b"}));
  for (const char* wrong : {"family", "family eq", "(family eq x", "family eq x)", "family eq x and", "not family eq x", "family eq \"x"}) {
    EXPECT_EQ(refusal("Patient?_filter=" + std::string(wrong)).code(), errc::malformed_query) << wrong;
  }
  EXPECT_EQ(refusal("Patient?_filter=nothing eq x").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Patient?_filter=family gt x").code(), errc::unsupported);
  EXPECT_EQ(refusal("Patient?_filter=name[family eq x].given eq y").code(), errc::unsupported);
}

// A filter goes by the index where all it holds of is among few rows of it, and asks each of the type where not.
TEST_F(TermSearch, AFilterGoesByTheIndexWhereItCan) {
  for (int nth = 0; nth < 30; ++nth) {
    const std::string name(1, static_cast<char>('a' + nth % 26));
    add("Patient", "p" + std::to_string(nth), R"("name":[{"family":")" + name + R"("}],"birthDate":")" + std::to_string(1950 + nth) + "\"");
  }
  auto me = owner();
  const auto goes_by_rows = [&](const std::string& filter) { return me.explain_search("Patient?_filter=" + filter).value().find("rows: of criterion") != std::string::npos; };
  EXPECT_TRUE(goes_by_rows("family eq \"a\" or birthdate eq 1960"));
  EXPECT_TRUE(goes_by_rows("family eq \"a\" and not (birthdate eq 1960)"));
  EXPECT_FALSE(goes_by_rows("family eq \"a\" or not (birthdate eq 1960)"));
  EXPECT_FALSE(goes_by_rows("family ne \"a\""));
  EXPECT_EQ(matching("Patient?_filter=family eq \"a\" or birthdate eq 1960"), (these{"p0", "p26", "p10"}));
  EXPECT_EQ(matching("Patient?_filter=family eq \"a\" and birthdate lt 1960"), these{"p0"});
  EXPECT_EQ(matching("Patient?_filter=(family eq \"a\" and birthdate lt 1960) or (family eq \"b\" and not (birthdate lt 1960))"), (these{"p0", "p27"}));
  ids paged;
  std::string next;
  do {
    const auto page = me.search("Patient?_filter=family sw \"a\" or birthdate gt 1940&_count=7", {.page = next}).value();
    for (const auto& hit : page) paged.push_back(hit.id());
    next = page.next_page();
  } while (!next.empty());
  EXPECT_EQ(paged.size(), 30U);
  EXPECT_EQ(these(paged.begin(), paged.end()).size(), 30U);
}

class FilterSearch : public search_fixture {
 protected:
  static std::string part(const std::string& code, const std::string& value) {
    return R"({"code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]},"valueQuantity":{"value":)" + value + R"(,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}})";
  }
  void pressure(const std::string& id, const std::string& systolic, const std::string& diastolic, const std::string& patient) {
    add("Observation", id, R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{"reference":"Patient/)" + patient + R"("},"component":[)" + part("8480-6", systolic) + "," +
                               part("8462-4", diastolic) + "]");
  }
  void SetUp() override {
    add("Patient", "anna", R"("name":[{"family":"Alm"}],"gender":"female","birthDate":"1980-05-05","managingOrganization":{"reference":"Organization/north"})");
    add("Patient", "bert", R"("name":[{"family":"Alm"}],"gender":"male","birthDate":"1990","managingOrganization":{"reference":"Organization/south"})");
    add("Organization", "north", R"("name":"North","active":true)");
    add("Organization", "south", R"("name":"South","active":true,"partOf":{"reference":"Organization/north"})");
    pressure("high", "150", "80", "anna");
    pressure("crossed", "80", "150", "bert");
    pressure("lost", "150", "95", "nobody");
  }
  these filtered(const std::string& type, const std::string& filter) { return matching(type + "?_filter=" + filter); }
};

TEST_F(FilterSearch, AFilterOfAReferenceHoldsOfTheSameResource) {
  EXPECT_EQ(filtered("Observation", "subject:Patient[gender eq female].family eq \"alm\""), these{"high"});
  EXPECT_EQ(filtered("Observation", "patient[gender eq female].birthdate ge 1985"), these{});
  EXPECT_EQ(filtered("Observation", "patient[gender eq female or birthdate ge 1985].family eq alm"), (these{"crossed", "high"}));
  EXPECT_EQ(filtered("Observation", "patient[not (gender eq female)].birthdate pr true"), these{"crossed"});
  EXPECT_EQ(filtered("Observation", "patient[organization[partof pr true].name eq south].family eq alm"), these{"crossed"});
  EXPECT_EQ(filtered("Observation", "patient.organization[active eq true].name sw nor"), these{"high"});
  EXPECT_EQ(filtered("Observation", "patient[family eq \"a ] b\"].gender pr true"), these{});
  EXPECT_EQ(filtered("Patient", "_has:Observation:patient:status eq final and organization[name eq north].active eq true"), these{"anna"});
  EXPECT_EQ(filtered("Observation", "(patient[gender eq male].family eq alm) or _id eq lost"), (these{"crossed", "lost"}));
}

TEST_F(FilterSearch, AFilterOfACompositeHoldsOfTheSameElement) {
  const std::string pair = "component-code-value-quantity";
  EXPECT_EQ(filtered("Observation", pair + "[component-code eq http://loinc.org|8480-6].component-value-quantity gt 140"), (these{"high", "lost"}));
  EXPECT_EQ(filtered("Observation", pair + "[component-code eq 8462-4].component-value-quantity gt 140"), these{"crossed"});
  EXPECT_EQ(filtered("Observation", pair + "[component-value-quantity lt 100|http://unitsofmeasure.org|mm[Hg]].component-code eq 8462-4"), (these{"high", "lost"}));
  EXPECT_EQ(filtered("Observation", pair + "[component-value-quantity gt 85 and component-value-quantity lt 100].component-code ne 8480-6"), these{"lost"});
  EXPECT_EQ(filtered("Observation", pair + "[component-code eq 8480-6 or component-code eq 8462-4].component-value-quantity eq 95"), these{"lost"});
  EXPECT_EQ(filtered("Observation", pair + "[component-code eq 8480-6].component-value-quantity pr true"), (these{"crossed", "high", "lost"}));
  EXPECT_EQ(filtered("Observation", pair + "[not (component-code eq 8480-6)].component-value-quantity gt 140"), these{"crossed"});
  EXPECT_EQ(filtered("Patient", "_has:Observation:patient:" + pair + "[component-code eq 8480-6].component-value-quantity gt 140"), these{"anna"});
  add("Observation", "whole", R"("status":"final","code":{"coding":[{"code":"8480-6"}]},"valueQuantity":{"value":155,"unit":"mmHg"})");
  EXPECT_EQ(filtered("Observation", "combo-code-value-quantity[combo-code eq 8480-6].combo-value-quantity gt 140"), (these{"high", "lost", "whole"}));
  EXPECT_EQ(filtered("Observation", "code-value-quantity[code eq 8480-6].value-quantity gt 140"), these{"whole"});
  EXPECT_EQ(filtered("Observation", "code-value-quantity[code eq 8480-6].value-quantity lt 140"), these{});
}

TEST_F(FilterSearch, AReferenceIsToAResource) {
  EXPECT_EQ(filtered("Observation", "patient re Patient/anna"), these{"high"});
  EXPECT_EQ(filtered("Observation", "subject re anna or subject eq Patient/nobody"), (these{"high", "lost"}));
  add("DocumentReference", "d", R"("relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/old"}},{"code":"appends","target":{"reference":"DocumentReference/base"}}])");
  EXPECT_EQ(filtered("DocumentReference", "relationship[relation eq replaces].relatesto re DocumentReference/old"), these{"d"});
  EXPECT_EQ(filtered("DocumentReference", "relationship[relation eq appends].relatesto re DocumentReference/old"), these{});
}

// What a reference names may not be there, and then it is nothing, not even not something.
TEST_F(FilterSearch, NegationAtTheEndOfAChainIsOfResourcesThatAreThere) {
  EXPECT_EQ(filtered("Observation", "patient.gender ne male"), (these{"high", "lost"}));  // no patient that is male
  EXPECT_EQ(matching("Observation?patient._filter=gender ne male"), these{"high"});
  EXPECT_EQ(matching("Observation?patient._filter=not (gender eq male or birthdate lt 1970)"), these{"high"});
  EXPECT_EQ(filtered("Observation", "patient[gender ne male].family pr true"), these{"high"});
}

TEST_F(FilterSearch, WhatCannotBeSaidIsRefused) {
  const auto refused = [&](const std::string& filter) { return refusal("Observation?_filter=" + filter).code(); };
  for (const char* wrong : {"patient[gender eq female]family eq x", "patient[gender eq female.family eq x", "patient[].family eq x", "patient[gender].family eq x", "patient]x eq y", "[gender eq x].y eq z",
                            "patient[gender eq x]. eq y", "component-code-value-quantity[component-code eq x].a.b eq y", "component-code-value-quantity[component-code eq x].component-code pr maybe"}) {
    EXPECT_EQ(refused(wrong), errc::malformed_query) << wrong;
  }
  EXPECT_EQ(refused("code[system eq x].code eq y"), errc::unsupported);
  EXPECT_EQ(refused("patient[nothing eq x].family eq y"), errc::unknown_parameter);
  EXPECT_EQ(refused("component-code-value-quantity[value eq x].component-code eq y"), errc::unknown_parameter);
  EXPECT_EQ(refused("component-code-value-quantity[component-code co x].component-code eq y"), errc::unsupported);
  EXPECT_EQ(refused("component-code-value-quantity[component-code eq x].component-value-quantity pr false"), errc::unsupported);
  EXPECT_EQ(refused("code re x"), errc::unsupported);
  std::string deep = "gender eq x";
  for (int depth = 0; depth < 9; ++depth) deep = "patient[" + deep + "].gender eq y";
  EXPECT_EQ(refused(deep), errc::too_deep);
  for (const char* modifier : {"~whole", "~ends", "whole", "ends"}) {  // of our own making: not to be typed
    const auto code = refusal("Patient?family:" + std::string(modifier) + "=x").code();
    EXPECT_TRUE(code == errc::unknown_modifier || code == errc::malformed_query) << modifier;
  }
  EXPECT_EQ(refusal("Patient?birthdate:~overlaps=ap2020").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Patient?birthdate:overlaps=ap2020").code(), errc::unknown_modifier);
}

}  // namespace
