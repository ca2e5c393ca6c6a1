// R4's invariants and those of profiles, evaluated by FHIRPath.
#include "validate/invariants/invariants.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

using lines = std::vector<std::string>;

lines told(std::string_view text, const options& with = {}) {
  lines made;
  for (const issue& each : check_text(text, with).issues) made.push_back(each.path + " " + std::string(each.rule) + (each.severity == severity::warning ? " (warning)" : ""));
  return made;
}

TEST(Invariants, OfR4AllCompileAndHaveTheirPlace) {
  EXPECT_GT(invariants::r4().size(), 200U);
  EXPECT_EQ(std::vector<std::string_view>(invariants::r4().unusable().begin(), invariants::r4().unusable().end()), std::vector<std::string_view>{});
  EXPECT_TRUE(invariants::r4().has("per-1"));
  EXPECT_FALSE(invariants::r4().has("us-core-1"));
}

TEST(Invariants, OfTypesHoldWhereverTheTypeStands) {
  EXPECT_EQ(told(R"({"resourceType":"Patient","name":[{"text":"x","period":{"start":"2020-02-01","end":"2020-01-01"}}]})"), lines{"Patient.name[0].period per-1"});
  EXPECT_EQ(told(R"({"resourceType":"Patient","name":[{"text":"x","period":{"start":"2020","end":"2020-01-01"}}]})"), lines{"Patient.name[0].period per-1"});  // nobody can tell
  EXPECT_EQ(told(R"({"resourceType":"Patient","name":[{"text":"x","period":{"start":"2020-02-01"}}]})"), lines{});
  EXPECT_EQ(told(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"code":"mg"}})"), lines{"Observation.value.ofType(Quantity) qty-3"});
  EXPECT_EQ(told(R"({"resourceType":"Patient","telecom":[{"value":"1"}]})"), lines{"Patient.telecom[0] cpt-2"});
}

TEST(Invariants, OfResourcesAndTheirParts) {
  EXPECT_EQ(told(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","dataAbsentReason":{"text":"b"}})"), lines{"Observation obs-6"});
  EXPECT_EQ(told(R"({"resourceType":"Patient","contact":[{"gender":"female"}]})"), lines{"Patient.contact[0] pat-1"});
  EXPECT_EQ(told(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"referenceRange":[{"appliesTo":[{"text":"x"}]}]})"), lines{"Observation.referenceRange[0] obs-3"});
  // Of an item in an item as well: its field is another one.
  EXPECT_EQ(told(R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","item":[{"linkId":"2","type":"group"}]}]})"), lines{"Questionnaire.item[0].item[0] que-1"});
}

TEST(Invariants, OfFieldsLookAtTheResourceAround) {
  EXPECT_EQ(told(R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x","meta":{"versionId":"1"}}],"managingOrganization":{"reference":"#o"}})"),
            lines{"Patient dom-4"});
}

TEST(Invariants, ThatRecommendCountOnlyWhereAsked) {
  const std::string_view patient = R"({"resourceType":"Patient","active":true})";
  EXPECT_EQ(told(patient), lines{});
  EXPECT_EQ(told(patient, {.best_practices = true}), lines{"Patient dom-6 (warning)"});
}

TEST(Invariants, OfProfilesHoldBesideThoseOfR4) {
  profiles known;
  const auto profile = fhir::json_decode(R"json({"resourceType":"StructureDefinition","url":"http://p","name":"P","status":"active","kind":"resource","abstract":false,"type":"Patient",
    "baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","differential":{"element":[
    {"id":"Patient","path":"Patient","constraint":[{"key":"p-1","severity":"error","human":"a name or an identifier","expression":"name.exists() or identifier.exists()"}]},
    {"id":"Patient.name","path":"Patient.name","constraint":[{"key":"p-2","severity":"warning","human":"a family name","expression":"family.exists()"}]}]}})json").value();
  ASSERT_TRUE(known.add(profile));
  const std::vector<std::string> asked{"http://p"};
  const options with{.known = &known, .profiles = asked};
  EXPECT_EQ(told(R"({"resourceType":"Patient","active":true})", with), lines{"Patient p-1"});
  EXPECT_EQ(told(R"({"resourceType":"Patient","name":[{"family":"a"},{"text":"b"}]})", with), lines{"Patient.name[1] p-2 (warning)"});
  EXPECT_EQ(told(R"({"resourceType":"Patient","identifier":[{"value":"1"}]})", with), lines{});
}

}  // namespace
}  // namespace phr::validate
