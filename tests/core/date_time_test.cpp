#include <phr/core/date_time.hpp>

#include <gtest/gtest.h>

#include <compare>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <limits>
#include <random>
#include <regex>
#include <string>
#include <string_view>

namespace {

using phr::date_precision;
using phr::date_time;
using phr::errc;
using phr::time_interval;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

date_time at(std::string_view text) { return phr::parse_search_date(text).value(); }
std::int64_t low(std::string_view text) { return at(text).as_interval().low; }
std::int64_t high(std::string_view text) { return at(text).as_interval().high; }

static_assert(phr::days_from_civil({1970, 1, 1}) == 0);
static_assert(phr::days_from_civil({2000, 3, 1}) == 11017);
static_assert(phr::days_from_civil({1, 1, 1}) == -719162);
static_assert(phr::days_from_civil({9999, 12, 31}) == 2932896);
static_assert(phr::civil_from_days(-719163) == phr::civil_date{0, 12, 31});
static_assert(phr::is_leap_year(2000) && !phr::is_leap_year(1900) && phr::is_leap_year(2024));
static_assert(!phr::is_leap_year(2023));

TEST(CivilDays, AgreeWithCountingEveryDayFromYearMinus400ToYear10400) {
  constexpr int month_lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::int64_t days = phr::days_from_civil({-400, 1, 1});
  // 0001-01-01 is 1969 years with 477 leap days, 719,162 days, before 1970-01-01; 400 years have 97 leap days.
  ASSERT_EQ(days, -719162 - 366 - (400 * 365 + 97));
  for (int year = -400; year <= 10400; ++year) {
    const bool leap = (year % 4 == 0) != (year % 100 == 0) || year % 400 == 0;
    for (int month = 1; month <= 12; ++month) {
      const int length = month_lengths[month - 1] + (month == 2 && leap ? 1 : 0);
      ASSERT_EQ(phr::days_in_month(year, month), length);
      for (int day_of_month = 1; day_of_month <= length; ++day_of_month, ++days) {
        const phr::civil_date date{year, month, day_of_month};
        ASSERT_EQ(phr::days_from_civil(date), days) << year << '-' << month << '-' << day_of_month;
        ASSERT_EQ(phr::civil_from_days(days), date) << days;
      }
    }
  }
}

TEST(CivilDays, RoundTripFarYears) {
  for (const std::int64_t days : {std::int64_t{-365'000'000'000'000}, std::int64_t{365'000'000'000'000}}) {
    EXPECT_EQ(phr::days_from_civil(phr::civil_from_days(days)), days);
  }
}

TEST(DateTimeParse, KeepsTheTextExactly) {
  for (const char* text :
       {"0001", "9999", "2020-02", "2020-02-29", "2000-02-29", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00+00:00",
        "2020-01-01T00:00:00-00:00", "2020-01-01T23:59:59.9+14:00", "2020-01-01T23:59:59.900-14:00",
        "2016-12-31T23:59:60Z", "2020-01-01T12:34:56.000000000000000001+05:30", "2020-01-01T12:34:56.0-00:30"}) {
    ASSERT_TRUE(phr::parse_date_time(text)) << text;
    EXPECT_EQ(phr::parse_date_time(text).value().to_string(), text);
    EXPECT_EQ(phr::parse_search_date(text).value(), phr::parse_date_time(text).value());
  }
}

TEST(DateTimeParse, RefusesWhatFhirRefuses) {
  for (const char* text :
       {"", "2", "20", "202", "20200", "0000", "0000-01-01", "-2020", "+2020", "2020-", "2020-1", "2020-00", "2020-13",
        "2020-01-", "2020-01-0", "2020-01-00", "2020-01-32", "2020-02-30", "2021-02-29", "1900-02-29", "2020-04-31",
        "2020-06-31", "2020-09-31", "2020-11-31", "20200101", "2020-01-01T", "2020-01-01T10", "2020-01-01T10:00Z",
        "2020-01-01T10:00:00", "2020-01-01T24:00:00Z", "2020-01-01T23:60:00Z", "2020-01-01T23:59:61Z",
        "2020-01-01T10:00:00.Z", "2020-01-01T10:00:00,5Z", "2020-01-01t10:00:00Z", "2020-01-01T10:00:00z",
        "2020-01-01 10:00:00Z", "2020-01-01T10:00:00+14:01", "2020-01-01T10:00:00+15:00", "2020-01-01T10:00:00-14:30",
        "2020-01-01T10:00:00+0530", "2020-01-01T10:00:00+05", "2020-01-01T10:00:00+05:60", "2020-01-01T10:00:00ZZ",
        "2020-01-01T10:00:00Z ", " 2020", "2020 ", "2020-01-01T1:00:00Z", "2020-01T10:00:00Z", "2020T10:00:00Z",
        "2020-01-01T10:00:00.5+1:00", "\xD9\xA2\xD9\xA0", "2020/01/01", "2020-W01", "2020-001"}) {
    const auto refused = phr::parse_date_time(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code(), errc::malformed_date) << text;
  }
  EXPECT_FALSE(phr::parse_date_time(std::string_view("2020\0", 5)));
}

TEST(DateTimeParse, CallsFractionsOfMoreThanEighteenDigitsUnsupported) {
  EXPECT_EQ(phr::parse_date_time("2020-01-01T10:00:00.1234567890123456789Z").error().code(), errc::unsupported);
  EXPECT_EQ(phr::parse_time("10:00:00.1234567890123456789").error().code(), errc::unsupported);
}

TEST(DateParse, TakesNoTime) {
  EXPECT_EQ(phr::parse_date("2020-02-29").value().precision(), date_precision::day);
  EXPECT_EQ(phr::parse_date("2020-02").value().precision(), date_precision::month);
  EXPECT_EQ(phr::parse_date("2020").value().precision(), date_precision::year);
  EXPECT_FALSE(phr::parse_date("2020-02-29T10:00:00Z"));
  EXPECT_FALSE(phr::parse_date("2020-02-29Z"));
}

TEST(InstantParse, DemandsTimeAndOffset) {
  EXPECT_TRUE(phr::parse_instant("2015-02-07T13:28:17.239+02:00"));
  EXPECT_TRUE(phr::parse_instant("2017-01-01T00:00:00Z"));
  for (const char* text : {"2015", "2015-02", "2015-02-07", "2015-02-07T13:28:17", "2015-02-07T13:28Z"}) {
    EXPECT_FALSE(phr::parse_instant(text)) << text;
  }
}

TEST(SearchDateParse, LetsSecondsAndOffsetBeAbsent) {
  for (const char* text : {"2020-01-01T10:00Z", "2020-01-01T10:00", "2020-01-01T10:00+02:00", "2020-01-01T10:00:30",
                           "2020-01-01T10:00:30.25"}) {
    ASSERT_TRUE(phr::parse_search_date(text)) << text;
    EXPECT_EQ(phr::parse_search_date(text).value().to_string(), text);
    EXPECT_FALSE(phr::parse_date_time(text)) << text;
  }
  for (const char* text : {"2020-01-01T10", "2020-01-01T10Z", "2020-01-01T10:00.5", "2020-01-01T10:00:",
                           "2020-01-01T10:", "2020-01-01T10:00 02:00", "2020-01-01T24:00", "2020-01T10:00"}) {
    EXPECT_FALSE(phr::parse_search_date(text)) << text;
  }
}

TEST(TimeParse, DemandsSecondsAndTakesNoOffset) {
  for (const char* text : {"00:00:00", "23:59:59", "23:59:60", "12:00:00.000", "12:00:00.123456789012345678"}) {
    ASSERT_TRUE(phr::parse_time(text)) << text;
    EXPECT_EQ(phr::parse_time(text).value().to_string(), text);
  }
  for (const char* text : {"", "24:00:00", "12:00", "12", "1:00:00", "12:60:00", "12:00:61", "12:00:00.", "12:00:00Z",
                           "12:00:00+01:00", "T12:00:00", "12:00:00 ", "12-00-00"}) {
    ASSERT_FALSE(phr::parse_time(text)) << text;
    EXPECT_EQ(phr::parse_time(text).error().code(), errc::malformed_date);
  }
}

// Texts near the grammar: a valid one with up to two characters replaced, removed or doubled.
std::string near_date_time(std::mt19937& random) {
  static constexpr const char* seeds[] = {"2020-02-29T10:15:30.125+05:30", "1999-12-31T23:59:60Z", "0999-10-30",
                                          "2021-02", "1000", "2020-01-01T00:00:00-14:00", "12:30:59.5",
                                          "2019-02-28T19:00:00.0Z"};
  static constexpr std::string_view characters = "0123456789-+:.TZ 12";
  std::string text = seeds[random() % std::size(seeds)];
  for (auto changes = random() % 3; changes > 0 && !text.empty(); --changes) {
    const auto place = random() % text.size();
    const char c = characters[random() % characters.size()];
    switch (random() % 4) {
      case 0: text.erase(place, 1); break;
      case 1: text.insert(place, 1, c); break;
      default: text[place] = c; break;
    }
  }
  return text;
}

bool day_exists(const std::string& text) {
  if (text.size() < 10) return true;
  std::tm parts{};
  parts.tm_year = std::stoi(text.substr(0, 4)) - 1900;
  parts.tm_mon = std::stoi(text.substr(5, 2)) - 1;
  parts.tm_mday = std::stoi(text.substr(8, 2));
  parts.tm_hour = 12;
  const std::tm asked = parts;
  return timegm(&parts) != -1 && parts.tm_mon == asked.tm_mon && parts.tm_mday == asked.tm_mday;
}

TEST(DateTimeParse, AcceptsWhatTheRegexesOfFhirAccept) {
  const std::string year = "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)";
  const std::string month_day = "-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1])";
  const std::string clock = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?";
  const std::string offset = "(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
  const std::regex date(year + "(" + month_day + ")?)?");
  const std::regex full(year + "(" + month_day + "(T" + clock + offset + ")?)?)?");
  const std::regex instant(year + "-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])T" + clock + offset);
  const std::regex time(clock);
  std::mt19937 random(20240506);
  int accepted = 0;
  for (int round = 0; round < 40000; ++round) {
    const std::string text = near_date_time(random);
    const auto expect = [&](const std::regex& grammar, bool has_day) {
      return std::regex_match(text, grammar) && (!has_day || day_exists(text));
    };
    ASSERT_EQ(phr::parse_date(text).has_value(), expect(date, true)) << text;
    ASSERT_EQ(phr::parse_date_time(text).has_value(), expect(full, true)) << text;
    ASSERT_EQ(phr::parse_instant(text).has_value(), expect(instant, true)) << text;
    ASSERT_EQ(phr::parse_time(text).has_value(), expect(time, false)) << text;
    if (phr::parse_date_time(text)) {
      ++accepted;
      ASSERT_EQ(phr::parse_date_time(text).value().to_string(), text);
    }
  }
  EXPECT_GT(accepted, 5000);
}

TEST(DateTimeFields, SayWhatWasWritten) {
  const date_time value = at("2020-02-29T10:15:30.050-05:30");
  EXPECT_EQ(value.precision(), date_precision::fraction);
  EXPECT_EQ(value.year(), 2020);
  EXPECT_EQ(value.month(), 2);
  EXPECT_EQ(value.day(), 29);
  EXPECT_TRUE(value.has_time());
  EXPECT_EQ(value.time().hour(), 10);
  EXPECT_EQ(value.time().minute(), 15);
  EXPECT_EQ(value.time().second(), 30);
  EXPECT_EQ(value.time().fraction(), 50U);
  EXPECT_EQ(value.time().fraction_digits(), 3);
  EXPECT_EQ(value.offset_minutes(), -330);
  EXPECT_EQ(value.zone(), phr::zone_form::minus);
  EXPECT_EQ(at("2020-01-01T10:00").precision(), date_precision::minute);
  EXPECT_EQ(at("2020-01-01T10:00:00").precision(), date_precision::second);
  EXPECT_FALSE(at("2020-01-01T10:00:00").has_offset());
  EXPECT_FALSE(at("2020-01-01").has_time());
}

TEST(DateTimeFields, TellZFromZeroOffsets) {
  const date_time z = at("2020-01-01T00:00:00Z");
  const date_time plus = at("2020-01-01T00:00:00+00:00");
  const date_time minus = at("2020-01-01T00:00:00-00:00");
  EXPECT_NE(z, plus);
  EXPECT_NE(plus, minus);
  EXPECT_EQ(z.as_interval(), plus.as_interval());
  EXPECT_EQ(z.as_interval(), minus.as_interval());
}

TEST(Interval, CoversTheWholePrecision) {
  const std::int64_t start = 18262 * day;  // 2020-01-01
  EXPECT_EQ(at("2020").as_interval(), (time_interval{start, start + 366 * day}));
  EXPECT_EQ(at("2020-01").as_interval(), (time_interval{start, start + 31 * day}));
  EXPECT_EQ(at("2020-02").as_interval(), (time_interval{start + 31 * day, start + 60 * day}));
  EXPECT_EQ(high("2020-12"), high("2020"));
  EXPECT_EQ(at("2020-01-01").as_interval(), (time_interval{start, start + day}));
  EXPECT_EQ(at("2020-01-01T01:00").as_interval(), (time_interval{start + hour, start + hour + minute}));
  EXPECT_EQ(at("2020-01-01T00:00:01Z").as_interval(), (time_interval{start + second, start + 2 * second}));
  EXPECT_EQ(at("2020-01-01T00:00:00.25Z").as_interval(), (time_interval{start + 250'000, start + 260'000}));
  EXPECT_EQ(at("2020-01-01T00:00:00.250000Z").as_interval(), (time_interval{start + 250'000, start + 250'001}));
  EXPECT_EQ(at("2020-01-01T00:00:00.2500009Z").as_interval(), (time_interval{start + 250'000, start + 250'001}));
}

TEST(Interval, SubtractsTheOffsetAndTakesTheDefaultOnlyWhereNoneIsWritten) {
  EXPECT_EQ(low("2020-01-01T02:00:00+02:00"), low("2020-01-01T00:00:00Z"));
  EXPECT_EQ(low("2019-12-31T10:00:00-14:00"), low("2020-01-01T00:00:00Z"));
  EXPECT_EQ(at("2020-01-01").as_interval({.default_offset_minutes = 120}).low, low("2020-01-01") - 2 * hour);
  EXPECT_EQ(at("2020-01").as_interval({.default_offset_minutes = -330}).high, high("2020-01") + 330 * minute);
  EXPECT_EQ(at("2020-01-01T10:00").as_interval({.default_offset_minutes = 60}).low, low("2020-01-01T09:00Z"));
  EXPECT_EQ(at("2020-01-01T10:00Z").as_interval({.default_offset_minutes = 60}).low, low("2020-01-01T10:00Z"));
}

TEST(Interval, PutsALeapSecondAtTheStartOfTheNextMinute) {
  EXPECT_EQ(at("2016-12-31T23:59:60Z").as_interval(), at("2017-01-01T00:00:00Z").as_interval());
  EXPECT_EQ(at("2016-12-31T23:59:60.5Z").as_interval(), at("2017-01-01T00:00:00.5Z").as_interval());
  EXPECT_EQ(phr::parse_time("23:59:60").value().as_interval().low, 24 * hour);
}

TEST(Interval, ReachesTheEndsOfTheCalendar) {
  EXPECT_EQ(low("0001"), -719162 * day);
  EXPECT_EQ(high("9999"), 2932897 * day);
  EXPECT_LT(low("9999-12-31T23:59:60.999999999999999999-14:00"), high("9999-12-31T23:59:60.999999999999999999-14:00"));
}

TEST(Interval, ComparesAsFarAsThePrecisionDecides) {
  const auto compare = [](const char* a, const char* b) {
    return phr::compare(at(a).as_interval(), at(b).as_interval());
  };
  EXPECT_EQ(compare("2019", "2020"), std::partial_ordering::less);
  EXPECT_EQ(compare("2020-01-02", "2020-01-01"), std::partial_ordering::greater);
  EXPECT_EQ(compare("2020", "2020-06"), std::partial_ordering::unordered);
  EXPECT_EQ(compare("2020-06", "2020"), std::partial_ordering::unordered);
  EXPECT_EQ(compare("2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00"), std::partial_ordering::equivalent);
  EXPECT_EQ(compare("2019-12-31T23:59:59.999Z", "2020"), std::partial_ordering::less);
}

TEST(Interval, ContainsAndOverlapsHalfOpen) {
  const time_interval year = at("2020").as_interval();
  EXPECT_TRUE(year.contains(year.low));
  EXPECT_FALSE(year.contains(year.high));
  EXPECT_TRUE(year.contains(at("2020-12-31").as_interval()));
  EXPECT_FALSE(at("2020-12-31").as_interval().contains(year));
  EXPECT_FALSE(year.overlaps(at("2021").as_interval()));
  EXPECT_TRUE(year.overlaps(at("2020-12-31T23:59:59.999999Z").as_interval()));
}

TEST(Interval, OfTheTwelveMonthsTilesTheYear) {
  for (const int year : {1, 1900, 2000, 2023, 2024, 9999}) {
    char text[8];
    std::snprintf(text, sizeof text, "%04d", year);
    std::int64_t next = low(text);
    for (int month = 1; month <= 12; ++month) {
      char of_month[16];
      std::snprintf(of_month, sizeof of_month, "%s-%02d", text, month);
      EXPECT_EQ(low(of_month), next);
      next = high(of_month);
      EXPECT_EQ(next - low(of_month), phr::days_in_month(year, month) * day);
    }
    EXPECT_EQ(next, high(text));
  }
}

// A day with a time, with random fields; the interval is found by counting years, months and days.
TEST(Interval, AgreesWithCountingOnRandomValues) {
  std::mt19937_64 random(20240507);
  for (int round = 0; round < 2000; ++round) {
    const int year = 1 + static_cast<int>(random() % 9999);
    const int month = 1 + static_cast<int>(random() % 12);
    const int of_month = 1 + static_cast<int>(random() % static_cast<unsigned>(phr::days_in_month(year, month)));
    const int digits = static_cast<int>(random() % 10);
    const int offset = static_cast<int>(random() % 1681) - 840;
    std::int64_t days = -719162;
    for (int y = 1; y < year; ++y) days += phr::is_leap_year(y) ? 366 : 365;
    for (int m = 1; m < month; ++m) days += phr::days_in_month(year, m);
    days += of_month - 1;
    const std::int64_t of_day = static_cast<std::int64_t>(random() % 86'400);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, of_month,
                  static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60));
    std::string whole = text;
    std::int64_t microseconds = 0;
    std::int64_t unit = second;
    for (int i = 0; i < digits; ++i) {
      const int digit = static_cast<int>(random() % 10);
      if (i == 0) whole += '.';
      whole += static_cast<char>('0' + digit);
      if (i < 6) microseconds += digit * (unit /= 10);
    }
    const int size = offset < 0 ? -offset : offset;
    std::snprintf(text, sizeof text, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60, size % 60);
    whole += text;
    const time_interval found = phr::parse_date_time(whole).value().as_interval();
    const std::int64_t start = days * day + of_day * second + microseconds - offset * minute;
    ASSERT_EQ(found, (time_interval{start, start + unit})) << whole;
  }
}

