// What is wrong with a text: code, line, column and path; and what a lenient reading makes of it.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace phr::fhir {

static bool operator==(const decode_issue& a, const decode_issue& b) {
  return a.code == b.code && a.path == b.path && a.line == b.line && a.column == b.column;
}

static std::ostream& operator<<(std::ostream& out, const decode_issue& issue) {
  const static_text code = name(issue.code);
  return out << std::string_view(code.data(), code.size()) << ' ' << issue.path << ' ' << issue.line << ':' << issue.column;
}

namespace test {
namespace {

using enum errc;
using issues = std::vector<decode_issue>;

issues issues_of(const json_decoder& decoder) { return {decoder.issues().begin(), decoder.issues().end()}; }

// A text that a strict reading refuses with its first issue and a lenient one takes with all of them; `kept` is what the
// lenient one encodes as.
struct defect {
  const char* text;
  issues found;
  const char* kept;
};

std::ostream& operator<<(std::ostream& out, const defect& each) { return out << each.text; }

class Mendable : public testing::TestWithParam<defect> {};

TEST_P(Mendable, EndsAStrictReadingAtItsPlace) {
  const defect& given = GetParam();
  json_decoder decoder;
  const auto read = decoder.decode(given.text);
  ASSERT_FALSE(read);
  EXPECT_EQ(issues_of(decoder), issues{given.found.front()});
  EXPECT_EQ(read.error().code(), given.found.front().code);
  EXPECT_EQ(read.error().line(), given.found.front().line);
  EXPECT_EQ(read.error().column(), given.found.front().column);
  EXPECT_FALSE(read.error().place().empty());
}

TEST_P(Mendable, IsAnIssueOfALenientReadingThatKeepsTheRest) {
  const defect& given = GetParam();
  json_decoder decoder;
  const auto read = decoder.decode(given.text, {.lenient = true});
  ASSERT_TRUE(read) << testing::PrintToString(issues_of(decoder));
  EXPECT_EQ(issues_of(decoder), given.found);
  EXPECT_EQ(json_encode(read.value()), given.kept);
  EXPECT_TRUE(json_decode(given.kept)) << "what is kept is well-formed";
}

constexpr const char* only_type = R"({"resourceType":"Patient"})";

INSTANTIATE_TEST_SUITE_P(Names, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","x":[1,{"y":"\n","z":{}},[]],"id":"a"})", {{unknown_element, "Patient", 1, 27}},
           R"({"resourceType":"Patient","id":"a"})"},
    defect{R"({"resourceType":"Patient","ID":"a"})", {{unknown_element, "Patient", 1, 27}}, only_type},
    defect{R"({"resourceType":"Patient","deceased":true})", {{unknown_element, "Patient", 1, 27}}, only_type},
    defect{R"({"resourceType":"Patient","_name":[{"id":"x"}]})", {{unknown_element, "Patient", 1, 27}}, only_type},
    defect{R"({"resourceType":"Patient","_resourceType":{"id":"x"}})", {{unknown_element, "Patient", 1, 27}}, only_type},
    defect{R"({"resourceType":"Patient","name":[{"resourceType":"HumanName","family":"a"}]})",
           {{unknown_element, "Patient.name[0]", 1, 36}}, R"({"resourceType":"Patient","name":[{"family":"a"}]})"},
    defect{"{\"resourceType\":\"Patient\",\n \"contact\":[{},{\n  \"name\":{\"familiy\":\"x\"}}]}",
           {{empty_object, "Patient.contact[0]", 2, 13}, {unknown_element, "Patient.contact[1].name", 3, 11}}, only_type},
    defect{R"({"resourceType":"Patient","gender":"male","gender":"female"})", {{duplicate_key, "Patient.gender", 1, 43}},
           R"({"resourceType":"Patient","gender":"male"})"},
    defect{R"({"resourceType":"Patient","gen\u0064er":"male","gender":"female"})", {{duplicate_key, "Patient.gender", 1, 48}},
           R"({"resourceType":"Patient","gender":"male"})"},
    defect{R"({"resourceType":"Patient","_birthDate":{"id":"a"},"_birthDate":{"id":"b"}})", {{duplicate_key, "Patient.birthDate", 1, 51}},
           R"({"resourceType":"Patient","_birthDate":{"id":"a"}})"},
    defect{R"({"resourceType":"Patient","resourceType":"Patient","id":"a"})", {{duplicate_key, "Patient.resourceType", 1, 27}},
           R"({"resourceType":"Patient","id":"a"})"},
    defect{R"({"resourceType":"Patient","resourceType":"Observation"})", {{duplicate_key, "Patient.resourceType", 1, 27}}, only_type},
    defect{R"({"resourceType":"Patient","multipleBirthInteger":2,"multipleBirthBoolean":true})",
           {{duplicate_key, "Patient.multipleBirthBoolean", 1, 52}}, R"({"resourceType":"Patient","multipleBirthInteger":2})"},
    defect{R"({"resourceType":"Patient","_multipleBirthInteger":{"id":"x"},"multipleBirthBoolean":true})",
           {{duplicate_key, "Patient.multipleBirthBoolean", 1, 62}}, R"({"resourceType":"Patient","_multipleBirthInteger":{"id":"x"}})"}));

