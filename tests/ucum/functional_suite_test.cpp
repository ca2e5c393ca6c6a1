// The functional tests of UCUM as HL7's tools run them, every case. PHR_SUITES names the folder that holds them.
#include <phr/core/describe.hpp>
#include <phr/ucum/ucum.hpp>

#include <expat.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using phr::decimal;
using phr::ucum::quantity;
using phr::ucum::unit;

using attributes = std::map<std::string, std::string>;
// The cases of each section.
using suite = std::map<std::string, std::vector<attributes>>;

struct reading {
  std::string section;
  suite out;
};

void on_start(void* to, const char* name, const char** values) {
  auto& at = *static_cast<reading*>(to);
  if (std::string(name) != "case") {
    at.section = name;
    return;
  }
  attributes found;
  for (; *values != nullptr; values += 2) found[values[0]] = values[1];
  at.out[at.section].push_back(found);
}

class FunctionalSuite : public testing::Test {
 protected:
  void SetUp() override {
    const char* const suites = std::getenv("PHR_SUITES");
    if (suites == nullptr) GTEST_SKIP() << "PHR_SUITES names no folder of suites";
    std::ifstream file(std::string(suites) + "/ucum/UcumFunctionalTests.xml", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) GTEST_SKIP() << "the folder of suites has no ucum/UcumFunctionalTests.xml";
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &read_);
    XML_SetElementHandler(parser, on_start, nullptr);
    const auto status = XML_Parse(parser, text.data(), static_cast<int>(text.size()), XML_TRUE);
    XML_ParserFree(parser);
    ASSERT_EQ(status, XML_STATUS_OK);
  }

  const std::vector<attributes>& cases(const std::string& section) { return read_.out[section]; }

 private:
  reading read_;
};

decimal number(const std::string& text) { return decimal::parse(text).value(); }

// Ours is right where it is the outcome when rounded to the digits the outcome has.
testing::AssertionResult agrees(const decimal& ours, const std::string& outcome) {
  const decimal expected = number(outcome);
  const decimal rounded = ours.divide(decimal::from_int64(1), expected.significant_digits()).value();
  if (rounded == expected) return testing::AssertionSuccess();
  return testing::AssertionFailure() << ours.to_string() << " is not " << outcome;
}

// The suite writes no unit as an empty code, which is not a unit expression.
std::string code(const std::string& text) { return text.empty() ? "1" : text; }

void check_algebra(const std::vector<attributes>& cases, phr::result<quantity> (*compute)(const quantity&, const quantity&)) {
  for (const auto& each : cases) {
    SCOPED_TRACE(each.at("id"));
    const auto made = compute({number(each.at("v1")), each.at("u1")}, {number(each.at("v2")), each.at("u2")});
    ASSERT_TRUE(made) << phr::describe(made.error());
    const auto told = phr::ucum::convert(made.value().value, made.value().code, code(each.at("uRes")));
    ASSERT_TRUE(told) << phr::describe(told.error());
    EXPECT_TRUE(agrees(told.value(), each.at("vRes")));
  }
}

TEST_F(FunctionalSuite, CodesAreValidWhereItSaysSo) {
  EXPECT_GT(cases("validation").size(), 500U);
  for (const auto& each : cases("validation")) {
    const auto found = unit::parse(each.at("unit"));
    EXPECT_EQ(found.has_value(), each.at("valid") == "true")
        << each.at("id") << " " << each.at("unit") << (found ? "" : " " + phr::describe(found.error()));
    EXPECT_TRUE(found || found.error().column() > 0) << each.at("unit");
  }
}

TEST_F(FunctionalSuite, NamesAreThose) {
  EXPECT_EQ(cases("displayNameGeneration").size(), 9U);
  for (const auto& each : cases("displayNameGeneration")) {
    const auto name = phr::ucum::display_name(each.at("unit"));
    ASSERT_TRUE(name) << each.at("unit");
    EXPECT_EQ(name.value(), each.at("display"));
  }
}

TEST_F(FunctionalSuite, ConversionsHaveTheOutcome) {
  EXPECT_GT(cases("conversion").size(), 25U);
  for (const auto& each : cases("conversion")) {
    SCOPED_TRACE(each.at("id"));
    const auto made = phr::ucum::convert(number(each.at("value")), each.at("srcUnit"), each.at("dstUnit"));
    ASSERT_TRUE(made) << phr::describe(made.error());
    EXPECT_TRUE(agrees(made.value(), each.at("outcome")));
  }
}

TEST_F(FunctionalSuite, ProductsHaveTheOutcome) {
  EXPECT_EQ(cases("multiplication").size(), 2U);
  check_algebra(cases("multiplication"), phr::ucum::multiply);
}

TEST_F(FunctionalSuite, QuotientsHaveTheOutcome) {
  EXPECT_EQ(cases("division").size(), 3U);
  check_algebra(cases("division"), phr::ucum::divide);
}

}  // namespace
