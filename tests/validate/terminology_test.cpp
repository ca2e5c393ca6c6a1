#include "validate/terminology/shapes.hpp"
#include "validate/terminology/terminology.hpp"

#include "suite_files.hpp"

#include <phr/fhir/json.hpp>
#include <phr/fhir/json_codec.hpp>

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

constexpr auto yes = membership::yes;
constexpr auto no = membership::no;
constexpr auto unknown = membership::unknown;

const std::string gender_set = "http://hl7.org/fhir/ValueSet/administrative-gender";
const std::string gender_system = "http://hl7.org/fhir/administrative-gender";

TEST(Terminology, KnowsTheCodesOfR4) {
  const terminology& r4 = terminology::r4();
  EXPECT_EQ(r4.contains(gender_set, gender_system, "female"), yes);
  EXPECT_EQ(r4.contains(gender_set + "|4.0.1", gender_system, "female"), yes);
  EXPECT_EQ(r4.contains(gender_set, gender_system, "girl"), no);
  EXPECT_EQ(r4.contains(gender_set, "http://other", "female"), no);
  EXPECT_EQ(r4.contains_code(gender_set, "female"), yes);
  EXPECT_EQ(r4.contains("http://nobody", gender_system, "female"), unknown);
  EXPECT_EQ(r4.system_has(gender_system, "female"), yes);
  EXPECT_EQ(r4.system_has(gender_system, "girl"), no);
  EXPECT_EQ(r4.system_has("http://loinc.org", "8867-4"), unknown);
}

TEST(Terminology, FollowsWhatIsBelowACode) {
  const terminology& r4 = terminology::r4();
  // v3-ActEncounterCode is what is below _ActEncounterCode.
  const std::string set = "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode";
  const std::string system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  EXPECT_EQ(r4.contains(set, system, "AMB"), yes);
  EXPECT_EQ(r4.contains(set, system, "IMP"), yes);
  EXPECT_EQ(r4.contains(set, system, "PBILLACCT"), no);
  EXPECT_EQ(r4.system_has(system, "PBILLACCT"), yes);
}

TEST(Terminology, DoesNotJudgeWhatItCannotKnow) {
  const terminology& r4 = terminology::r4();
  EXPECT_EQ(r4.contains("http://hl7.org/fhir/ValueSet/condition-code", "http://snomed.info/sct", "38341003"), unknown);
  EXPECT_EQ(r4.contains("http://hl7.org/fhir/ValueSet/mimetypes", "urn:ietf:bcp:13", "image/png"), yes);
  EXPECT_EQ(r4.contains_code("http://hl7.org/fhir/ValueSet/mimetypes", "no type"), no);
  EXPECT_EQ(r4.contains_code("http://hl7.org/fhir/ValueSet/all-languages", "de-CH"), yes);
}

TEST(Terminology, ReadsItsTable) {
  terminology made;
  ASSERT_TRUE(made.load("phr-terminology 1\nS\thttp://s\na\tb c\tc\ns\thttp://i\nAa\tBb\nV\thttp://v\n*\thttp://i\n+\thttp://s\ta\n?\thttp://o\n"));
  EXPECT_EQ(made.contains("http://v", "http://s", "a"), yes);
  EXPECT_EQ(made.contains("http://v", "http://s", "b c"), no);
  EXPECT_EQ(made.contains("http://v", "http://i", "aA"), yes);
  EXPECT_EQ(made.contains("http://v", "http://i", "x"), no);
  EXPECT_EQ(made.contains("http://v", "http://o", "x"), unknown);
  EXPECT_EQ(made.system_has("http://s", "b c"), yes);
}

TEST(Terminology, RefusesAnotherTableAndTellsTheLine) {
  struct sample {
    const char* text;
    std::uint32_t line;
  };
  for (const sample& each : {sample{"phr-terminology 2\n", 1}, sample{"phr-terminology 1\nX\thttp://a\n", 2}, sample{"phr-terminology 1\nS\thttp://s\na\n+\thttp://s\ta\n", 4}}) {
    terminology made;
    const auto loaded = made.load(each.text);
    ASSERT_FALSE(loaded) << each.text;
    EXPECT_EQ(loaded.error().code(), errc::invalid_value);
    EXPECT_EQ(loaded.error().line(), each.line) << each.text;
  }
}

fhir::any_resource resource(const char* text) { return fhir::json_decode(text).value(); }