INSTANTIATE_TEST_SUITE_P(Types, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","active":1})", {{wrong_type, "Patient.active", 1, 36}}, only_type},
    defect{R"({"resourceType":"Patient","active":"yes"})", {{wrong_type, "Patient.active", 1, 36}}, only_type},
    defect{R"({"resourceType":"Patient","gender":5})", {{wrong_type, "Patient.gender", 1, 36}}, only_type},
    defect{R"({"resourceType":"Patient","birthDate":{"a":[]}})", {{wrong_type, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Patient","maritalStatus":"M"})", {{wrong_type, "Patient.maritalStatus", 1, 43}}, only_type},
    defect{R"({"resourceType":"Patient","contained":[5,{"resourceType":"Patient","id":"a"}]})", {{wrong_type, "Patient.contained[0]", 1, 40}},
           R"({"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"a"}]})"},
    defect{R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:a","resource":true}]})", {{wrong_type, "Bundle.entry[0].resource", 1, 65}},
           R"({"resourceType":"Bundle","entry":[{"fullUrl":"urn:a"}]})"},
    defect{R"({"resourceType":"Patient","_birthDate":"x"})", {{wrong_type, "Patient.birthDate", 1, 40}}, only_type},
    defect{R"({"resourceType":"Patient","_birthDate":[{"id":"x"}]})", {{unexpected_array, "Patient.birthDate", 1, 40}}, only_type},
    defect{R"({"resourceType":"Patient","birthDate":["2020"]})", {{unexpected_array, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Patient","name":[[{"family":"a"}],{"family":"b"}]})", {{unexpected_array, "Patient.name[0]", 1, 35}},
           R"({"resourceType":"Patient","name":[{"family":"b"}]})"},
    defect{R"({"resourceType":"Observation","valueQuantity":[{"value":1}]})", {{unexpected_array, "Observation.valueQuantity", 1, 47}},
           R"({"resourceType":"Observation"})"},
    defect{R"({"resourceType":"Patient","name":{"given":"a"}})",
           {{array_expected, "Patient.name", 1, 34}, {array_expected, "Patient.name.given", 1, 43}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":["a"],"_given":{"id":"x"}}]})", {{array_expected, "Patient.name[0].given", 1, 59}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"}));

INSTANTIATE_TEST_SUITE_P(Values, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","active":"true"})", {{number_as_string, "Patient.active", 1, 36}},
           R"({"resourceType":"Patient","active":true})"},
    defect{R"({"resourceType":"Patient","active":"false"})", {{number_as_string, "Patient.active", 1, 36}},
           R"({"resourceType":"Patient","active":false})"},
    defect{R"({"resourceType":"Patient","multipleBirthInteger":"2"})", {{number_as_string, "Patient.multipleBirthInteger", 1, 50}},
           R"({"resourceType":"Patient","multipleBirthInteger":2})"},
    defect{R"({"resourceType":"Observation","valueQuantity":{"value":"5.40","unit":"g"}})",
           {{number_as_string, "Observation.valueQuantity.value", 1, 56}},
           R"({"resourceType":"Observation","valueQuantity":{"value":5.40,"unit":"g"}})"},
    defect{R"({"resourceType":"Observation","valueQuantity":{"value":"5,4","unit":"g"}})",
           {{wrong_type, "Observation.valueQuantity.value", 1, 56}}, R"({"resourceType":"Observation","valueQuantity":{"unit":"g"}})"},
    defect{R"({"resourceType":"Patient","multipleBirthInteger":2.0})", {{invalid_value, "Patient.multipleBirthInteger", 1, 50}}, only_type},
    defect{R"({"resourceType":"Patient","multipleBirthInteger":2147483648})", {{invalid_value, "Patient.multipleBirthInteger", 1, 50}}, only_type},
    defect{R"({"resourceType":"Patient","photo":[{"size":-1,"title":"a"}]})", {{invalid_value, "Patient.photo[0].size", 1, 44}},
           R"({"resourceType":"Patient","photo":[{"title":"a"}]})"},
    defect{R"({"resourceType":"Observation","valueQuantity":{"value":1e10001}})", {{invalid_value, "Observation.valueQuantity.value", 1, 56}},
           R"({"resourceType":"Observation"})"},
    defect{R"({"resourceType":"Patient","birthDate":"2020-02-30"})", {{malformed_date, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Patient","birthDate":"2020-02-01T10:00:00Z"})", {{malformed_date, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Observation","valueTime":"24:00:00","id":"a"})", {{malformed_date, "Observation.valueTime", 1, 43}},
           R"({"resourceType":"Observation","id":"a"})"},
    defect{R"({"resourceType":"Observation","issued":"2020-02-01"})", {{malformed_date, "Observation.issued", 1, 40}},
           R"({"resourceType":"Observation"})"},
    defect{R"({"resourceType":"Patient","birthDate":""})", {{empty_string, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Patient","gender":""})", {{empty_string, "Patient.gender", 1, 36}}, only_type},
    defect{R"({"resourceType":"Patient","id":""})", {{empty_string, "Patient.id", 1, 32}}, only_type},
    defect{R"({"resourceType":"Patient","name":[]})", {{empty_array, "Patient.name", 1, 34}}, only_type},
    defect{R"({"resourceType":"Patient","name":[{"given":[]}]})", {{empty_array, "Patient.name[0].given", 1, 44}}, only_type},
    defect{R"({"resourceType":"Patient","name":[{"_given":[]}]})", {{empty_array, "Patient.name[0].given", 1, 45}}, only_type},
    defect{R"({"resourceType":"Patient","name":[{}]})", {{empty_object, "Patient.name[0]", 1, 35}}, only_type},
    defect{R"({"resourceType":"Patient","maritalStatus":{}})", {{empty_object, "Patient.maritalStatus", 1, 43}}, only_type},
    defect{R"({"resourceType":"Patient","_birthDate":{}})", {{empty_object, "Patient.birthDate", 1, 40}}, only_type},
    defect{R"({"resourceType":"Observation","valueQuantity":{}})", {{empty_object, "Observation.valueQuantity", 1, 47}},
           R"({"resourceType":"Observation"})"}));

INSTANTIATE_TEST_SUITE_P(Nulls, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","birthDate":null})", {{unexpected_null, "Patient.birthDate", 1, 39}}, only_type},
    defect{R"({"resourceType":"Patient","maritalStatus":null})", {{unexpected_null, "Patient.maritalStatus", 1, 43}}, only_type},
    defect{R"({"resourceType":"Patient","name":[null,{"family":"a"}]})", {{unexpected_null, "Patient.name[0]", 1, 35}},
           R"({"resourceType":"Patient","name":[{"family":"a"}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":["a",null]}]})", {{unexpected_null, "Patient.name[0].given[1]", 1, 54}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":[null,"a longer name",null,"b"]}]})",
           {{unexpected_null, "Patient.name[0].given[0]", 1, 75}, {unexpected_null, "Patient.name[0].given[2]", 1, 75}},
           R"({"resourceType":"Patient","name":[{"given":["a longer name","b"]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"_given":[{"id":"x"},null]}]})", {{unexpected_null, "Patient.name[0].given[1]", 1, 62}},
           R"({"resourceType":"Patient","name":[{"_given":[{"id":"x"}]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":["a",null],"_given":[null,{}]}]})", {{empty_object, "Patient.name[0].given[1]", 1, 70}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"},
    defect{R"({"resourceType":"PlanDefinition","library":["a",null],"subjectReference":{"reference":"Group/x"}})",
           {{unexpected_null, "PlanDefinition.library[1]", 1, 97}},
           R"({"resourceType":"PlanDefinition","subjectReference":{"reference":"Group/x"},"library":["a"]})"}));

