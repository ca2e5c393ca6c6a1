// The lazy view: an outline, and only what is asked for.
#include <phr/fhir/lazy_json.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

namespace phr::fhir::test {
namespace {

using r4::Observation;
using r4::Patient;

constexpr std::string_view heart_rate =
    R"( {"id":"o", "resourceType" : "Observation","status":"final" ,"code":{"coding":[{"code":"8867-4"}]},)"
    R"("valueQuantity":{"value":72.0,"unit":"/min"},"_effectiveDateTime":{"id":"e"},"effectiveDateTime":"2024-01-02"})";

TEST(LazyJson, KnowsTypeNamesAndTexts) {
  lazy_json view;
  ASSERT_TRUE(view.open(heart_rate));
  EXPECT_EQ(view.type(), resource_type::Observation);
  ASSERT_EQ(view.size(), 6U);
  EXPECT_EQ(view.name(0), "id");
  EXPECT_EQ(view.name(4), "_effectiveDateTime");
  EXPECT_TRUE(view.has("code"));
  EXPECT_FALSE(view.has("resourceType"));
  EXPECT_FALSE(view.has("coding"));
  EXPECT_EQ(view.text("status"), "\"final\"");
  EXPECT_EQ(view.text("valueQuantity"), R"({"value":72.0,"unit":"/min"})");
  EXPECT_EQ(view.text("subject"), "");
}

TEST(LazyJson, ReadsTheChosenElementsAndNoOthers) {
  lazy_json view;
  ASSERT_TRUE(view.open(heart_rate));
  const auto some = view.only<Observation>({"valueQuantity", "status", "subject"});
  ASSERT_TRUE(some);
  EXPECT_EQ(json_encode(some.value()), R"({"resourceType":"Observation","status":"final","valueQuantity":{"value":72.0,"unit":"/min"}})");
  const auto moment = view.only<Observation>({"effectiveDateTime", "_effectiveDateTime"});
  ASSERT_TRUE(moment);
  EXPECT_EQ(json_encode(moment.value()),
            R"({"resourceType":"Observation","effectiveDateTime":"2024-01-02","_effectiveDateTime":{"id":"e"}})");
  EXPECT_EQ(view.only<Patient>({"id"}).error().code(), errc::wrong_type);
}

TEST(LazyJson, ReadingAllOfItIsDecodingIt) {
  lazy_json view;
  ASSERT_TRUE(view.open(heart_rate));
  const auto all = view.only<Observation>({"id", "status", "code", "valueQuantity", "_effectiveDateTime", "effectiveDateTime"});
  ASSERT_TRUE(all);
  EXPECT_EQ(all.value(), json_decode<Observation>(heart_rate).value());
}

TEST(LazyJson, ChecksAnElementWhenItIsRead) {
  lazy_json view;
  ASSERT_TRUE(view.open(R"({"resourceType":"Patient","active":"yes","name":[{"family":"A"}],"birthDate":"2024-02-30"})"));
  EXPECT_TRUE(view.only<Patient>({"name"}));
  const auto wrong = view.only<Patient>({"birthDate"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code(), errc::malformed_date);
  ASSERT_EQ(view.issues().size(), 1U);
  EXPECT_EQ(view.issues()[0].path, "Patient.birthDate");
  EXPECT_EQ(view.issues()[0].column, 78U);
  EXPECT_EQ(view.only<Patient>({"active"}).error().code(), errc::wrong_type);
}

struct refused {
  const char* name;
  std::string_view text;
  errc code;
  std::uint32_t column;
};

class LazyJsonRefuses : public testing::TestWithParam<refused> {};

TEST_P(LazyJsonRefuses, WithACodeAndAPlace) {
  lazy_json view;
  const auto done = view.open(GetParam().text);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), GetParam().code);
  EXPECT_EQ(done.error().column(), GetParam().column);
  EXPECT_EQ(view.size(), 0U);
  ASSERT_TRUE(view.open(heart_rate));  // as new
  EXPECT_EQ(view.size(), 6U);
}

INSTANTIATE_TEST_SUITE_P(
    Outlines, LazyJsonRefuses,
    testing::Values(refused{"an_array", "[]", errc::wrong_type, 1}, refused{"no_type", R"({"id":"a"})", errc::missing_element, 1},
                    refused{"another_type", R"({"resourceType":"Pet"})", errc::unknown_resource_type, 17},
                    refused{"a_type_that_is_no_text", R"({"resourceType":{}})", errc::unknown_resource_type, 17},
                    refused{"two_types", R"({"resourceType":"Patient","resourceType":"Patient"})", errc::duplicate_key, 27},
                    refused{"a_name_twice", R"({"resourceType":"Patient","id":"a","id":"b"})", errc::duplicate_key, 36},
                    refused{"a_bracket_too_many", R"({"resourceType":"Patient","id":["a"]]})", errc::malformed_json, 37},
                    refused{"a_wrong_bracket", R"({"resourceType":"Patient","name":[{"id":"a"]})", errc::malformed_json, 44},
                    refused{"an_open_end", R"({"resourceType":"Patient","name":[{"id":"a"})", errc::malformed_json, 45},
                    refused{"a_trailing_comma", R"({"resourceType":"Patient",})", errc::trailing_comma, 26},
                    refused{"no_comma", R"({"resourceType":"Patient" "id":"a"})", errc::malformed_json, 27},
                    refused{"no_name", R"({"resourceType":"Patient",1:2})", errc::malformed_json, 27},
                    refused{"more_behind", R"({"resourceType":"Patient"} {})", errc::malformed_json, 28},
                    refused{"bad_utf8", "{\"resourceType\":\"Patient\",\"id\":\"\xff\"}", errc::invalid_utf8, 33}),
    [](const auto& each) { return each.param.name; });

TEST(LazyJson, EndsNestingThatIsTooDeep) {
  decode_options shallow;
  shallow.limits.depth = 3;
  lazy_json view;
  EXPECT_TRUE(view.open(R"({"resourceType":"Patient","name":[{"id":"a"}]})", shallow));
  EXPECT_EQ(view.open(R"({"resourceType":"Patient","name":[{"given":["a"]}]})", shallow).error().code(), errc::too_deep);
}

}  // namespace
}  // namespace phr::fhir::test
