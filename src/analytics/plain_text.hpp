// Text for charts and reports: numbers and dates without a locale, and text from records made safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr::analytics {

// Up to 6 significant digits, and all digits of a whole number below 10^15: "5.4", "0.002", "250000", "1e+30".
[[nodiscard]] std::string number_text(double value);

// Local time of an instant, in microseconds; times outside the years 1..9999 become the nearest within.
[[nodiscard]] std::int64_t local_time(std::int64_t at_us, int utc_offset_minutes) noexcept;

[[nodiscard]] std::string_view month_name(int month) noexcept;       // "Jan"; 1..12
[[nodiscard]] std::string day_text(std::int64_t local_us);           // "14 Mar 2024"
[[nodiscard]] std::string day_month_text(std::int64_t local_us);     // "14 Mar"
[[nodiscard]] std::string clock_text(std::int64_t local_us, bool seconds = false);  // "06:00", "06:00:05"

// The code points of a text; what is not UTF-8, not a character of XML 1.0, or turns the direction of what follows, is U+FFFD;
// a control character is a space.
[[nodiscard]] std::vector<char32_t> safe_characters(std::string_view text);
void append_utf8(std::string& out, char32_t character);
[[nodiscard]] std::string safe_text(std::string_view text);

// Text as SVG content or as an attribute in double quotes.
[[nodiscard]] std::string xml_text(std::string_view text);

// How wide a text may become in a sans-serif font of this size, in the same unit; an estimate on the wide side.
[[nodiscard]] double text_width(std::string_view text, double size);
// The text, cut and ended with an ellipsis where it is wider than `width`.
[[nodiscard]] std::string fitted(std::string_view text, double size, double width);

}  // namespace phr::analytics
