// What is not FHIR R4, one fault at a time.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

// "severity path: rule message", one for each finding.
std::vector<std::string> told(const outcome& of) {
  std::vector<std::string> made;
  for (const issue& each : of.issues) {
    const auto& names = fhir::r4::code_set_of(severity{}).names;
    made.push_back(std::string(names[static_cast<std::size_t>(each.severity)]) + " " + each.path + ": " + (each.rule.empty() ? "" : std::string(each.rule) + ": ") + each.message);
  }
  return made;
}
using lines = std::vector<std::string>;

TEST(Check, FindsNothingInAValidResource) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Observation","status":"final","code":{"text":"x"}})")), lines{});
}

TEST(Check, NamesRequiredElementsThatAreMissing) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Observation"})")),
            (lines{"error Observation: status is missing", "error Observation: code is missing"}));
  EXPECT_EQ(told(check_text(R"({"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"display":"x"}})")),
            (lines{"error MedicationRequest: medication[x] is missing"}));
}

TEST(Check, FindsARequiredElementOnlyWhereItsParentIs) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","link":[{"type":"refer"}],"communication":[{"preferred":true}]})")),
            (lines{"error Patient.communication[0]: language is missing", "error Patient.link[0]: other is missing"}));
}

TEST(Check, TakesAnExtensionInsteadOfAValue) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Observation","_status":{"extension":[{"url":"http://a/b","valueCode":"x"}]},"code":{"text":"x"}})")), lines{});
}

TEST(Check, RefusesAnElementWithNothingButAnId) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","_birthDate":{"id":"a"},"name":[{"id":"b"}]})")),
            (lines{"error Patient.name[0]: ele-1: an element needs a value or something in it",
                   "error Patient.birthDate: ele-1: an element needs a value or something in it"}));
}

TEST(Check, RefusesCodesThatARequiredBindingDoesNotHave) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","gender":"masculine"})")),
            lines{"error Patient.gender: not a code of http://hl7.org/fhir/ValueSet/administrative-gender"});
}

TEST(Check, RefusesTextsThatAreNotOfTheirFormat) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","id":"a_b","name":[{"given":["  "]}],"photo":[{"contentType":"image/png","data":"AAA"}]})")),
            (lines{"error Patient.id: not an id", "error Patient.name[0].given[0]: not a string", "error Patient.photo[0].data: not a base64Binary"}));
}

TEST(Check, RefusesUrnsOfAnotherForm) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","identifier":[{"system":"urn:oid:1.02"},{"system":"urn:uuid:C757873D-EC9A-4326-A141-556F43239520"},{"system":"urn:oid:1.2.3"},{"system":"urn:other:x"}]})")),
            (lines{"error Patient.identifier[0].system: not an oid", "error Patient.identifier[1].system: not a uuid: 36 digits in lower case and hyphens"}));
}

TEST(Check, WarnsOfCodesThatTheirOwnSystemDoesNotHave) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Basic","code":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"NOBODY"},{"system":"http://loinc.org","code":"x"}]}})")),
            lines{"warning Basic.code.coding[0]: its system does not have this code"});
  EXPECT_EQ(told(check_text(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"Tab"}})")),
            lines{"warning Observation.value.ofType(Quantity): its system does not have this code"});
}

TEST(Check, WarnsOfAReferenceWhoseUrlImpliesATypeThatIsNotAllowed) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","managingOrganization":{"reference":"Patient/1"},"generalPractitioner":[{"reference":"http://a/Organization/1/_history/2"}]})")),
            lines{"warning Patient.managingOrganization: a reference to Patient is not allowed here"});
}

TEST(Check, LooksContainedResourcesUp) {
  constexpr auto contained = R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}})";
  EXPECT_EQ(told(check_text(contained)), lines{});
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#p"}})")),
            (lines{"error Patient.contained[0]: dom-3: nothing refers to this contained resource",
                   "error Patient.managingOrganization: ref-1: no contained resource has this id"}));
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"o"}],"managingOrganization":{"reference":"#o"}})")),
            lines{"error Patient.managingOrganization: a reference to Patient is not allowed here"});
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","contained":[{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"#"}}]})")), lines{});
}