// What is left out of an array keeps its place, so that what stands beside the others stays with them.
INSTANTIATE_TEST_SUITE_P(Siblings, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","name":[{"given":[5,"b"],"_given":[null,{"id":"x"}]}]})", {{wrong_type, "Patient.name[0].given[0]", 1, 45}},
           R"({"resourceType":"Patient","name":[{"given":["b"],"_given":[{"id":"x"}]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"_given":[null,{"id":"x"}],"given":[5,"b"]}]})", {{wrong_type, "Patient.name[0].given[0]", 1, 72}},
           R"({"resourceType":"Patient","name":[{"given":["b"],"_given":[{"id":"x"}]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":[5,"b"],"_given":[{"id":"y"},{"id":"x"}]}]})", {{wrong_type, "Patient.name[0].given[0]", 1, 45}},
           R"({"resourceType":"Patient","name":[{"given":[null,"b"],"_given":[{"id":"y"},{"id":"x"}]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":["a",5,"c"],"_given":[null,null,7]}]})",
           {{wrong_type, "Patient.name[0].given[1]", 1, 49}, {wrong_type, "Patient.name[0].given[2]", 1, 76}},
           R"({"resourceType":"Patient","name":[{"given":["a","c"]}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":"a","_given":[{"id":"x"}]}]})", {{array_expected, "Patient.name[0].given", 1, 44}},
           R"({"resourceType":"Patient","name":[{"given":["a"],"_given":[{"id":"x"}]}]})"},
    defect{R"({"resourceType":"Patient","birthDate":5,"_birthDate":{"id":"x"}})", {{wrong_type, "Patient.birthDate", 1, 39}},
           R"({"resourceType":"Patient","_birthDate":{"id":"x"}})"},
    defect{R"({"resourceType":"Patient","_deceasedDateTime":{"id":"x"},"deceasedDateTime":"now"})", {{malformed_date, "Patient.deceasedDateTime", 1, 77}},
           R"({"resourceType":"Patient","_deceasedDateTime":{"id":"x"}})"}));

