// Going through models without knowing their types.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/visit.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhir::test {
namespace {

// "name=text" of every primitive, in order; those beside primitives too.
void walk(const node& at, std::vector<std::string>& into, const std::string& path) {
  const std::string here = path + std::string(at.name()) + (at.index() < 0 ? "" : "[" + std::to_string(at.index()) + "]");
  if (at.is_primitive() && !at.text().empty()) into.push_back(here + "=" + at.text());
  if (at.beside() != nullptr) walk(node::of(*at.beside()), into, here + "~");
  at.each_child([&](const node& child) { walk(child, into, here + "."); });
}

std::vector<std::string> walked(const any_resource& resource) {
  std::vector<std::string> found;
  walk(node::of(resource), found, "");
  return found;
}

TEST(Visit, SeesEveryElementOnceInTheOrderOfTheDefinition) {
  const auto read = json_decode(R"({"resourceType":"Observation","status":"final","contained":[{"resourceType":"Patient","active":false}],)"
                                R"("code":{"coding":[{"code":"a"},{"code":"b"}]},"valueQuantity":{"value":1.50},)"
                                R"("_effectiveDateTime":{"id":"e"},"note":[{"text":"x","_text":{"extension":[{"url":"u","valueInteger":3}]}}]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(walked(read.value()),
            (std::vector<std::string>{"Observation.contained[0].active=false", "Observation.status=final", "Observation.code.coding[0].code=a",
                                      "Observation.code.coding[1].code=b", "Observation.effective~Element.id=e", "Observation.value.value=1.50",
                                      "Observation.note[0].text=x", "Observation.note[0].text~Element.extension[0].url=u",
                                      "Observation.note[0].text~Element.extension[0].value=3"}));
}

TEST(Visit, TellsKindsTypesAndDefinitions) {
  r4::Observation made{.status = r4::ObservationStatus::final};
  made.value = r4::Quantity{.unit = "g"};
  const node root = node::of(made);
  EXPECT_EQ(root.type(), &r4::Observation::structure_);
  EXPECT_EQ(root.definition(), nullptr);
  std::vector<std::string> names;
  EXPECT_TRUE(root.each_child([&](const node& child) {
    names.push_back(std::string(child.name()));
    if (child.name() == "value") {
      EXPECT_EQ(child.type(), &r4::Quantity::structure_);
      EXPECT_EQ(child.definition()->kind, element_kind::choice);
      EXPECT_EQ(child.object(), made.value.as<r4::Quantity>());
    } else {
      EXPECT_EQ(child.kind(), element_kind::coded);
      EXPECT_EQ(child.type(), nullptr);
      EXPECT_EQ(child.definition()->min, 1);
    }
  }));
  EXPECT_EQ(names, (std::vector<std::string>{"status", "value"}));
  EXPECT_FALSE(root.each_child([](const node&) { return false; }));
  EXPECT_FALSE(node::of(any_resource()));
  EXPECT_TRUE(node().each_child([](const node&) { return false; }));
}

// Every scalar of a JSON text but resourceType and null.
void leaves(const json::value& at, std::vector<std::string>& into) {
  std::string scratch;
  switch (at.kind()) {
    case json::kind::object:
      for (const json::member& each : at.members()) {
        if (each.name != "resourceType") leaves(each.value, into);
      }
      break;
    case json::kind::array:
      for (const json::value& each : at.elements()) leaves(each, into);
      break;
    case json::kind::null: break;
    case json::kind::string: into.emplace_back(at.text(scratch)); break;
    default: into.emplace_back(at.source());
  }
}

TEST(Visit, MissesNothingOfTheOfficialExamples) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  json::document parsed;
  std::size_t values = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    std::ostringstream text;
    text << std::ifstream(file.path(), std::ios::binary).rdbuf();
    if (file.path().extension() != ".json" || !parsed.parse(text.str())) continue;
    // The resourceType of a resource is no element, that of an ExampleScenario's instance is one: left out on both sides.
    std::vector<std::string> wanted;
    leaves(parsed.root(), wanted);
    std::vector<std::string> got;
    for (const std::string& each : walked(json_decode(text.str()).value())) {
      if (each.find(".resourceType=") == std::string::npos) got.push_back(each.substr(each.find('=') + 1));
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(got.begin(), got.end());
    EXPECT_TRUE(wanted == got) << file.path() << ": " << wanted.size() << " and " << got.size();
    values += got.size();
  }
  EXPECT_GT(values, 25'000U);
}

}  // namespace
}  // namespace phr::fhir::test
