// A decoder's limits, and what it can be used for after one text.
#include "issues.hpp"

#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace phr::fhir::test {
namespace {

using enum errc;

// A Patient with so many extensions in one another.
std::string nested(std::size_t extensions) {
  std::string text = R"({"resourceType":"Patient")";
  for (std::size_t level = 0; level < extensions; ++level) text += level == 0 ? R"(,"extension":[{)" : R"("extension":[{)";
  for (std::size_t level = 0; level < extensions; ++level) text += level == 0 ? R"("url":"u"}])" : R"(,"url":"u"}])";
  return text + "}";
}

TEST(Limits, EndNestingThatIsTooDeep) {
  json_decoder decoder;
  for (const bool lenient : {false, true}) {
    EXPECT_TRUE(decoder.decode(nested(127), {.lenient = lenient}));
    ASSERT_FALSE(decoder.decode(nested(128), {.lenient = lenient}));
    EXPECT_EQ(decoder.issues().back().code, too_deep);
    EXPECT_TRUE(decoder.issues().back().path.starts_with("Patient.extension[0].extension[0]"));
    EXPECT_FALSE(decoder.decode(nested(2000), {.lenient = lenient}));
  }
  EXPECT_TRUE(decoder.decode(nested(2), {.limits = {.depth = 3}}));
  ASSERT_FALSE(decoder.decode(nested(3), {.limits = {.depth = 3}}));
  EXPECT_EQ(issues_of(decoder), (issues{{too_deep, "Patient.extension[0].extension[0].extension[0]", 1, 68}}));
}

TEST(Limits, LetTwoHundredLevelsThroughWhereTheyAreAllowed) {
  const std::string text = nested(200);
  const auto read = json_decode(text, {.limits = {.depth = 201}});
  ASSERT_TRUE(read);
  EXPECT_EQ(json_encode(read.value()), text);
  const any_resource copy = read.value();
  EXPECT_TRUE(copy == read.value());
}

TEST(Limits, EndArraysThatAreTooLong) {
  json_decoder decoder;
  const decode_options three{.array_length = 3};
  EXPECT_TRUE(decoder.decode(R"({"resourceType":"Patient","name":[{"given":["a","b","c"]}]})", three));
  for (const bool lenient : {false, true}) {
    const decode_options options{.lenient = lenient, .array_length = 3};
    ASSERT_FALSE(decoder.decode(R"({"resourceType":"Patient","name":[{"given":["a","b","c","d"]}]})", options));
    EXPECT_EQ(issues_of(decoder), (issues{{too_large, "Patient.name[0].given[3]", 1, 57}}));
    ASSERT_FALSE(decoder.decode(R"({"resourceType":"Patient","name":[{"_given":[null,null,null,{"id":"x"}]}]})", options));
    EXPECT_EQ(issues_of(decoder), (issues{{too_large, "Patient.name[0].given[3]", 1, 61}}));
  }
}

TEST(Limits, EndTextsAndStringsThatAreTooLong) {
  json_decoder decoder;
  const std::string text = R"({"resourceType":"Patient","id":"0123456789abcdef"})";
  EXPECT_TRUE(decoder.decode(text, {.limits = {.text_bytes = 50, .string_bytes = 16}}));
  ASSERT_FALSE(decoder.decode(text, {.limits = {.text_bytes = 49}}));
  EXPECT_EQ(issues_of(decoder), (issues{{too_large, "", 0, 0}}));
  ASSERT_FALSE(decoder.decode(text, {.limits = {.string_bytes = 15}}));
  EXPECT_EQ(issues_of(decoder), (issues{{too_large, "Patient.id", 1, 32}}));
  ASSERT_FALSE(decoder.decode(R"({"a name of many letters":"x","resourceType":"Patient"})", {.limits = {.string_bytes = 15}}));
  EXPECT_EQ(issues_of(decoder), (issues{{too_large, "", 1, 2}}));
}

constexpr const char* only_type = R"({"resourceType":"Patient"})";

TEST(Decoder, ForgetsTheIssuesOfTheTextBefore) {
  json_decoder decoder;
  ASSERT_FALSE(decoder.decode("{"));
  EXPECT_EQ(decoder.issues().size(), 1U);
  ASSERT_TRUE(decoder.decode(only_type));
  EXPECT_TRUE(decoder.issues().empty());
  json_decoder moved = std::move(decoder);
  EXPECT_TRUE(moved.decode(only_type));
  EXPECT_TRUE(decoder.decode(only_type));  // NOLINT(bugprone-use-after-move): it makes new memory
  decoder = std::move(moved);
  EXPECT_TRUE(decoder.decode(only_type));
}

TEST(Decoder, ReadsDataTypesAndRefusesOtherResources) {
  json_decoder decoder;
  r4::Quantity quantity;
  ASSERT_TRUE(decoder.decode_into(r4::Quantity::structure_, &quantity, R"({"value":1.50,"unit":"g"})"));
  EXPECT_EQ(json_encode(quantity), R"({"value":1.50,"unit":"g"})");
  r4::HumanName name;
  ASSERT_FALSE(decoder.decode_into(r4::HumanName::structure_, &name, R"({"given":["a",5]})"));
  EXPECT_EQ(issues_of(decoder), (issues{{wrong_type, "HumanName.given[1]", 1, 15}}));
  ASSERT_TRUE(decoder.decode_into(r4::HumanName::structure_, &(name = {}), "/**/{\"family\":\"a\"}", {.lenient = true}));
  EXPECT_EQ(name.family, "a");
  EXPECT_EQ(json_decode<r4::Patient>(R"({"resourceType":"Observation"})").error().code(), wrong_type);
  EXPECT_EQ(json_decode<r4::Patient>(R"({"resourceType":"Patient","id":"a"})").value().id, "a");
  r4::Patient patient;
  EXPECT_EQ(json_decode_into(r4::Patient::structure_, &patient, R"({"resourceType":"Observation"})").error().code(), wrong_type);
}

}  // namespace
}  // namespace phr::fhir::test
