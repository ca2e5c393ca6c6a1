// FHIRPath Patch of resources: what each operation does.
#include "patch/operations.hpp"

#include <phr/fhirpath/expression.hpp>

namespace phr::patch::test {
namespace {

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
  EXPECT_EQ(apply_fhirpath_patch(any_resource(), fhir::r4::Parameters()).error().code(), errc::invalid_argument);
}

TEST(FhirPathPatch, ChecksTheResultOfEachOperation) {
  EXPECT_EQ(patched(patient, {add("Patient", "active", R"("_valueBoolean":{"id":"a"})"), add("Patient", "language", R"("valueCode":"de")")}),
            R"({"resourceType":"Patient","language":"de","_active":{"id":"a"}})");
  EXPECT_EQ(patched(R"({"resourceType":"Parameters","parameter":[{"name":"a","valueDecimal":1.10}]})", {replace("Parameters.parameter[0].value", R"("valueDecimal":1.100)")}),
            R"({"resourceType":"Parameters","parameter":[{"name":"a","valueDecimal":1.100}]})");
}

TEST(FhirPathPatch, ChangesExtensionsByTheirUrl) {
  constexpr std::string_view extended =
      R"({"resourceType":"Patient","extension":[{"url":"http://a","valueString":"a"},{"extension":[{"url":"text","valueString":"x"},{"url":"detailed","valueCode":"y"}],"url":"http://race"}],)"
      R"("name":[{"family":"F","_family":{"extension":[{"url":"http://own","valueString":"F"}]}}]})";
  const auto changed = [&](std::string_view from, std::string_view to, const std::vector<std::string>& operations) {
    std::string wanted(extended);
    const auto at = wanted.find(from);
    ASSERT_NE(at, std::string::npos);
    wanted.replace(at, from.size(), to);
    EXPECT_EQ(patched(extended, operations), wanted) << operations[0];
  };
  changed(R"({"url":"http://a","valueString":"a"},)", "", {erase("Patient.extension('http://a')")});
  changed(R"("valueString":"a")", R"("valueDecimal":1.50)", {replace("Patient.extension('http://a').value", R"("valueDecimal":1.50)")});
  changed(R"("valueString":"x")", R"("valueString":"z")", {replace("extension('http://race').extension('text').value.ofType(string)", R"("valueString":"z")")});
  changed(R"(,{"url":"detailed","valueCode":"y"})", "", {erase("Patient.extension.where(url = 'http://race').extension('detailed')")});
  changed(R"({"url":"text","valueString":"x"},{"url":"detailed","valueCode":"y"})", R"({"url":"detailed","valueCode":"y"},{"url":"text","valueString":"x"})",
          {move("extension('http://race').extension", 0, 1)});
  changed(R"({"url":"http://own","valueString":"F"})", R"({"url":"http://own","valueString":"F"},{"url":"http://b","valueInteger":1})",
          {add("name.family", "extension", R"("part":[{"name":"url","valueUri":"http://b"},{"name":"value","valueInteger":1}])")});
  changed(R"({"url":"http://own","valueString":"F"})", R"({"url":"http://b","valueInteger":1},{"url":"http://own","valueString":"F"})",
          {insert("name.family.extension", 0, R"("part":[{"name":"url","valueUri":"http://b"},{"name":"value","valueInteger":1}])")});
  changed(R"(,"_family":{"extension":[{"url":"http://own","valueString":"F"}]})", "", {erase("name.family.extension('http://own')")});
  changed("", "", {erase("extension('http://none')")});
  EXPECT_EQ(patched(extended, {replace("extension('http://none')", R"("valueString":"a")")}), "not_found 0: FHIRPath Patch: path");
}

TEST(FhirPathPatch, ChangesListsInLists) {
  constexpr std::string_view nested =
      R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","item":[{"linkId":"1.1","type":"group","item":[{"linkId":"a","type":"display"},)"
      R"({"linkId":"b","type":"display"}]},{"linkId":"1.2","type":"string"}]}]})";
  const auto links = [&](const std::vector<std::string>& operations) {
    const std::string made = patched(nested, operations);
    if (!made.starts_with('{')) return made;
    const any_resource after = read(made);
    const auto found = fhirpath::expression::compile("repeat(item).linkId").value()(after).value();
    std::string order;
    for (const auto& each : found) order += fhirpath::text_of(each).value() + " ";
    return order;
  };
  const auto item = [](std::string_view link) {
    return R"("part":[{"name":"linkId","valueString":")" + std::string(link) + R"("},{"name":"type","valueCode":"display"}])";
  };
  EXPECT_EQ(links({erase("item.item.item.where(linkId = 'a')")}), "1 1.1 1.2 b ");
  EXPECT_EQ(links({erase("repeat(item).where(linkId = 'b')")}), "1 1.1 1.2 a ");
  EXPECT_EQ(links({insert("repeat(item).where(linkId = '1.1').item", 1, item("c"))}), "1 1.1 1.2 a c b ");
  EXPECT_EQ(links({move("item[0].item[0].item", 0, 1)}), "1 1.1 1.2 b a ");
  EXPECT_EQ(links({move("item.item", 1, 0)}), "1 1.2 1.1 a b ");
  EXPECT_EQ(links({add("item.item.where(linkId = '1.2')", "item", item("d"))}), "1 1.1 1.2 a b d ");
  EXPECT_EQ(links({add("Questionnaire", "item", R"("part":[{"name":"linkId","valueString":"2"},{"name":"type","valueCode":"group"},{"name":"item",)" + item("2.1") + "}]")}),
            "1 2 1.1 1.2 2.1 a b ");
  EXPECT_EQ(links({add("item.item", "item", item("d"))}), "ambiguous_match 0: FHIRPath Patch: path");
}

TEST(FhirPathPatch, MovesAtTheBordersOfAList) {
  for (int source = 0; source < 4; ++source) {
    for (int destination = 0; destination < 4; ++destination) {
      std::string wanted = "1234";
      const char moved = wanted[static_cast<std::size_t>(source)];
      wanted.erase(static_cast<std::size_t>(source), 1).insert(static_cast<std::size_t>(destination), 1, moved);
      EXPECT_EQ(order({move("Patient.identifier", source, destination)}), wanted) << source << ' ' << destination;
    }
    EXPECT_EQ(order({move("Patient.identifier", source, 4)}), "invalid_argument 0: FHIRPath Patch: source or destination");
    EXPECT_EQ(order({move("Patient.identifier", 4, source)}), "invalid_argument 0: FHIRPath Patch: source or destination");
  }
  EXPECT_EQ(order({move("Patient.name", 0, 0)}), "invalid_argument 0: FHIRPath Patch: source or destination");
  EXPECT_EQ(order({move("Patient.identifier", 0, 2147483647)}), "invalid_argument 0: FHIRPath Patch: source or destination");
  EXPECT_EQ(order({erase("identifier[0]"), erase("identifier[0]"), erase("identifier[0]"), move("identifier", 0, 0)}), "4");
  EXPECT_EQ(order({insert("Patient.identifier", 4, R"("valueIdentifier":{"value":"5"})"), move("Patient.identifier", 4, 0), erase("Patient.identifier.last()")}), "5123");
}

TEST(FhirPathPatch, FindsWhatOperationsBeforeMade) {
  // Each path is of the resource as it is then.
  EXPECT_EQ(order({erase("identifier[0]"), erase("identifier[0]")}), "34");
  EXPECT_EQ(order({replace("identifier.where(value = '2').value", R"("valueString":"7")"), erase("identifier.where(value = '7')"), erase("identifier.where(value = '2')")}), "134");
  EXPECT_EQ(order({move("identifier", 0, 3), replace("identifier.last().value", R"("valueString":"9")")}), "2349");
  EXPECT_EQ(order({insert("identifier", 0, R"("valueIdentifier":{"value":"5"})"), insert("identifier", 0, R"("valueIdentifier":{"value":"6"})")}), "651234");
  EXPECT_EQ(patched(patient, {add("Patient", "name", R"("valueHumanName":{"family":"F"})"), erase("name.family"), add("Patient", "name", R"("valueHumanName":{"text":"t"})")}),
            R"({"resourceType":"Patient","name":[{"text":"t"}]})");
  EXPECT_EQ(patched(patient, {add("Patient", "name", R"("valueHumanName":{"family":"F"})"), erase("name.family"), add("name", "text", R"("valueString":"t")")}),
            "not_found 2: FHIRPath Patch: path");
  EXPECT_EQ(patched(patient, {add("Patient", "deceased", R"("valueBoolean":true)"), replace("deceased", R"("valueDateTime":"2020")"), add("Patient", "deceased", R"("valueBoolean":true)")}),
            "already_exists 2: FHIRPath Patch: name");
  EXPECT_EQ(patched(patient, {add("Patient", "deceased", R"("_valueBoolean":{"id":"d"})"), replace("deceased", R"("valueDateTime":"2020")"), add("deceased", "id", R"("valueString":"e")")}),
            R"({"resourceType":"Patient","deceasedDateTime":"2020","_deceasedDateTime":{"id":"e"}})");
}

TEST(FhirPathPatch, ReachesIntoContainedResourcesAndEntries) {
  constexpr std::string_view holding =
      R"({"resourceType":"MedicationRequest","contained":[{"resourceType":"Medication","id":"m","ingredient":[{"itemCodeableConcept":{"text":"a"}}]},{"resourceType":"Patient","id":"p"}],)"
      R"("status":"active","intent":"order","medicationReference":{"reference":"#m"},"subject":{"reference":"#p"}})";
  const std::string made =
      patched(holding, {replace("medication.resolve().ingredient.item", R"("valueReference":{"reference":"Substance/s"})"), add("contained.ofType(Patient)", "gender", R"("valueCode":"male")"),
                        add("MedicationRequest.contained.where(id = 'm')", "status", R"("valueCode":"active")"), move("contained", 0, 1),
                        replace("medication", R"("valueCodeableConcept":{"text":"c"})")});
  EXPECT_EQ(made,
            R"({"resourceType":"MedicationRequest","contained":[{"resourceType":"Patient","id":"p","gender":"male"},{"resourceType":"Medication","id":"m","status":"active",)"
            R"("ingredient":[{"itemReference":{"reference":"Substance/s"}}]}],"status":"active","intent":"order","medicationCodeableConcept":{"text":"c"},"subject":{"reference":"#p"}})");
  EXPECT_EQ(patched(holding, {replace("contained[1]", R"("resource":{"resourceType":"Group","id":"g"})"), erase("contained[0]"), erase("medication"), erase("subject")}),
            R"({"resourceType":"MedicationRequest","contained":[{"resourceType":"Group","id":"g"}],"status":"active","intent":"order"})");
  EXPECT_EQ(patched(holding, {add("contained.ofType(Patient)", "status", R"("valueCode":"active")")}), "unknown_element 0: FHIRPath Patch: name");
  constexpr std::string_view bundle = R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"t"}]}},{"fullUrl":"http://e"}]})";
  EXPECT_EQ(patched(bundle, {add("Bundle.entry[1]", "resource", R"("resource":{"resourceType":"Basic","id":"b"})"), insert("entry.resource.ofType(Patient).name", 0, R"("valueHumanName":{"text":"s"})")}),
            R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"s"},{"text":"t"}]}},{"fullUrl":"http://e","resource":{"resourceType":"Basic","id":"b"}}]})");
}

