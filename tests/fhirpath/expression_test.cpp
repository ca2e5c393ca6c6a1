#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/fhirpath/expression.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace phr::fhirpath {
namespace {

const fhir::any_resource& patient() {
  static const fhir::any_resource made = fhir::json_decode(R"({"resourceType":"Patient","id":"p1","active":true,
    "contained":[{"resourceType":"Organization","id":"o","name":"Clinic"}],
    "name":[{"use":"official","family":"Lovelace","given":["Ada","Byron"]},{"use":"nickname","given":["Countess"]}],
    "birthDate":"1815-12-10","_birthDate":{"extension":[{"url":"http://x/time","valueTime":"10:30:00"}]},
    "managingOrganization":{"reference":"#o"},"generalPractitioner":[{"reference":"Practitioner/7"},{"reference":"http://elsewhere/Organization/9"}],
    "multipleBirthInteger":2})").value();
  return made;
}

std::string texts(const result<collection>& of) {
  if (!of) return "error at " + std::to_string(of.error().line()) + ":" + std::to_string(of.error().column()) + ", " + std::string(of.error().place().data(), of.error().place().size());
  std::string made;
  for (const value& each : of.value()) made += (made.empty() ? "" : ", ") + text_of(each).value_or(type_name(each));
  return made;
}

std::string evaluated(std::string_view text, const environment& with = {}) {
  const auto compiled = expression::compile(text, {.type = "Patient"});
  if (!compiled) return "no: " + std::to_string(compiled.error().line()) + ":" + std::to_string(compiled.error().column());
  return texts(compiled.value()(patient(), with));
}

TEST(Expression, IsCompiledOnceAndEvaluatedOnAnyModel) {
  const auto given = expression::compile("name.where(use = 'official').given.first()").value();
  EXPECT_EQ(texts(given(patient())), "Ada");
  fhir::r4::Patient other;
  other.name.add().use = "official";
  other.name[0].given.push_back("Grace");
  EXPECT_EQ(texts(given(other)), "Grace");
}

TEST(Expression, NamesLineAndColumnOfAnError) {
  const auto syntax = expression::compile("name.\n  given +");
  ASSERT_FALSE(syntax);
  EXPECT_EQ(syntax.error().line(), 2U);
  const auto unknown = expression::compile("name\n .givn", {.type = "Patient"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), errc::unknown_element);
  EXPECT_EQ(unknown.error().line(), 2U);
  EXPECT_EQ(unknown.error().column(), 3U);
  EXPECT_EQ(evaluated("1 + name"), "error at 1:3, one item on each side of an operator");
}

TEST(Expression, RefusesNamesThatCannotBeThereOnlyWhereTypesAreKnown) {
  for (const char* wrong : {"nmae", "name.givn", "Encounter.status", "name.where(fammily = 'x')", "valueQuantity", "multipleBirthInteger", "name.given.family", "name.as(HumanName).period.strat",
                            "contact.name.familly", "Patient.name.select(given | famly)"}) {
    const auto made = expression::compile(wrong, {.type = "Patient"});
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().code(), errc::unknown_element) << wrong;
    EXPECT_TRUE(expression::compile(wrong, {.type = "Patient", .check = false})) << wrong;
  }
  EXPECT_FALSE(expression::compile("Patient.nmae"));  // the type is in the expression
  EXPECT_TRUE(expression::compile("nmae"));           // nothing is known
  EXPECT_EQ(evaluated("contained.whatever"), "");     // a resource of any type
}

TEST(Expression, RefusesTypesAndFunctionsThatDoNotExist) {
  for (const char* wrong : {"name.is(Humanname)", "name as Strin", "name.ofType(FHIR.Nothing)"}) {
    const auto made = expression::compile(wrong);
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().code(), errc::wrong_type) << wrong;
  }
  for (const char* wrong : {"name.frist()", "name.where()", "name.first(1)", "name.ofType(1)"}) {
    const auto made = expression::compile(wrong);
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().code(), errc::malformed_query) << wrong;
  }
  EXPECT_FALSE(expression::compile("name", {.type = "Patiant"}));
}

