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

// FHIR XML that breaks a rule of R4 or of XML, and how. All other files of the two suites are read.
const std::map<std::string, errc>& refused() {
  static const std::map<std::string, errc> files{
      {"Observation-ex-pain.xml", errc::unknown_element},      // an attribute of its own
      {"bundle-dual-subject.xml", errc::duplicate_key},        // two subjects
      {"capabilitystatement-measure-processor.xml", errc::unknown_element},
      {"observation-example.xml", errc::invalid_value},        // extension after status
      {"pat-security-bad-string2.xml", errc::unknown_element}, // markup in a string
      {"patient-extension-bad2.xml", errc::empty_string},      // url=""
      {"patient-min-length-profile.xml", errc::invalid_value}, // extension after its siblings
      {"xml-bad-entities.xml", errc::malformed_xml},           // &nbsp;
      {"xml-fail.xml", errc::malformed_xml},                   // text between elements
  };
  return files;
}

std::vector<path> xml_files() {
  std::vector<path> found = files_of("validator-r4", ".xml");
  const auto more = files_of("fhirpath/input-xml", ".xml");
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

TEST(XmlOfOthers, IsReadUnlessItBreaksARuleOfR4) {
  const auto files = xml_files();
  if (files.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no FHIR XML";
  xml_decoder decoder;
  for (const auto& each : files) {
    const auto made = decoder.decode(read(each));
    const auto wrong = refused().find(each.filename().string());
    if (wrong != refused().end()) {
      ASSERT_FALSE(made) << each;
      EXPECT_EQ(made.error().code(), wrong->second) << each << ": " << words(made.error());
      EXPECT_EQ(decoder.decode(read(each), {.lenient = true}).has_value(), wrong->first != "xml-bad-entities.xml") << each;
      continue;
    }
    ASSERT_TRUE(made) << each << ": " << words(made.error()) << ' ' << decoder.issues()[0].path;
    const auto again = decoder.decode(xml_encode(made.value()).value());
    ASSERT_TRUE(again) << each << ": " << words(again.error());
    EXPECT_TRUE(again.value() == made.value()) << each;
    EXPECT_TRUE(json_decode(json_encode(made.value())).value() == made.value()) << each;
  }
}

// Without white space, which the two forms of one example keep apart in narratives.
std::string dense(const any_resource& resource) {
  const std::string text = json_encode(resource);
  std::string kept;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ') continue;
    const bool escape = text[at] == '\\';
    if (escape && (text[at + 1] == 'n' || text[at + 1] == 't' || text[at + 1] == 'r')) {
      ++at;
      continue;
    }
    kept.push_back(text[at]);
    if (escape) kept.push_back(text[++at]);
  }
  return kept;
}

TEST(XmlOfOthers, IsTheSameAsItsTwinInJson) {
  const char* const root = std::getenv("PHR_SUITES");
  if (root == nullptr || *root == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no FHIR XML";
  const path suites = root;
  for (const char* twins : {"fhir-r4-examples/questionnaire-example", "fhirpath/fhirpath-js/resources/r4/codesystem-example",
                            "fhirpath/fhirpath-js/resources/r4/questionnaire-example",
                            "fhirpath/fhirpath-js/resources/r4/valueset-example-expansion"}) {
    const path json = suites / (std::string(twins) + ".json");
    auto of_json = json_decode(read(json));
    auto of_xml = xml_decode(read(suites / "fhirpath/input-xml" / json.filename().replace_extension(".xml")));
    ASSERT_TRUE(of_json) << twins;
    ASSERT_TRUE(of_xml) << twins;
    const bool same_narrative = std::string_view(twins).starts_with("fhir-r4-examples");
    EXPECT_TRUE(!same_narrative || of_json.value() == of_xml.value()) << twins;
    EXPECT_EQ(dense(of_json.value()), dense(of_xml.value())) << twins;
  }
}

}  // namespace
}  // namespace phr::fhir::test
