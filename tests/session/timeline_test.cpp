#include "session/record_fixture.hpp"

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