TEST(FormatInstant, WritesMillisecondsOrMicrosecondsInUtc) {
  EXPECT_EQ(phr::format_instant(0).value(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(phr::format_instant(-1).value(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(phr::format_instant(1'577'934'245'678'000).value(), "2020-01-02T03:04:05.678Z");
  EXPECT_EQ(phr::format_instant(1'577'934'245'678'009).value(), "2020-01-02T03:04:05.678009Z");
  EXPECT_EQ(phr::format_instant(low("0001")).value(), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(phr::format_instant(high("9999") - 1).value(), "9999-12-31T23:59:59.999999Z");
}

TEST(FormatInstant, RefusesYearsThatFhirCannotWrite) {
  for (const std::int64_t instant : {low("0001") - 1, high("9999"), std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()}) {
    const auto refused = phr::format_instant(instant);
    ASSERT_FALSE(refused) << instant;
    EXPECT_EQ(refused.error().code(), errc::invalid_argument);
  }
}

TEST(FormatInstant, IsReadBackAsTheSameMicrosecond) {
  std::mt19937_64 random(20240508);
  const std::int64_t from = low("0001");
  const auto range = static_cast<std::uint64_t>(high("9999") - from);
  for (int round = 0; round < 20000; ++round) {
    const std::int64_t instant = from + static_cast<std::int64_t>(random() % range);
    const std::string text = phr::format_instant(instant).value();
    ASSERT_EQ(phr::parse_instant(text).value().as_interval().low, instant) << text;
    ASSERT_EQ(phr::parse_instant(text).value(), date_time::from_microseconds(instant).value());
  }
}

TEST(FromCivil, MakesADayThatExists) {
  EXPECT_EQ(date_time::from_civil({2020, 2, 29}).value(), phr::parse_date("2020-02-29").value());
  for (const phr::civil_date bad : {phr::civil_date{2021, 2, 29}, {0, 1, 1}, {10000, 1, 1}, {2020, 13, 1}, {2020, 0, 1},
                                    {2020, 1, 0}, {2020, 4, 31}}) {
    EXPECT_FALSE(date_time::from_civil(bad));
  }
}

}  // namespace