TEST(Expression, ChecksTheNamesOfAVariableWhereItIsDefined) {
  EXPECT_TRUE(expression::compile("Patient.name.defineVariable('g', given).select(%g)", {.type = "Patient"}));
  EXPECT_EQ(expression::compile("Patient.name.defineVariable('g', birthDate)", {.type = "Patient"}).error().code(), errc::unknown_element);
}

TEST(Expression, ReadsAChoiceByItsOwnNameWhereNothingIsChecked) {
  const auto made = expression::compile("multipleBirthInteger + 1", {.check = false}).value();
  EXPECT_EQ(texts(made(patient())), "3");
  EXPECT_EQ(texts(expression::compile("multipleBirthBoolean", {.check = false}).value()(patient())), "");
  EXPECT_EQ(evaluated("multipleBirth + 1"), "3");
}

TEST(Expression, TakesConstantsOfTheCaller) {
  const constant mine[] = {{"family", {std::string("Lovelace")}}, {"numbers", {std::int64_t{1}, std::int64_t{2}}}};
  EXPECT_EQ(evaluated("name.where(family = %family).use", {.constants = mine}), "official");
  EXPECT_EQ(evaluated("%numbers.count()", {.constants = mine}), "2");
  EXPECT_EQ(evaluated("%`family`", {.constants = mine}), "Lovelace");
  EXPECT_EQ(evaluated("%nobody"), "error at 1:1, a constant that nobody has set");
  EXPECT_EQ(evaluated("%sct & ' ' & %ucum & ' ' & %`vs-gender`"), "http://snomed.info/sct http://unitsofmeasure.org http://hl7.org/fhir/ValueSet/gender");
  EXPECT_EQ(evaluated("name.select(%resource.id & %context.id & %rootResource.id).first()"), "p1p1p1");
}

class asked final : public host {
 public:
  std::vector<std::string> heard;
  fhir::any_resource organization = fhir::json_decode(R"({"resourceType":"Organization","id":"9","name":"Far"})").value();

  fhir::node resolve(std::string_view reference) override { return reference.ends_with("Organization/9") ? fhir::node::of(organization) : fhir::node{}; }
  std::optional<bool> member_of(std::string_view value_set, std::string_view, std::string_view code) override {
    return value_set == "http://x/names" ? std::optional(code == "official") : std::nullopt;
  }
  std::optional<bool> conforms_to(const fhir::node&, std::string_view profile) override { return profile == "http://x/mine" ? std::optional(true) : std::nullopt; }
  void trace(std::string_view name, std::span<const value> items) override { heard.push_back(std::string(name) + " " + std::to_string(items.size())); }
};

TEST(Expression, AsksTheHostForWhatIsOutside) {
  asked host;
  const environment with{.host = &host};
  EXPECT_EQ(evaluated("managingOrganization.resolve().name"), "Clinic");  // contained: nobody is asked
  EXPECT_EQ(evaluated("generalPractitioner.resolve().name", with), "Far");
  EXPECT_EQ(evaluated("generalPractitioner.resolve().name"), "");
  EXPECT_EQ(evaluated("name.select(use.memberOf('http://x/names'))", with), "true, false");
  EXPECT_EQ(evaluated("name.select(use.memberOf('http://x/others'))", with), "");
  EXPECT_EQ(evaluated("conformsTo('http://x/mine')", with), "true");
  EXPECT_EQ(evaluated("conformsTo('http://x/unknown')", with), "error at 1:1, a profile that is not known");
  EXPECT_EQ(evaluated("conformsTo('http://hl7.org/fhir/StructureDefinition/Person')"), "false");
  EXPECT_EQ(evaluated("name.trace('names', given).trace('all').count()", with), "2");
  EXPECT_EQ(host.heard, (std::vector<std::string>{"names 3", "all 2"}));
}

