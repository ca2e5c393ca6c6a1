// FHIRPath Patch of resources: what their paths lead to.
#include "patch/operations.hpp"

#include <phr/fhir/r4/patient.hpp>

#include <chrono>

namespace phr::patch::test {
namespace {

using fhir::node;

// What a path leads to is told by deleting it: the answer is what is left.
TEST(FhirPathPatchPath, LeadsToOneElement) {
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

// What deleting at a path answers: what is left, or the error.
std::string left_by(std::string_view path, const fhirpath::environment& with = fhirpath::plain_environment) {
  return patched(R"({"resourceType":"Patient","name":[{"given":["x"]},{"family":"F"}],"birthDate":"1980-01-01","multipleBirthInteger":1,"active":true})", {erase(path)}, with);
}
constexpr std::string_view without_first = R"({"resourceType":"Patient","active":true,"name":[{"family":"F"}],"birthDate":"1980-01-01","multipleBirthInteger":1})";
constexpr std::string_view without_second = R"({"resourceType":"Patient","active":true,"name":[{"given":["x"]}],"birthDate":"1980-01-01","multipleBirthInteger":1})";
constexpr std::string_view whole = R"({"resourceType":"Patient","active":true,"name":[{"given":["x"]},{"family":"F"}],"birthDate":"1980-01-01","multipleBirthInteger":1})";

TEST(FhirPathPatchPath, IsAnyFhirPath) {
  for (const char* const path : {"Patient.name.where(given contains 'x')", "Patient.name.where(given.exists())", "Patient.name.where(family.empty())", "Patient.name.take(1)",
                                 "Patient.name.where($index = 0)", "%resource.name.first()", "Patient.name.exclude(Patient.name.last())", "iif(active, name[0], name[1])",
                                 "Patient.children().where(given = 'x')", "descendants().where(given = 'x')", "Patient.name.where(%resource.active and given.matches('^x$'))",
                                 "name.select(defineVariable('g', given).where(%g = 'x'))", "Patient.name.sort(family).first()", "repeat(name).where(given = 'x')"}) {
    EXPECT_EQ(left_by(path), without_first) << path;
  }
  for (const char* const path : {"Patient.name.where(family.exists())", "Patient.name.where(family = 'F' or use = 'usual')", "Patient.name.where('F' = family)", "Patient.name.tail()",
                                 "Patient.name.skip(1)", "Patient.name[0 + 1]", "Patient.name.where(family ~ 'f')", "Patient.name.where(family in ('E' | 'F'))",
                                 "(Patient.name.where(family = 'F') | Patient.contact)", "Patient.name.where(family.startsWith('F') and family.length() = 1)",
                                 "Patient.name[%resource.name.count() - 1]", "Patient.name[%resource.multipleBirth]"}) {
    EXPECT_EQ(left_by(path), without_second) << path;
  }
  // Nothing, which is no error.
  for (const char* const path : {"Patient.name.where(family != 'F')", "Patient.managingOrganization.resolve()", "{}", "Patient.name.where(period = 3 'mg')", "$total", "Patient.name[9999999999]",
                                 "Patient.multipleBirth.ofType(string)", "Patient.name.extension(1)", "Patient.where(active.not())", "Patient.name[-1]"}) {
    EXPECT_EQ(left_by(path), whole) << path;
  }
}

TEST(FhirPathPatchPath, LeadsToAnElementOfTheResourceAlone) {
  constexpr std::string_view none = "invalid_argument 0: FHIRPath Patch: path to what is no element of the resource";
  for (const char* const path : {"Patient.name.given.count()", "'x'", "Patient.multipleBirth is integer", "Patient.name.exists()", "Patient.name.family & ''", "multipleBirth + 1", "today()",
                                 "birthDate.toString()", "%factory.HumanName('F')", "Patient.name.given.first().upper()", "name.type()", "%ucum", "birthDate | 1"}) {
    EXPECT_EQ(left_by(path), none) << path;
  }
  // A constant and a resolved reference are elements, but of another resource.
  const any_resource other = read(R"({"resourceType":"Patient","name":[{"given":["x"]}]})");
  const fhirpath::constant constants[] = {{"other", {node::of(other)}}, {"text", {std::string("x")}}};
  EXPECT_EQ(left_by("%other", {.constants = constants}), none);
  EXPECT_EQ(left_by("%other.name[0]", {.constants = constants}), none);
  EXPECT_EQ(left_by("Patient.name.where(given = %text)", {.constants = constants}), without_first);
  EXPECT_EQ(left_by("Patient.name.where(given = %text)"), "unknown_element 0: FHIRPath Patch: path");
  struct world : fhirpath::host {
    explicit world(const any_resource& known) : known_(known) {}
    node resolve(std::string_view) override { return node::of(known_); }
    const any_resource& known_;
  } host(other);
  constexpr std::string_view referring = R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"O","alias":["a"]}],"generalPractitioner":[{"reference":"#o"},{"reference":"Organization/p"}]})";
  EXPECT_EQ(patched(referring, {erase("Patient.generalPractitioner[1].resolve().name")}, {.host = &host}), none);
  EXPECT_EQ(patched(referring, {erase("Patient.generalPractitioner[0].resolve().alias")}, {.host = &host}),
            R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"O"}],"generalPractitioner":[{"reference":"#o"},{"reference":"Organization/p"}]})");
}

