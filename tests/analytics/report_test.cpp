#include <phr/analytics/report.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using phr::analytics::analyse;
using phr::analytics::lab_series;
using phr::analytics::to_text;

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t start = 1'583'229'600'000'000;  // 2020-03-03T10:00:00Z

lab_series series_of(const std::vector<double>& values, std::int64_t step) {
  lab_series series{"http://loinc.org", "4548-4", "HbA1c", "%", "%", 4.0, 5.6, {}, 0};
  for (const double value : values) {
    series.points.push_back({start + static_cast<std::int64_t>(series.points.size()) * step, value, "x"});
  }
  return series;
}

TEST(Report, SaysItAllInAFewLines) {
  const auto trend = analyse(series_of({5.2, 5.3, 5.4, 5.5, 5.6, 5.7}, 100 * day)).value();
  EXPECT_EQ(to_text(trend),
            "HbA1c: 6 values, 3 Mar 2020 to 16 Jul 2021\n"
            "  latest 5.7 % on 16 Jul 2021; first 5.2, lowest 5.2, highest 5.7, mean 5.45\n"
            "  reference 4 to 5.6: 1 above, 0 below, 5 within\n"
            "  rising: +0.365 % a year (95 % interval +0.365 to +0.365); longest gap 3.3 months\n"
            "  ▁▂▄▅▇█\n");
}

TEST(Report, OfOneValueIsShort) {
  EXPECT_EQ(to_text(analyse(series_of({5.4}, day)).value()),
            "HbA1c: 1 value\n"
            "  latest 5.4 % on 3 Mar 2020\n"
            "  reference 4 to 5.6: 0 above, 0 below, 1 within\n"
            "  unclear\n"
            "  ▄\n");
}

TEST(Report, CountsWhatIsLeftOut) {
  lab_series series = series_of({5.4}, day);
  series.left_out = 2;
  EXPECT_NE(to_text(analyse(std::move(series)).value()).find("\n  2 without a number left out\n"), std::string::npos);
}

TEST(Report, GivesNoIntervalWhereThereIsNone) {
  lab_series series = series_of({5.0, 5.5, 5.4}, day);
  series.reference_low.reset();
  const std::string text = to_text(analyse(series).value());
  EXPECT_EQ(text.find("interval"), std::string::npos);
  EXPECT_EQ(text.find("inf"), std::string::npos);
  EXPECT_NE(text.find("reference up to 5.6"), std::string::npos);
  EXPECT_NE(text.find("a day"), std::string::npos);
}

TEST(Report, HasNoReferenceLineWithoutAReference) {
  lab_series series = series_of({5.0, 5.5}, day);
  series.reference_low.reset();
  series.reference_high.reset();
  EXPECT_EQ(to_text(analyse(series).value()).find("reference"), std::string::npos);
}

TEST(Report, LetsNoControlCharacterReachATerminal) {
  lab_series series = series_of({5.0, 5.5}, day);
  series.title = "\x1b[2J";
  series.unit = "\x07%";
  for (const char c : to_text(analyse(series).value())) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
}

TEST(Report, CutsTheSparklineToItsWidth) {
  const auto trend = analyse(series_of(std::vector<double>(200, 5.0), day)).value();
  std::string blocks;
  for (int i = 0; i < 20; ++i) blocks += "▄";
  EXPECT_NE(to_text(trend, {.width = 20}).find("  " + blocks + "\n"), std::string::npos);
}

}  // namespace
