// Models as JSON: what is written, and what of a text is kept.
#include "issues.hpp"

#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

#include <string>

namespace phr::fhir::test {
namespace {

using enum errc;

// A text that R4 allows, and as what it is encoded again.
void expect_encoded(const std::string& text, const std::string& encoded) {
  json_decoder decoder;
  const auto read = decoder.decode(text);
  ASSERT_TRUE(read) << text << testing::PrintToString(issues_of(decoder));
  EXPECT_EQ(json_encode(read.value()), encoded) << text;
  const auto again = decoder.decode(encoded);
  ASSERT_TRUE(again) << encoded << testing::PrintToString(issues_of(decoder));
  EXPECT_TRUE(again.value() == read.value()) << text;
  const auto lenient = decoder.decode(text, {.lenient = true});
  ASSERT_TRUE(lenient) << text;
  EXPECT_TRUE(decoder.issues().empty()) << testing::PrintToString(issues_of(decoder));
  EXPECT_TRUE(lenient.value() == read.value()) << text;
}

void expect_kept(const std::string& text) { expect_encoded(text, text); }

TEST(Codec, WritesElementsInTheOrderOfTheirDefinitionWithoutWhiteSpace) {
  expect_encoded(" {\r\n\t\"gender\" : \"male\" , \"name\":[ {\"given\" :[ \"A\" ,\"B\"], \"use\":\"official\"} ],\n"
                 "\"active\": false, \"_gender\": { \"id\" :\"g\" }, \"id\":\"a\", \"resourceType\" : \"Patient\" } \n",
                 R"({"resourceType":"Patient","id":"a","active":false,"name":[{"use":"official","given":["A","B"]}],)"
                 R"("gender":"male","_gender":{"id":"g"}})");
}

TEST(Codec, LeavesOutWhatIsEmpty) {
  r4::Patient patient;
  patient.id = "a";
  patient.name.add();
  patient.name.add().given = {"", "x", ""};
  patient.contact.add().name.ensure().period.ensure();
  patient.maritalStatus.ensure().coding.add();
  patient.deceased = r4::dateTime();
  patient.multipleBirth = r4::integer();
  patient.extension.add().value = r4::Quantity();
  patient.contained.add();
  patient.sidecar_.ensure(2);
  patient.name[1].sidecar_.ensure(5, 0);
  EXPECT_EQ(json_encode(patient), R"({"resourceType":"Patient","id":"a","name":[{"given":["x"]}]})");
  EXPECT_EQ(json_encode(r4::Patient{}), R"({"resourceType":"Patient"})");
  EXPECT_EQ(json_encode(r4::Quantity{}), "{}");
  EXPECT_EQ(json_encode(any_resource()), "");
}

TEST(Codec, WritesElementsOfAbsentValues) {
  r4::HumanName name;
  name.given = {"a", "b"};
  name.sidecar_.ensure(5, 3).id = "x";
  name.sidecar_.ensure(6, 1).id = "y";
  EXPECT_EQ(json_encode(name), R"({"given":["a","b",null],"_given":[null,null,{"id":"x"}],"_prefix":[{"id":"y"}]})");
}

TEST(Codec, AppendsBehindWhatIsThere) {
  std::string out = "{";
  append_json(out, r4::Patient::structure_, any_resource(r4::Patient{.id = "a"}).object());
  EXPECT_EQ(out, R"({{"resourceType":"Patient","id":"a"})");
}

TEST(Codec, KeepsTheDigitsOfDecimals) {
  const std::string most = std::string(999, '7') + "1";
  for (const std::string& digits : {std::string("0"), std::string("-0"), std::string("-0.0"), std::string("1.0"), std::string("1.00"),
                                    std::string("1e2"), std::string("1E+2"), std::string("1.50e-10"), std::string("0.010"),
                                    std::string("1e10000"), "0." + std::string(38, '3'), "0." + std::string(39, '3'), most}) {
    expect_kept(R"({"resourceType":"Observation","valueQuantity":{"value":)" + digits + R"(,"unit":"g"}})");
  }
  json_decoder decoder;
  ASSERT_FALSE(decoder.decode(R"({"resourceType":"Observation","valueQuantity":{"value":)" + most + "0}}"));
  EXPECT_EQ(issues_of(decoder), (issues{{too_large, "Observation.valueQuantity.value", 1, 56}}));
}

TEST(Codec, KeepsIdsAndExtensionsOfPrimitives) {
  const std::string beside = R"({"id":"x","extension":[{"url":"http://example.org","valueDecimal":1.0,"_valueDecimal":{"id":"y"}}]})";
  expect_kept(R"({"resourceType":"Patient","birthDate":"2020","_birthDate":)" + beside + "}");
  expect_kept(R"({"resourceType":"Patient","_birthDate":)" + beside + "}");
  expect_encoded(R"({"_birthDate":)" + beside + R"(,"birthDate":"2020","resourceType":"Patient"})",
                 R"({"resourceType":"Patient","birthDate":"2020","_birthDate":)" + beside + "}");
  expect_kept(R"({"resourceType":"Patient","active":false,"_active":{"id":"x"},"gender":"male","_gender":{"id":"y"}})");
}

TEST(Codec, KeepsNullPaddedArraysAlignedBothWays) {
  const std::string name = R"({"resourceType":"Patient","name":[{)";
  expect_kept(name + R"("given":["a",null,"c"],"_given":[null,{"id":"x"},{"id":"y"}]}]})");
  expect_kept(name + R"("given":[null,"b"],"_given":[{"id":"x"},null]}]})");
  expect_kept(name + R"("_given":[{"id":"x"},{"id":"y"}]}]})");
  expect_encoded(name + R"("_given":[null,{"id":"x"}],"given":["a",null]}]})", name + R"("given":["a",null],"_given":[null,{"id":"x"}]}]})");
  expect_encoded(name + R"("given":["a"],"_given":[null,{"id":"x"}]}]})", name + R"("given":["a",null],"_given":[null,{"id":"x"}]}]})");
  expect_encoded(name + R"("given":["a","b","c"],"_given":[null,{"id":"x"}]}]})", name + R"("given":["a","b","c"],"_given":[null,{"id":"x"},null]}]})");
  expect_encoded(name + R"("given":["a","b"],"_given":[null,null]}]})", name + R"("given":["a","b"]}]})");
}

TEST(Codec, KeepsChoicesOfEveryForm) {
  for (const char* value : {R"("valueString":"x")", R"("_valueString":{"id":"a"})", R"("valueString":"x","_valueString":{"id":"a"})",
                            R"("valueBoolean":false)", R"("valueInteger":-7)", R"("valueTime":"10:00:00.50")",
                            R"("valueDateTime":"2020-02","_valueDateTime":{"id":"a"})", R"("valueQuantity":{"value":1.0})",
                            R"("valuePeriod":{"start":"2020","_end":{"id":"b"}})", R"("valueSampledData":{"data":"1 2 E"})"}) {
    expect_kept(R"({"resourceType":"Observation",)" + std::string(value) + "}");
  }
  expect_encoded(R"({"resourceType":"Observation","_valueString":{"id":"a"},"valueString":"x"})",
                 R"({"resourceType":"Observation","valueString":"x","_valueString":{"id":"a"}})");
}

TEST(Codec, KeepsTheMeaningOfEscapes) {
  expect_encoded(R"({"resourceType":"Patient","id":"\"\\\/\b\f\n\r\t\u0041\u00e4\u20AC\ud83d\ude00\u001f"})",
                 "{\"resourceType\":\"Patient\",\"id\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\tA\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\\u001f\"}");
  expect_kept("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\xF0\x9F\x98\x80 a longer text \xC3\xA4\x7F\"}]}");
  expect_encoded(R"({"resourceType":"Patient","gen\u0064er":"m\u0061le"})", R"({"resourceType":"Patient","gender":"male"})");
  expect_kept(R"({"resourceType":"Patient","id":"a//b","language":"/* c */"})");
}

TEST(Codec, KeepsUnknownCodes) {
  expect_kept(R"({"resourceType":"Patient","gender":"a code of no value set"})");
  expect_kept(R"({"resourceType":"Patient","gender":"Male"})");
}

TEST(Codec, KeepsMomentsAsWritten) {
  for (const char* moment : {"2020", "2020-02", "2020-02-29", "2020-02-29T10:00:00Z", "2020-02-29T10:00:00.500+00:00", "2020-02-29T10:00:00-00:00",
                             "2016-12-31T23:59:60+14:00", "0001-01-01T00:00:00.123456789012345678Z"}) {
    expect_kept(R"({"resourceType":"Observation","effectiveDateTime":")" + std::string(moment) + "\"}");
  }
}

