// FHIRPath Patch of resources.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/patch.hpp>
#include <phr/fhir/r4/parameters.hpp>
#include <phr/fhir/visit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhir::test {
namespace {

any_resource read(std::string_view text) {
  const auto made = json_decode(text);
  EXPECT_TRUE(made) << text;
  return made ? made.value() : any_resource();
}

// Operations as Parameters; `value` is written as in JSON: "\"valueDate\":\"1930\"", "\"part\":[...]".
std::string part(std::string_view name, std::string_view value) { return ",{\"name\":\"" + std::string(name) + "\"," + std::string(value) + "}"; }
std::string text_part(std::string_view name, std::string_view text) {
  std::string value = "\"valueString\":";
  json::append_quoted(value, text);
  return part(name, value);
}
std::string number_part(std::string_view name, int number) { return part(name, "\"valueInteger\":" + std::to_string(number)); }
std::string operation(std::string_view type, std::string_view path, std::string_view more = {}) {
  return R"({"name":"operation","part":[{"name":"type","valueCode":")" + std::string(type) + "\"}" + text_part("path", path) + std::string(more) + "]}";
}
std::string add(std::string_view path, std::string_view name, std::string_view value) {
  return operation("add", path, text_part("name", name) + part("value", value));
}
std::string insert(std::string_view path, int index, std::string_view value) {
  return operation("insert", path, number_part("index", index) + part("value", value));
}
std::string replace(std::string_view path, std::string_view value) { return operation("replace", path, part("value", value)); }
std::string erase(std::string_view path) { return operation("delete", path); }
std::string move(std::string_view path, int source, int destination) {
  return operation("move", path, number_part("source", source) + number_part("destination", destination));
}

// What comes of a patch as JSON; of a refused one the name of the code, the number of the operation and the place.
std::string patched(std::string_view text, const std::vector<std::string>& operations) {
  std::string parameters;
  for (const std::string& each : operations) parameters += (parameters.empty() ? "" : ",") + each;
  const std::string patch = R"({"resourceType":"Parameters")" + (parameters.empty() ? "}" : ",\"parameter\":[" + parameters + "]}");
  const auto decoded = json_decode<r4::Parameters>(patch);
  EXPECT_TRUE(decoded) << patch;
  const any_resource before = read(text);
  const any_resource copy = before;
  const auto after = apply_fhirpath_patch(before, decoded.value());
  EXPECT_TRUE(before == copy) << patch;
  if (after) return json_encode(after.value());
  const error& why = after.error();
  return name(why.code()).data() + (why.has_ordinal() ? " " + std::to_string(why.ordinal()) : std::string()) + ": " + why.place().data();
}

constexpr std::string_view patient = R"({"resourceType":"Patient"})";
constexpr std::string_view with_contact = R"({"resourceType":"Patient","contact":[{"name":{"text":"a name"},"gender":"male"}]})";
constexpr std::string_view four = R"({"resourceType":"Patient","identifier":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"}]})";

// The values of Patient.identifier in their order, or the error.
std::string order(const std::vector<std::string>& operations) {
  const std::string made = patched(four, operations);
  if (!made.starts_with('{')) return made;
  std::string values;
  json::document document;
  EXPECT_TRUE(document.parse(made));
  for (const json::value& each : document.root()["identifier"].elements()) values += each["value"].raw_text();
  return values;
}