TEST(Expression, KnowsTheTypeOfAReferenceThatNobodyResolves) {
  EXPECT_EQ(evaluated("generalPractitioner.where(resolve() is Practitioner).reference"), "Practitioner/7");
  EXPECT_EQ(evaluated("generalPractitioner.where(resolve().is(Organization)).reference"), "http://elsewhere/Organization/9");
  EXPECT_EQ(evaluated("managingOrganization.where(resolve() is Organization).count()"), "1");
}

TEST(Expression, KeepsVariablesToTheirPath) {
  EXPECT_EQ(evaluated("name.first().defineVariable('n').given.select($this & ' ' & %n.family)"), "Ada Lovelace, Byron Lovelace");
  EXPECT_EQ(evaluated("defineVariable('g', name.given.count()).select(%g + 1)"), "4");
  EXPECT_EQ(evaluated("name.select(defineVariable('u', use).given.select(%u & $this))"), "officialAda, officialByron, nicknameCountess");
  EXPECT_EQ(evaluated("defineVariable('a', 1).active & %a"), "error at 1:33, a constant that nobody has set");
  EXPECT_EQ(evaluated("defineVariable('a', 1).defineVariable('a', 2).select(%a)"), "error at 1:24, a variable with a name that is taken");
  EXPECT_EQ(evaluated("defineVariable('context').active"), "error at 1:1, a variable with a name that is taken");
}

TEST(Expression, TestsAConditionAndStopsWhereTheAnswerIsKnown) {
  const auto test = [](std::string_view text) { return expression::compile(text).value().test(fhir::node::of(patient())); };
  EXPECT_EQ(test("active").value(), true);
  EXPECT_EQ(test("name.exists()").value(), true);
  EXPECT_EQ(test("deceased").value(), std::nullopt);
  EXPECT_EQ(test("active.not() and 1 + 'a'").value(), false);  // the right side is not looked at
  EXPECT_EQ(test("name[0]").value(), true);
  EXPECT_EQ(test("name").error().code(), errc::invalid_argument);
}

TEST(Expression, GivesItemsOneByOneUntilTheVisitorHasEnough) {
  const auto given = expression::compile("name.given").value();
  std::vector<std::string> seen;
  ASSERT_TRUE(given.each(fhir::node::of(patient()), [&](const value& item) {
    seen.push_back(as_string(item).value());
    return seen.size() < 2;
  }));
  EXPECT_EQ(seen, (std::vector<std::string>{"Ada", "Byron"}));
}

TEST(Expression, EndsWithAnErrorBeyondItsLimits) {
  const environment small{.most = {.steps = 1000, .items = 100, .text_bytes = 1000}};
  EXPECT_EQ(evaluated("name.repeat($this.given.select($this & 'x') | $this & 'y')", small).substr(0, 8), "error at");
  EXPECT_EQ(evaluated("(1|2|3|4|5).select((1|2|3|4|5).select((1|2|3|4|5).select((1|2|3|4|5).select(1)))).count()", small), "error at 1:63, more steps than allowed");
  EXPECT_EQ(evaluated("'0123456789'.select($this & $this & $this & $this & $this).select($this & $this & $this & $this & $this).select($this & $this & $this & $this & $this)", small).substr(0, 8), "error at");
  EXPECT_EQ(evaluated("descendants().count()", {.most = {.items = 10}}), "error at 1:1, more items than allowed");
}

