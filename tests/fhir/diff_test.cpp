// What two resources differ in.
#include <phr/fhir/diff.hpp>
#include <phr/fhir/json_codec.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhir {

void PrintTo(const difference& of, std::ostream* out) { *out << of.path << ": " << of.before << " -> " << of.after; }

namespace test {
namespace {

using list_of = std::vector<difference>;

list_of between(std::string_view before, std::string_view after) {
  const auto left = json_decode(before);
  const auto right = json_decode(after);
  EXPECT_TRUE(left) << before;
  EXPECT_TRUE(right) << after;
  const list_of found = differences(left.value(), right.value());
  EXPECT_EQ(found.empty(), left.value() == right.value());
  // The other way round it is the same, turned.
  list_of turned;
  for (const difference& each : differences(right.value(), left.value())) turned.push_back({each.path, each.after, each.before});
  EXPECT_EQ(turned.size(), found.size());
  for (const difference& each : found) EXPECT_NE(std::find(turned.begin(), turned.end(), each), turned.end()) << each.path;
  return found;
}

TEST(Differences, AreAsDeepAsTheyGo) {
  EXPECT_EQ(between(R"({"resourceType":"Patient","active":true,"name":[{"family":"A","given":["x","y"]}],"birthDate":"1980"})",
                    R"({"resourceType":"Patient","name":[{"family":"B","given":["x","z"]}],"gender":"male","birthDate":"1980"})"),
            (list_of{{"Patient.active", "true", ""},
                     {"Patient.name[0].family", "\"A\"", "\"B\""},
                     {"Patient.name[0].given[1]", "\"y\"", "\"z\""},
                     {"Patient.gender", "", "\"male\""}}));
}

TEST(Differences, AreNoneBetweenEquals) {
  constexpr std::string_view same = R"({"resourceType":"Patient","name":[{"_given":[null,{"id":"a"}],"given":["x",null]}]})";
  EXPECT_EQ(between(same, R"({"resourceType":"Patient","name":[{"given":["x",null],"_given":[null,{"id":"a"}]}]})"), list_of{});
}

TEST(Differences, MatchRepetitionsByTheirIndex) {
  EXPECT_EQ(between(R"({"resourceType":"Patient","telecom":[{"value":"1"},{"value":"2"}]})", R"({"resourceType":"Patient","telecom":[{"value":"1"}]})"),
            (list_of{{"Patient.telecom[1]", R"({"value":"2"})", ""}}));
  EXPECT_EQ(between(R"({"resourceType":"Patient"})", R"({"resourceType":"Patient","telecom":[{"value":"1"},{"value":"2"}]})"),
            (list_of{{"Patient.telecom[0]", "", R"({"value":"1"})"}, {"Patient.telecom[1]", "", R"({"value":"2"})"}}));
}

TEST(Differences, NameTheTypeOfAChoice) {
  EXPECT_EQ(between(R"({"resourceType":"Observation","valueQuantity":{"value":1.0,"unit":"g"}})",
                    R"({"resourceType":"Observation","valueQuantity":{"value":1.00,"unit":"g"}})"),
            (list_of{{"Observation.valueQuantity.value", "1.0", "1.00"}}));
  EXPECT_EQ(between(R"({"resourceType":"Observation","valueString":"a \"b\""})", R"({"resourceType":"Observation","valueBoolean":false})"),
            (list_of{{"Observation.valueString", R"("a \"b\"")", ""}, {"Observation.valueBoolean", "", "false"}}));
}

TEST(Differences, SeeIdsAndExtensionsOfPrimitives) {
  EXPECT_EQ(between(R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"id":"a"}})",
                    R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"extension":[{"url":"u"}]}})"),
            (list_of{{"Patient._birthDate.id", "\"a\"", ""}, {"Patient._birthDate.extension[0]", "", R"({"url":"u"})"}}));
  EXPECT_EQ(between(R"({"resourceType":"Patient","deceasedBoolean":true})", R"({"resourceType":"Patient","deceasedBoolean":true,"_deceasedBoolean":{"id":"a"}})"),
            (list_of{{"Patient._deceasedBoolean", "", R"({"id":"a"})"}}));
}

TEST(Differences, GoIntoContainedResourcesOfOneType) {
  EXPECT_EQ(between(R"({"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"a"},{"resourceType":"Device","id":"d"}]})",
                    R"({"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"b"},{"resourceType":"Group","id":"d"}]})"),
            (list_of{{"Observation.contained[0].id", "\"a\"", "\"b\""},
                     {"Observation.contained[1]", R"({"resourceType":"Device","id":"d"})", R"({"resourceType":"Group","id":"d"})"}}));
}

TEST(Differences, OfTwoTypesAreTheWhole) {
  EXPECT_EQ(differences(json_decode(R"({"resourceType":"Patient"})").value(), json_decode(R"({"resourceType":"Group"})").value()),
            (list_of{{"Patient", R"({"resourceType":"Patient"})", R"({"resourceType":"Group"})"}}));
  EXPECT_EQ(differences(any_resource(), any_resource()), list_of{});
}

TEST(Differences, OfAnOfficialExampleWithAnEmptyOneAreAllItHolds) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (file.path().extension() != ".json") continue;
    std::ostringstream text;
    text << std::ifstream(file.path(), std::ios::binary).rdbuf();
    const auto example = json_decode(text.str());
    ASSERT_TRUE(example) << file.path();
    EXPECT_EQ(differences(example.value(), any_resource(example.value())), list_of{}) << file.path();
    const any_resource empty(*example.value().structure());
    for (const difference& each : differences(empty, example.value())) {
      EXPECT_EQ(each.before, "") << file.path();
      EXPECT_NE(each.after, "") << file.path();
    }
  }
}

}  // namespace
}  // namespace test
}  // namespace phr::fhir