// The cases of HL7's own tests of FHIRPath Patch, by their names.
TEST(FhirPathPatch, DoesWhatTheSpecificationShows) {
  constexpr std::string_view born = R"({"resourceType":"Patient","birthDate":"1920-01-01"})";
  EXPECT_EQ(patched(born, {}), born);                                                                                       // no difference
  EXPECT_EQ(patched(born, {replace("Patient.birthDate", R"("valueDate":"1930-01-01")")}), R"({"resourceType":"Patient","birthDate":"1930-01-01"})");
  EXPECT_EQ(patched(born, {erase("Patient.birthDate")}), patient);
  EXPECT_EQ(patched(patient, {add("Patient", "birthDate", R"("valueDate":"1930-01-01")")}), R"({"resourceType":"Patient","birthDate":"1930-01-01"})");
  EXPECT_EQ(patched(with_contact, {replace("Patient.contact[0].gender", R"("valueCode":"female")")}),
            R"({"resourceType":"Patient","contact":[{"name":{"text":"a name"},"gender":"female"}]})");
  EXPECT_EQ(patched(with_contact, {replace("Patient.contact[0].name.text", R"("valueString":"the name")")}),
            R"({"resourceType":"Patient","contact":[{"name":{"text":"the name"},"gender":"male"}]})");
  EXPECT_EQ(patched(with_contact, {erase("Patient.contact[0].gender")}), R"({"resourceType":"Patient","contact":[{"name":{"text":"a name"}}]})");
  EXPECT_EQ(patched(with_contact, {erase("Patient.contact[0].name.text")}), R"({"resourceType":"Patient","contact":[{"gender":"male"}]})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","contact":[{"name":{"text":"a name"}}]})", {add("Patient.contact[0]", "gender", R"("valueCode":"male")")}),
            with_contact);
  EXPECT_EQ(patched(patient, {add("Patient", "maritalStatus", R"("valueCodeableConcept":{"text":"married"})")}),
            R"({"resourceType":"Patient","maritalStatus":{"text":"married"}})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","maritalStatus":{"id":"1","text":"married"}})",
                    {replace("Patient.maritalStatus", R"("valueCodeableConcept":{"id":"2","text":"not married"})")}),
            R"({"resourceType":"Patient","maritalStatus":{"id":"2","text":"not married"}})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","maritalStatus":{"text":"married"}})", {erase("Patient.maritalStatus")}), patient);
  EXPECT_EQ(patched(patient, {add("Patient", "contact", R"("part":[{"name":"name","valueHumanName":{"text":"a name"}}])")}),
            R"({"resourceType":"Patient","contact":[{"name":{"text":"a name"}}]})");
  EXPECT_EQ(patched(with_contact, {erase("Patient.contact[0]")}), patient);
  EXPECT_EQ(patched(R"({"resourceType":"Patient","identifier":[{"use":"official","value":"123"}]})",
                    {add("Patient.identifier.where(use = 'official').period", "end", R"("valueDateTime":"2021-12-01")")}),
            "not_found 0: FHIRPath Patch: path");
  EXPECT_EQ(patched(patient, {add("Patient", "identifier", R"("valueIdentifier":{"value":"3"})")}), R"({"resourceType":"Patient","identifier":[{"value":"3"}]})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"}})",
                    {replace("Patient.text.div", R"("valueString":"<div xmlns=\"http://www.w3.org/1999/xhtml\">b</div>")")}),
            R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">b</div>"}})");
}

