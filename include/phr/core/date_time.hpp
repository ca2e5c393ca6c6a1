// FHIR date, dateTime, instant and time: with their precision, and the same text out as in.
#pragma once

#include <phr/core/result.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace phr {

// A day of the proleptic Gregorian calendar.
struct civil_date {
  std::int64_t year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend constexpr bool operator==(const civil_date&, const civil_date&) = default;
};

[[nodiscard]] constexpr bool is_leap_year(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
[[nodiscard]] constexpr int days_in_month(std::int64_t year, int month) noexcept {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days since 1970-01-01 of a valid date, and back, for any year within +-10^15.
// Method: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil and civil_from_days
// (https://howardhinnant.github.io/date_algorithms.html). A year is counted from March, so that the leap day is its
// last; (153 m + 2) / 5 days lie before month m of such a year; 400 years have 146,097 days; day 719,468 of that
// count, which begins at 0000-03-01, is 1970-01-01.
[[nodiscard]] constexpr std::int64_t days_from_civil(const civil_date& date) noexcept {
  const std::int64_t year = date.month > 2 ? date.year : date.year - 1;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}
[[nodiscard]] constexpr civil_date civil_from_days(std::int64_t days) noexcept {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  const int civil_month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  return {year_of_era + era * 400 + (civil_month <= 2 ? 1 : 0), civil_month, day};
}

// The time from low (included) to high (not included), in microseconds since 1970-01-01T00:00:00Z, leap seconds not
// counted. Never empty: low < high.
struct time_interval {
  std::int64_t low = 0;
  std::int64_t high = 0;

  [[nodiscard]] constexpr bool contains(std::int64_t instant) const noexcept {
    return low <= instant && instant < high;
  }
  [[nodiscard]] constexpr bool contains(const time_interval& other) const noexcept {
    return low <= other.low && other.high <= high;
  }
  [[nodiscard]] constexpr bool overlaps(const time_interval& other) const noexcept {
    return low < other.high && other.low < high;
  }
  friend constexpr bool operator==(const time_interval&, const time_interval&) = default;
};

// less: all of a is before all of b. greater: the other way round. equivalent: the same interval. unordered: they
// overlap, so the precision given does not decide.
[[nodiscard]] constexpr std::partial_ordering compare(const time_interval& a, const time_interval& b) noexcept {
  if (a == b) return std::partial_ordering::equivalent;
  if (a.high <= b.low) return std::partial_ordering::less;
  if (b.high <= a.low) return std::partial_ordering::greater;
  return std::partial_ordering::unordered;
}

// What a value without an offset means: local time at this offset from UTC, in minutes. The default is UTC.
struct zone_rule {
  int default_offset_minutes = 0;
};

enum class date_precision : std::uint8_t { year, month, day, minute, second, fraction };

// How the offset is written: -00:00 and Z are other texts than +00:00.
enum class zone_form : std::uint8_t { none, z, plus, minus };

// The time of a day: hh:mm, hh:mm:ss or hh:mm:ss.f with the fraction's digits counted (up to 18).
// Second 60 is a leap second, as FHIR's regexes allow at any minute; it maps to second 0 of the next minute, as POSIX
// time does, so 23:59:60 is the same time as 00:00:00 of the next day.
// Lifetime: a value, 16 bytes. Threads: immutable but for assignment. Errors: malformed_date; unsupported where a
// fraction has more than 18 digits.
class time_of_day {
 public:
  static constexpr int max_fraction_digits = 18;

  constexpr time_of_day() noexcept = default;  // 00:00:00

  [[nodiscard]] constexpr int hour() const noexcept { return hour_; }
  [[nodiscard]] constexpr int minute() const noexcept { return minute_; }
  [[nodiscard]] constexpr int second() const noexcept { return second_; }                   // 0..60
  [[nodiscard]] constexpr std::uint64_t fraction() const noexcept { return fraction_; }     // .050 is 50 of 3 digits
  [[nodiscard]] constexpr int fraction_digits() const noexcept { return fraction_digits_; }
  [[nodiscard]] constexpr date_precision precision() const noexcept {
    if (!has_second_) return date_precision::minute;
    return fraction_digits_ == 0 ? date_precision::second : date_precision::fraction;
  }

  // Microseconds since midnight; a finer fraction counts as the microsecond it lies in. Up to 86,401,000,000.
  [[nodiscard]] time_interval as_interval() const noexcept;

  // The text as parsed, at most max_text characters; write() answers behind the last.
  static constexpr std::size_t max_text = 28;
  char* write(char* to) const noexcept;
  void append_to(std::string& out) const;
  [[nodiscard]] std::string to_string() const;

  friend constexpr bool operator==(const time_of_day&, const time_of_day&) = default;  // by text

 private:
  friend struct date_time_reader;

  std::uint64_t fraction_ = 0;
  std::uint8_t hour_ = 0;
  std::uint8_t minute_ = 0;
  std::uint8_t second_ = 0;
  std::uint8_t fraction_digits_ = 0;
  bool has_second_ = true;
};

// A date, dateTime or instant: a year, month or day, or a day with a time and mostly an offset.
// Lifetime: a value, 24 bytes, no heap. Threads: immutable but for assignment. Errors: malformed_date where the text is
// not of the type, or no such day exists; unsupported where a fraction has more than 18 digits.
class date_time {
 public:
  constexpr date_time() noexcept = default;  // the year 1970

  // A day; malformed_date where it does not exist or the year is not 1..9999.
  [[nodiscard]] static result<date_time> from_civil(const civil_date& day) noexcept;
  // An instant in UTC (Z), with milliseconds, or with microseconds where they are not 0. invalid_argument outside the
  // years 1..9999.
  [[nodiscard]] static result<date_time> from_microseconds(std::int64_t since_1970) noexcept;

  [[nodiscard]] constexpr date_precision precision() const noexcept {
    return precision_ == date_precision::second ? time_.precision() : precision_;
  }
  [[nodiscard]] constexpr int year() const noexcept { return year_; }    // 1..9999
  [[nodiscard]] constexpr int month() const noexcept { return month_; }  // 1 where not given
  [[nodiscard]] constexpr int day() const noexcept { return day_; }      // 1 where not given
  [[nodiscard]] constexpr bool has_time() const noexcept { return precision() >= date_precision::minute; }
  [[nodiscard]] constexpr const time_of_day& time() const noexcept { return time_; }  // 00:00:00 where not given
  [[nodiscard]] constexpr zone_form zone() const noexcept { return zone_; }
  [[nodiscard]] constexpr bool has_offset() const noexcept { return zone_ != zone_form::none; }
  [[nodiscard]] constexpr int offset_minutes() const noexcept { return offset_minutes_; }  // east is positive

  // All the time that the text may mean: 2020-02 is the whole month. A fraction finer than a microsecond counts as
  // the microsecond it lies in. Leap seconds: see time_of_day.
  [[nodiscard]] time_interval as_interval(zone_rule zone = {}) const noexcept;

  // The text as parsed, at most max_text characters; write() answers behind the last.
  static constexpr std::size_t max_text = 48;
  char* write(char* to) const noexcept;
  void append_to(std::string& out) const;
  [[nodiscard]] std::string to_string() const;

  // By text. To compare times, compare their intervals.
  friend constexpr bool operator==(const date_time&, const date_time&) = default;

 private:
  friend struct date_time_reader;

  time_of_day time_;
  std::int16_t year_ = 1970;
  std::int16_t offset_minutes_ = 0;
  std::uint8_t month_ = 1;
  std::uint8_t day_ = 1;
  date_precision precision_ = date_precision::year;  // `second` stands for any time
  zone_form zone_ = zone_form::none;
};

// Strict to the regexes of FHIR R4 (https://hl7.org/fhir/R4/datatypes.html#primitive), and only days that exist.
// Offsets go up to 14:00; hour 24 is refused.
[[nodiscard]] result<date_time> parse_date(std::string_view text) noexcept;       // YYYY, YYYY-MM, YYYY-MM-DD
[[nodiscard]] result<date_time> parse_date_time(std::string_view text) noexcept;  // or with time, seconds and offset
[[nodiscard]] result<date_time> parse_instant(std::string_view text) noexcept;    // only with time, seconds and offset
[[nodiscard]] result<time_of_day> parse_time(std::string_view text) noexcept;     // hh:mm:ss, hh:mm:ss.f
// As parse_date_time, and seconds and offset may be absent, as in search values: 2020-01-01T10:00.
[[nodiscard]] result<date_time> parse_search_date(std::string_view text) noexcept;

// 2020-01-02T03:04:05.678Z: date_time::from_microseconds() as text.
[[nodiscard]] result<std::string> format_instant(std::int64_t microseconds_since_1970);

}  // namespace phr