TEST(Check, RefusesAnExtensionWithAValueAndExtensions) {
  EXPECT_EQ(told(check_text(R"({"resourceType":"Patient","extension":[{"url":"http://a/b"},{"url":"http://a/c","valueCode":"a","extension":[{"url":"d","valueCode":"e"}]}]})")),
            (lines{"error Patient.extension[0]: ext-1: an extension has either a value or extensions",
                   "error Patient.extension[1]: ext-1: an extension has either a value or extensions"}));
}

TEST(Check, WorksOnModelsThatNobodyHasRead) {
  fhir::r4::Patient patient{.id = "p 1"};
  patient.gender = "x";
  EXPECT_EQ(check(patient).issues.size(), 2U);
  EXPECT_FALSE(check(patient).is_valid());
  EXPECT_EQ(check(patient).issues[0].line, 0U);
}

TEST(CheckText, TellsLineAndColumnOfEveryFinding) {
  const outcome found = check_text("{\"resourceType\":\"Patient\",\n  \"gender\": \"x\",\n  \"name\":[{\"family\":\"a\"},\n    {\"given\":[\"b\",\n      \" \"]}],\n  \"_birthDate\": {\"id\":\"c\"},\n  \"deceased\":true}");
  ASSERT_EQ(found.issues.size(), 4U);
  EXPECT_EQ(told(found)[0].substr(0, 13), "error Patient");  // unknown element
  EXPECT_EQ(found.issues[0].line, 7U);
  EXPECT_EQ(found.issues[1].path, "Patient.name[1].given[1]");
  EXPECT_EQ(found.issues[1].line, 5U);
  EXPECT_EQ(found.issues[1].column, 7U);
  EXPECT_EQ(found.issues[2].path, "Patient.gender");
  EXPECT_EQ(found.issues[2].line, 2U);
  EXPECT_EQ(found.issues[3].path, "Patient.birthDate");
  EXPECT_EQ(found.issues[3].line, 6U);
}

TEST(CheckText, TellsTheLinesOfXml) {
  const outcome found = check_text(
      "<Bundle xmlns=\"http://hl7.org/fhir\">\n<type value=\"collection\"/>\n<entry>\n<fullUrl value=\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\"/>\n<resource>\n<Patient>\n<name>\n"
      "<given value=\"a\"/>\n<given value=\" \"/>\n</name>\n<gender value=\"x\"/></Patient></resource></entry></Bundle>");
  ASSERT_EQ(found.issues.size(), 2U);
  EXPECT_EQ(found.issues[0].path, "Bundle.entry[0].resource.name[0].given[1]");
  EXPECT_EQ(found.issues[0].line, 9U);
  EXPECT_EQ(found.issues[1].path, "Bundle.entry[0].resource.gender");
  EXPECT_EQ(found.issues[1].line, 11U);
}

TEST(CheckText, TellsChoicesByFhirPathAndByTheirJsonNames) {
  const outcome found = check_text(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"code":" ","system":"http://unitsofmeasure.org"}})");
  ASSERT_EQ(found.issues.size(), 1U);
  EXPECT_EQ(found.issues[0].path, "Observation.value.ofType(Quantity).code");
  EXPECT_EQ(found.issues[0].json_path, "Observation.valueQuantity.code");
}

TEST(CheckText, EndsWithOneFatalFindingWhereThereIsNoResource) {
  for (const char* text : {"", "{", "[]", "nonsense", "{\"resourceType\":\"Nobody\"}", "<Patient>", "<a/>", "{\"id\":\"x\"}"}) {
    const outcome found = check_text(text);
    ASSERT_GE(found.issues.size(), 1U) << text;
    EXPECT_EQ(found.issues.back().severity, severity::fatal) << text;
    EXPECT_FALSE(found.is_valid());
  }
}

TEST(Outcome, BecomesAnOperationOutcome) {
  const auto made = to_operation_outcome(check_text("{\"resourceType\":\"Patient\",\n\"gender\":\"x\"}"));
  EXPECT_EQ(fhir::json_encode(made),
            R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"code-invalid","details":{"text":"not a code of http://hl7.org/fhir/ValueSet/administrative-gender"},"diagnostics":"line 2, column 10","expression":["Patient.gender"]}]})");
  EXPECT_EQ(to_operation_outcome({}).issue[0].severity, severity::information);
  EXPECT_TRUE(check(to_operation_outcome({})).is_valid());
}

}  // namespace
}  // namespace phr::validate