TEST(FhirPathPatch, InsertsDeletesAndMovesInLists) {
  EXPECT_EQ(order({insert("Patient.identifier", 4, R"("valueIdentifier":{"value":"5"})")}), "12345");
  EXPECT_EQ(order({insert("Patient.identifier", 1, R"("valueIdentifier":{"value":"5"})")}), "15234");
  EXPECT_EQ(order({insert("Patient.identifier", 0, R"("valueIdentifier":{"value":"5"})")}), "51234");
  EXPECT_EQ(order({insert("identifier", 0, R"("valueIdentifier":{"value":"5"})")}), "51234");
  EXPECT_EQ(order({insert("Patient.identifier", 5, R"("valueIdentifier":{"value":"5"})")}), "invalid_argument 0: FHIRPath Patch: index");
  EXPECT_EQ(patched(patient, {insert("Patient.identifier", 0, R"("valueIdentifier":{"value":"5"})")}), R"({"resourceType":"Patient","identifier":[{"value":"5"}]})");
  EXPECT_EQ(order({erase("Patient.identifier[0]")}), "234");
  EXPECT_EQ(order({erase("Patient.identifier[1]")}), "134");
  EXPECT_EQ(order({erase("Patient.identifier.last()")}), "123");
  EXPECT_EQ(order({erase("Patient.identifier[4]")}), "1234");  // nothing is there
  EXPECT_EQ(order({move("Patient.identifier", 3, 1)}), "1423");
  EXPECT_EQ(order({move("Patient.identifier", 3, 0)}), "4123");
  EXPECT_EQ(order({move("Patient.identifier", 3, 2)}), "1243");
  EXPECT_EQ(order({move("Patient.identifier", 0, 3)}), "2341");
  EXPECT_EQ(order({move("Patient.identifier", 1, 0), move("Patient.identifier", 2, 1)}), "2314");
  EXPECT_EQ(order({move("Patient.identifier", 3, 0), move("Patient.identifier", 3, 1), move("Patient.identifier", 3, 2)}), "4321");
  EXPECT_EQ(order({move("Patient.identifier", 4, 0)}), "invalid_argument 0: FHIRPath Patch: source or destination");
  EXPECT_EQ(order({move("Patient.identifier", 0, 4)}), "invalid_argument 0: FHIRPath Patch: source or destination");
  EXPECT_EQ(order({move("Patient.identifier", -1, 0)}), "invalid_value 0: FHIRPath Patch: index, source or destination");
  EXPECT_EQ(order({move("Patient.gender", 0, 0)}), "invalid_argument 0: FHIRPath Patch: path of a list");
  EXPECT_EQ(order({move("Patient.identifier.where(value = '1')", 0, 0)}), "invalid_argument 0: FHIRPath Patch: path of a list");
  EXPECT_EQ(order({move("Patient.identifier[0]", 0, 0)}), "invalid_argument 0: FHIRPath Patch: path of a list");
}

TEST(FhirPathPatch, IsDoneAsAWholeOrNotAtAll) {
  EXPECT_EQ(order({erase("Patient.identifier[0]"), replace("Patient.identifier[7]", R"("valueIdentifier":{"value":"5"})")}), "not_found 1: FHIRPath Patch: path");
  EXPECT_EQ(order({add("Patient", "active", R"("valueBoolean":true)"), add("Patient", "active", R"("valueBoolean":true)")}),
            "already_exists 1: FHIRPath Patch: name");
}

TEST(FhirPathPatch, SeesWhatTheOperationsBeforeDid) {
  EXPECT_EQ(patched(patient, {add("Patient", "contact", R"("part":[{"name":"gender","valueCode":"male"}])"),
                              add("Patient.contact.where(gender = 'male')", "name", R"("valueHumanName":{"text":"A"})"),
                              add("Patient.contact[0].name", "given", R"("valueString":"x")")}),
            R"({"resourceType":"Patient","contact":[{"name":{"text":"A","given":["x"]},"gender":"male"}]})");
}

TEST(FhirPathPatch, WantsOneTarget) {
  EXPECT_EQ(order({erase("Patient.identifier")}), "ambiguous_match 0: FHIRPath Patch: path");
  EXPECT_EQ(order({replace("Patient.identifier.value", R"("valueString":"5")")}), "ambiguous_match 0: FHIRPath Patch: path");
  EXPECT_EQ(order({add("Patient.identifier", "use", R"("valueCode":"usual")")}), "ambiguous_match 0: FHIRPath Patch: path");
  EXPECT_EQ(order({insert("Patient.identifier.type.coding", 0, R"("valueCoding":{"code":"x"})")}), "not_found 0: FHIRPath Patch: path");
  EXPECT_EQ(order({erase("Patient.name")}), "1234");
  EXPECT_EQ(order({replace("Patient.name", R"("valueHumanName":{"text":"A"})")}), "not_found 0: FHIRPath Patch: path");
  EXPECT_EQ(order({erase("Patient")}), "invalid_argument 0: FHIRPath Patch: path of the whole resource");
}

