#include "analytics/plain_text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using namespace phr::analytics;

TEST(NumberText, IsShortAndNeverInTheStyleOfALocale) {
  EXPECT_EQ(number_text(5.4), "5.4");
  EXPECT_EQ(number_text(6.0), "6");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(0.1 + 0.2), "0.3");
  EXPECT_EQ(number_text(0.002), "0.002");
  EXPECT_EQ(number_text(250000.0), "250000");
  EXPECT_EQ(number_text(123456789.0), "123456789");
  EXPECT_EQ(number_text(1e30), "1e+30");
  EXPECT_EQ(number_text(-1.5e-9), "-1.5e-09");
}

TEST(DateText, IsOfTheLocalTime) {
  const std::int64_t evening = 1'710'444'600'000'000;  // 2024-03-14T19:30:00Z
  EXPECT_EQ(day_text(local_time(evening, 0)), "14 Mar 2024");
  EXPECT_EQ(clock_text(local_time(evening, 0)), "19:30");
  EXPECT_EQ(day_month_text(local_time(evening, 330)), "15 Mar");
  EXPECT_EQ(clock_text(local_time(evening, 330), true), "01:00:00");
  EXPECT_EQ(day_text(local_time(-1, 0)), "31 Dec 1969");
  EXPECT_EQ(clock_text(local_time(-1, 0), true), "23:59:59");
}

TEST(DateText, OfTimesOutsideTheCalendarIsTheNearestWithin) {
  EXPECT_EQ(day_text(local_time(std::numeric_limits<std::int64_t>::min(), -720)), "1 Jan 1");
  EXPECT_EQ(day_text(local_time(std::numeric_limits<std::int64_t>::max(), 0)), "30 Dec 9999");
}

TEST(SafeText, ReplacesWhatIsNotTextForXml) {
  EXPECT_EQ(safe_text("a\x01\n\tb"), "a   b");
  EXPECT_EQ(safe_text("\x1b[31mred"), " [31mred");
  EXPECT_EQ(safe_text("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x92\x89"), "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x92\x89");
  EXPECT_EQ(safe_text("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");          // overlong
  EXPECT_EQ(safe_text("\xE2\x82"), "\xEF\xBF\xBD");                      // cut
  EXPECT_EQ(safe_text("\xED\xA0\x80"), "\xEF\xBF\xBD");                  // a surrogate
  EXPECT_EQ(safe_text("\xEF\xBF\xBF"), "\xEF\xBF\xBD");                  // U+FFFF is no character of XML
  EXPECT_EQ(safe_text("\xF4\x90\x80\x80"), "\xEF\xBF\xBD");              // past U+10FFFF
  EXPECT_EQ(safe_text("\xE2\x80\xAE" "54"), "\xEF\xBF\xBD" "54");          // U+202E would show 45
}

TEST(XmlText, EscapesTheFiveCharacters) {
  EXPECT_EQ(xml_text("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
}

TEST(FittedText, IsCutWithAnEllipsisAndNeverWider) {
  const std::string title = "Glucose [Mass/volume] in Serum or Plasma";
  EXPECT_EQ(fitted(title, 14, 1000), title);
  for (double width = 20; width < 400; width += 7) EXPECT_LE(text_width(fitted(title, 14, width), 14), width);
  EXPECT_EQ(fitted(title, 14, 80).substr(0, 4), "Gluc");
}

}  // namespace
