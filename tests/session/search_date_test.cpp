#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class DateSearch : public search_fixture {
 protected:
  void at(const std::string& id, const std::string& effective) {
    add("Observation", id, R"("status":"final",)" + effective);
  }
  void at_time(const std::string& id, const std::string& time) { at(id, R"("effectiveDateTime":")" + time + "\""); }
  void in_period(const std::string& id, const std::string& start, const std::string& end) {
    std::string period;
    if (!start.empty()) period += R"("start":")" + start + "\"";
    if (!end.empty()) period += (period.empty() ? "" : ",") + (R"("end":")" + end + "\"");
    at(id, "\"effectivePeriod\":{" + period + "}");
  }
  // One of each precision around March 2020.
  void put_precisions() {
    at_time("year", "2020");
    at_time("month", "2020-03");
    at_time("day", "2020-03-15");
    at_time("second", "2020-03-15T12:30:15Z");
    at_time("before", "2020-02-29");
    at_time("after", "2020-04-01");
  }
  void put_periods() {
    in_period("march", "2020-03-01", "2020-03-31");
    in_period("across", "2020-02-20", "2020-03-10");
    in_period("wide", "2019", "2021");
    in_period("since", "2020-03-05", "");
    in_period("until", "", "2020-03-05");
    in_period("gone", "2018-01-01", "2018-12-31");
  }
  these date(const std::string& value) { return matching("Observation?date=" + value); }
};

TEST_F(DateSearch, EqualIsWhatLiesWhollyWithinTheValue) {
  put_precisions();
  EXPECT_EQ(date("2020"), (these{"after", "before", "day", "month", "second", "year"}));
  EXPECT_EQ(date("2020-03"), (these{"day", "month", "second"}));
  EXPECT_EQ(date("2020-03-15"), (these{"day", "second"}));
  EXPECT_EQ(date("2020-03-15T12:30"), these{"second"});
  EXPECT_EQ(date("2020-03-15T12:30:15Z"), these{"second"});
  EXPECT_EQ(date("2020-03-15T12:30:16Z"), these{});
  EXPECT_EQ(date("eq2020-03"), date("2020-03"));
}

TEST_F(DateSearch, NotEqualIsAllOthersThatHaveADate) {
  put_precisions();
  at("undated", R"("code":{"text":"x"})");
  EXPECT_EQ(date("ne2020-03"), (these{"after", "before", "year"}));
  EXPECT_EQ(date("ne2020"), these{});
}

TEST_F(DateSearch, GreaterReachesBeyondTheEndOfTheValue) {
  put_precisions();
  EXPECT_EQ(date("gt2020-03"), (these{"after", "year"}));
  EXPECT_EQ(date("gt2020-03-15"), (these{"after", "month", "year"}));
  EXPECT_EQ(date("gt2020-03-15T12:30:14Z"), (these{"after", "day", "month", "second", "year"}));
  EXPECT_EQ(date("gt2020"), these{});
}

TEST_F(DateSearch, LessReachesBeforeTheStartOfTheValue) {
  put_precisions();
  EXPECT_EQ(date("lt2020-03"), (these{"before", "year"}));
  EXPECT_EQ(date("lt2020-03-15"), (these{"before", "month", "year"}));
  EXPECT_EQ(date("lt2020-04-01"), (these{"before", "day", "month", "second", "year"}));
  EXPECT_EQ(date("lt2020"), these{});
}

TEST_F(DateSearch, GreaterOrEqualIsGreaterOrWithin) {
  put_precisions();
  EXPECT_EQ(date("ge2020-03"), (these{"after", "day", "month", "second", "year"}));
  EXPECT_EQ(date("ge2020-04-01"), (these{"after", "year"}));
  EXPECT_EQ(date("ge2020-12-31"), these{});  // nothing reaches beyond that day, nothing lies within it
  EXPECT_EQ(date("ge2020-12-30"), these{"year"});
}

TEST_F(DateSearch, LessOrEqualIsLessOrWithin) {
  put_precisions();
  EXPECT_EQ(date("le2020-03"), (these{"before", "day", "month", "second", "year"}));
  EXPECT_EQ(date("le2020-02-29"), (these{"before", "year"}));
  EXPECT_EQ(date("le2019-12-31"), these{});
}

TEST_F(DateSearch, StartsAfterAndEndsBeforeDoNotTouchTheValue) {
  put_precisions();
  EXPECT_EQ(date("sa2020-03"), these{"after"});
  EXPECT_EQ(date("sa2020-02-29"), (these{"after", "day", "month", "second"}));
  EXPECT_EQ(date("eb2020-03"), these{"before"});
  EXPECT_EQ(date("eb2020-04-01"), (these{"before", "day", "month", "second"}));
}

