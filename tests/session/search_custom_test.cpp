// Search parameters beside those of R4.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class CustomSearch : public search_fixture {
 protected:
  static std::string parameter(const std::string& code, const std::string& type, const std::string& expression, const std::string& base = "Patient") {
    return R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":[")" + base + R"("],"type":")" + type + R"(","expression":")" + expression + "\"}";
  }
  void SetUp() override {
    add("Patient", "anna", R"("multipleBirthInteger":2,"maritalStatus":{"coding":[{"system":"urn:m","code":"M"}]},"contact":[{"name":{"family":"Öhm"},"organization":{"reference":"Organization/o"}}],"photo":[{"creation":"2020-05-05","size":5,"url":"http://x/y"}])");
    add("Patient", "bert", R"("contact":[{"name":{"family":"Berg"}}])");
    add("Organization", "o", R"("name":"North")");
  }
};

TEST_F(CustomSearch, EveryKindIsIndexedByItsExpression) {
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(parameter("marital", "token", "Patient.maritalStatus")));
  ASSERT_TRUE(me.add_search_parameter(parameter("kin", "string", "Patient.contact.name")));
  ASSERT_TRUE(me.add_search_parameter(parameter("pictured", "date", "Patient.photo.creation")));
  ASSERT_TRUE(me.add_search_parameter(parameter("picture", "uri", "Patient.photo.url")));
  ASSERT_TRUE(me.add_search_parameter(parameter("birth-order", "number", "Patient.multipleBirth.ofType(integer)")));
  ASSERT_TRUE(me.add_search_parameter(parameter("kin-at", "reference", "Patient.contact.organization.where(resolve() is Organization)")));
  ASSERT_TRUE(me.add_search_parameter(parameter("has-kin", "token", "Patient.contact.exists()")));
  EXPECT_EQ(matching("Patient?marital=urn:m|M"), these{"anna"});
  EXPECT_EQ(matching("Patient?marital:not=M"), these{"bert"});
  EXPECT_EQ(matching("Patient?kin=ohm"), these{"anna"});
  EXPECT_EQ(matching("Patient?kin:contains=er"), these{"bert"});
  EXPECT_EQ(matching("Patient?pictured=ge2020"), these{"anna"});
  EXPECT_EQ(matching("Patient?picture=http://x/y"), these{"anna"});
  EXPECT_EQ(matching("Patient?birth-order=2"), these{"anna"});
  EXPECT_EQ(matching("Patient?kin-at=Organization/o"), these{"anna"});
  EXPECT_EQ(matching("Patient?kin-at:Organization.name=north"), these{"anna"});
  EXPECT_EQ(matching("Organization?_has:Patient:kin-at:kin=ohm"), these{"o"});
  EXPECT_EQ(matching("Patient?has-kin=true"), (these{"anna", "bert"}));
  EXPECT_EQ(matching("Patient?marital:missing=true"), these{"bert"});
  EXPECT_EQ(matching("Patient?kin:missing=false"), (these{"anna", "bert"}));
  EXPECT_EQ(ordered("Patient?_sort=kin"), (ids{"bert", "anna"}));
  EXPECT_EQ(ordered("Patient?_sort=-pictured"), (ids{"anna", "bert"}));
}

TEST_F(CustomSearch, ExtensionsAreSearchedByTheirValues) {
  const std::string own = "https://example.org/mothers-maiden-name";
  add("Patient", "ext", R"("extension":[{"url":")" + own + R"(","valueString":"Marca"},{"url":"urn:other","valueString":"Berg"}])");
  add("Patient", "other", R"("extension":[{"url":"urn:other","valueString":"Marca"}])");
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(parameter("maiden", "string", "Patient.extension.where(url = '" + own + "').value.ofType(string)")));
  EXPECT_EQ(matching("Patient?maiden=marca"), these{"ext"});
  EXPECT_EQ(matching("Patient?maiden=berg"), these{});
  EXPECT_EQ(matching("Patient?maiden:missing=false"), these{"ext"});
}

TEST_F(CustomSearch, AUriIsACodeOfATokenParameter) {
  add("ValueSet", "one", R"("status":"active","url":"http://example.org/vs")");
  add("ValueSet", "two", R"("status":"active","url":"http://example.org/vs/2")");
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(parameter("canonical", "token", "ValueSet.url", "ValueSet")));
  EXPECT_EQ(matching("ValueSet?canonical=http://example.org/vs"), these{"one"});
  EXPECT_EQ(matching("ValueSet?canonical:not=http://example.org/vs"), these{"two"});
}

// A composite, its components as "definition" and "expression".
std::string composite(const std::string& code, const std::string& expression, std::initializer_list<std::pair<const char*, const char*>> components, const std::string& base = "Observation") {
  std::string out = R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":[")" + base + R"("],"type":"composite","expression":")" + expression + R"(","component":[)";
  for (const auto& [definition, each] : components) {
    out += std::string(out.back() == '[' ? "" : ",") + R"({"definition":")" + definition + R"(","expression":")" + each + "\"}";
  }
  return out + "]}";
}