TEST(FhirPathPatchPath, IsRefusedWithItsError) {
  const auto outcome = [](std::string_view path) {
    const std::string why = left_by(path);
    return why.substr(0, why.find(' '));
  };
  for (const char* const path : {"Patient.", ".name", "Patient..name", "Patient.name[", "Patient.name[]", "Patient.name[0", "Patient.name)", "(Patient.name", "Patient.name.where()",
                                 "Patient.name.where(family = 'F)", "Patient.name.where(family = )", "Patient.name.where(family =", "Patient.name.where(family = 'F'", "Patient name",
                                 "Patient.name.where(family = '\\q')", "Patient.name.where(family = '\\u00g0')", "Patient.`name", "Patient.name.where(family = @19)", " ", "Patient.name#",
                                 "Patient.name.where(family = -)", "Patient.name as", "Patient.name.where(family = 'F' and)", "Patient.name.colour()"}) {
    EXPECT_EQ(outcome(path), "malformed_query") << path;
  }
  for (const char* const path : {"Observation", "Observation.status", "Patient.colour", "Patient.name.colour", "Patient.contact.colour", "Patient.contact.where(colour = 'red')",
                                 "Patient.multipleBirthInteger", "Patient.birthDate.value", "patient", "Patient.name.where(birthDate = period)", "%colour"}) {
    EXPECT_EQ(outcome(path), "unknown_element") << path;
  }
  for (const char* const path : {"Patient.name | Patient.contact", "Patient.name.given | Patient.name.family", "descendants()", "active | birthDate", "name.first().combine(name.first())"}) {
    EXPECT_EQ(left_by(path), "ambiguous_match 0: FHIRPath Patch: path") << path;
  }
  for (const char* const path : {"Patient.name.single()", "Patient.name as HumanName", "Patient.name + 1", "Patient.name.where(given + 1)", "Patient.name['x']"}) {
    EXPECT_EQ(left_by(path), "invalid_argument 0: FHIRPath Patch: path") << path;
  }
  EXPECT_EQ(outcome("Patient.multipleBirth.ofType(Colour)"), "wrong_type");
  EXPECT_EQ(outcome("Patient.conformsTo('http://example.org/profile')"), "unsupported");
  for (const char* const path : {"Patient", "%resource", "$this", "Patient.where(active)", "Resource", "Patient.where(birthDate = @1980-01-01)"}) {
    EXPECT_EQ(left_by(path), "invalid_argument 0: FHIRPath Patch: path of the whole resource") << path;
  }
}

