// What HL7 writes in FHIRPath can be read: the official tests, the search parameters and the invariants of R4.
#include "fhir/xml/parser.hpp"
#include "fhirpath/syntax/parser.hpp"

#include <phr/fhir/json.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhirpath {
namespace {

std::string suite_file(const char* name) {
  const char* const root = std::getenv("PHR_SUITES");
  if (root == nullptr || *root == '\0') return {};
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(root) / name, std::ios::binary).rdbuf();
  return text.str();
}

// Prints what it reads, and reads that again to the same.
void expect_readable(const std::string& expression) {
  const auto made = parse(expression);
  ASSERT_TRUE(made) << expression << " at " << made.error().line() << ":" << made.error().column();
  const std::string once = print(made.value());
  const auto again = parse(once);
  ASSERT_TRUE(again) << once << ", of " << expression;
  EXPECT_EQ(print(again.value()), once) << expression;
}

struct official {
  std::string name;
  std::string expression;
  std::string invalid;
};

// The <test name><expression invalid>text</expression></test> of the file.
class tests_of final : public fhir::xml::events {
 public:
  std::vector<official> found;

  void begin(const fhir::xml::name& element, fhir::xml::attributes with) override {
    inside_ = element.local == "expression";
    if (element.local == "test") found.emplace_back();
    while (with.next()) {
      if (element.local == "test" && with.name().local == "name") found.back().name = with.value();
      if (inside_ && with.name().local == "invalid") found.back().invalid = with.value();
    }
  }
  void end() override { inside_ = false; }
  void characters(std::string_view text) override {
    if (inside_) found.back().expression.append(text);
  }
  void declares(std::string_view) override {}

 private:
  bool inside_ = false;
};

TEST(FhirPathSuite, ReadsEveryOfficialTestThatIsNoSyntaxError) {
  const std::string text = suite_file("fhirpath/tests-fhir-r4.xml");
  if (text.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhirpath";
  tests_of all;
  fhir::xml::parser parser;
  fhir::xml::fault fault;
  ASSERT_TRUE(parser.parse(text, all, fault));
  EXPECT_GT(all.found.size(), 900U);
  for (const official& each : all.found) {
    if (each.invalid == "syntax") {
      EXPECT_FALSE(parse(each.expression)) << each.name << ": " << each.expression;
    } else if (each.invalid.empty() || parse(each.expression)) {  // what is to fail may fail as early as this
      SCOPED_TRACE(each.name);
      expect_readable(each.expression);
    }
  }
}

void each_constraint(const fhir::json::value& of, int& count) {
  if (of.is_array()) {
    for (const auto& each : of.elements()) each_constraint(each, count);
    return;
  }
  if (!of.is_object()) return;
  std::string scratch;
  for (const auto& member : of.members()) {
    if (member.name == "expression" && of["severity"] && member.value.is_string()) {
      ++count;
      expect_readable(std::string(member.value.text(scratch)));
    } else {
      each_constraint(member.value, count);
    }
  }
}

TEST(FhirPathSuite, ReadsEverySearchParameterAndEveryInvariantOfR4) {
  const std::string parameters = suite_file("fhir-r4-definitions/search-parameters.json");
  if (parameters.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhir-r4-definitions";
  fhir::json::document document;
  ASSERT_TRUE(document.parse(parameters));
  int count = 0;
  std::string scratch;
  for (const auto& entry : document.root()["entry"].elements()) {
    const auto expression = entry["resource"]["expression"];
    if (!expression) continue;
    ++count;
    expect_readable(std::string(expression.text(scratch)));
  }
  EXPECT_GT(count, 1300);
  count = 0;
  for (const char* file : {"fhir-r4-definitions/profiles-resources.json", "fhir-r4-definitions/profiles-types.json"}) {
    ASSERT_TRUE(document.parse(suite_file(file)));
    each_constraint(document.root(), count);
  }
  EXPECT_GT(count, 1000);
}

}  // namespace
}  // namespace phr::fhirpath