TEST(FhirPathPatch, KeepsPrimitivesThatHaveOnlyIdsOrExtensionsInTheirPlaces) {
  constexpr std::string_view given = R"({"resourceType":"Patient","name":[{"given":[null,"y"],"_given":[{"id":"x"},null]}]})";
  const auto left = [](std::string_view of) { return R"({"resourceType":"Patient","name":[{)" + std::string(of) + "}]}"; };
  EXPECT_EQ(patched(given, {erase("name.given[0]")}), left(R"("given":["y"])"));
  EXPECT_EQ(patched(given, {erase("name.given.where(hasValue())")}), left(R"("_given":[{"id":"x"}])"));
  EXPECT_EQ(patched(given, {replace("name.given.where(id = 'x')", R"("valueString":"x")")}), left(R"("given":["x","y"])"));
  EXPECT_EQ(patched(given, {replace("name.given.last()", R"("_valueString":{"id":"z"})")}), left(R"("_given":[{"id":"x"},{"id":"z"}])"));
  EXPECT_EQ(patched(given, {move("name.given", 1, 0)}), left(R"("given":["y",null],"_given":[null,{"id":"x"}])"));
  EXPECT_EQ(patched(given, {insert("name.given", 1, R"("valueString":"w","_valueString":{"id":"w"})")}), left(R"("given":[null,"w","y"],"_given":[{"id":"x"},{"id":"w"},null])"));
  // What has neither a value nor an id any more is no item.
  EXPECT_EQ(patched(given, {erase("name.given.id")}), left(R"("given":["y"])"));
  EXPECT_EQ(patched(left(R"("_given":[{"id":"x"},{"id":"y"}])"), {erase("name.given[0].id")}), left(R"("_given":[{"id":"y"}])"));
  EXPECT_EQ(patched(left(R"("_given":[{"id":"x"},{"id":"y"}],"family":"F")"), {erase("name.given[0].id"), erase("name.given.id")}), left(R"("family":"F")"));
}

}  // namespace
}  // namespace phr::patch::test