TEST(FhirPathPatchPath, OfAListEndsInItsNameOrIsAllOfIt) {
  constexpr std::string_view names = R"({"resourceType":"Patient","name":[{"use":"usual","given":["x","y"]},{"given":["x","y"]}],"contact":[{"name":{"given":["z"]}}]})";
  const auto moved = [&](std::string_view path) { return patched(names, {move(path, 1, 0)}); };
  constexpr std::string_view done = R"({"resourceType":"Patient","name":[{"use":"usual","given":["y","x"]},{"given":["x","y"]}],"contact":[{"name":{"given":["z"]}}]})";
  for (const char* const path : {"Patient.name[0].given", "name.where(use = 'usual').given", "(name.where(use.exists())).given", "name[0].select(given)", "name[0].given.where(true)",
                                 "name.first().given.take(2)", "iif(name.exists(), name[0].given, contact.name.given)", "(name[0] | contact.name.where(text = 'n')).given", "name[0].children().skip(1)", "name[0].given.first() | name[0].given.last()"}) {
    EXPECT_EQ(moved(path), done) << path;
  }
  constexpr std::string_view no_list = "invalid_argument 0: FHIRPath Patch: path of a list";
  for (const char* const path : {"name[0].given[0]", "name[0].given.tail()", "name.select(given)", "name[0].given.last() | name[0].given.first()", "name[0].given | contact.name.given", "name[1].use",
                                 "name[1].given.where($this = 'q')", "name[0].given.combine(name[0].given)", "contact.name.given.where(false)", "Patient", "%resource", "name[0].given.skip(1).combine(name[0].given.first())"}) {
    EXPECT_EQ(moved(path), no_list) << path;
  }
  EXPECT_EQ(moved("name.given"), "ambiguous_match 0: FHIRPath Patch: path");
  EXPECT_EQ(moved("(name[0] | contact.name).given"), "ambiguous_match 0: FHIRPath Patch: path");
  EXPECT_EQ(moved("contact[3].name.given"), "not_found 0: FHIRPath Patch: path");
  EXPECT_EQ(moved("name[0].given.count()"), "invalid_argument 0: FHIRPath Patch: path to what is no element of the resource");
  EXPECT_EQ(moved("name.given.resourceType"), "unknown_element 0: FHIRPath Patch: path");
  // An empty list has a name alone.
  EXPECT_EQ(patched(names, {insert("name[0].prefix", 0, R"("valueString":"p")")}),
            R"({"resourceType":"Patient","name":[{"use":"usual","given":["x","y"],"prefix":["p"]},{"given":["x","y"]}],"contact":[{"name":{"given":["z"]}}]})");
  EXPECT_EQ(patched(names, {insert("name[0].select(prefix)", 0, R"("valueString":"p")")}), no_list);
}

TEST(FhirPathPatchPath, TakesTheMomentOfTheEnvironment) {
  constexpr std::string_view periods = R"({"resourceType":"Patient","name":[{"text":"old","period":{"end":"2001"}},{"text":"new","period":{"end":"2011"}}]})";
  const auto at = [&](std::string_view now) { return patched(periods, {erase("name.where(period.end < today())")}, {.now = now}); };
  EXPECT_EQ(at("2005-01-01T00:00:00.000Z"), R"({"resourceType":"Patient","name":[{"text":"new","period":{"end":"2011"}}]})");
  EXPECT_EQ(at("2000-01-01T00:00:00.000Z"), periods);
  EXPECT_EQ(at("2015-01-01T00:00:00.000Z"), "ambiguous_match 0: FHIRPath Patch: path");
}

// Whatever a path asks for, it ends.
TEST(FhirPathPatchPath, HasAnEnd) {
  std::string wide = R"({"resourceType":"Patient","name":[)";
  for (int at = 0; at < 1500; ++at) wide += R"({"family":"F"},)";
  wide.back() = ']';
  const any_resource resource = read(wide + "}");
  const auto code_of = [&](const std::vector<std::string>& operations, const fhirpath::environment& with = fhirpath::plain_environment) {
    const auto made = apply_fhirpath_patch(resource, parameters_of(operations), with);
    return made ? std::string("done") : told(made.error());
  };
  constexpr std::string_view too_large = "too_large 0: FHIRPath Patch: path";
  EXPECT_EQ(code_of({erase("name.where(%resource.name.where(%resource.name.where(family = 'G').exists()).exists())")}), too_large);
  EXPECT_EQ(code_of({erase("descendants().where(%resource.descendants().where(%resource.descendants().count() = 0).exists())")}), too_large);
  EXPECT_EQ(code_of({erase("name.select(%resource.name.select(%resource.name))")}), too_large);
  EXPECT_EQ(code_of({erase("name.aggregate($total & %resource.name.family.join('xxxxxxxxxxxxxxxx') & $total, 'x').where($this = 'y')")}), too_large);
  EXPECT_EQ(code_of({erase("'x'.repeat($this & 'x')")}), too_large);
  EXPECT_EQ(code_of({erase(std::string(500, '(') + "name" + std::string(500, ')'))}), "too_deep 0: FHIRPath Patch: path");
  EXPECT_EQ(code_of({erase("name" + std::string(3000, '.'))}).substr(0, 15), "malformed_query");
  std::string sum = "1";
  for (int at = 0; at < 5000; ++at) sum += "+1";
  EXPECT_EQ(code_of({erase("name[" + sum + "]")}), "too_deep 0: FHIRPath Patch: path");
  // The steps of all operations count together.
  const std::string costly = erase("name.where(family = 'G')");
  fhirpath::environment with;
  with.most.steps = 20'000;
  EXPECT_EQ(code_of({costly}, with), "done");
  EXPECT_EQ(code_of({costly, costly, costly, costly, costly, costly, costly, costly, costly, costly}, with).substr(0, 9), "too_large");
}

}  // namespace
}  // namespace phr::patch::test
