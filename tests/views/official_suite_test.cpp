// The tests of SQL on FHIR v2.
#include <phr/core/decimal.hpp>
#include <phr/core/describe.hpp>
#include <phr/views/stream.hpp>
#include <phr/views/text.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace phr::views {
namespace {

namespace json = fhir::json;

std::filesystem::path suites() {
  const char* const root = std::getenv("PHR_SUITES");
  return root == nullptr ? std::filesystem::path{} : std::filesystem::path(root);
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The rows of a view as an array of JSON, and whether it took the way straight over JSON or could.
result<std::string> answer_of(std::string_view definition, std::string_view resources) {
  PHR_TRY(const view of, view::compile(definition));
  stream rows(of, texts(resources));
  std::string lines;
  for (;;) {
    PHR_TRY(auto next, rows.next());
    if (!next) break;
    append_ndjson(lines, of, *next);
  }
  std::string made = "[";
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    if (made.size() > 1) made += ',';
    made += lines.substr(at, end - at);
    at = end + 1;
  }
  return made + "]";
}

bool same_number(std::string_view a, std::string_view b) { return decimal::parse(a).value() == decimal::parse(b).value(); }

bool same_value(const json::value& a, const json::value& b) {
  const bool nothing_a = !a || a.kind() == json::kind::null;
  const bool nothing_b = !b || b.kind() == json::kind::null;
  if (nothing_a || nothing_b) return nothing_a && nothing_b;
  if (a.is_number() && b.is_number()) return same_number(a.number_text(), b.number_text());
  if (a.is_array() && b.is_array()) {
    if (a.size() != b.size()) return false;
    for (std::uint32_t at = 0; at < a.size(); ++at) {
      if (!same_value(a.at(at), b.at(at))) return false;
    }
    return true;
  }
  std::string one;
  std::string other;
  if (a.is_string() && b.is_string()) return a.text(one) == b.text(other);
  return a.source() == b.source();
}

// A column that is missing is null.
bool same_row(const json::value& a, const json::value& b) {
  for (const auto member : a.members()) {
    if (!same_value(member.value, b[member.name])) return false;
  }
  for (const auto member : b.members()) {
    if (!same_value(a[member.name], member.value)) return false;
  }
  return true;
}

// The same rows in any order.
bool same_rows(const json::value& made, const json::value& expected) {
  if (made.size() != expected.size()) return false;
  std::vector<bool> used(expected.size());
  for (const auto row : made.elements()) {
    bool found = false;
    for (std::uint32_t at = 0; at < expected.size() && !found; ++at) {
      if (used[at] || !same_row(row, expected.at(at))) continue;
      used[at] = true;
      found = true;
    }
    if (!found) return false;
  }
  return true;
}

std::string columns_of(std::string_view definition) {
  std::string made;
  const view of = view::compile(definition).value();  // the columns are a part of it
  for (const column& each : of.columns()) made += (made.empty() ? "" : ",") + each.name;
  return made;
}

struct tally {
  int all = 0;
  int passed = 0;
};

void run_case(const json::value& test, std::string_view resources, tally& into, const std::string& name) {
  ++into.all;
  const auto made = answer_of(test["view"].source(), resources);
  if (test["expectError"].is_true()) {
    EXPECT_FALSE(made) << name;
    if (made) return;
    EXPECT_NE(made.error().code(), errc::internal) << name;
    ++into.passed;
    return;
  }
  ASSERT_TRUE(made) << name << ": " << describe(made.error());
  json::document rows;
  ASSERT_TRUE(rows.parse(made.value())) << name;
  if (test["expectColumns"]) {
    std::string expected;
    for (const auto each : test["expectColumns"].elements()) expected += (expected.empty() ? "" : ",") + std::string(each.raw_text());
    EXPECT_EQ(columns_of(test["view"].source()), expected) << name;
  }
  const bool same = test["expectCount"] ? std::to_string(rows.root().size()) == test["expectCount"].number_text() : same_rows(rows.root(), test["expect"]);
  EXPECT_TRUE(same) << name << "\n" << test["view"].source() << "\nmade:     " << made.value() << "\nexpected: " << test["expect"].source();
  into.passed += same ? 1 : 0;
}

TEST(SqlOnFhirSuite, PassesEveryOfficialTest) {
  if (suites().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no sql-on-fhir-v2";
  tally all;
  for (const auto& file : std::filesystem::directory_iterator(suites() / "sql-on-fhir-v2" / "tests")) {
    json::document document;
    ASSERT_TRUE(document.parse(read(file.path()))) << file.path();
    const json::value root = document.root();
    for (const auto test : root["tests"].elements()) run_case(test, root["resources"].source(), all, file.path().stem().string() + ": " + std::string(test["title"].raw_text()));
  }
  std::cout << all.passed << " of " << all.all << " official tests pass\n";
  EXPECT_EQ(all.all, 134);
  EXPECT_EQ(all.passed, all.all);
}

}  // namespace
}  // namespace phr::views
