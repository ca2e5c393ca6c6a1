// What is known to be valid is found valid.
#include "suite_files.hpp"

#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <map>

namespace phr::validate::test {
namespace {

class ValidSuite : public testing::TestWithParam<const char*> {};

TEST_P(ValidSuite, NoResourceIsJudgedInvalid) {
  const auto files = json_files(GetParam());
  if (files.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no " << GetParam();
  std::map<std::string, int> warnings;
  for (const auto& path : files) {
    const outcome found = check_text(read(path));
    for (const issue& each : found.issues) {
      if (each.severity == severity::error || each.severity == severity::fatal) {
        ADD_FAILURE() << path.filename() << ":" << each.line << ": " << each.path << ": " << each.rule << " " << each.message;
      } else {
        ++warnings[std::string(each.rule) + " " + each.message];
      }
    }
  }
  for (const auto& [what, times] : warnings) std::printf("%6d %s\n", times, what.c_str());
}

INSTANTIATE_TEST_SUITE_P(Suites, ValidSuite, testing::Values("fhir-r4-examples", "synthea-10", "synthea-100"), [](const auto& suite) {
  std::string name(suite.param);
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace phr::validate::test