class CustomComposite : public search_fixture {
 protected:
  static std::string part(const std::string& code, const std::string& value, const std::string& flag) {
    return R"({"code":{"coding":[{"system":"urn:c","code":")" + code + R"("}]},"valueQuantity":{"value":)" + value + R"(,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"},"interpretation":[{"coding":[{"code":")" + flag + R"("}]}]})";
  }
  void SetUp() override {
    add("Observation", "a", R"("status":"final","component":[)" + part("x", "5", "H") + "," + part("y", "90", "N") + "]");
    add("Observation", "b", R"("status":"final","component":[)" + part("x", "90", "N") + "," + part("y", "5", "H") + "]");
    add("Observation", "c", R"("status":"final","code":{"text":"none"})");
  }
};

TEST_F(CustomComposite, PartsHoldOfTheSameElement) {
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(R"({"resourceType":"SearchParameter","code":"flag","base":["Observation"],"type":"token","expression":"Observation.component.interpretation"})"));
  ASSERT_TRUE(me.add_search_parameter(composite("code-flag", "Observation.component", {{"http://hl7.org/fhir/SearchParameter/Observation-component-code", "code"}, {"urn:own/flag", "interpretation"}})));
  const auto added = me.add_search_parameter(composite("flag-quantity", "Observation.component", {{"urn:own/flag", "interpretation"}, {"http://hl7.org/fhir/SearchParameter/Observation-component-value-quantity", "value.ofType(Quantity)"}}));
  ASSERT_TRUE(added) << phr::describe(added.error());
  EXPECT_EQ(matching("Observation?code-flag=x$H"), these{"a"});
  EXPECT_EQ(matching("Observation?code-flag=urn:c|y$H,y$nothing"), these{"b"});
  EXPECT_EQ(matching("Observation?code-flag=x$H&code-flag=y$H"), these{});
  EXPECT_EQ(matching("Observation?flag-quantity=H$lt10"), (these{"a", "b"}));
  EXPECT_EQ(matching("Observation?flag-quantity=N$lt10"), these{});
  EXPECT_EQ(matching("Observation?flag-quantity=N$0.09|http://unitsofmeasure.org|g"), (these{"a", "b"}));
  EXPECT_EQ(matching("Observation?code-flag:missing=true"), these{"c"});
  EXPECT_EQ(matching("Observation?_filter=flag-quantity[flag eq N].component-value-quantity gt 80 and code-flag[component-code eq x].flag eq N"), these{"b"});
  EXPECT_EQ(refusal("Observation?code-flag=x").code(), errc::malformed_query);
}

TEST_F(CustomComposite, DatesAndNumbersMayBeParts) {
  const auto immunized = [&](const std::string& id, const std::string& first, const std::string& second) {
    add("Immunization", id, R"("status":"completed","vaccineCode":{"coding":[{"code":"v"}]},"reaction":[{"date":")" + first + R"(","reported":true},{"date":")" + second + R"(","reported":false}])");
  };
  immunized("a", "2020-01-01", "2021-06-15");
  immunized("b", "2021-06-15", "2020-01-01");
  immunized("c", "2021", "2019");
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(R"({"resourceType":"SearchParameter","code":"reported","base":["Immunization"],"type":"token","expression":"Immunization.reaction.reported"})"));
  const auto added = me.add_search_parameter(composite("reported-date", "Immunization.reaction", {{"urn:own/reported", "reported"}, {"http://hl7.org/fhir/SearchParameter/Immunization-reaction-date", "date"}}, "Immunization"));
  ASSERT_TRUE(added) << phr::describe(added.error());
  EXPECT_EQ(matching("Immunization?reported-date=true$2020"), these{"a"});
  EXPECT_EQ(matching("Immunization?reported-date=true$2021"), (these{"b", "c"}));
  EXPECT_EQ(matching("Immunization?reported-date=false$2021-06-15"), these{"a"});
  EXPECT_EQ(matching("Immunization?reported-date=true$sa2020-12-31"), (these{"b", "c"}));
  EXPECT_EQ(matching("Immunization?reported-date=true$gt2021-06-15"), these{"c"});
  EXPECT_EQ(matching("Immunization?reported-date=false$lt2019-06"), these{"c"});
  EXPECT_EQ(matching("Immunization?reported-date=true$ne2020"), (these{"b", "c"}));
  EXPECT_EQ(matching("Immunization?_filter=reported-date[reported eq true].reaction-date ge 2021-06"), (these{"b", "c"}));
  add("RiskAssessment", "r", R"("status":"final","prediction":[{"qualitativeRisk":{"coding":[{"code":"low"}]},"probabilityDecimal":0.1},{"qualitativeRisk":{"coding":[{"code":"high"}]},"probabilityDecimal":0.9}])");
  ASSERT_TRUE(me.add_search_parameter(composite("risk-probability", "RiskAssessment.prediction",
                                                {{"http://hl7.org/fhir/SearchParameter/RiskAssessment-risk", "qualitativeRisk"}, {"http://hl7.org/fhir/SearchParameter/RiskAssessment-probability", "probability.ofType(decimal)"}}, "RiskAssessment")));
  EXPECT_EQ(matching("RiskAssessment?risk-probability=low$lt0.5"), these{"r"});
  EXPECT_EQ(matching("RiskAssessment?risk-probability=high$lt0.5"), these{});
}

