// The CapabilityStatement says what is there, and all that it says is there.
#include "session/search_fixture.hpp"

#include <phr/fhir/search_parameter.hpp>
#include <phr/validate/validate.hpp>

#include <map>

namespace {

using namespace phr::test;
using phr::errc;
namespace json = phr::fhir::json;

class Capabilities : public search_fixture {
 protected:
  void SetUp() override {
    ASSERT_TRUE(document_.parse(text_));
    rest_ = document_.root()["rest"].at(0);
  }
  static std::string text_of(const json::value& at) {
    std::string scratch;
    return std::string(at.text(scratch));
  }
  json::value of(std::string_view type) {
    for (const auto& each : rest_["resource"].elements()) {
      if (text_of(each["type"]) == type) return each;
    }
    return {};
  }
  std::string text_ = owner().capabilities().value();
  json::document document_;
  json::value rest_;
};

// A value of each kind that can be read.
std::string value_for(const std::string& name, const std::string& kind) {
  if (name == "near") return "1|2|3|km";
  if (name == "_id") return "x";
  if (name == "_has") return "";
  if (name == "_filter") return "_id eq x";
  if (kind == "date") return "2020";
  if (kind == "number" || kind == "quantity") return "5";
  if (kind == "composite") return "";
  return "x";
}

TEST_F(Capabilities, AreValidR4) {
  const auto outcome = phr::validate::check_text(text_);
  for (const auto& each : outcome.issues) ADD_FAILURE() << each.path << ": " << each.message;
  EXPECT_TRUE(outcome.is_valid());
}

TEST_F(Capabilities, NameEveryTypeWithItsParameters) {
  std::size_t types = 0;
  for (const auto& each : rest_["resource"].elements()) {
    const auto type = phr::fhir::resource_type_named(text_of(each["type"]));
    ASSERT_TRUE(type);
    ++types;
    std::map<std::string, bool> named;
    for (const auto& parameter : each["searchParam"].elements()) EXPECT_TRUE(named.emplace(text_of(parameter["name"]), true).second);
    for (const auto& parameter : phr::fhir::search_parameters(*type)) EXPECT_EQ(named.count(std::string(parameter.code)), parameter.supported ? 1U : 0U);
  }
  EXPECT_EQ(types, phr::fhir::resource_type_count);
}

TEST_F(Capabilities, EveryParameterThatIsNamedAnswers) {
  auto me = owner();
  std::size_t asked = 0;
  for (const auto& each : rest_["resource"].elements()) {
    for (const auto& parameter : each["searchParam"].elements()) {
      const std::string name = text_of(parameter["name"]);
      const std::string value = value_for(name, text_of(parameter["type"]));
      if (value.empty()) continue;
      std::string query = text_of(each["type"]);
      query += "?" + name + "=" + value;
      const auto found = me.search(query);
      EXPECT_TRUE(found) << query << ": " << (found ? "" : phr::describe(found.error()));
      ++asked;
    }
  }
  EXPECT_GT(asked, 2'500U);
}

TEST_F(Capabilities, EveryIncludeThatIsNamedAnswers) {
  auto me = owner();
  for (const char* member : {"searchInclude", "searchRevInclude"}) {
    const std::string parameter = member == std::string_view("searchInclude") ? "_include" : "_revinclude";
    for (const char* type : {"Patient", "Observation", "Encounter", "Medication"}) {
      std::size_t named = 0;
      for (const auto& include : of(type)[member].elements()) {
        std::string query = type;
        query += "?" + parameter + "=" + text_of(include);
        EXPECT_TRUE(me.search(query)) << query;
        ++named;
      }
      EXPECT_GT(named, 1U) << type << member;
    }
  }
}

TEST_F(Capabilities, NameTheStoresOwnParameters) {
  auto me = owner();
  ASSERT_TRUE(me.add_search_parameter(R"({"resourceType":"SearchParameter","code":"kin","base":["Patient"],"type":"string","expression":"Patient.contact.name"})"));
  const auto told = me.capabilities().value();
  EXPECT_NE(told.find(R"({"name":"kin","type":"string"})"), std::string::npos);
  EXPECT_EQ(text_.find(R"("kin")"), std::string::npos);
  EXPECT_TRUE(phr::validate::check_text(told).is_valid());
}

TEST_F(Capabilities, NameTheOperations) {
  EXPECT_EQ(text_of(of("Patient")["operation"].at(0)["name"]), "everything");
  EXPECT_EQ(text_of(of("Observation")["operation"].at(0)["name"]), "lastn");
  EXPECT_FALSE(of("Condition")["operation"]);
  EXPECT_EQ(text_of(document_.root()["date"]), "2023-11-14T22:13:20.000Z");
}

}  // namespace
