// All official examples and all Synthea Bundles through the models and back.
#include "same_json.hpp"

#include <phr/fhir/json_codec.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::fhir::test {
namespace {

std::vector<std::filesystem::path> json_files(const std::string& suite) {
  std::vector<std::filesystem::path> found;
  const char* const root = std::getenv("PHR_SUITES");
  if (root == nullptr || *root == '\0') return found;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / suite)) {
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class CodecSuite : public testing::TestWithParam<const char*> {};

TEST_P(CodecSuite, EveryResourceIsTheSameAfterDecodingAndEncoding) {
  const auto files = json_files(GetParam());
  if (files.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no " << GetParam();
  json_decoder decoder;
  json::document source;
  json::document written;
  for (const auto& path : files) {
    const std::string text = read(path);
    const auto first = decoder.decode(text);
    ASSERT_TRUE(first) << path << ": " << static_cast<int>(first.error().code()) << ' ' << decoder.issues()[0].path << " line "
                       << first.error().line() << " column " << first.error().column();
    const std::string encoded = json_encode(first.value());
    const auto second = decoder.decode(encoded);
    ASSERT_TRUE(second) << path << ": " << decoder.issues()[0].path;
    EXPECT_TRUE(first.value() == second.value()) << path;
    EXPECT_EQ(json_encode(second.value()), encoded) << path;
    ASSERT_TRUE(source.parse(text)) << path;
    ASSERT_TRUE(written.parse(encoded)) << path;
    EXPECT_EQ(difference(source.root(), written.root()), "") << path;
    const any_resource copy = first.value();
    EXPECT_TRUE(copy == first.value()) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(Suites, CodecSuite, testing::Values("fhir-r4-examples", "synthea-10", "synthea-100"),
                         [](const auto& suite) {
                           std::string name = suite.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace phr::fhir::test