TEST_F(CustomComposite, OverTheResourceItself) {
  add("Observation", "w", R"("status":"final","code":{"coding":[{"code":"w"}]},"issued":"2021-03-04T10:00:00Z")");
  auto me = owner();
  const auto added = me.add_search_parameter(composite("code-status", "Observation", {{"http://hl7.org/fhir/SearchParameter/clinical-code", "code"}, {"http://hl7.org/fhir/SearchParameter/Observation-status", "status"}}));
  ASSERT_TRUE(added) << phr::describe(added.error());
  EXPECT_EQ(matching("Observation?code-status=w$final"), these{"w"});
  EXPECT_EQ(matching("Observation?code-status=w$amended"), these{});
}

TEST_F(CustomComposite, IsKeptByWritesReindexingAndTheFile) {
  {
    auto me = owner();
    ASSERT_TRUE(me.add_search_parameter(composite("pair", "Observation.component", {{"http://hl7.org/fhir/SearchParameter/Observation-component-code", "code"}, {"http://hl7.org/fhir/SearchParameter/Observation-component-value-quantity", "value.ofType(Quantity)"}})));
    add("Observation", "d", R"("status":"final","component":[)" + part("x", "7", "H") + "]");
    add("Observation", "a", R"("status":"final","component":[)" + part("x", "70", "H") + "]");
    ASSERT_TRUE(me.reindex());
    ASSERT_TRUE(me.erase(phr::fhir::resource_type::Observation, "b"));
  }
  EXPECT_EQ(matching("Observation?pair=x$lt10"), these{"d"});
  EXPECT_EQ(matching("Observation?pair=x$gt10"), these{"a"});
  ASSERT_TRUE(store_.close());
  store_ = phr::store::open(folder_.path("me.phr"), phr::passphrase("x")).value();
  EXPECT_EQ(matching("Observation?pair=x$lt10"), these{"d"});
  EXPECT_EQ(matching("Observation?pair:missing=true"), these{"c"});
}

TEST_F(CustomComposite, WhatCannotBeIsRefused) {
  auto me = owner();
  const auto refused = [&](std::initializer_list<std::pair<const char*, const char*>> components, const char* expression = "Observation.component") {
    return me.add_search_parameter(composite("pair", expression, components)).error().code();
  };
  const std::pair<const char*, const char*> code{"http://hl7.org/fhir/SearchParameter/Observation-component-code", "code"};
  EXPECT_EQ(refused({code}), errc::unsupported);
  EXPECT_EQ(refused({}), errc::unsupported);
  EXPECT_EQ(refused({{"http://hl7.org/fhir/SearchParameter/clinical-date", "code"}, code}), errc::unsupported);
  EXPECT_EQ(refused({code, {"http://hl7.org/fhir/SearchParameter/Observation-value-string", "value.ofType(string)"}}), errc::unsupported);
  EXPECT_EQ(refused({code, {"http://hl7.org/fhir/SearchParameter/Observation-nothing", "code"}}), errc::not_found);
  EXPECT_EQ(refused({code, {"urn:other/my-code", "code"}}), errc::not_found);
  EXPECT_EQ(refused({code, {"http://hl7.org/fhir/SearchParameter/clinical-code", "nothing"}}), errc::unknown_element);
  EXPECT_EQ(refused({code, {"http://hl7.org/fhir/SearchParameter/clinical-code", "code("}}), errc::malformed_query);
  EXPECT_EQ(refused({code, {"", "code"}}), errc::missing_element);
  EXPECT_EQ(refused({code, {"http://hl7.org/fhir/SearchParameter/clinical-code", ""}}), errc::missing_element);
  EXPECT_EQ(refusal("Observation?pair=x$y").code(), errc::unknown_parameter);
}

