// What is known to be valid is found valid.
#include "suite_files.hpp"

#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <set>

namespace phr::validate::test {
namespace {

// The lines of invalid_examples.txt.
std::set<std::string> listed() {
  std::set<std::string> made;
  std::ifstream file(PHR_SOURCE_DIR "/tests/validate/invalid_examples.txt");
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') made.insert(line);
  }
  return made;
}

class ValidSuite : public testing::TestWithParam<const char*> {};

TEST_P(ValidSuite, OnlyListedResourcesAreJudgedInvalid) {
  const auto files = json_files(GetParam());
  if (files.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no " << GetParam();
  std::map<std::string, int> warnings;
  std::set<std::string> known = std::string(GetParam()) == "fhir-r4-examples" ? listed() : std::set<std::string>{};
  for (const auto& path : files) {
    const outcome found = check_text(read(path));
    for (const issue& each : found.issues) {
      if (each.severity == severity::error || each.severity == severity::fatal) {
        const std::string told = each.rule.empty() ? each.message : std::string(each.rule) + " " + each.message;
        if (known.erase(path.filename().string() + " | " + each.path + " | " + told) != 0) continue;
        ADD_FAILURE() << path.filename() << ":" << each.line << ": " << each.path << ": " << each.rule << " " << each.message;
      } else {
        ++warnings[std::string(each.rule) + " " + each.message];
      }
    }
  }
  for (const std::string& each : known) ADD_FAILURE() << "listed, but not found: " << each;
  for (const auto& [what, times] : warnings) std::printf("%6d %s\n", times, what.c_str());
}

INSTANTIATE_TEST_SUITE_P(Suites, ValidSuite, testing::Values("fhir-r4-examples", "synthea-10", "synthea-100"), [](const auto& suite) {
  std::string name(suite.param);
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace phr::validate::test
