#include <phr/fhirpath/moment.hpp>

#include <gtest/gtest.h>

namespace phr::fhirpath {
namespace {

moment of(std::string_view text) {
  const auto kind = text[0] == 'T' ? moment_kind::time : text.find('T') == std::string_view::npos ? moment_kind::date : moment_kind::date_time;
  return moment::parse(kind, kind == moment_kind::time ? text.substr(1) : text).value();
}

char compared(const char* a, const char* b) {
  const auto made = moment::compare(of(a), of(b));
  return !made ? '?' : *made < 0 ? '<' : *made > 0 ? '>' : '=';
}

TEST(Moment, ComparesByThePartsThatAreGiven) {
  struct sample {
    const char* a;
    char is;
    const char* b;
  };
  for (const sample& each : {
           sample{"2020", '=', "2020"}, {"2020", '<', "2021"}, {"2020", '?', "2020-05"}, {"2020-05", '>', "2020-04-30"}, {"2020-05-01", '=', "2020-05-01T"},
           {"2020-05-01T12", '?', "2020-05-01T12:30"}, {"2020-05-01T12:30:00", '=', "2020-05-01T12:30:00.000"}, {"2020-05-01T12:30:00.1", '>', "2020-05-01T12:30:00"},
           {"2020-05-01T12:00:00Z", '=', "2020-05-01T14:00:00+02:00"}, {"2020-05-01T00:30:00+01:00", '<', "2020-05-01T00:00:00Z"}, {"2020-03-01T00:00:00+14:00", '=', "2020-02-29T10:00:00Z"},
           {"2020-05-01T12:00:00Z", '?', "2020-05-01T12:00:00"}, {"2020-05-01T12:00:00Z", '?', "2020-05-01"}, {"2020-05-02T12:00:00Z", '>', "2020-05-01"},
           {"T12:30", '?', "T12:30:01"}, {"T12:30", '<', "T12:31:00"}, {"T12", '?', "2020"}, {"T23:59:59.999", '>', "T23:59:59.998"},
       }) {
    EXPECT_EQ(compared(each.a, each.b), each.is) << each.a << ' ' << each.b;
    const char turned = each.is == '<' ? '>' : each.is == '>' ? '<' : each.is;
    EXPECT_EQ(compared(each.b, each.a), turned) << each.b << ' ' << each.a;
  }
}

TEST(Moment, KeepsItsTextAndCountsItsParts) {
  EXPECT_EQ(of("2020-05-01T12:30+02:00").text(), "2020-05-01T12:30+02:00");
  EXPECT_EQ(of("2020-05-01T12:30+02:00").given(), 5);
  EXPECT_EQ(of("2020-05-01T12:30+02:00").offset_minutes(), 120);
  EXPECT_EQ(of("2020-05T").given(), 2);
  EXPECT_EQ(of("T12").given(), 1);
}

TEST(Moment, RefusesWhatIsNoDateOrTime) {
  for (const char* each : {"", "20", "2020-13", "2020-02-30", "2020-1", "2020-01-01T"}) EXPECT_FALSE(moment::parse(moment_kind::date, each)) << each;
  for (const char* each : {"", "2020-01T12", "2020-01-01T24", "2020-01-01T12:60", "2020-01-01T12:30:00.", "2020-01-01T12:30:00+2", "2020-01-01T12Zx"}) {
    EXPECT_FALSE(moment::parse(moment_kind::date_time, each)) << each;
  }
  for (const char* each : {"", "1", "24:00", "12:3", "12:30Z", "T12"}) EXPECT_FALSE(moment::parse(moment_kind::time, each)) << each;
}

}  // namespace
}  // namespace phr::fhirpath
