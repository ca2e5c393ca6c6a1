#include "session/record_fixture.hpp"

#include <functional>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Timeline : public record_fixture {};

std::vector<std::string> lines(const phr::result<std::vector<phr::timeline_event>>& events) {
  std::vector<std::string> out;
  for (const auto& event : events.value()) {
    out.push_back(std::string(phr::fhir::name(event.type)) + "/" + event.id + " " + event.title + (event.value.empty() ? "" : " = " + event.value));
  }
  return out;
}

TEST_F(Timeline, IsNewestFirstWithTitlesAndValues) {
  put({patient("p"), observation("o1", "p", "4548-4", "2020-01-01", "5.40", "%"), observation("o2", "p", "4548-4", "2021-01-01T08:00:00+01:00", "5.6", "%"),
       condition("c1", "p", "2019-06"),
       R"({"resourceType":"Observation","id":"bp","status":"final","code":{"text":"Blood pressure"},"subject":{"reference":"Patient/p"},)"
       R"("effectiveDateTime":"2020-06-01","component":[{"code":{"text":"d"},"valueQuantity":{"value":80,"unit":"mmHg"}},)"
       R"({"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120,"unit":"mmHg"}}]})",
       R"({"resourceType":"Observation","id":"undated","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p"}})"});
  auto me = owner();
  EXPECT_EQ(lines(me.timeline()), (ids{"Observation/o2 Test 4548-4 = 5.6 %", "Observation/bp Blood pressure = 120/80 mmHg",
                                       "Observation/o1 Test 4548-4 = 5.40 %", "Condition/c1 Hay fever"}));
  EXPECT_EQ(lines(me.timeline({.types = {resource_type::Condition}})), ids{"Condition/c1 Hay fever"});
  EXPECT_EQ(lines(me.timeline({.most = 1})), ids{"Observation/o2 Test 4548-4 = 5.6 %"});
}

TEST_F(Timeline, HasABeginningAndAnEnd) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "1"), observation("o2", "p", "1", "2021-01-01", "2"),
       observation("o3", "p", "1", "2022-01-01", "3")});
  auto me = owner();
  const auto all = me.timeline().value();
  ASSERT_EQ(all.size(), 3U);
  phr::timeline_options options;
  options.from = all[1].happened;
  options.to = all[0].happened;
  EXPECT_EQ(lines(me.timeline(options)), ids{"Observation/o2 Test 1 = 2 mmol/L"});
}

// The whole timeline, `most` at a time; `between` is called after each page.
std::vector<std::string> in_pages(phr::session& me, std::uint32_t most, const std::function<void()>& between) {
  std::vector<std::string> all;
  phr::timeline_options options{.most = most};
  for (;;) {
    const auto page = me.timeline(options).value();
    for (const auto& line : lines(page)) all.push_back(line);
    if (page.size() < most) return all;
    options.behind = page.back().place;
    between();
  }
}

TEST_F(Timeline, GoesOnBehindAnEventWhateverIsWritten) {
  put({patient("p")});
  for (int nth = 0; nth < 7; ++nth) put({observation("o" + std::to_string(nth), "p", "1", nth < 4 ? "2020-01-01" : "1960-01-01", "1")});  // equals and times before 1970
  auto me = owner();
  const auto whole = lines(me.timeline());
  ASSERT_EQ(whole.size(), 7U);
  for (const std::uint32_t most : {1U, 2U, 3U, 7U}) {
    EXPECT_EQ(in_pages(me, most, [] {}), whole) << most;
  }
  int newer = 0;
  EXPECT_EQ(in_pages(me, 2, [&] { put({observation("n" + std::to_string(newer++), "p", "1", "2021-01-01", "1")}); }), whole);
  EXPECT_EQ(me.timeline({.behind = "1"}).error().code(), errc::invalid_argument);
  EXPECT_EQ(me.timeline({.behind = "1/"}).error().code(), errc::invalid_argument);
  EXPECT_EQ(me.timeline({.behind = "1/2x"}).error().code(), errc::invalid_argument);
}

