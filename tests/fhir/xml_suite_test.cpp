// All official examples and Synthea Bundles from JSON to XML and back, and FHIR XML of other origin beside its JSON twin.
#include <phr/fhir/xml_codec.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace phr::fhir::test {
namespace {

using path = std::filesystem::path;

std::vector<path> files_of(const std::string& suite, const std::string& extension) {
  std::vector<path> found;
  const char* const root = std::getenv("PHR_SUITES");
  if (root == nullptr || *root == '\0') return found;
  for (const auto& entry : std::filesystem::directory_iterator(path(root) / suite)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const path& from) {
  std::ostringstream text;
  text << std::ifstream(from, std::ios::binary).rdbuf();
  return text.str();
}

std::string words(const error& why) {
  std::ostringstream out;
  out << std::string_view(name(why.code()).data(), name(why.code()).size()) << " at "
      << std::string_view(why.place().data(), why.place().size()) << ' ' << why.line() << ':' << why.column();
  return out.str();
}

class XmlSuite : public testing::TestWithParam<const char*> {};

TEST_P(XmlSuite, EveryResourceIsTheSameAfterItsWayThroughXml) {
  const auto files = files_of(GetParam(), ".json");
  if (files.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no " << GetParam();
  json_decoder from_json;
  xml_decoder from_xml;
  for (const auto& each : files) {
    const auto first = from_json.decode(read(each));
    EXPECT_TRUE(first) << each;
    if (!first) continue;
    const auto written = xml_encode(first.value());
    ASSERT_TRUE(written) << each << ": " << words(written.error());
    const auto again = from_xml.decode(written.value());
    ASSERT_TRUE(again) << each << ": " << words(again.error()) << ' ' << from_xml.issues()[0].path;
    EXPECT_TRUE(again.value() == first.value()) << each;
    EXPECT_EQ(json_encode(again.value()), json_encode(first.value())) << each;
    EXPECT_EQ(xml_encode(again.value()).value(), written.value()) << each;
  }
}

INSTANTIATE_TEST_SUITE_P(Suites, XmlSuite, testing::Values("fhir-r4-examples", "synthea-10"), [](const auto& suite) {
  std::string name = suite.param;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace phr::fhir::test