TEST(FhirPathPatch, PutsAValueOfTheTypeOfTheElement) {
  EXPECT_EQ(patched(patient, {add("Patient", "birthDate", R"("valueDateTime":"1980-01-01")")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "active", R"("valueString":"true")")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "name", R"("valueString":"A")")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "name", R"("valueIdentifier":{"value":"A"})")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "gender", R"("part":[{"name":"value","valueCode":"male"}])")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "gender", R"("resource":{"resourceType":"Patient","id":"a"})")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "gender", R"("valueString":"male")")}), R"({"resourceType":"Patient","gender":"male"})");
  EXPECT_EQ(patched(patient, {add("Patient", "implicitRules", R"("valueUrl":"http://a")")}), R"({"resourceType":"Patient","implicitRules":"http://a"})");
  EXPECT_EQ(patched(patient, {add("Patient", "multipleBirth", R"("valueInteger":2)")}), R"({"resourceType":"Patient","multipleBirthInteger":2})");
  EXPECT_EQ(patched(patient, {add("Patient", "multipleBirth", R"("valueDecimal":2.0)")}), "wrong_type 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "multipleBirthInteger", R"("valueInteger":2)")}), "unknown_element 0: FHIRPath Patch: name");
  EXPECT_EQ(patched(patient, {add("Patient", "contained", R"("resource":{"resourceType":"Group","id":"g"})")}),
            R"({"resourceType":"Patient","contained":[{"resourceType":"Group","id":"g"}]})");
  EXPECT_EQ(patched(patient, {add("Patient", "colour", R"("valueString":"red")")}), "unknown_element 0: FHIRPath Patch: name");
}

TEST(FhirPathPatch, BuildsTypesThatHaveNoValueXOfTheirParts) {
  EXPECT_EQ(patched(R"({"resourceType":"Observation","status":"final"})",
                    {add("Observation", "component", R"("part":[{"name":"code","valueCodeableConcept":{"text":"systolic"}},
                        {"name":"value","valueQuantity":{"value":120.0,"unit":"mmHg"}},
                        {"name":"interpretation","valueCodeableConcept":{"text":"a"}},{"name":"interpretation","valueCodeableConcept":{"text":"b"}},
                        {"name":"referenceRange","part":[{"name":"text","valueString":"normal"},{"name":"low","valueQuantity":{"value":90}}]}])")}),
            R"({"resourceType":"Observation","status":"final","component":[{"code":{"text":"systolic"},"valueQuantity":{"value":120.0,"unit":"mmHg"},)"
            R"("interpretation":[{"text":"a"},{"text":"b"}],"referenceRange":[{"low":{"value":90},"text":"normal"}]}]})");
  EXPECT_EQ(patched(patient, {add("Patient", "extension", R"("part":[{"name":"url","valueUri":"http://a"},{"name":"value","valueCode":"x"}])")}),
            R"({"resourceType":"Patient","extension":[{"url":"http://a","valueCode":"x"}]})");
  EXPECT_EQ(patched(patient, {add("Patient", "contact", R"("part":[{"name":"colour","valueCode":"male"}])")}),
            "unknown_element 0: FHIRPath Patch: name of a part");
  EXPECT_EQ(patched(patient, {add("Patient", "contact", R"("part":[{"name":"gender","valueCode":"male"},{"name":"gender","valueCode":"male"}])")}),
            "invalid_argument 0: FHIRPath Patch: value");
  EXPECT_EQ(patched(patient, {add("Patient", "contact", R"("part":[{"name":"gender"}])")}), "missing_element 0: FHIRPath Patch: value");
}

TEST(FhirPathPatch, TakesAPrimitiveWithItsIdAndExtensions) {
  constexpr std::string_view born = R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"id":"b","extension":[{"url":"http://a","valueCode":"x"}]}})";
  EXPECT_EQ(patched(born, {replace("Patient.birthDate", R"("valueDate":"1981")")}), R"({"resourceType":"Patient","birthDate":"1981"})");
  EXPECT_EQ(patched(born, {replace("Patient.birthDate", R"("valueDate":"1981","_valueDate":{"id":"c"})")}),
            R"({"resourceType":"Patient","birthDate":"1981","_birthDate":{"id":"c"}})");
  EXPECT_EQ(patched(born, {erase("Patient.birthDate")}), patient);
  EXPECT_EQ(patched(born, {erase("Patient.birthDate.extension('http://a')")}), R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"id":"b"}})");
  EXPECT_EQ(patched(born, {erase("Patient.birthDate.extension('http://a')"), erase("Patient.birthDate.id")}), R"({"resourceType":"Patient","birthDate":"1980"})");
  EXPECT_EQ(patched(born, {replace("Patient.birthDate.extension.value", R"("valueInteger":1)")}),
            R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"id":"b","extension":[{"url":"http://a","valueInteger":1}]}})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","birthDate":"1980"})",
                    {add("Patient.birthDate", "extension", R"("part":[{"name":"url","valueUri":"http://a"},{"name":"value","valueCode":"x"}])")}),
            R"({"resourceType":"Patient","birthDate":"1980","_birthDate":{"extension":[{"url":"http://a","valueCode":"x"}]}})");
}

TEST(FhirPathPatch, KeepsTheIdsOfOtherItemsAtTheirItems) {
  constexpr std::string_view three = R"({"resourceType":"Patient","name":[{"given":["x","y","z"],"_given":[null,{"id":"y"},null]}]})";
  const auto given = [](std::string_view of) { return R"({"resourceType":"Patient","name":[{)" + std::string(of) + "}]}"; };
  EXPECT_EQ(patched(three, {erase("Patient.name.given[0]")}), given(R"("given":["y","z"],"_given":[{"id":"y"},null])"));
  EXPECT_EQ(patched(three, {erase("Patient.name.given[1]")}), given(R"("given":["x","z"])"));
  EXPECT_EQ(patched(three, {move("Patient.name.given", 1, 2)}), given(R"("given":["x","z","y"],"_given":[null,null,{"id":"y"}])"));
  EXPECT_EQ(patched(three, {insert("Patient.name.given", 1, R"("valueString":"w")")}), given(R"("given":["x","w","y","z"],"_given":[null,null,{"id":"y"},null])"));
  EXPECT_EQ(patched(three, {replace("Patient.name.given.where($this = 'y')", R"("valueString":"w")")}), given(R"("given":["x","w","z"])"));
  EXPECT_EQ(patched(three, {add("Patient.name", "given", R"("_valueString":{"id":"w"})")}),
            given(R"("given":["x","y","z",null],"_given":[null,{"id":"y"},null,{"id":"w"}])"));
  EXPECT_EQ(patched(three, {add("Patient.name.given[2]", "id", R"("valueString":"z")")}), given(R"("given":["x","y","z"],"_given":[null,{"id":"y"},{"id":"z"}])"));
}

TEST(FhirPathPatch, WantsThePartsOfEachOperation) {
  EXPECT_EQ(order({R"({"name":"op","part":[{"name":"type","valueCode":"delete"}]})"}), "invalid_argument 0: FHIRPath Patch: a parameter that is no operation");
  EXPECT_EQ(order({R"({"name":"operation"})"}), "missing_element 0: FHIRPath Patch: a part of the operation");
  EXPECT_EQ(order({operation("remove", "Patient.active")}), "invalid_value 0: FHIRPath Patch: type");
  EXPECT_EQ(order({operation("add", "Patient")}), "missing_element 0: FHIRPath Patch: a part of the operation");
  EXPECT_EQ(order({operation("add", "Patient", text_part("name", "active"))}), "missing_element 0: FHIRPath Patch: a part of the operation");
  EXPECT_EQ(order({operation("delete", "Patient.active", text_part("name", "active"))}), "invalid_argument 0: FHIRPath Patch: a part that the operation does not take");
  EXPECT_EQ(order({operation("delete", "Patient.active", text_part("colour", "active"))}),
            "invalid_argument 0: FHIRPath Patch: a part that an operation does not have, or has once");
  EXPECT_EQ(order({operation("delete", "Patient.active", text_part("path", "Patient.id"))}),
            "invalid_argument 0: FHIRPath Patch: a part that an operation does not have, or has once");
  EXPECT_EQ(order({R"({"name":"operation","part":[{"name":"type","valueCode":"delete"},{"name":"path","valueInteger":1}]})"}),
            "invalid_value 0: FHIRPath Patch: type, path or name");
  EXPECT_EQ(order({operation("insert", "Patient.identifier", text_part("index", "1") + part("value", R"("valueIdentifier":{"value":"5"})"))}),
            "invalid_value 0: FHIRPath Patch: index, source or destination");
  EXPECT_EQ(apply_fhirpath_patch(any_resource(), r4::Parameters()).error().code(), errc::invalid_argument);
}

// What a path leads to is told by deleting it: the answer is what is left.
TEST(FhirPathPatchPath, KnowsAPartOfFhirPath) {
  constexpr std::string_view whole =
      R"({"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"a","active":true}],"status":"final",)"
      R"("code":{"coding":[{"system":"s","code":"1"},{"system":"t","code":"1"}]},"valueQuantity":{"value":5.40,"unit":"mg"},)"
      R"("component":[{"id":"x","valueInteger":3},{"id":"y","valueBoolean":true},{"id":"z","valueDateTime":"1980-02-03"},{"id":"w","valueQuantity":{"value":7}}]})";
  const auto removes = [&](std::string_view path, std::string_view gone) {
    std::string left(whole);
    const auto at = left.find(gone);
    ASSERT_NE(at, std::string::npos);
    left.erase(at, gone.size());
    EXPECT_EQ(patched(whole, {erase(path)}), left) << path;
  };
  constexpr std::string_view value = R"("valueQuantity":{"value":5.40,"unit":"mg"},)";
  removes("Observation.value", value);
  removes("value", value);
  removes("Resource.value", value);
  removes("DomainResource . value ", value);
  removes("Observation.value.ofType(Quantity)", value);
  removes("Observation.value.ofType(FHIR.Quantity)", value);
  removes("Observation.value as Quantity", value);
  removes("(Observation.value as Quantity)", value);
  removes("(Observation.value as Quantity).unit", R"(,"unit":"mg")");
  removes("((Observation).value).as(Quantity).unit", R"(,"unit":"mg")");
  removes("Observation.value.where(value = 5.4 and unit = 'mg').unit", R"(,"unit":"mg")");
  removes("Observation.`value`.`unit`", R"(,"unit":"mg")");
  removes("Observation.code.coding[0]", R"({"system":"s","code":"1"},)");
  removes("Observation.code.coding.first()", R"({"system":"s","code":"1"},)");
  removes("Observation.code.coding.where(system='t' and code='1')", R"(,{"system":"t","code":"1"})");
  removes("Observation.code.coding.where(system='t').where(code='1')", R"(,{"system":"t","code":"1"})");
  removes("Observation.code.coding.where(system = 't').single()", R"(,{"system":"t","code":"1"})");
  removes("Observation.code.coding.where(system = '\\u0074')", R"(,{"system":"t","code":"1"})");
  removes("Observation.component.where(value.ofType(integer) = 3)", R"({"id":"x","valueInteger":3},)");
  removes("Observation.component.where(value.ofType(integer) = 3.0)", R"({"id":"x","valueInteger":3},)");
  removes("Observation.component.where(value.ofType(boolean) = true)", R"({"id":"y","valueBoolean":true},)");
  removes("Observation.component.where(value.ofType(dateTime) = @1980-02-03)", R"({"id":"z","valueDateTime":"1980-02-03"},)");
  removes("Observation.component.where(value.ofType(Quantity).value = 7)", R"(,{"id":"w","valueQuantity":{"value":7}})");
  removes("Observation.component.last()", R"(,{"id":"w","valueQuantity":{"value":7}})");
  removes("Observation.component.value.ofType(boolean)", R"(,"valueBoolean":true)");
  removes("Observation.contained.ofType(Patient).active", R"(,"active":true)");
  removes("Observation.contained.active", R"(,"active":true)");
  // Nothing.
  for (const char* const path : {"Observation.component[9]", "Observation.component.where(id = 'q')", "Observation.code.coding.where(code = 'q' and system = 's')",
                                 "Observation.value.ofType(string)", "Observation.subject", "Observation.component.where(value.ofType(dateTime) = @1980)",
                                 "Observation.extension('http://a')", "Observation.component.where(code.coding.code = '1')"}) {
    EXPECT_EQ(patched(whole, {erase(path)}), whole) << path;
  }
}

TEST(FhirPathPatchPath, IsRefusedRatherThanMisread) {
  const auto outcome = [](std::string_view path) {
    const std::string why = patched(R"({"resourceType":"Patient","name":[{"given":["x"]},{"family":"F"}],"birthDate":"1980-01-01","active":true,"multipleBirthInteger":1})", {erase(path)});
    return why.substr(0, why.find(' '));
  };
  for (const char* const path : {"Patient.name.where(family.exists())", "Patient.name.where(family != 'F')", "Patient.name.where(family = 'F' or use = 'usual')",
                                 "Patient.name.where(given contains 'x')", "Patient.name.where('F' = family)", "Patient.name.where(birthDate = period)", "Patient.name | Patient.contact",
                                 "Patient.name.tail()", "Patient.name.skip(1)", "Patient.managingOrganization.resolve()", "Patient.name[$index]", "Patient.name[0 + 1]",
                                 "Patient.where(birthDate = '1980-01-01')", "Patient.where(active = 'true')", "Patient.where(birthDate = @1980-01-01T00:00:00Z)",
                                 "Patient.where(multipleBirth = '1')", "%resource.name", "$total", "'x'", "Patient.multipleBirth is integer",
                                 "Patient.multipleBirth.ofType(System.Integer)", "Patient.multipleBirth.ofType(Integer)", "Patient.multipleBirth.ofType(Element)",
                                 "Patient.name.where(period = 3 'mg')", "Patient.name.where(family ~ 'F')", "Patient.name + 1", "Patient.name and true"}) {
    EXPECT_EQ(outcome(path), "unsupported") << path;
  }
  for (const char* const path : {"Patient.", ".name", "Patient..name", "Patient.name[", "Patient.name[]", "Patient.name[0", "Patient.name)", "(Patient.name", "Patient.name.where()",
                                 "Patient.name.where(family = 'F)", "Patient.name.where(family = )", "Patient.name.where(family =", "Patient.name.where(family = 'F'", "Patient name",
                                 "Patient.name.where(family = '\\q')", "Patient.name.where(family = '\\u00g0')", "Patient.`name", "Patient.name.where(family = @19)", " ", "Patient.name#",
                                 "Patient.name.extension(1)", "Patient.name.where(family = -)", "Patient.name as", "Patient.name.where(family = 'F' and)"}) {
    EXPECT_EQ(outcome(path), "malformed_query") << path;
  }
  for (const char* const path : {"Observation", "Observation.status", "Patient.colour", "Patient.name.colour", "Patient.contact.colour", "Patient.contact.where(colour = 'red')",
                                 "Patient.multipleBirthInteger", "Patient.birthDate.value", "patient"}) {
    EXPECT_EQ(outcome(path), "unknown_element") << path;
  }
  EXPECT_EQ(outcome("Patient.name.single()"), "ambiguous_match");
  EXPECT_EQ(outcome("Patient.name as HumanName"), "ambiguous_match");
  EXPECT_EQ(outcome("Patient.name[9999999999]"), "invalid_argument");
  EXPECT_EQ(outcome(std::string(40, '(') + "Patient" + std::string(40, ')')), "too_deep");
}

TEST(FhirPathPatch, ChecksTheResultOfEachOperation) {
  EXPECT_EQ(patched(patient, {add("Patient", "active", R"("_valueBoolean":{"id":"a"})"), add("Patient", "language", R"("valueCode":"de")")}),
            R"({"resourceType":"Patient","language":"de","_active":{"id":"a"}})");
  EXPECT_EQ(patched(R"({"resourceType":"Parameters","parameter":[{"name":"a","valueDecimal":1.10}]})", {replace("Parameters.parameter[0].value", R"("valueDecimal":1.100)")}),
            R"({"resourceType":"Parameters","parameter":[{"name":"a","valueDecimal":1.100}]})");
}

// An element as both patches name it.
struct element {
  std::string path;
  std::string pointer;
  std::string beside;  // the pointer to the id and extensions of a primitive
  bool repeats = false;
  bool primitive = false;
};

void gather(std::vector<element>& into, const node& of, const std::string& path, const std::string& pointer) {
  of.each_child([&](const node& child) {
    std::string json(child.name());
    if (child.definition()->kind == element_kind::choice) {
      std::string type(name(alternative{child.kind(), child.type()}));
      type[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(type[0])));
      json += type;
    }
    element made{path + "." + std::string(child.name()), pointer + "/" + json, pointer + "/_" + json, child.index() >= 0, child.is_primitive()};
    if (made.repeats) {
      made.path += "[" + std::to_string(child.index()) + "]";
      made.pointer += "/" + std::to_string(child.index());
    }
    into.push_back(made);
    gather(into, child, made.path, made.pointer);
  });
}

