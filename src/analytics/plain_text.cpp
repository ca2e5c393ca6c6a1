// Numbers, dates and safe text, without a locale.
#include "analytics/plain_text.hpp"

#include "analytics/time_units.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace phr::analytics {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_xml_character(char32_t c) noexcept {
  return c >= 0x20 && (c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF));
}

// The character that begins at `at`, which moves behind it. Overlong forms and surrogates are not UTF-8.
char32_t take_character(std::string_view text, std::size_t& at) noexcept {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4) return replacement;
  char32_t character = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return replacement;
    character = character << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  return character < least[more] ? replacement : character;
}

// In parts of the font size.
double character_width(char32_t c) noexcept {
  constexpr std::u32string_view narrow = U" !'(),./:;I[]`fijlrt|";
  constexpr std::u32string_view wide = U"%@MWmw—…";
  if (narrow.find(c) != std::u32string_view::npos) return 0.4;
  if (wide.find(c) != std::u32string_view::npos) return 1.0;
  if (c >= U'A' && c <= U'Z') return 0.74;
  return c >= 0x1100 ? 1.0 : 0.64;
}

}  // namespace

std::string number_text(double value) {
  if (std::fabs(value) < 1e15 && value == std::trunc(value)) return fmt::format("{:.0f}", value + 0.0);
  return fmt::format("{:.6g}", value);
}

std::int64_t local_time(std::int64_t at_us, int utc_offset_minutes) noexcept {
  constexpr std::int64_t first = days_from_civil({1, 1, 2}) * day_us;
  constexpr std::int64_t last = days_from_civil({9999, 12, 30}) * day_us;
  const std::int64_t offset = std::clamp(utc_offset_minutes, -1439, 1439) * 60 * second_us;
  return std::clamp(at_us, first, last) + offset;
}

std::string_view month_name(int month) noexcept {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return names[static_cast<std::size_t>(std::clamp(month, 1, 12) - 1)];
}

std::string day_text(std::int64_t local_us) {
  const civil_date date = civil_from_days(floor_div(local_us, day_us));
  return fmt::format("{} {} {}", date.day, month_name(date.month), date.year);
}

std::string day_month_text(std::int64_t local_us) {
  const civil_date date = civil_from_days(floor_div(local_us, day_us));
  return fmt::format("{} {}", date.day, month_name(date.month));
}

std::string clock_text(std::int64_t local_us, bool seconds) {
  const std::int64_t second = floor_div(local_us, second_us) - floor_div(local_us, day_us) * 86'400;
  const std::string clock = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  return seconds ? fmt::format("{}:{:02}", clock, second % 60) : clock;
}

std::vector<char32_t> safe_characters(std::string_view text) {
  std::vector<char32_t> characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = take_character(text, at);
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    // Line separators, and what embeds, overrides or isolates a direction beyond the text it stands in.
    const bool reorders = (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    characters.push_back(is_control ? U' ' : is_xml_character(c) && !reorders ? c : replacement);
  }
  return characters;
}

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6);
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3F));
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

std::string safe_text(std::string_view text) {
  std::string out;
  for (const char32_t c : safe_characters(text)) append_utf8(out, c);
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char32_t c : safe_characters(text)) {
    switch (c) {
      case U'&': out += "&amp;"; break;
      case U'<': out += "&lt;"; break;
      case U'>': out += "&gt;"; break;
      case U'"': out += "&quot;"; break;
      case U'\'': out += "&#39;"; break;
      default: append_utf8(out, c);
    }
  }
  return out;
}

double text_width(std::string_view text, double size) {
  double width = 0;
  for (const char32_t c : safe_characters(text)) width += character_width(c);
  return width * size;
}

std::string fitted(std::string_view text, double size, double width) {
  if (text_width(text, size) <= width) return safe_text(text);
  constexpr char32_t ellipsis = U'…';
  std::string out;
  double used = character_width(ellipsis) * size;
  for (const char32_t c : safe_characters(text)) {
    used += character_width(c) * size;
    if (used > width) break;
    append_utf8(out, c);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  append_utf8(out, ellipsis);
  return out;
}

}  // namespace phr::analytics
