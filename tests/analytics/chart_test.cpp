#include <phr/analytics/chart.hpp>

#include "analytics/plot.hpp"
#include "analytics/random_column.hpp"
#include "analytics/xml_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace phr::analytics;
using namespace phr::analytics::tests;

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t start = 1'583'229'600'000'000;  // 2020-03-03T10:00:00Z

lab_series series_of(const std::vector<double>& values, std::int64_t step = 90 * day) {
  lab_series series{"http://loinc.org", "4548-4", "HbA1c", "%", "%", 4.0, 5.6, {}};
  for (const double value : values) {
    series.points.push_back({start + static_cast<std::int64_t>(series.points.size()) * step, value, "x"});
  }
  return series;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool has(std::string_view text, std::string_view part) { return count(text, part) > 0; }

// The line of the chart: its path's data.
std::string line_of(const std::string& svg) {
  const std::size_t style = svg.find("stroke-linejoin=");
  const std::size_t begin = svg.rfind("<path d=\"", style) + 9;
  return svg.substr(begin, svg.find('"', begin) - begin);
}

TEST(Chart, IsWellFormedAndSaysWhatItShows) {
  const std::string svg = line_chart_svg(series_of({5.2, 5.3, 5.5, 5.4, 5.9}));
  EXPECT_EQ(xml_fault(svg), "");
  EXPECT_TRUE(has(svg, "viewBox=\"0 0 360 240\""));
  EXPECT_TRUE(has(svg, "role=\"img\""));
  EXPECT_TRUE(has(svg, "<title>HbA1c</title>"));
  EXPECT_TRUE(has(svg, "<desc>5 values from 3 Mar 2020 to 26 Feb 2021. Latest 5.9 %. Lowest 5.2, highest 5.9. "
                       "Reference 4 to 5.6: 1 above, 0 below.</desc>"));
  EXPECT_TRUE(has(svg, ">5.9 %</tspan>"));
  EXPECT_TRUE(has(svg, "on 26 Feb 2021, above reference"));
  EXPECT_TRUE(has(svg, "reference 4 to 5.6"));
  EXPECT_TRUE(has(svg, "stroke-dasharray"));
}

TEST(Chart, IsTheSameTextEveryTime) {
  EXPECT_EQ(line_chart_svg(series_of({5.2, 5.3, 5.5})), line_chart_svg(series_of({5.2, 5.3, 5.5})));
}

TEST(Chart, HasNoTextBelowElevenUnits) {
  std::vector<double> values(30, 5.0);
  values[3] = 7.0;
  const std::string svg = line_chart_svg(series_of(values));
  for (std::size_t at = svg.find("font-size=\""); at != std::string::npos; at = svg.find("font-size=\"", at + 1)) {
    EXPECT_GE(std::stod(svg.substr(at + 11)), 11.0);
  }
}

TEST(Chart, EscapesTitlesAndUnits) {
  lab_series series = series_of({5.0, 5.1});
  series.title = "</svg><script>alert(\"1\")</script> & 'so' \x02 \xFF";
  series.unit = "<b>&";
  const std::string svg = line_chart_svg(series);
  EXPECT_EQ(xml_fault(svg), "");
  EXPECT_FALSE(has(svg, "<script"));
  EXPECT_TRUE(has(svg, "&lt;b&gt;&amp;"));
}

TEST(Chart, OfNothingSaysSo) {
  const std::string svg = line_chart_svg(series_of({}));
  EXPECT_EQ(xml_fault(svg), "");
  EXPECT_TRUE(has(svg, "no values"));
  EXPECT_EQ(svg, line_chart_svg(series_of({std::nan(""), std::numeric_limits<double>::infinity()})));
}

TEST(Chart, OfOnePointShowsItInTheMiddle) {
  const std::string svg = line_chart_svg(series_of({5.4}));
  EXPECT_EQ(xml_fault(svg), "");
  EXPECT_TRUE(has(svg, "1 value from"));
  EXPECT_EQ(count(svg, "stroke-dasharray"), 0u);
  EXPECT_TRUE(has(svg, "3 Mar"));
}

TEST(Chart, MarksPointsOutsideTheRangeByShapeToo) {
  const std::string svg = line_chart_svg(series_of({5.0, 6.0, 3.0, 6.1, 5.0}));
  EXPECT_TRUE(has(svg, ">above</text>"));
  EXPECT_TRUE(has(svg, ">below</text>"));
  EXPECT_EQ(count(svg, "z\" fill="), 4u);  // two paths of markers, two in the legend
  const std::string inside = line_chart_svg(series_of({5.0, 5.1, 5.2}));
  EXPECT_EQ(count(inside, "z\" fill="), 0u);
  EXPECT_FALSE(has(inside, ">above</text>"));
}

TEST(Chart, BreaksTheLineAtLongGaps) {
  lab_series series = series_of({5.0, 5.1, 5.2, 5.3, 5.4, 5.5});
  for (std::size_t i = 3; i < 6; ++i) series.points[i].at_us += 400 * day;
  EXPECT_EQ(count(line_of(line_chart_svg(series)), "M"), 2u);
  EXPECT_EQ(count(line_of(line_chart_svg(series, {.gap_factor = 0})), "M"), 1u);
  EXPECT_EQ(count(line_of(line_chart_svg(series, {.gap_factor = 10})), "M"), 1u);
}

TEST(Chart, DrawsAPointBetweenTwoBreaks) {
  lab_series series = series_of({5.0, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6});
  for (std::size_t i = 3; i < 7; ++i) series.points[i].at_us += 500 * day;
  for (std::size_t i = 4; i < 7; ++i) series.points[i].at_us += 500 * day;
  const std::string line = line_of(line_chart_svg(series));
  EXPECT_EQ(count(line, "M"), 3u);
  EXPECT_EQ(count(line, "h0"), 1u);
}

TEST(Chart, StaysBelowTwentyKilobytesForTwoHundredPoints) {
  std::mt19937_64 random(53);
  std::vector<double> values;
  for (int i = 0; i < 200; ++i) values.push_back(3.0 + 4.0 * uniform(random));
  EXPECT_LT(line_chart_svg(series_of(values, day)).size(), 20'000u);
}

TEST(Chart, StaysSmallForAHundredThousandPoints) {
  std::mt19937_64 random(59);
  std::vector<double> values;
  for (int i = 0; i < 100'000; ++i) values.push_back(3.0 + 4.0 * uniform(random));
  const std::string svg = line_chart_svg(series_of(values, 60'000'000), {.trend = false});
  EXPECT_EQ(xml_fault(svg), "");
  EXPECT_LT(svg.size(), 60'000u);
  EXPECT_TRUE(has(svg, "100000 values"));
}

TEST(Chart, IsDarkWhereAsked) {
  const lab_series series = series_of({5.0, 5.1});
  EXPECT_TRUE(has(line_chart_svg(series, {.dark = true}), "#12161c"));
  EXPECT_FALSE(has(line_chart_svg(series), "#12161c"));
}

TEST(Chart, ShowsLocalTime) {
  lab_series series = series_of({5.0, 5.1}, 3'600'000'000);
  EXPECT_TRUE(has(line_chart_svg(series), "11:00"));
  EXPECT_TRUE(has(line_chart_svg(series, {.utc_offset_minutes = 120}), "13:00"));
}

TEST(Chart, TakesItsTitleFromTheOptions) {
  EXPECT_TRUE(has(line_chart_svg(series_of({5.0}), {.title = "Long-term sugar"}), "<title>Long-term sugar</title>"));
}

TEST(Chart, TakesSizesWithinBounds) {
  EXPECT_TRUE(has(line_chart_svg(series_of({5.0}), {.width = -1, .height = 100000}), "viewBox=\"0 0 200 4000\""));
}

// All coordinates are numbers on the page, whatever the values.
void expect_sound(const std::string& svg) {
  EXPECT_EQ(xml_fault(svg), "");
  for (const std::string_view bad : {"nan", "inf", "NaN", "e+", "-9223372036854775808"}) {
    const std::size_t body = svg.find("<rect");
    EXPECT_FALSE(has(std::string_view(svg).substr(body, svg.find("<text") - body), bad)) << bad;
    EXPECT_FALSE(has(line_of(svg), bad)) << bad;
  }
}

TEST(Chart, OfAnySizeOfValueIsSound) {
  const double largest = std::numeric_limits<double>::max();
  const double tiniest = std::numeric_limits<double>::denorm_min();
  const std::vector<std::vector<double>> cases{
      {0.002, 0.009, 0.004}, {1e9, 2e9, 1e10}, {largest, -largest, 0}, {largest, largest}, {tiniest, 2 * tiniest},
      {0, 0, 0}, {-5, -5}, {1e17, 1e17 + 16}, {1e-300, 2e-300}, {5.4}, {1e15, 1e15 + 1}, {1, 1e12}, {-1e-7, 1e-7}};
  for (const std::vector<double>& values : cases) {
    lab_series series = series_of(values);
    expect_sound(line_chart_svg(series));
    series.reference_low.reset();
    expect_sound(line_chart_svg(series));
    series.reference_high = -1e300;
    expect_sound(line_chart_svg(series));
    series.reference_high = largest;
    expect_sound(line_chart_svg(series));
  }
}

TEST(Chart, OfAnyTimesIsSound) {
  lab_series series = series_of({5.0, 5.1, 5.2});
  series.points[0].at_us = std::numeric_limits<std::int64_t>::min();
  series.points[2].at_us = std::numeric_limits<std::int64_t>::max();
  expect_sound(line_chart_svg(series, {.utc_offset_minutes = 1'000'000}));
  for (lab_point& point : series.points) point.at_us = 7;
  expect_sound(line_chart_svg(series));
  series.points[2].at_us = 8;
  expect_sound(line_chart_svg(series));
}

// Every number in a path's data of absolute coordinates lies on the page.
void expect_on_page(const std::string& line, double width, double height) {
  bool is_x = true;
  for (std::size_t at = 0; at < line.size();) {
    if (line.compare(at, 2, "h0") == 0) {
      at += 2;
      continue;
    }
    if ((line[at] < '0' || line[at] > '9') && line[at] != '-') {
      ++at;
      continue;
    }
    std::size_t length = 0;
    const double number = std::stod(line.substr(at), &length);
    EXPECT_GE(number, 0.0);
    EXPECT_LE(number, is_x ? width : height);
    is_x = !is_x;
    at += length;
  }
  EXPECT_TRUE(is_x);
}

TEST(Chart, OfRandomSeriesIsSoundAndOnThePage) {
  std::mt19937_64 random(71);
  for (int round = 0; round < 1500; ++round) {
    lab_series series = series_of({});
    const std::size_t points = 1 + below(random, 60);
    const double size = std::ldexp(1.0, static_cast<int>(below(random, 2000)) - 1000);
    const double level = below(random, 2) == 0 ? 0.0 : 100.0 * size * (uniform(random) - 0.5);
    const double step = std::ldexp(1.0, static_cast<int>(below(random, 50)));
    for (std::size_t i = 0; i < points; ++i) {
      const auto at = static_cast<std::int64_t>(uniform(random) * step * 60.0);
      series.points.push_back({start + at, level + size * (uniform(random) - 0.5), "x"});
    }
    if (below(random, 2) == 0) series.reference_low = level;
    if (below(random, 2) == 0) series.reference_high.reset();
    chart_options options;
    options.width = 200 + static_cast<int>(below(random, 600));
    options.height = 160 + static_cast<int>(below(random, 400));
    const std::string svg = line_chart_svg(series, options);
    expect_sound(svg);
    expect_on_page(line_of(svg), options.width, options.height);
    if (HasFailure()) FAIL() << "round " << round;
  }
}

TEST(PlotRange, HoldsTheReferenceRangeUnlessThatFlattensTheValues) {
  const lab_series within = series_of({5.0, 5.1});
  EXPECT_LE(range_of_values(within, plot_points(within, 0)).low, 4.0);
  EXPECT_GE(range_of_values(within, plot_points(within, 0)).high, 5.6);
  const lab_series far = series_of({900.0, 901.0});
  EXPECT_GT(range_of_values(far, plot_points(far, 0)).low, 800.0);
  const lab_series alone = series_of({900.0});
  EXPECT_LE(range_of_values(alone, plot_points(alone, 0)).low, 4.0);
}

TEST(PlotRange, DoesNotGoBelowZeroForWhatCannotBeNegative) {
  lab_series series = series_of({0.1, 8.0});
  EXPECT_EQ(range_of_values(series, plot_points(series, 0)).low, 0.0);
}

TEST(PagePoints, KeepTheLowestAndHighestOfEveryUnitOfWidth) {
  std::mt19937_64 random(61);
  std::vector<plot_point> points;
  for (int i = 0; i < 50'000; ++i) points.push_back({std::int64_t{i} * 1'000'000, uniform(random)});
  points[31'415].value = 9.0;
  points[27'182].value = -9.0;
  const plot_frame frame{40, 350, 46, 190, 8, {-10, 10}, {0, points.back().local_us}};
  const std::vector<page_point> page = page_points(frame, points, 4);
  EXPECT_LE(page.size(), 4u * 300u);
  const auto by_value = [](const page_point& a, const page_point& b) { return a.value < b.value; };
  EXPECT_EQ(std::max_element(page.begin(), page.end(), by_value)->value, 9.0);
  EXPECT_EQ(std::min_element(page.begin(), page.end(), by_value)->value, -9.0);
  EXPECT_EQ(page.front().value, points.front().value);
  EXPECT_EQ(page.back().value, points.back().value);
  EXPECT_TRUE(std::is_sorted(page.begin(), page.end(), [](auto& a, auto& b) { return a.x < b.x; }));
}

}  // namespace
