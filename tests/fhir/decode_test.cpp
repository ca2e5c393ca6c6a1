// What is wrong with a text: code, line, column and path; and what a lenient reading makes of it.
#include "issues.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace phr::fhir::test {
namespace {

using enum errc;

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

}  // namespace
}  // namespace phr::fhir::test
