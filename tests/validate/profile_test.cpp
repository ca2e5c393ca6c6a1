// What profiles ask, one rule at a time.
#include <phr/fhir/json_codec.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

using lines = std::vector<std::string>;

// A profile of `type` with these elements in its differential.
std::string profile(const std::string& type, const std::string& elements, const std::string& url = "http://p", const std::string& base = "") {
  return R"({"resourceType":"StructureDefinition","url":")" + url + R"(","name":"P","status":"draft","kind":"resource","abstract":false,"type":")" + type +
         R"(","baseDefinition":")" + (base.empty() ? "http://hl7.org/fhir/StructureDefinition/" + type : base) + R"(","derivation":"constraint","differential":{"element":[)" + elements + "]}}";
}

// "path: message" of each error and warning that the profile http://p gives.
lines told(const std::vector<std::string>& definitions, const std::string& text) {
  profiles known;
  for (const std::string& each : definitions) {
    const auto added = known.add(fhir::json_decode(each).value());
    EXPECT_TRUE(added && added.value());
  }
  const std::vector<std::string> urls{"http://p"};
  lines made;
  for (const issue& each : check_text(text, {.known = &known, .profiles = urls}).issues) made.push_back(each.path + ": " + each.message);
  return made;
}

std::string patient(const std::string& members) { return R"({"resourceType":"Patient",)" + members + "}"; }

TEST(Profile, AsksForAtLeastAndAtMost) {
  const std::string by = profile("Patient", R"({"path":"Patient.name","min":1,"max":"2"},{"path":"Patient.photo","max":"0"},{"path":"Patient.name.given","min":2})");
  EXPECT_EQ(told({by}, patient(R"("active":true)")), lines{"Patient: name: at least 1, but 0 found"});
  EXPECT_EQ(told({by}, patient(R"("name":[{"given":["a","b"]}])")), lines{});
  EXPECT_EQ(told({by}, patient(R"("name":[{"given":["a"]},{"given":["a","b"]},{"family":"x"}],"photo":[{"title":"x"}])")),
            (lines{"Patient: name: at most 2, but 3 found", "Patient.name[0]: given: at least 2, but 1 found", "Patient.name[2]: given: at least 2, but 0 found",
                   "Patient: photo: at most 0, but 1 found"}));
}

TEST(Profile, FixesValuesInAll) {
  const std::string by = profile("Patient", R"({"path":"Patient.identifier.system","fixedUri":"http://s"},{"path":"Patient.maritalStatus","fixedCodeableConcept":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]}})");
  EXPECT_EQ(told({by}, patient(R"("identifier":[{"system":"http://s"},{"system":"http://t"}])")), lines{"Patient.identifier[1].system: not the fixed value"});
  EXPECT_EQ(told({by}, patient(R"("maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]})")), lines{});
  EXPECT_EQ(told({by}, patient(R"("maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}],"text":"x"})")), lines{"Patient.maritalStatus.text: not in the fixed value"});
}

TEST(Profile, TakesPatternsAsTheLeast) {
  const std::string by = profile("Patient", R"({"path":"Patient.maritalStatus","patternCodeableConcept":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]}})");
  EXPECT_EQ(told({by}, patient(R"("maritalStatus":{"coding":[{"system":"http://d","code":"b"},{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"A"}],"text":"x"})")), lines{});
  EXPECT_EQ(told({by}, patient(R"("maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"S"}]})")), lines{"Patient.maritalStatus: coding is not as the pattern has it"});
}

TEST(Profile, LimitsTypesLengthsAndValues) {
  const std::string observation = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},)";
  const std::string by = profile("Observation", R"({"path":"Observation.value[x]","type":[{"code":"Quantity"},{"code":"string"}]},)"
                                                R"({"path":"Observation.valueQuantity","minValueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"g"},"maxValueQuantity":{"value":2,"system":"http://unitsofmeasure.org","code":"g"}},)"
                                                R"({"path":"Observation.valueString","maxLength":3})");
  EXPECT_EQ(told({by}, observation + R"("valueBoolean":true})"), lines{"Observation: value: the type boolean is not allowed"});
  EXPECT_EQ(told({by}, observation + R"("valueString":"äöü"})"), lines{});
  EXPECT_EQ(told({by}, observation + R"("valueString":"abcd"})"), lines{"Observation.value.ofType(string): longer than 3 characters"});
  const auto grams = [&](const std::string& value, const std::string& unit) {
    return observation + R"("valueQuantity":{"value":)" + value + R"(,"system":"http://unitsofmeasure.org","code":")" + unit + "\"}}";
  };
  EXPECT_EQ(told({by}, grams("1.0", "g")), lines{});
  EXPECT_EQ(told({by}, grams("0.99", "g")), lines{"Observation.value.ofType(Quantity): less than the least value"});
  EXPECT_EQ(told({by}, grams("2001", "mg")), lines{"Observation.value.ofType(Quantity): greater than the greatest value"});
  EXPECT_EQ(told({by}, grams("0.0015", "kg")), lines{});
  EXPECT_EQ(told({by}, grams("5", "mmol/L")), lines{});  // cannot be compared
}

