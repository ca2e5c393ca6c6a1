#include "session/record_fixture.hpp"

#include <phr/core/date_time.hpp>

namespace {

using namespace phr::test;
using phr::errc;

class Trend : public record_fixture {
 protected:
  static std::vector<double> values(const phr::result<phr::analytics::lab_trend>& trend) {
    std::vector<double> out;
    for (const auto& point : trend.value().series.points) out.push_back(point.value);
    return out;
  }
};

TEST_F(Trend, HasTheValuesOfOneCodeByTime) {
  put({patient("p"), observation("o3", "p", "4548-4", "2022-01-01", "7.1", "%"), observation("o1", "p", "4548-4", "2020-01-01", "5.4", "%"),
       observation("o2", "p", "4548-4", "2021-01-01", "6.0", "%", R"(,"referenceRange":[{"low":{"value":4.0,"code":"%","system":"http://unitsofmeasure.org"},"high":{"value":5.6,"code":"%","system":"http://unitsofmeasure.org"}}])"),
       observation("other", "p", "2339-0", "2021-01-01", "90", "mg/dL")});
  auto me = owner();
  for (const char* code : {"http://loinc.org|4548-4", "4548-4"}) {
    const auto trend = me.lab_trend(code);
    ASSERT_TRUE(trend) << phr::describe(trend.error());
    EXPECT_EQ(values(trend), (std::vector<double>{5.4, 6.0, 7.1}));
    EXPECT_EQ(trend.value().series.points[0].source_id, "o1");
    EXPECT_EQ(trend.value().series.title, "Test 4548-4");
    EXPECT_EQ(trend.value().series.system, "http://loinc.org");
    EXPECT_EQ(trend.value().series.unit, "%");
    EXPECT_EQ(trend.value().series.reference_high, 5.6);
    EXPECT_EQ(trend.value().above, 2U);
    EXPECT_EQ(trend.value().stats.count, 3U);
  }
}

TEST_F(Trend, RefusesTwoUnitsAndTellsWhichMeasurement) {
  put({patient("p"), observation("o1", "p", "2339-0", "2020-01-01", "90", "mg/dL"), observation("o2", "p", "2339-0", "2021-01-01", "5.1", "mmol/L")});
  auto me = owner();
  const auto refused = me.lab_trend("2339-0");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::unit_mismatch);
  EXPECT_EQ(refused.error().ordinal(), 1U);
  EXPECT_TRUE(me.lab_trend("2339-0", {.from = phr::parse_date_time("2020-06-01").value().as_interval().low}));
}

TEST_F(Trend, CountsWhatHasNoNumberAndLeavesOutErrors) {
  const std::string code = R"("code":{"coding":[{"system":"http://loinc.org","code":"1"}]},"subject":{"reference":"Patient/p"})";
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "5"),
       R"({"resourceType":"Observation","id":"below","status":"final",)" + code + R"(,"effectiveDateTime":"2020-02-01","valueQuantity":{"value":0.5,"comparator":"<","unit":"mmol/L"}})",
       R"({"resourceType":"Observation","id":"text","status":"final",)" + code + R"(,"effectiveDateTime":"2020-02-01","valueString":"negative"})",
       R"({"resourceType":"Observation","id":"undated","status":"final",)" + code + R"(,"valueQuantity":{"value":5,"unit":"mmol/L"}})",
       R"({"resourceType":"Observation","id":"error","status":"entered-in-error",)" + code + R"(,"effectiveDateTime":"2020-02-01","valueQuantity":{"value":500,"unit":"g"}})"});
  auto me = owner();
  const auto trend = me.lab_trend("1");
  ASSERT_TRUE(trend) << phr::describe(trend.error());
  EXPECT_EQ(values(trend), std::vector<double>{5});
  EXPECT_EQ(trend.value().series.left_out, 3U);
}

TEST_F(Trend, FindsComponents) {
  put({patient("p"),
       R"({"resourceType":"Observation","id":"bp","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{"reference":"Patient/p"},)"
       R"("effectiveDateTime":"2020-06-01","component":[{"code":{"text":"Systolic","coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120,"unit":"mmHg"}},)"
       R"({"code":{"text":"Diastolic","coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":80,"unit":"mmHg"}}]})"});
  auto me = owner();
  const auto trend = me.lab_trend("http://loinc.org|8462-4");
  ASSERT_TRUE(trend) << phr::describe(trend.error());
  EXPECT_EQ(values(trend), std::vector<double>{80});
  EXPECT_EQ(trend.value().series.title, "Diastolic");
}

TEST_F(Trend, SaysWhenThereIsNothing) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "5")});
  auto me = owner();
  EXPECT_EQ(me.lab_trend("2").error().code(), errc::no_values);
  EXPECT_EQ(me.lab_trend("").error().code(), errc::invalid_argument);
  EXPECT_EQ(me.lab_trend("http://loinc.org|").error().code(), errc::invalid_argument);
  EXPECT_EQ(me.lab_trend("http://example.org|1").error().code(), errc::no_values);
}

TEST_F(Trend, AsksForTheSystemWhereACodeIsOfTwo) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "5"),
       R"({"resourceType":"Observation","id":"o2","status":"final","code":{"coding":[{"system":"http://example.org","code":"1"}]},"subject":{"reference":"Patient/p"},)"
       R"("effectiveDateTime":"2021","valueQuantity":{"value":7,"unit":"mmol/L"}})"});
  auto me = owner();
  EXPECT_EQ(me.lab_trend("1").error().code(), errc::ambiguous_match);
  EXPECT_EQ(values(me.lab_trend("http://example.org|1")), std::vector<double>{7});
}

TEST_F(Trend, ShowsOthersWhatConsentPermits) {
  put({patient("p"), observation("o1", "p", "1", "2020-01-01", "5"), consent("c", "p", "visiting", {"Observation"})});
  auto doctor = as("visiting");
  auto other = as("other");
  EXPECT_TRUE(doctor.lab_trend("1", {.patient = "p"}));
  EXPECT_EQ(other.lab_trend("1", {.patient = "p"}).error().code(), errc::no_values);
}

}  // namespace