TEST_F(CustomSearch, WritesKeepItsRows) {
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(parameter("kin", "string", "Patient.contact.name")));
  add("Patient", "bert", R"("contact":[{"name":{"family":"Dahl"}}])");
  add("Patient", "new", R"("contact":[{"name":{"family":"Dahlin"}}])");
  EXPECT_EQ(matching("Patient?kin=dahl"), (these{"bert", "new"}));
  EXPECT_EQ(matching("Patient?kin=berg"), these{});
  ASSERT_TRUE(me.remove(phr::fhir::resource_type::Patient, "new"));
  EXPECT_EQ(matching("Patient?kin=dahl"), these{"bert"});
  ASSERT_TRUE(me.reindex());
  EXPECT_EQ(matching("Patient?kin=dahl"), these{"bert"});
}

// Trap: a new SearchParameter without reindex answers in part.
TEST_F(CustomSearch, ItIsWholeOrNotThere) {
  auto me = owner();
  EXPECT_EQ(refusal("Patient?kin=berg").code(), errc::unknown_parameter);
  const auto stop = [](const phr::progress_step&) { return false; };
  EXPECT_EQ(me.add_search_parameter(parameter("kin", "string", "Patient.contact.name"), stop).error().code(), errc::cancelled);
  EXPECT_EQ(refusal("Patient?kin=berg").code(), errc::unknown_parameter);
  ASSERT_TRUE(me.add_search_parameter(parameter("kin", "string", "Patient.contact.name")));
  EXPECT_EQ(matching("Patient?kin=berg"), these{"bert"});
  ASSERT_TRUE(me.remove_search_parameter(phr::fhir::resource_type::Patient, "kin"));
  EXPECT_EQ(refusal("Patient?kin=berg").code(), errc::unknown_parameter);
  ASSERT_TRUE(me.add_search_parameter(parameter("kin", "token", "Patient.maritalStatus")));  // another under the same name
  EXPECT_EQ(matching("Patient?kin=M"), these{"anna"});
}

TEST_F(CustomSearch, AreListedByType) {
  auto me = owner();
  EXPECT_TRUE(me.search_parameters().value().empty());
  ASSERT_TRUE(me.add_search_parameter(parameter("pictured", "date", "Patient.photo.creation")));
  ASSERT_TRUE(me.add_search_parameter(
      R"({"resourceType":"SearchParameter","code":"named","base":["Patient","Organization"],"type":"token","expression":"name.exists()and true"})"));
  const auto told = [](const phr::store_parameter& each) { return std::string(phr::fhir::name(each.type)) + " " + each.code + " " + each.kind + " " + each.expression; };
  EXPECT_TRUE(as("mia").search_parameters().value().empty()) << "what the owner has set up is the owner's";
  EXPECT_EQ(as("mia").search("Patient?named=true").error().code(), errc::unknown_parameter);
  EXPECT_EQ(as("mia").capabilities().value().find("pictured"), std::string::npos);
  EXPECT_NE(me.capabilities().value().find("pictured"), std::string::npos);
  const auto listed = me.search_parameters().value();
  std::vector<std::string> all;
  for (const auto& each : listed) all.push_back(told(each));
  EXPECT_EQ(all, (std::vector<std::string>{"Organization named token name.exists() and true", "Patient pictured date Patient.photo.creation",
                                           "Patient named token name.exists() and true"}));
  ASSERT_TRUE(me.remove_search_parameter(phr::fhir::resource_type::Patient, "pictured"));
  EXPECT_EQ(me.search_parameters().value().size(), 2U);
}

TEST_F(CustomSearch, WhatCannotBeIsRefused) {
  auto me = owner();
  const auto refused = [&](const std::string& json) { return me.add_search_parameter(json).error().code(); };
  EXPECT_EQ(refused(parameter("family", "string", "Patient.contact.name")), errc::already_exists);
  EXPECT_EQ(refused(parameter("kin", "string", "Patient.nothing")), errc::unknown_element);
  EXPECT_EQ(refused(parameter("kin", "string", "Patient.contact(")), errc::malformed_query);
  EXPECT_EQ(refused(parameter("kin", "special", "Patient.contact")), errc::unsupported);
  EXPECT_EQ(refused(parameter("_kin", "string", "Patient.contact.name")), errc::invalid_value);
  EXPECT_EQ(refused(parameter("kin", "string", "Patient.contact.name", "Nothing")), errc::unknown_resource_type);
  EXPECT_EQ(refused(parameter("kin", "string", "")), errc::missing_element);
  EXPECT_EQ(refused(R"({"resourceType":"Patient"})"), errc::wrong_type);
  EXPECT_EQ(me.remove_search_parameter(phr::fhir::resource_type::Patient, "kin").error().code(), errc::not_found);
  EXPECT_EQ(as("mia").add_search_parameter(parameter("kin", "string", "Patient.contact.name")).error().code(), errc::access_denied);
}

}  // namespace
