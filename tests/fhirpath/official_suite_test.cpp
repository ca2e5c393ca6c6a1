// HL7's FHIRPath tests for R4: all of them.
#include "fhir/xml/parser.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/fhirpath/expression.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace phr::fhirpath {
namespace {

struct output {
  std::string type;
  std::string text;
};
struct official {
  std::string name;
  std::string file;
  bool predicate = false;
  bool checks_order = false;
  std::string expression;
  std::string invalid;
  std::vector<output> outputs;
};

class tests_of final : public fhir::xml::events {
 public:
  std::vector<official> found;

  void begin(const fhir::xml::name& element, fhir::xml::attributes with) override {
    into_ = nullptr;
    if (element.local == "test") found.emplace_back();
    if (element.local == "expression") into_ = &found.back().expression;
    if (element.local == "output") {
      found.back().outputs.emplace_back();
      into_ = &found.back().outputs.back().text;
    }
    while (with.next()) {
      const std::string value(with.value());
      if (element.local == "test" && with.name().local == "name") found.back().name = value;
      if (element.local == "test" && with.name().local == "inputfile") found.back().file = value;
      if (element.local == "test" && with.name().local == "checkOrderedFunctions") found.back().checks_order = value == "true";
      if (element.local == "test" && with.name().local == "predicate") found.back().predicate = value == "true";
      if (element.local == "expression" && with.name().local == "invalid") found.back().invalid = value;
      if (element.local == "output" && with.name().local == "type") found.back().outputs.back().type = value;
    }
  }
  void end() override { into_ = nullptr; }
  void characters(std::string_view text) override {
    if (into_ != nullptr) into_->append(text);
  }
  void declares(std::string_view) override {}

 private:
  std::string* into_ = nullptr;
};

std::filesystem::path suite() {
  const char* const root = std::getenv("PHR_SUITES");
  return root == nullptr || *root == '\0' ? std::filesystem::path{} : std::filesystem::path(root) / "fhirpath";
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

const fhir::any_resource& input_of(const std::string& file) {
  static std::map<std::string, fhir::any_resource> read_already;
  const auto known = read_already.find(file);
  if (known != read_already.end()) return known->second;
  const std::string text = read(suite() / "input-xml" / file);
  const fhir::decode_options lenient{.lenient = true};
  auto made = file.ends_with(".xml") ? fhir::xml_decode(text, lenient) : fhir::json_decode(text, lenient);
  return read_already[file] = made ? std::move(made.value()) : fhir::any_resource{};
}

// "" where it passes, else what was there instead.
std::string failure_of(const official& test) {
  const fhir::any_resource none;
  const fhir::any_resource& input = test.file.empty() ? none : input_of(test.file);
  compile_options options{.check_order = test.checks_order};
  if (input) options.type = input.structure()->name;
  const auto compiled = expression::compile(test.expression, options);
  if (!compiled) return test.invalid.empty() ? "does not compile: " + std::string(compiled.error().place().data(), compiled.error().place().size()) : "";
  const auto made = compiled.value()(input, {.now = "2024-05-06T07:08:09.123Z"});
  if (!made) {
    const auto what = name(made.error().code());
    const auto place = made.error().place();
    return test.invalid.empty() ? std::string(what.data(), what.size()) + ": " + std::string(place.data(), place.size()) : "";
  }
  if (!test.invalid.empty()) return "gives " + std::to_string(made.value().size()) + " items, and is to fail";
  std::vector<std::string> texts;
  for (const value& each : made.value()) texts.push_back(text_of(each).value_or("(an element)"));
  if (test.predicate) {
    const auto truth = made.value().size() == 1 ? as_boolean(made.value()[0]) : std::nullopt;
    texts = {truth.value_or(!made.value().empty()) ? "true" : "false"};
  }
  std::vector<std::string> wanted;
  for (const output& each : test.outputs) wanted.push_back(each.text.starts_with("@T") ? each.text.substr(2) : each.text.starts_with('@') ? each.text.substr(1) : each.text);
  bool same = texts.size() == wanted.size();
  for (std::size_t at = 0; same && at < texts.size(); ++at) same = texts[at] == wanted[at];
  if (same) return "";
  std::string told = "gives";
  for (const auto& each : texts) told += " " + each;
  told += ", not";
  for (const auto& each : wanted) told += " " + each;
  return told;
}

TEST(FhirPathSuite, PassesAllOfficialTests) {
  if (suite().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhirpath";
  tests_of all;
  fhir::xml::parser parser;
  fhir::xml::fault fault;
  ASSERT_TRUE(parser.parse(read(suite() / "tests-fhir-r4.xml"), all, fault));
  EXPECT_EQ(all.found.size(), 935U);
  std::size_t passed = 0;
  for (const official& test : all.found) {
    const std::string failure = failure_of(test);
    passed += failure.empty() ? 1 : 0;
    EXPECT_EQ(failure, "") << test.name << ": " << test.expression;
  }
  std::printf("%zu of %zu official FHIRPath tests pass\n", passed, all.found.size());
}

}  // namespace
}  // namespace phr::fhirpath