TEST(Terminology, TakesValueSetsAndCodeSystemsAtRunTime) {
  terminology made(&terminology::r4());
  EXPECT_TRUE(made.add(resource(R"({"resourceType":"CodeSystem","url":"http://s","status":"active","content":"complete","concept":[{"code":"a","concept":[{"code":"b"}]},{"code":"c"}]})")));
  EXPECT_TRUE(made.add(resource(R"({"resourceType":"ValueSet","url":"http://v","status":"active","compose":{"include":[{"system":"http://s"},{"system":"http://t","concept":[{"code":"x"}]}],)"
                                R"("exclude":[{"system":"http://s","concept":[{"code":"c"}]}]}})")));
  EXPECT_TRUE(made.add(resource(R"({"resourceType":"ValueSet","url":"http://w","status":"active","compose":{"include":[{"valueSet":["http://v"]},{"system":"http://s","filter":[{"property":"concept","op":"is-a","value":"a"}]}]}})")));
  EXPECT_FALSE(made.add(resource(R"({"resourceType":"Patient"})")));
  EXPECT_EQ(made.contains("http://v", "http://s", "b"), yes);
  EXPECT_EQ(made.contains("http://v", "http://s", "c"), no);
  EXPECT_EQ(made.contains("http://v", "http://t", "x"), yes);
  EXPECT_EQ(made.contains("http://v", "http://t", "y"), no);
  EXPECT_EQ(made.contains("http://w", "http://s", "b"), yes);
  EXPECT_EQ(made.contains("http://w", "http://s", "c"), unknown);  // the filter is not followed
  EXPECT_EQ(made.contains("http://w", "http://s", "q"), no);       // but is of the system
  EXPECT_EQ(made.contains(gender_set, gender_system, "male"), yes);  // R4 is behind it
}

TEST(Terminology, EndsWhereValueSetsAreMadeOfThemselves) {
  terminology made;
  made.add(resource(R"({"resourceType":"ValueSet","url":"http://a","status":"active","compose":{"include":[{"valueSet":["http://b"]}]}})"));
  made.add(resource(R"({"resourceType":"ValueSet","url":"http://b","status":"active","compose":{"include":[{"valueSet":["http://a"]}]}})"));
  EXPECT_EQ(made.contains("http://a", "http://s", "x"), unknown);
}

TEST(Shapes, OfLanguageTags) {
  for (const char* each : {"en", "de-CH", "zh-Hant-TW", "x-mine", "i-klingon", "sl-rozaj-biske"}) EXPECT_TRUE(is_language_tag(each)) << each;
  for (const char* each : {"", "e", "1n", "en_US", "en-", "-en", "en--us", "abcdefghi", "x", "de-toolongtag"}) EXPECT_FALSE(is_language_tag(each)) << each;
}

TEST(Shapes, OfMediaTypes) {
  for (const char* each : {"text/plain", "application/fhir+json; charset=utf-8", "image/svg+xml", "xml", "json"}) EXPECT_TRUE(is_media_type(each)) << each;
  for (const char* each : {"", "text", "text/", "/plain", "text/pl ain", "a b/c", "[%x%]"}) EXPECT_FALSE(is_media_type(each)) << each;
}

// Every value set of the definitions that lists its codes has just those.
TEST(TerminologySuite, HasExactlyTheCodesThatValueSetsList) {
  const auto folder = test::suite("fhir-r4-definitions");
  if (folder.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhir-r4-definitions";
  fhir::json::document all;
  ASSERT_TRUE(all.parse(test::read(folder / "valuesets.json")));
  int sets = 0;
  for (const auto& entry : all.root()["entry"].elements()) {
    const auto of = entry["resource"];
    if (of["resourceType"].raw_text() != "ValueSet") continue;
    bool lists = true;
    for (const auto& include : of["compose"]["include"].elements()) lists = lists && include["concept"].size() > 0 && !include["filter"] && !include["valueSet"];
    if (!lists || of["compose"]["exclude"]) continue;
    ++sets;
    std::string url_scratch, system_scratch, scratch;
    const std::string url(of["url"].text(url_scratch));
    for (const auto& include : of["compose"]["include"].elements()) {
      const std::string system(include["system"].text(system_scratch));
      for (const auto& each : include["concept"].elements()) {
        const std::string code(each["code"].text(scratch));
        EXPECT_EQ(terminology::r4().contains(url, system, code), yes) << url << ' ' << code;
        EXPECT_EQ(terminology::r4().contains(url, system, code + "~"), no) << url << ' ' << code;
      }
      EXPECT_EQ(terminology::r4().contains(url, "http://other", "x"), no) << url;
    }
  }
  EXPECT_GT(sets, 80);
}

}  // namespace
}  // namespace phr::validate
