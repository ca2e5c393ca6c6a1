// Views over a record: rows of what the session may see.
#include "session/record_fixture.hpp"

#include <phr/views/text.hpp>

namespace {

using namespace phr::test;
using phr::errc;

constexpr const char* values_view = R"json({"resource": "Observation", "select": [{"column": [
  {"name": "id", "path": "id"}, {"name": "patient", "path": "subject.getReferenceKey(Patient)"}, {"name": "value", "path": "value.ofType(Quantity).value"},
  {"name": "today", "path": "today()", "type": "date"}]}]})json";

class SessionView : public record_fixture {
 protected:
  void SetUp() override {
    put({patient("p"), patient("q"), observation("o1", "p", "4548-4", "2020-01-01", "5.40"), observation("o2", "p", "718-7", "2021-01-01", "13.6"),
         observation("oq", "q", "4548-4", "2021-01-01", "5.9"), R"({"resourceType":"Practitioner","id":"visiting","name":[{"family":"Doctor"}]})",
         consent("agreed", "p", "visiting", {"Observation", "Patient", "Practitioner"})});
  }

  // The rows as NDJSON, sorted.
  static std::vector<std::string> rows(phr::session& in, std::string_view where = {}, std::string_view definition = values_view) {
    const auto of = phr::views::view::compile(definition).value();
    auto stream = in.view(of, where).value();
    std::string text;
    for (;;) {
      auto next = stream.next().value();
      if (!next) break;
      phr::views::append_ndjson(text, of, *next);
    }
    std::vector<std::string> made;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      made.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    std::sort(made.begin(), made.end());
    return made;
  }
};

const std::string row_1 = R"({"id":"o1","patient":"Patient/p","value":5.40,"today":"2023-11-14"})";
const std::string row_2 = R"({"id":"o2","patient":"Patient/p","value":13.6,"today":"2023-11-14"})";
const std::string row_q = R"({"id":"oq","patient":"Patient/q","value":5.9,"today":"2023-11-14"})";

TEST_F(SessionView, GivesTheOwnerAllOfTheRecordAtTheTimeOfTheSession) {
  auto me = owner();
  EXPECT_EQ(rows(me), (ids{row_1, row_2, row_q}));
}

TEST_F(SessionView, GivesOthersOnlyWhatConsentPermits) {
  auto doctor = as("visiting");
  EXPECT_EQ(rows(doctor), (ids{row_1, row_2}));
  auto other = as("other");
  EXPECT_EQ(rows(other), ids{});
  EXPECT_EQ(rows(doctor, {}, R"({"resource":"Consent","select":[{"column":[{"name":"id","path":"id"}]}]})"), ids{});
}

TEST_F(SessionView, TakesTheCriteriaOfASearch) {
  auto me = owner();
  EXPECT_EQ(rows(me, "code=4548-4"), (ids{row_1, row_q}));
  EXPECT_EQ(rows(me, "code=4548-4&subject=Patient/p"), ids{row_1});
  const auto of = phr::views::view::compile(values_view).value();
  EXPECT_EQ(me.view(of, "no-such=1").error().code(), errc::unknown_parameter);
}

TEST_F(SessionView, SeesTheMomentAtWhichItWasAskedFor) {
  auto me = owner();
  const auto of = phr::views::view::compile(values_view).value();
  auto stream = me.view(of).value();
  put({observation("o3", "p", "718-7", "2022-01-01", "14.0"), observation("o1", "p", "4548-4", "2020-01-01", "9.9")});
  std::string text;
  phr::views::append_ndjson(text, of, *stream.next().value());
  EXPECT_NE(text.find("5.40"), std::string::npos);
  EXPECT_EQ(text.find("9.9"), std::string::npos);
  EXPECT_EQ(text.find("o3"), std::string::npos);
}

TEST_F(SessionView, LeavesARowInTheAuditTrail) {
  auto doctor = as("visiting");
  EXPECT_EQ(rows(doctor).size(), 2U);
  auto me = owner();
  const auto trail = me.audit_trail().value();
  const auto& last = trail.back();
  EXPECT_EQ(last.action, phr::audit_action::search);
  EXPECT_EQ(last.count, 2);
}

}  // namespace
