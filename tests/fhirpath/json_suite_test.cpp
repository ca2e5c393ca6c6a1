// JSON as it stands and the model made of it have the same answers.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace phr::fhirpath {
namespace {

std::filesystem::path suites() {
  const char* const root = std::getenv("PHR_SUITES");
  return root == nullptr ? std::filesystem::path{} : std::filesystem::path(root);
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

struct named_expression {
  std::string name;
  expression of;
};

// The expressions of search parameters by the types they are for, and a few that look everywhere.
std::map<std::string, std::vector<named_expression>> expressions() {
  std::map<std::string, std::vector<named_expression>> made;
  fhir::json::document document;
  if (!document.parse(read(suites() / "fhir-r4-definitions" / "search-parameters.json"))) return made;
  std::string scratch;
  for (const auto& entry : document.root()["entry"].elements()) {
    const auto resource = entry["resource"];
    const std::string text(resource["expression"].text(scratch));
    if (text.empty()) continue;
    const auto compiled = expression::compile(text, {.check = false}).value();
    for (const auto& base : resource["base"].elements()) {
      const std::string type(base.text(scratch));
      made[type].push_back({std::string(resource["code"].text(scratch)), compiled});
    }
  }
  for (const char* const text : {"descendants().count()", "descendants().ofType(string)", "descendants().ofType(Quantity)", "descendants().ofType(dateTime).lowBoundary()",
                                 "children().type().name", "descendants().where(hasValue()).count()", "descendants().extension('http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetName').value",
                                 "text.status | language", "descendants().id", "contained.resourceType"}) {
    made["Resource"].push_back({text, expression::compile(text).value()});
  }
  return made;
}

std::string shown(const result<collection>& of) {
  if (!of) return std::string(of.error().place().data(), of.error().place().size());
  std::string made;
  for (const value& each : of.value()) made += type_name(each) + " " + text_of(each).value_or("") + "\n";
  return made;
}

TEST(JsonSuite, HasTheAnswersOfModels) {
  if (suites().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhir-r4-examples";
  const auto all = expressions();
  ASSERT_GT(all.size(), 130U);
  std::size_t compared = 0;
  std::size_t found = 0;
  for (const auto& file : std::filesystem::directory_iterator(suites() / "fhir-r4-examples")) {
    if (file.path().extension() != ".json") continue;
    const std::string text = read(file.path());
    const auto model = fhir::json_decode(text, {.lenient = true});
    fhir::json::document document;
    if (!model || !document.parse(text)) continue;
    for (const std::string& type : {std::string(model.value().structure()->name), std::string("DomainResource"), std::string("Resource")}) {
      const auto known = all.find(type);
      if (known == all.end()) continue;
      for (const auto& each : known->second) {
        const std::string one = shown(each.of(model.value()));
        EXPECT_EQ(one, shown(each.of(document))) << file.path().filename() << ": " << each.name;
        ++compared;
        found += one.empty() ? 0 : 1;
      }
    }
  }
  std::printf("%zu evaluations on JSON and on models, %zu of them with items\n", compared, found);
  EXPECT_GT(found, 5000U);
}

}  // namespace
}  // namespace phr::fhirpath