TEST_F(Timeline, IsCountedByDayMonthAndYear) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "1"), observation("o2", "p", "1", "2020-01-01T23:59:59Z", "1"), condition("c1", "p", "2020-01-01"),
       observation("o3", "p", "1", "2020-02-28", "1"), observation("o4", "p", "1", "1969-12-31T12:00:00Z", "1"), observation("o5", "p", "1", "1969", "1")});
  auto me = owner();
  const auto told = [&](phr::timeline_period by, const phr::timeline_options& options = {}) {
    std::vector<std::string> out;
    const auto groups = me.timeline_groups(by, options).value();
    for (const auto& each : groups) {
      out.push_back(phr::format_instant(each.begin).value().substr(0, 10) + " " + std::string(phr::fhir::name(each.type)) + " " + std::to_string(each.count));
    }
    return out;
  };
  using phr::timeline_period;
  EXPECT_EQ(told(timeline_period::day), (ids{"2020-02-28 Observation 1", "2020-01-01 Condition 1", "2020-01-01 Observation 2", "1969-12-31 Observation 1",
                                             "1969-01-01 Observation 1"}));
  EXPECT_EQ(told(timeline_period::month), (ids{"2020-02-01 Observation 1", "2020-01-01 Condition 1", "2020-01-01 Observation 2", "1969-12-01 Observation 1",
                                               "1969-01-01 Observation 1"}));
  EXPECT_EQ(told(timeline_period::year), (ids{"2020-01-01 Condition 1", "2020-01-01 Observation 3", "1969-01-01 Observation 2"}));
  EXPECT_EQ(told(timeline_period::year, {.types = {resource_type::Condition}}), ids{"2020-01-01 Condition 1"});
  // Whole periods only, and on from where they ended.
  EXPECT_EQ(told(timeline_period::month, {.most = 2}), (ids{"2020-02-01 Observation 1", "2020-01-01 Condition 1", "2020-01-01 Observation 2"}));
  EXPECT_EQ(told(timeline_period::month, {.to = me.timeline_groups(timeline_period::month, {.most = 2}).value().back().begin, .most = 1}), ids{"1969-12-01 Observation 1"});
  EXPECT_TRUE(told(timeline_period::day, {.most = 0}).empty());
  EXPECT_EQ(me.timeline_groups(timeline_period::day, {.behind = "1/2"}).error().code(), errc::invalid_argument);
}

TEST_F(Timeline, CountsNothingThatIsHidden) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "1"), condition("c1", "p", "2020-01-01")});
  EXPECT_TRUE(as("mia").timeline_groups(phr::timeline_period::year, {.patient = "p"}).value().empty());
  put({consent("k", "p", "mia", {"Observation"})});
  const auto groups = as("mia").timeline_groups(phr::timeline_period::year, {.patient = "p"}).value();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].type, resource_type::Observation);
}

TEST_F(Timeline, AsksForThePatientWhereThereAreSeveral) {
  auto me = owner();
  EXPECT_EQ(me.timeline().error().code(), errc::not_found);
  put({patient("p"), patient("q"), observation("o1", "p", "1", "2020-01-01", "1"), observation("o2", "q", "1", "2021-01-01", "2")});
  EXPECT_EQ(me.timeline().error().code(), errc::ambiguous_match);
  EXPECT_EQ(lines(me.timeline({.patient = "q"})), ids{"Observation/o2 Test 1 = 2 mmol/L"});
  EXPECT_EQ(me.timeline({.patient = "none"}).error().code(), errc::not_found);
}

TEST_F(Timeline, FollowsCorrectionsAndDeletions) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "1"), observation("o2", "p", "1", "2021-01-01", "2"),
       observation("o1", "p", "1", "2023-01-01", "1")});
  auto me = owner();
  EXPECT_EQ(lines(me.timeline()), (ids{"Observation/o1 Test 1 = 1 mmol/L", "Observation/o2 Test 1 = 2 mmol/L"}));
  ASSERT_TRUE(me.remove(resource_type::Observation, "o1"));
  EXPECT_EQ(lines(me.timeline()), ids{"Observation/o2 Test 1 = 2 mmol/L"});
}

class Latest : public record_fixture {};

TEST_F(Latest, IsTheNewestValueOfEachCode) {
  put({patient("p"), observation("o1", "p", "4548-4", "2020-01-01", "5.40", "%"), observation("o2", "p", "4548-4", "2021-01-01", "6.10", "%",
       R"(,"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"H"}]}])"),
       observation("o3", "p", "2339-0", "2019-01-01", "91", "mg/dL"), observation("old", "p", "2339-0", "2018-01-01", "80", "mg/dL")});
  auto me = owner();
  const auto values = me.latest();
  ASSERT_TRUE(values);
  ASSERT_EQ(values.value().size(), 2U);
  const auto& first = values.value()[0];
  EXPECT_EQ(first.id, "o2");
  EXPECT_EQ(first.system, "http://loinc.org");
  EXPECT_EQ(first.code, "4548-4");
  EXPECT_EQ(first.title, "Test 4548-4");
  EXPECT_EQ(first.value, "6.10");
  EXPECT_EQ(first.unit, "%");
  EXPECT_EQ(first.interpretation, "H");
  EXPECT_EQ(values.value()[1].id, "o3");
}

TEST_F(Latest, KeepsToACategory) {
  put({patient("p"), observation("o1", "p", "4548-4", "2020-01-01", "5.4", "%")});
  auto me = owner();
  EXPECT_EQ(me.latest({.category = "laboratory"}).value().size(), 1U);
  EXPECT_EQ(me.latest({.category = "vital-signs"}).value().size(), 0U);
}

}  // namespace
