// Where the items of an expression stand, and what is left of an expression without its last name.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/place.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhirpath {
namespace {

constexpr std::string_view text =
    R"({"resourceType":"Patient","contained":[{"resourceType":"Observation","id":"o","status":"final","code":{"text":"c"},"valueQuantity":{"value":1}}],)"
    R"("extension":[{"url":"http://a","extension":[{"url":"b","valueCode":"x"}]}],"name":[{"family":"F","given":["x",null,"x"],"_given":[null,{"id":"g"},null]},{"family":"F"}],)"
    R"("birthDate":"1980","_birthDate":{"extension":[{"url":"http://t","valueDateTime":"1980-02-03T04:05:06Z"}]},"_active":{"id":"a"},)"
    R"("deceasedBoolean":false,"managingOrganization":{"reference":"#o"}})";

std::string shown(const std::vector<std::optional<place>>& places) {
  std::string made;
  for (const auto& each : places) made += (made.empty() ? "" : " ") + (each ? "'" + each->pointer() + "'" : std::string("none"));
  return made;
}

// The pointers of what an expression finds, which are those in the text, too.
std::string places(std::string_view path) {
  const auto compiled = expression::compile(path).value();
  const fhir::any_resource model = fhir::json_decode(text).value();
  fhir::json::document document;
  EXPECT_TRUE(document.parse(text));
  const value root = json_element::of(document.root());
  const auto of_model = places_of(compiled(model).value(), fhir::node::of(model));
  const auto of_text = places_of(compiled(document).value(), root);
  EXPECT_EQ(of_model, of_text) << path;
  return shown(of_model);
}

TEST(Place, OfAnElementIsTheWayToItInJson) {
  EXPECT_EQ(places("Patient"), "''");
  EXPECT_EQ(places("%resource"), "''");
  EXPECT_EQ(places("name"), "'/name/0' '/name/1'");
  EXPECT_EQ(places("name.family"), "'/name/0/family' '/name/1/family'");
  EXPECT_EQ(places("name.given"), "'/name/0/given/0' '/name/0/given/1' '/name/0/given/2'");
  EXPECT_EQ(places("name[1].family"), "'/name/1/family'");
  EXPECT_EQ(places("deceased"), "'/deceasedBoolean'");
  EXPECT_EQ(places("contained.value"), "'/contained/0/valueQuantity'");
  EXPECT_EQ(places("contained.value.value"), "'/contained/0/valueQuantity/value'");
  EXPECT_EQ(places("managingOrganization.resolve()"), "'/contained/0'");
  EXPECT_EQ(places("extension('http://a').extension('b').value"), "'/extension/0/extension/0/valueCode'");
  EXPECT_EQ(places("birthDate | active"), "'/birthDate' '/active'");
  EXPECT_EQ(places("birthDate.extension.value"), "'/_birthDate/extension/0/valueDateTime'");
  EXPECT_EQ(places("active.id"), "'/_active/id'");
  EXPECT_EQ(places("name.given.id"), "'/name/0/_given/1/id'");
  EXPECT_EQ(places("descendants().where($this is dateTime)"), "'/_birthDate/extension/0/valueDateTime'");
  EXPECT_EQ(places("telecom"), "");
}

TEST(Place, IsOfTheItemAndNotOfOneThatIsEqual) {
  EXPECT_EQ(places("name.given.where($this = 'x').last()"), "'/name/0/given/2'");
  EXPECT_EQ(places("name.last().family"), "'/name/1/family'");
  EXPECT_EQ(places("name.family.combine(name.family)"), "'/name/0/family' '/name/1/family' '/name/0/family' '/name/1/family'");
}

TEST(Place, IsOfElementsOfTheRootAlone) {
  EXPECT_EQ(places("name.given.count()"), "none");
  EXPECT_EQ(places("name.family.first() & ''"), "none");
  EXPECT_EQ(places("'x' | birthDate | 3"), "none '/birthDate' none");
  EXPECT_EQ(places("birthDate.type()"), "none");
  EXPECT_EQ(places("%factory.string('F')"), "none");
  EXPECT_EQ(places("contained.value.value + 1"), "none");
  const auto family = expression::compile("name.family").value();
  const fhir::any_resource model = fhir::json_decode(text).value();
  const fhir::any_resource copy = model;
  EXPECT_EQ(shown(places_of(family(copy).value(), fhir::node::of(model))), "none none");
  fhir::json::document document;
  ASSERT_TRUE(document.parse(text));
  EXPECT_EQ(shown(places_of(family(document).value(), fhir::node::of(model))), "none none");
  EXPECT_EQ(shown(places_of(family(model).value(), json_element::of(document.root()))), "none none");
  EXPECT_EQ(shown(places_of(family(model).value(), fhir::node())), "none none");
}

TEST(Place, OfAPartCountsFromThatPart) {
  const fhir::any_resource model = fhir::json_decode(text).value();
  const auto names = expression::compile("name").value()(model).value();
  const auto given = expression::compile("given").value().evaluate(std::get<fhir::node>(names[0])).value();
  EXPECT_EQ(shown(places_of(given, names[0])), "'/given/0' '/given/1' '/given/2'");
  EXPECT_EQ(shown(places_of(given, names[1])), "none none none");
}

TEST(Place, EscapesWhatPointersEscape) {
  fhir::json::document document;
  ASSERT_TRUE(document.parse(R"({"a/b":[{"c~d":1}]})"));
  const auto found = expression::compile("`a/b`.`c~d`").value()(document).value();
  EXPECT_EQ(shown(places_of(found, json_element::of(document.root()))), "'/a~1b/0/c~0d'");
}

// The value at a pointer.
fhir::json::value at_pointer(fhir::json::value at, std::string_view pointer) {
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string token(pointer.substr(1, end - 1));
    at = at.is_array() ? at.at(static_cast<std::uint32_t>(std::stoul(token))) : at[token];
    pointer.remove_prefix(end);
  }
  return at;
}