TEST_F(DateSearch, ApproximatelyIsWithinATenthOfTheTimeFromNow) {
  // Now is 2023-11-14: a tenth of the way to 2013-11-14 is a year, to 2023-11-04 a day.
  at_time("a", "2012-12-01");
  at_time("b", "2012-10-01");
  at_time("c", "2014-11-01");
  at_time("d", "2014-12-01");
  EXPECT_EQ(date("ap2013-11-14"), (these{"a", "c"}));
  at_time("e", "2023-11-03T12:00:00Z");
  at_time("f", "2023-11-02T12:00:00Z");
  at_time("g", "2023-11-06T12:00:00Z");
  EXPECT_EQ(date("ap2023-11-04"), these{"e"});
}

TEST_F(DateSearch, PeriodsAreComparedByBothEnds) {
  put_periods();
  EXPECT_EQ(date("2020-03"), these{"march"});
  EXPECT_EQ(date("ne2020-03"), (these{"across", "gone", "since", "until", "wide"}));
  EXPECT_EQ(date("gt2020-03"), (these{"since", "wide"}));
  EXPECT_EQ(date("lt2020-03"), (these{"across", "gone", "until", "wide"}));
  EXPECT_EQ(date("ge2020-03"), (these{"march", "since", "wide"}));
  EXPECT_EQ(date("le2020-03"), (these{"across", "gone", "march", "until", "wide"}));
  EXPECT_EQ(date("sa2020-02"), (these{"march", "since"}));
  EXPECT_EQ(date("eb2020-04"), (these{"across", "gone", "march", "until"}));
  EXPECT_EQ(date("2019,2020"), (these{"across", "march"}));
}

TEST_F(DateSearch, APeriodsLastDayBelongsToIt) {
  in_period("p", "2020-03-01", "2020-03-31");
  EXPECT_EQ(date("gt2020-03-31T23:58"), these{"p"});
  EXPECT_EQ(date("gt2020-03-31T23:59"), these{});
  EXPECT_EQ(date("sa2020-02-29"), these{"p"});
  EXPECT_EQ(date("eb2020-04-01T00:00"), these{"p"});
  EXPECT_EQ(date("eb2020-03-31"), these{});
}

TEST_F(DateSearch, OpenPeriodsGoOnForEver) {
  put_periods();
  EXPECT_EQ(date("gt9000"), these{"since"});
  EXPECT_EQ(date("lt0100"), these{"until"});
  EXPECT_EQ(date("ge2100&date=le1900"), these{});
  in_period("none", "", "");
  EXPECT_EQ(date("gt9000"), these{"since"});
  EXPECT_EQ(matching("Observation?date:missing=true"), these{});  // it is there, if empty
}

TEST_F(DateSearch, OffsetsAreTurnedIntoOneTime) {
  at_time("utc", "2020-01-01T00:30:00Z");
  at_time("east", "2020-01-01T02:30:00+02:00");
  at_time("west", "2019-12-31T19:30:00-05:00");
  EXPECT_EQ(date("2020-01-01T00:30:00Z"), (these{"east", "utc", "west"}));
  EXPECT_EQ(date("2019-12-31T19:30:00-05:00"), (these{"east", "utc", "west"}));
  EXPECT_EQ(date("2020-01-01T02:30:00%2B02:00"), (these{"east", "utc", "west"}));
  EXPECT_EQ(date("2020-01-01T02:30:00+02:00"), (these{"east", "utc", "west"}));  // a plus sign is no blank
  EXPECT_EQ(date("2020-01-01"), (these{"east", "utc", "west"}));
  EXPECT_EQ(date("2019"), these{});
}

TEST_F(DateSearch, ADateWithoutOffsetIsReadAsUtc) {
  at_time("day", "2020-06-01");
  at_time("late", "2020-06-01T23:30:00-04:00");  // 03:30 of the next day, UTC
  EXPECT_EQ(date("2020-06-01"), these{"day"});
  EXPECT_EQ(date("2020-06-02"), these{"late"});
  EXPECT_EQ(date("2020-06-02T03:30"), these{"late"});
}

TEST_F(DateSearch, FractionsOfSecondsCount) {
  at_time("ms", "2020-01-01T00:00:00.123Z");
  at_time("s", "2020-01-01T00:00:00Z");
  EXPECT_EQ(date("2020-01-01T00:00:00.123Z"), these{"ms"});
  EXPECT_EQ(date("2020-01-01T00:00:00.12Z"), these{"ms"});
  EXPECT_EQ(date("2020-01-01T00:00:00Z"), (these{"ms", "s"}));
  EXPECT_EQ(date("gt2020-01-01T00:00:00.122Z"), (these{"ms", "s"}));
  EXPECT_EQ(date("sa2020-01-01T00:00:00.122Z"), these{"ms"});
}