INSTANTIATE_TEST_SUITE_P(Json, Mendable, testing::Values(
    defect{R"({"resourceType":"Patient","active":true,})", {{trailing_comma, "Patient", 1, 40}}, R"({"resourceType":"Patient","active":true})"},
    defect{R"({"resourceType":"Patient","name":[{"family":"a"},]})", {{trailing_comma, "Patient.name[0]", 1, 49}},
           R"({"resourceType":"Patient","name":[{"family":"a"}]})"},
    defect{R"({"resourceType":"Patient","name":[{"given":["a",]}]})", {{trailing_comma, "Patient.name[0].given[0]", 1, 48}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"},
    defect{"// a comment\n{\"resourceType\":\"Patient\"}", {{json_comment, "", 1, 1}}, only_type},
    defect{"{/* { \" */\"resourceType\":\"Patient\"}", {{json_comment, "", 1, 2}}, only_type},
    defect{"{\"resourceType\":\"Patient\",\n  // one's \"own\n \"active\"/**/:true/* two */}",
           {{json_comment, "", 2, 3}, {json_comment, "", 3, 10}, {json_comment, "", 3, 19}}, R"({"resourceType":"Patient","active":true})"},
    defect{R"({"resourceType":"Patient","active":/*c*/true})", {{json_comment, "", 1, 36}}, R"({"resourceType":"Patient","active":true})"},
    defect{R"({"resourceType":"Patient","multipleBirthInteger":2/*c*/})", {{json_comment, "", 1, 51}},
           R"({"resourceType":"Patient","multipleBirthInteger":2})"},
    defect{"\xEF\xBB\xBF{\"resourceType\":\"Patient\"} // c", {{json_comment, "", 1, 28}}, only_type}));

// A text that ends even a lenient reading. The last issue says why; those before it are what was found on the way.
struct dead_end {
  std::string text;
  issues strict;
  issues lenient;
};

std::ostream& operator<<(std::ostream& out, const dead_end& each) { return out << each.text; }

class Hopeless : public testing::TestWithParam<dead_end> {};

TEST_P(Hopeless, EndsEveryReadingWithAnError) {
  const dead_end& given = GetParam();
  json_decoder decoder;
  for (const bool lenient : {false, true}) {
    const issues& wanted = lenient && !given.lenient.empty() ? given.lenient : given.strict;
    const auto read = decoder.decode(given.text, {.lenient = lenient});
    ASSERT_FALSE(read);
    EXPECT_EQ(issues_of(decoder), wanted);
    EXPECT_EQ(read.error().code(), wanted.back().code);
    EXPECT_EQ(read.error().line(), wanted.back().line);
    EXPECT_EQ(read.error().column(), wanted.back().column);
  }
}

INSTANTIATE_TEST_SUITE_P(Json, Hopeless, testing::Values(
    dead_end{"", {{empty_input, "", 0, 0}}, {}},
    dead_end{"\xEF\xBB\xBF", {{empty_input, "", 0, 0}}, {}},
    dead_end{" \n ", {{empty_input, "", 0, 0}}, {}},
    dead_end{R"({"resourceType":"Patient")", {{malformed_json, "Patient", 1, 26}}, {}},
    dead_end{"{\"resourceType\":\"Patient\"}\n{", {{malformed_json, "", 2, 1}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"x)", {{malformed_json, "", 1, 32}}, {}},
    dead_end{"{\"resourceType\":\"Patient\",\"id\":\"a\nb\"}", {{malformed_json, "", 1, 34}}, {}},
    dead_end{R"({"resourceType":"Patient" "id":"x"})", {{malformed_json, "Patient", 1, 27}}, {}},
    dead_end{R"({"resourceType":"Patient","id" "x"})", {{malformed_json, "Patient", 1, 32}}, {}},
    dead_end{R"({"resourceType":"Patient",id:"x"})", {{malformed_json, "Patient", 1, 27}}, {}},
    dead_end{R"({"resourceType":"Patient","name":[{"family":"a"})", {{malformed_json, "Patient.name[0]", 1, 49}}, {}},
    dead_end{R"({"resourceType":"Patient","name":[{"family":"a"}}})", {{malformed_json, "Patient.name[0]", 1, 49}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"\ud800"})", {{malformed_json, "Patient.id", 1, 33}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"\udc00\ud800"})", {{malformed_json, "Patient.id", 1, 33}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"ab\x"})", {{malformed_json, "Patient.id", 1, 35}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"\u12"})", {{malformed_json, "Patient.id", 1, 33}}, {}},
    dead_end{R"({"resourceType":"Patient","id":"\u0000"})", {{nul_character, "Patient.id", 1, 33}}, {}},
    dead_end{std::string("{\"resourceType\":\"Patient\",\"id\":\"a\0b\"}", 37), {{nul_character, "", 1, 34}}, {}},
    dead_end{"{\"resourceType\":\"Patient\",\"id\":\"\xC3\"}", {{invalid_utf8, "", 1, 33}}, {}},
    dead_end{R"({"resourceType":"Patient","multipleBirthInteger":01})", {{malformed_number, "Patient.multipleBirthInteger", 1, 50}}, {}},
    dead_end{R"({"resourceType":"Observation","valueQuantity":{"value":5.}})", {{malformed_number, "Observation.valueQuantity.value", 1, 56}}, {}},
    dead_end{R"({"resourceType":"Observation","valueQuantity":{"value":- 5}})", {{malformed_number, "Observation.valueQuantity.value", 1, 56}}, {}},
    dead_end{R"({"resourceType":"Patient"/* open)", {{json_comment, "", 1, 26}}, {{json_comment, "", 1, 26}, {malformed_json, "Patient", 1, 33}}},
    dead_end{R"({"resourceType":"Patient" "id":"x"} // c)", {{malformed_json, "Patient", 1, 27}},
             {{json_comment, "", 1, 37}, {malformed_json, "Patient", 1, 27}}}));

// What a lenient reading leaves out must be JSON too.
INSTANTIATE_TEST_SUITE_P(LeftOut, Hopeless, testing::Values(
    dead_end{R"({"resourceType":"Patient","x":{"a" "b"}})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 36}}},
    dead_end{R"({"resourceType":"Patient","x":{5:1}})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 32}}},
    dead_end{R"({"resourceType":"Patient","x":[1 2]})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 34}}},
    dead_end{R"({"resourceType":"Patient","x":[1,,2]})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 34}}},
    dead_end{R"({"resourceType":"Patient","x":[{]}})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 33}}},
    dead_end{R"({"resourceType":"Patient","x":[[[)", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 34}}},
    dead_end{R"({"resourceType":"Patient","x":nul})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_json, "Patient", 1, 31}}},
    dead_end{R"({"resourceType":"Patient","x":[1,-]})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {malformed_number, "Patient", 1, 34}}},
    dead_end{R"({"resourceType":"Patient","x":"\u0000"})", {{unknown_element, "Patient", 1, 27}},
             {{unknown_element, "Patient", 1, 27}, {nul_character, "Patient", 1, 32}}},
    dead_end{R"({"resourceType":"Patient","gender":})", {{wrong_type, "Patient.gender", 1, 36}},
             {{wrong_type, "Patient.gender", 1, 36}, {malformed_json, "Patient.gender", 1, 36}}}));

INSTANTIATE_TEST_SUITE_P(Resources, Hopeless, testing::Values(
    dead_end{"[]", {{wrong_type, "", 1, 1}}, {}},
    dead_end{" 5", {{wrong_type, "", 1, 2}}, {}},
    dead_end{"{}", {{missing_element, "resourceType", 1, 1}}, {}},
    dead_end{R"({"id":"x","text":{"resourceType":"Patient"}})", {{missing_element, "resourceType", 1, 1}}, {}},
    dead_end{R"({"resourceType":"patient"})", {{unknown_resource_type, "resourceType", 1, 1}}, {}},
    dead_end{R"({"resourceType":"DomainResource"})", {{unknown_resource_type, "resourceType", 1, 1}}, {}},
    dead_end{R"({"resourceType":"Patient","contained":[{"resourceType":"Thing"}]})",
             {{unknown_resource_type, "Patient.contained[0].resourceType", 1, 40}}, {}},
    dead_end{R"({"resourceType":"Bundle","entry":[{"resource":{"id":"x"}}]})",
             {{missing_element, "Bundle.entry[0].resource.resourceType", 1, 47}}, {}}));

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
  expect_encoded("\xEF\xBB\xBF{\"resourceType\":\"Patient\"}", only_type);
  json_decoder decoder;
  ASSERT_FALSE(decoder.decode("\xEF\xBB\xBF{\"resourceType\":\"Patient\",\"x\":1}"));
  EXPECT_EQ(issues_of(decoder), (issues{{unknown_element, "Patient", 1, 27}}));
}

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
}  // namespace test
}  // namespace phr::fhir