TEST(Place, OfEveryElementOfEveryExampleLeadsToIt) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  const auto all = expression::compile("descendants()").value();
  std::size_t checked = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (file.path().extension() != ".json" || file.file_size() > 50'000) continue;
    std::ostringstream read;
    read << std::ifstream(file.path(), std::ios::binary).rdbuf();
    const fhir::any_resource model = fhir::json_decode(read.str()).value();
    const std::string written = fhir::json_encode(model);
    fhir::json::document document;
    ASSERT_TRUE(document.parse(written));
    const auto items = all(model).value();
    const auto found = places_of(items, fhir::node::of(model));
    const auto in_text = all(document).value();
    ASSERT_EQ(found, places_of(in_text, json_element::of(document.root()))) << file.path();
    for (std::size_t at = 0; at < items.size(); ++at) {
      ASSERT_TRUE(found[at]) << file.path();
      const auto& element = std::get<json_element>(in_text[at]);
      if (!element.value()) continue;
      ASSERT_EQ(at_pointer(document.root(), found[at]->pointer()).source().data(), element.value().source().data()) << file.path();
      ++checked;
    }
  }
  EXPECT_GT(checked, 10'000U);
}

std::string last_of(std::string_view path, const compile_options& options = {}) {
  const auto found = expression::compile(path, options).value().last_name();
  if (!found) return "none";
  return (found->of ? found->of->text() : std::string("$")) + " > " + found->name;
}

TEST(LastName, IsWhatAPathEndsIn) {
  EXPECT_EQ(last_of("Patient.name[0].given"), "Patient.name[0] > given");
  EXPECT_EQ(last_of("Patient.name"), "Patient > name");
  EXPECT_EQ(last_of("name"), "$ > name");
  EXPECT_EQ(last_of("(Patient . name)", {.type = "Patient"}), "Patient > name");
  EXPECT_EQ(last_of("(name | contact.name).given"), "name | contact.name > given");
  EXPECT_EQ(last_of("name.where(use = 'usual').`given`"), "name.where(use = 'usual') > given");
  EXPECT_EQ(last_of("defineVariable('a', name).select(%a).first().given"), "defineVariable('a', name).select(%a).first() > given");
  for (const char* const path : {"Patient", "name[0]", "name.where(use = 'usual')", "name | contact.name", "1 + multipleBirth.value", "name.given = contact.name", "$this", "'name'",
                                 "name.given as string", "-multipleBirth.value"}) {
    EXPECT_EQ(last_of(path), "none") << path;
  }
}

TEST(LastName, LeavesAnExpressionThatCanBeEvaluated) {
  const fhir::any_resource model = fhir::json_decode(text).value();
  const auto found = expression::compile("Patient.contained.where(id = 'o').defineVariable('v', value).select(%v).value", {.type = "Patient"}).value().last_name();
  ASSERT_TRUE(found && found->of);
  EXPECT_EQ(shown(places_of((*found->of)(model).value(), fhir::node::of(model))), "'/contained/0/valueQuantity'");
  EXPECT_EQ(found->name, "value");
}

TEST(Steps, OfSeveralEvaluationsCountTogether) {
  const fhir::any_resource model = fhir::json_decode(text).value();
  const auto compiled = expression::compile("name.where(family = 'F').given").value();
  environment with;
  std::uint64_t spent = 0;
  with.spent = &spent;
  with.most.steps = 100;
  ASSERT_TRUE(compiled(model, with));
  const std::uint64_t once = spent;
  ASSERT_GT(once, 0U);
  std::uint64_t times = 1;
  while (compiled(model, with)) ++times;
  EXPECT_EQ(times, 100 / once);
  EXPECT_EQ(compiled(model, with).error().code(), errc::too_large);
  EXPECT_TRUE(compiled(model)) << "each for itself";
}

// A step that goes over a thousand items is no step.
TEST(Steps, CountWhatFunctionsAndOperatorsGoOver) {
  std::string wide = R"({"resourceType":"Patient","name":[)";
  for (int at = 0; at < 500; ++at) wide += R"({"family":")" + std::string(64, 'F') + R"("},)";
  wide.back() = ']';
  const fhir::any_resource model = fhir::json_decode(wide + "}").value();
  environment with;
  std::uint64_t spent = 0;
  with.spent = &spent;
  for (const char* const path : {"name.where(%resource.descendants().count() = 0)", "name.where(%resource.name.tail().empty())", "name.where(%resource.descendants() ~ {})",
                                 "name.family.first().select(replaceMatches('F', 'GGGGGGGG')).select(replaceMatches('G', 'HHHHHHHH')).select(replaceMatches('H', 'IIIIIIII'))"
                                 ".select(replaceMatches('I', 'JJJJJJJJ')).select(replaceMatches('J', 'KKKKKKKK')).select($this & $this & $this & $this).where(length() = 0)"}) {
    spent = 0;
    ASSERT_TRUE(expression::compile(path).value()(model, with)) << path;
    EXPECT_GT(spent, std::string_view(path).find("replace") == std::string_view::npos ? 50'000U : 10'000U) << path;
  }
  with.most.steps = 10'000;
  spent = 0;
  EXPECT_EQ(expression::compile("name.where(%resource.descendants().count() = 0)").value()(model, with).error().code(), errc::too_large);
}

}  // namespace
}  // namespace phr::fhirpath