TEST(Codec, ReadsResourcesInResourcesWithTheTypeAnywhere) {
  expect_encoded(R"({"contained":[{"id":"p","name":[{"family":"resourceType"}],"resourceType":"Patient"}],"id":"o","resourceType":"Observation"})",
                 R"({"resourceType":"Observation","id":"o","contained":[{"resourceType":"Patient","id":"p","name":[{"family":"resourceType"}]}]})");
  expect_kept(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Bundle","entry":[{"fullUrl":"urn:a",)"
              R"("resource":{"resourceType":"Patient"},"response":{"status":"200","outcome":{"resourceType":"OperationOutcome"}}}]}}]})");
  expect_kept(R"({"resourceType":"Parameters","parameter":[{"name":"a","resource":{"resourceType":"Binary","data":"AAAA"}}]})");
}

TEST(Codec, GoesPastAByteOrderMark) {
  expect_encoded("\xEF\xBB\xBF{\"resourceType\":\"Patient\"}", R"({"resourceType":"Patient"})");
  json_decoder decoder;
  ASSERT_FALSE(decoder.decode("\xEF\xBB\xBF{\"resourceType\":\"Patient\",\"x\":1}"));
  EXPECT_EQ(issues_of(decoder), (issues{{unknown_element, "Patient", 1, 27}}));
}

}  // namespace
}  // namespace phr::fhir::test