TEST(Profile, SlicesByValue) {
  const std::string by = profile("Patient", R"({"path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},)"
                                            R"({"path":"Patient.identifier","sliceName":"mrn","min":1,"max":"1"},{"path":"Patient.identifier.system","fixedUri":"http://mrn"},{"path":"Patient.identifier.value","min":1})");
  EXPECT_EQ(told({by}, patient(R"("identifier":[{"system":"http://mrn","value":"1"},{"system":"http://x"}])")), lines{});
  EXPECT_EQ(told({by}, patient(R"("identifier":[{"system":"http://x"}])")), lines{"Patient: identifier:mrn: at least 1, but 0 found"});
  EXPECT_EQ(told({by}, patient(R"("identifier":[{"system":"http://mrn"}])")), lines{"Patient.identifier[0]: value: at least 1, but 0 found"});
  EXPECT_EQ(told({by}, patient(R"("identifier":[{"system":"http://mrn","value":"1"},{"system":"http://mrn","value":"2"}])")), lines{"Patient: identifier:mrn: at most 1, but 2 found"});
}

TEST(Profile, SlicesByPatternAndClosed) {
  const std::string by = profile("Observation", R"({"path":"Observation.category","slicing":{"discriminator":[{"type":"pattern","path":"$this"}],"rules":"closed"}},)"
                                                R"({"path":"Observation.category","sliceName":"lab","min":1,"patternCodeableConcept":{"coding":[{"code":"laboratory"}]}})");
  const auto observation = [](const std::string& categories) { return R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"category":[)" + categories + "]}"; };
  EXPECT_EQ(told({by}, observation(R"({"coding":[{"code":"laboratory"}]})")), lines{});
  EXPECT_EQ(told({by}, observation(R"({"coding":[{"code":"laboratory"}]},{"text":"y"})")), lines{"Observation.category[1]: is of no slice, and the slices of category are closed"});
}

TEST(Profile, SlicesByTypeAndByWhatIsThere) {
  const std::string by_type = profile("Observation", R"({"path":"Observation.value[x]","slicing":{"discriminator":[{"type":"type","path":"$this"}],"rules":"open"}},)"
                                                     R"({"path":"Observation.value[x]","sliceName":"valueQuantity","type":[{"code":"Quantity"}]},{"path":"Observation.value[x].unit","min":1})");
  const std::string observation = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},)";
  EXPECT_EQ(told({by_type}, observation + R"("valueString":"x"})"), lines{});
  EXPECT_EQ(told({by_type}, observation + R"("valueQuantity":{"value":1}})"), lines{"Observation.value.ofType(Quantity): unit: at least 1, but 0 found"});
  const std::string by_presence = profile("Patient", R"({"path":"Patient.contact","slicing":{"discriminator":[{"type":"exists","path":"name"}],"rules":"open"}},)"
                                                     R"({"path":"Patient.contact","sliceName":"named","max":"1"},{"path":"Patient.contact.name","min":1},)"
                                                     R"({"path":"Patient.contact","sliceName":"nameless","max":"0"},{"path":"Patient.contact.name","max":"0"})");
  EXPECT_EQ(told({by_presence}, patient(R"("contact":[{"name":{"text":"a"}}])")), lines{});
  EXPECT_EQ(told({by_presence}, patient(R"("contact":[{"address":{"text":"x"}}])")), lines{"Patient: contact:nameless: at most 0, but 1 found"});
}

TEST(Profile, SlicesByProfile) {
  const std::string named = profile("Organization", R"({"path":"Organization.name","min":1})", "http://named");
  const std::string by = profile("Bundle", R"({"path":"Bundle.entry","slicing":{"discriminator":[{"type":"profile","path":"resource"}],"rules":"open"}},)"
                                           R"({"path":"Bundle.entry","sliceName":"named","min":1,"max":"1"},{"path":"Bundle.entry.resource","type":[{"code":"Organization","profile":["http://named"]}]})");
  const auto bundle = [](const std::string& first, const std::string& second) {
    return R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Organization",)" + first +
           R"(}},{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239521","resource":{"resourceType":"Organization",)" + second + "}}]}";
  };
  EXPECT_EQ(told({named, by}, bundle(R"("name":"x")", R"("identifier":[{"value":"1"}])")), lines{});
  EXPECT_EQ(told({named, by}, bundle(R"("alias":["x"],"identifier":[{"value":"1"}])", R"("identifier":[{"value":"1"}])")), lines{"Bundle: entry:named: at least 1, but 0 found"});
  EXPECT_EQ(told({named, by}, bundle(R"("name":"x")", R"("name":"y")")), lines{"Bundle: entry:named: at most 1, but 2 found"});
}

TEST(Profile, SlicesByWhatReferencesLeadTo) {
  const std::string by = profile("Composition", R"json({"path":"Composition.section.entry","slicing":{"discriminator":[{"type":"type","path":"resolve()"}],"rules":"open"}},)json"
                                                R"({"path":"Composition.section.entry","sliceName":"results","max":"1","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Observation"]}]})");
  const auto composition = [](const std::string& entries) {
    return R"({"resourceType":"Composition","contained":[{"resourceType":"Observation","id":"a","status":"final","code":{"text":"x"}},{"resourceType":"Observation","id":"b","status":"final","code":{"text":"x"}},)"
           R"({"resourceType":"Condition","id":"c","subject":{"display":"x"}}],"status":"final","type":{"text":"x"},"date":"2020","author":[{"display":"x"}],"title":"x","section":[{"entry":[)" + entries +
           R"(]},{"entry":[{"reference":"#b"},{"reference":"#c"}]}]})";
  };
  EXPECT_EQ(told({by}, composition(R"({"reference":"#a"},{"reference":"#c"})")), lines{});
  EXPECT_EQ(told({by}, composition(R"({"reference":"#a"},{"reference":"#b"})")), lines{"Composition.section[0]: entry:results: at most 1, but 2 found"});
}

const std::string extension = R"({"resourceType":"StructureDefinition","url":"http://e","name":"E","status":"draft","kind":"complex-type","abstract":false,"type":"Extension",)"
                              R"("baseDefinition":"http://hl7.org/fhir/StructureDefinition/Extension","derivation":"constraint","differential":{"element":[)"
                              R"({"path":"Extension.url","fixedUri":"http://e"},{"path":"Extension.value[x]","min":1,"type":[{"code":"boolean"}]}]}})";

TEST(Profile, KnowsExtensionsByTheirUrl) {
  const std::string by = profile("Patient", R"({"path":"Patient.extension","sliceName":"e","min":1,"max":"1","type":[{"code":"Extension","profile":["http://e"]}]})");
  EXPECT_EQ(told({by, extension}, patient(R"("extension":[{"url":"http://x","valueString":"y"},{"url":"http://e","valueBoolean":true}])")), lines{});
  EXPECT_EQ(told({by, extension}, patient(R"("extension":[{"url":"http://x","valueString":"y"}])")), lines{"Patient: extension:e: at least 1, but 0 found"});
  const lines wrong = told({by, extension}, patient(R"("extension":[{"url":"http://e","valueString":"y"}])"));
  EXPECT_EQ(wrong.front(), "Patient.extension[0]: value: the type string is not allowed");
}

TEST(Profile, OfAPrimitiveSeesItsExtensions) {
  const std::string by = profile("Patient", R"({"path":"Patient.birthDate.extension","sliceName":"e","min":1,"type":[{"code":"Extension","profile":["http://e"]}]})");
  EXPECT_EQ(told({by, extension}, patient(R"("birthDate":"2000","_birthDate":{"extension":[{"url":"http://e","valueBoolean":true}]})")), lines{});
  EXPECT_EQ(told({by, extension}, patient(R"("birthDate":"2000")")), lines{"Patient.birthDate: extension:e: at least 1, but 0 found"});
}

TEST(Profile, StandsOnItsBase) {
  const std::string base = profile("Patient", R"({"path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"},"min":1},)"
                                              R"({"path":"Patient.identifier","sliceName":"mrn"},{"path":"Patient.identifier.system","fixedUri":"http://mrn"})", "http://base");
  const std::string by = profile("Patient", R"({"path":"Patient.identifier","sliceName":"mrn","min":1},{"path":"Patient.active","min":1})", "http://p", "http://base");
  const lines wanted{"Patient: identifier: at least 1, but 0 found", "Patient: identifier:mrn: at least 1, but 0 found", "Patient: active: at least 1, but 0 found"};
  EXPECT_EQ(told({base, by}, patient(R"("gender":"male")")), wanted);
  EXPECT_EQ(told({by, base}, patient(R"("gender":"male")")), wanted);  // in any order
  EXPECT_EQ(told({by}, patient(R"("active":true,"identifier":[{"system":"http://mrn"}])")).front(), "Patient: the base of the profile is not known, so its rules are not checked");
}

TEST(Profile, FollowsReferencesToWhatIsContained) {
  const std::string organization = profile("Organization", R"({"path":"Organization.alias","min":1})", "http://o");
  const std::string by = profile("Patient", R"({"path":"Patient.managingOrganization","type":[{"code":"Reference","targetProfile":["http://o"]}]})");
  const auto with = [](const std::string& more) {
    return R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x")" + more + R"(}],"managingOrganization":{"reference":"#o"}})";
  };
  EXPECT_EQ(told({organization, by}, with(R"(,"alias":["y"])")), lines{});
  EXPECT_EQ(told({organization, by}, with("")), lines{"Patient.managingOrganization: what it refers to conforms to none of the profiles that are allowed here"});
  EXPECT_EQ(told({organization, by}, patient(R"("managingOrganization":{"reference":"http://a/Organization/1"})")), lines{});
}

TEST(Profile, EndsWhereProfilesLeadToEachOther) {
  const std::string by = profile("Patient", R"({"path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["http://p"]}]})");
  EXPECT_EQ(told({by}, R"({"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"q","link":[{"type":"refer","other":{"reference":"#"}}]}],"link":[{"type":"refer","other":{"reference":"#q"}}]})"), lines{});
}

TEST(Profile, BindsValueSetsOfItsPackage) {
  const std::string set = R"({"resourceType":"ValueSet","url":"http://v","status":"active","compose":{"include":[{"system":"http://s","concept":[{"code":"a"}]}]}})";
  const auto by = [](const std::string& strength) {
    return profile("Patient", R"({"path":"Patient.maritalStatus","binding":{"strength":")" + strength + R"(","valueSet":"http://v|1"}})");
  };
  const std::string wrong = patient(R"("maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M"}]})");
  EXPECT_EQ(told({by("required"), set}, wrong), lines{"Patient.maritalStatus: no code of http://v"});
  EXPECT_EQ(told({by("example"), set}, wrong), lines{});
  EXPECT_EQ(told({by("required")}, wrong), lines{});  // nobody knows its codes
}

TEST(Profile, IsToldWhereItIsNotKnownOrOfAnotherType) {
  EXPECT_EQ(told({profile("Observation", R"({"path":"Observation.method","min":1})")}, patient(R"("active":true)")), lines{"Patient: the profile is for Observation"});
  const std::vector<std::string> urls{"http://p"};
  EXPECT_EQ(check_text(patient(R"("active":true)"), {.profiles = urls}).issues.at(0).message, "the profile asked for is not known");
}

TEST(Profile, ThatAResourceClaimsIsChecked) {
  profiles known;
  ASSERT_TRUE(known.add(fhir::json_decode(profile("Patient", R"({"path":"Patient.name","min":1})")).value()));
  const auto found = check_text(patient(R"("meta":{"profile":["http://p|1.0","http://unknown"]})"), {.known = &known});
  ASSERT_EQ(found.issues.size(), 1U);
  EXPECT_EQ(found.issues[0].profile, "http://p");
}

TEST(Profiles, RefuseADefinitionWithoutAUrl) {
  profiles known;
  const auto added = known.add(fhir::json_decode(R"({"resourceType":"StructureDefinition"})").value());
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code(), errc::invalid_argument);
  EXPECT_FALSE(known.add(fhir::json_decode(R"({"resourceType":"Patient"})").value()).value());
  EXPECT_EQ(known.load_folder("/nowhere/at/all").error().code(), errc::no_such_file);
}

}  // namespace
}  // namespace phr::validate
