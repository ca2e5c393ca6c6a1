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
  const auto listed = as("mia").search_parameters().value();  // as capabilities() tells anybody
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
  EXPECT_EQ(refused(parameter("kin", "composite", "Patient.contact")), errc::unsupported);
  EXPECT_EQ(refused(parameter("_kin", "string", "Patient.contact.name")), errc::invalid_value);
  EXPECT_EQ(refused(parameter("kin", "string", "Patient.contact.name", "Nothing")), errc::unknown_resource_type);
  EXPECT_EQ(refused(parameter("kin", "string", "")), errc::missing_element);
  EXPECT_EQ(refused(R"({"resourceType":"Patient"})"), errc::wrong_type);
  EXPECT_EQ(me.remove_search_parameter(phr::fhir::resource_type::Patient, "kin").error().code(), errc::not_found);
  EXPECT_EQ(as("mia").add_search_parameter(parameter("kin", "string", "Patient.contact.name")).error().code(), errc::access_denied);
}

}  // namespace