TEST(Expression, WalksPathsAndUnitesThemAsIfStepByStep) {
  EXPECT_EQ(evaluated("Patient.name.given | name.given | name.family"), "Ada, Byron, Countess, Lovelace");
  EXPECT_EQ(evaluated("(name.given | (name.family | name.use)) | (name.given | 1 | 1.0)"), "Ada, Byron, Countess, Lovelace, official, nickname, 1");
  EXPECT_EQ(evaluated("birthDate.extension.value | birthDate.extension.url"), "10:30:00, http://x/time");
  EXPECT_EQ(evaluated("name.select(given | use)"), "Ada, Byron, official, Countess, nickname");
  EXPECT_EQ(evaluated("contained.name | managingOrganization.reference"), "Clinic, #o");
  EXPECT_EQ(evaluated("multipleBirth | multipleBirth"), "2");
  // What is of another resource is not there, also in the middle of a path, and does not hide what is.
  const auto any = expression::compile("Condition.code | (Observation.value as Quantity) | Patient.active | Resource.id | contained.where(Patient.id | Organization.id = 'o').name | Practitioner.resourceType", {.check = false}).value();
  EXPECT_EQ(texts(any(patient())), "true, p1, Clinic");
  EXPECT_EQ(texts(expression::compile("Patient.resourceType | contained.resourceType | resourceType", {.check = false}).value()(patient())), "Patient, Organization");
}

TEST(Expression, SaysWhatItReadsOfTheRoot) {
  const auto roots = [](std::string_view text) {
    const auto compiled = expression::compile(text, {.type = "Patient", .check = false}).value();
    const auto read = compiled.roots();
    if (!read) return std::string("all");
    std::string made;
    for (const auto each : *read) made.append(made.empty() ? "" : " ").append(each);
    return made;
  };
  EXPECT_EQ(roots("name.given"), "name");
  EXPECT_EQ(roots("Patient.name.where(use = 'official' and %resource.active).given"), "name active");
  EXPECT_EQ(roots("where(active).birthDate"), "active birthDate");
  EXPECT_EQ(roots("multipleBirthInteger"), "multipleBirth");
  EXPECT_EQ(roots("iif(active, name, contact.name).family"), "active name contact");
  EXPECT_EQ(roots("extension('x').value"), "extension");
  EXPECT_EQ(roots("managingOrganization.resolve().name"), "managingOrganization contained name");
  EXPECT_EQ(roots("$this"), "all");
  EXPECT_EQ(roots("descendants().count()"), "all");
  EXPECT_EQ(roots("$this = %resource"), "all");
  EXPECT_EQ(roots("Patient.exists()"), "");
}

TEST(Expression, ExplainsWhatIsRun) {
  const std::string said = expression::compile("Patient.name.where(use='official').given.first()").value().explain();
  EXPECT_EQ(said,
            "Patient.name.where(use = 'official').given.first()\n"
            "reads name\n"
            "first(), item by item -> string\n"
            "  element given (field 5 of HumanName) -> string\n"
            "    where(), item by item -> HumanName\n"
            "      element name (field 10 of Patient) -> HumanName\n"
            "        type or element Patient -> Patient\n"
            "      operator = -> Boolean\n"
            "        element use (field 2 of HumanName) -> code\n"
            "        literal official -> String\n");
}

TEST(Expression, IsSharedByThreads) {
  const auto given = expression::compile("name.where(use='official').given.join(' ')").value();
  std::vector<std::thread> threads;
  std::vector<int> right(4);
  for (std::size_t at = 0; at < right.size(); ++at) {
    threads.emplace_back([&, at] {
      const expression own = given;
      for (int round = 0; round < 500; ++round) right[at] += texts(own(patient())) == "Ada Byron" ? 1 : 0;
    });
  }
  for (auto& each : threads) each.join();
  EXPECT_EQ(right, (std::vector<int>{500, 500, 500, 500}));
}

TEST(Expression, ReadsNumbersWithZerosBeforeThem) {
  const auto one = expression::compile("013 month = 13 months and 007 = 7 and 00.50 = 0.5 and -013 'mg' < 0 'mg'");
  ASSERT_TRUE(one);
  EXPECT_EQ(text_of(one.value().evaluate(collection{}).value().at(0)), "true");
}

}  // namespace
}  // namespace phr::fhirpath