TEST_F(DateSearch, AlternativesKeepTheirOwnPrefixes) {
  put_precisions();
  EXPECT_EQ(date("sa2020-03,eb2020-03"), (these{"after", "before"}));
  EXPECT_EQ(date("2020-03-15T12:30,gt2020-03"), (these{"after", "second", "year"}));
  EXPECT_EQ(date("lt1900,2020-04"), these{"after"});
}

TEST_F(DateSearch, RepetitionMakesARange) {
  put_precisions();
  EXPECT_EQ(date("ge2020-03-01&date=lt2020-04-01"), (these{"day", "month", "second", "year"}));
  EXPECT_EQ(date("sa2020-02-29&date=eb2020-04-01"), (these{"day", "month", "second"}));
  EXPECT_EQ(date("gt2020-03-01&date=eb2020-03-16"), (these{"day", "second"}));
}

TEST_F(DateSearch, InstantsAndTimingsAreDates) {
  at("instant", R"("effectiveInstant":"2020-03-15T12:30:15.5+01:00")");
  at("events", R"("effectiveTiming":{"event":["2020-01-01","2020-05-01"]})");
  at("bounds", R"("effectiveTiming":{"repeat":{"boundsPeriod":{"start":"2020-02-01","end":"2020-02-10"}}})");
  EXPECT_EQ(date("2020-03-15T11:30"), these{"instant"});
  EXPECT_EQ(date("2020-05"), these{"events"});
  EXPECT_EQ(date("2020-02"), these{"bounds"});
  EXPECT_EQ(date("2020-01,2020-02-05"), these{"events"});
}

TEST_F(DateSearch, BirthDatesOfEachPrecisionAreFound) {
  add("Patient", "day", R"("birthDate":"1980-02-03")");
  add("Patient", "month", R"("birthDate":"1980-02")");
  add("Patient", "year", R"("birthDate":"1980")");
  add("Patient", "none", "");
  EXPECT_EQ(matching("Patient?birthdate=1980-02"), (these{"day", "month"}));
  EXPECT_EQ(matching("Patient?birthdate=1980"), (these{"day", "month", "year"}));
  EXPECT_EQ(matching("Patient?birthdate=gt1980-02-02"), (these{"day", "month", "year"}));
  EXPECT_EQ(matching("Patient?birthdate:missing=true"), these{"none"});
  EXPECT_EQ(matching("Patient?birthdate=lt1980"), these{});
}

TEST_F(DateSearch, ADateThatIsNoneIsNotFoundButIsNotMissing) {
  add("Patient", "p", R"("birthDate":"1980-13-40")");
  EXPECT_EQ(matching("Patient?birthdate=1980"), these{});
  EXPECT_EQ(matching("Patient?birthdate=ne1980"), these{});
  EXPECT_EQ(matching("Patient?birthdate:missing=true"), these{});
}

TEST_F(DateSearch, LeapDaysAndYearEndsAreRight) {
  at_time("leap", "2020-02-29");
  at_time("eve", "2019-12-31T23:59:59Z");
  EXPECT_EQ(date("2020-02-29"), these{"leap"});
  EXPECT_EQ(date("ge2020-02-29&date=lt2020-03-01"), these{"leap"});
  EXPECT_EQ(date("2019-12-31T23:59"), these{"eve"});
  EXPECT_EQ(date("gt2019-12-31T23:59:59Z"), these{"leap"});
  EXPECT_EQ(refusal("Observation?date=2019-02-29").code(), errc::malformed_date);
}

TEST_F(DateSearch, WhatIsNoDateIsRefused) {
  for (const char* value : {"2020-1", "2020-13", "20200101", "2020-01-01T25:00", "yesterday2020", "2020-01-01T",
                            "T10:00", "2020-01-32"}) {
    const auto refused = refusal("Observation?date=" + std::string(value));
    EXPECT_TRUE(refused.code() == errc::malformed_date || refused.code() == errc::unknown_prefix) << value;
  }
  EXPECT_EQ(refusal("Observation?date=xx2020").code(), errc::unknown_prefix);
  EXPECT_EQ(refusal("Observation?date=GE2020").code(), errc::malformed_date);
  EXPECT_EQ(refusal("Observation?date=ge").code(), errc::malformed_date);
  EXPECT_EQ(refusal("Observation?date=2020|2021").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?date:exact=2020").code(), errc::unsupported);
  EXPECT_EQ(refusal("Observation?date:day=2020").code(), errc::unknown_modifier);
}

}  // namespace