std::string outcome(const result<any_resource>& of) {
  return of ? json_encode(of.value()) : std::string(name(of.error().code()).data()) + " at " + of.error().place().data();
}

TEST(FhirPathPatch, DeletesInEveryExampleWhatJsonPatchRemoves) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (file.path().extension() == ".json" && file.file_size() < 50'000) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  std::size_t checked = 0;
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    const any_resource example = read(text.str());
    std::vector<element> all;
    gather(all, node::of(example), std::string(example.structure()->name), {});
    // About thirty of each, spread over the whole.
    for (std::size_t at = 0; at < all.size(); at += 1 + all.size() / 30) {
      const element& each = all[at];
      if (each.primitive && each.repeats) continue;  // two arrays: FHIRPath Patch alone keeps them alike
      const auto by_path = apply_fhirpath_patch(example, json_decode<r4::Parameters>(R"({"resourceType":"Parameters","parameter":[)" + erase(each.path) + "]}").value());
      std::string removal = R"([{"op":"remove","path":")" + each.pointer + "\"}";
      auto by_pointer = apply_json_patch(example, removal + "]");
      if (each.primitive) {
        // Either may be there without the other.
        const auto both = apply_json_patch(example, removal + R"(,{"op":"remove","path":")" + each.beside + "\"}]");
        if (both) by_pointer = both;
        if (!by_pointer) by_pointer = apply_json_patch(example, R"([{"op":"remove","path":")" + each.beside + "\"}]");
      }
      ASSERT_EQ(outcome(by_path), outcome(by_pointer)) << file << ' ' << each.path << ' ' << each.pointer;
      ASSERT_TRUE(by_path) << file << ' ' << each.path;
      ++checked;
    }
  }
  EXPECT_GT(checked, files.size() * 5);
}

}  // namespace
}  // namespace phr::fhir::test
