// FHIR date, dateTime, instant and time.
#include <phr/core/date_time.hpp>

namespace phr {

static_assert(sizeof(time_of_day) == 16 && sizeof(date_time) == 24);

namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;

// Digits with zeros in front; answers behind the last.
char* put(char* to, std::uint64_t value, int width) noexcept {
  for (int i = width; i-- > 0; value /= 10) to[i] = static_cast<char>('0' + value % 10);
  return to + width;
}
char* put_two(char* to, int value) noexcept {
  to[0] = static_cast<char>('0' + value / 10);
  to[1] = static_cast<char>('0' + value % 10);
  return to + 2;
}
char* put(char* to, char c) noexcept {
  *to = c;
  return to + 1;
}

// What may stand in a text.
struct rules {
  bool time_allowed = true;
  bool time_required = false;
  bool short_time = false;  // seconds and offset may be absent
};

}  // namespace

// Reads a text from left to right; each step is false where the text is something else.
struct date_time_reader {
  std::string_view rest;
  bool too_fine = false;  // a fraction of more digits than are kept

  bool take(char c) noexcept {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool number(int width, int& value) noexcept {
    if (rest.size() < static_cast<std::size_t>(width)) return false;
    value = 0;
    for (int i = 0; i < width; ++i) {
      const char c = rest[static_cast<std::size_t>(i)];
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(static_cast<std::size_t>(width));
    return true;
  }

  bool fraction(time_of_day& out) noexcept {
    int digits = 0;
    for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1), ++digits) {
      if (digits == time_of_day::max_fraction_digits) {
        too_fine = true;
        return false;
      }
      out.fraction_ = out.fraction_ * 10 + static_cast<std::uint64_t>(rest.front() - '0');
    }
    out.fraction_digits_ = static_cast<std::uint8_t>(digits);
    return digits > 0;
  }

  bool time(time_of_day& out, bool second_optional) noexcept {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!number(2, hour) || !take(':') || !number(2, minute) || hour > 23 || minute > 59) return false;
    out.hour_ = static_cast<std::uint8_t>(hour);
    out.minute_ = static_cast<std::uint8_t>(minute);
    if (!take(':')) {
      out.has_second_ = false;
      return second_optional;
    }
    if (!number(2, second) || second > 60) return false;
    out.second_ = static_cast<std::uint8_t>(second);
    return !take('.') || fraction(out);
  }

  bool zone(date_time& out, bool optional) noexcept {
    if (take('Z')) {
      out.zone_ = zone_form::z;
      return true;
    }
    const bool plus = take('+');
    if (!plus && !take('-')) return optional;
    int hours = 0;
    int minutes = 0;
    if (!number(2, hours) || !take(':') || !number(2, minutes)) return false;
    if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
    out.zone_ = plus ? zone_form::plus : zone_form::minus;
    out.offset_minutes_ = static_cast<std::int16_t>((plus ? 1 : -1) * (hours * 60 + minutes));
    return true;
  }

  // YYYY, YYYY-MM or YYYY-MM-DD.
  bool date(date_time& out) noexcept {
    int year = 0;
    int month = 1;
    int day = 1;
    if (!number(4, year)) return false;
    out.precision_ = date_precision::year;
    if (take('-')) {
      if (!number(2, month) || month < 1 || month > 12) return false;
      out.precision_ = date_precision::month;
      if (take('-')) {
        if (!number(2, day)) return false;
        out.precision_ = date_precision::day;
      }
    }
    return set_day(out, {year, month, day});
  }

  static bool set_day(date_time& out, const civil_date& day) noexcept {
    if (day.year < 1 || day.year > 9999 || day.month < 1 || day.month > 12) return false;
    if (day.day < 1 || day.day > days_in_month(day.year, day.month)) return false;
    out.year_ = static_cast<std::int16_t>(day.year);
    out.month_ = static_cast<std::uint8_t>(day.month);
    out.day_ = static_cast<std::uint8_t>(day.day);
    return true;
  }

  bool all(date_time& out, const rules& allowed) noexcept {
    if (!date(out)) return false;
    if (rest.empty()) return !allowed.time_required;
    if (!allowed.time_allowed || out.precision_ != date_precision::day || !take('T')) return false;
    out.precision_ = date_precision::second;
    return time(out.time_, allowed.short_time) && zone(out, allowed.short_time) && rest.empty();
  }

  static date_time utc(std::int64_t since_1970, const civil_date& day) noexcept {
    date_time out;
    const std::int64_t of_day = since_1970 - days_from_civil(day) * day_us;
    set_day(out, day);
    out.precision_ = date_precision::second;
    out.zone_ = zone_form::z;
    out.time_.hour_ = static_cast<std::uint8_t>(of_day / hour_us);
    out.time_.minute_ = static_cast<std::uint8_t>(of_day / minute_us % 60);
    out.time_.second_ = static_cast<std::uint8_t>(of_day / second_us % 60);
    const bool milliseconds = of_day % 1000 == 0;
    out.time_.fraction_digits_ = milliseconds ? 3 : 6;
    out.time_.fraction_ = static_cast<std::uint64_t>(of_day % second_us / (milliseconds ? 1000 : 1));
    return out;
  }

  static date_time whole_day(date_time day) noexcept {
    day.precision_ = date_precision::day;
    return day;
  }
};

namespace {

result<date_time> parse(std::string_view text, const rules& allowed, static_text place) noexcept {
  date_time_reader reader{text};
  date_time out;
  if (reader.all(out, allowed)) return out;
  return error{reader.too_fine ? errc::unsupported : errc::malformed_date}.at(place);
}

}  // namespace

time_interval time_of_day::as_interval() const noexcept {
  const std::int64_t start = hour_ * hour_us + minute_ * minute_us + second_ * second_us;
  if (!has_second_) return {start, start + minute_us};
  std::int64_t unit = second_us;  // what the last digit counts, where that is a microsecond or more
  std::uint64_t units = fraction_;
  for (int i = 0; i < fraction_digits_; ++i) {
    if (unit > 1) {
      unit /= 10;
    } else {
      units /= 10;
    }
  }
  const std::int64_t low = start + static_cast<std::int64_t>(units) * unit;
  return {low, low + unit};
}

char* time_of_day::write(char* to) const noexcept {
  to = put_two(to, hour_);
  to = put_two(put(to, ':'), minute_);
  if (!has_second_) return to;
  to = put_two(put(to, ':'), second_);
  return fraction_digits_ == 0 ? to : put(put(to, '.'), fraction_, fraction_digits_);
}

void time_of_day::append_to(std::string& out) const {
  char text[max_text];
  out.append(text, static_cast<std::size_t>(write(text) - text));
}

std::string time_of_day::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

result<date_time> date_time::from_civil(const civil_date& day) noexcept {
  date_time out;
  if (!date_time_reader::set_day(out, day)) return error{errc::malformed_date}.at("date");
  return date_time_reader::whole_day(out);
}

result<date_time> date_time::from_microseconds(std::int64_t since_1970) noexcept {
  const std::int64_t days = since_1970 / day_us - (since_1970 % day_us < 0 ? 1 : 0);
  const civil_date day = civil_from_days(days);
  if (day.year < 1 || day.year > 9999) return error{errc::invalid_argument}.at("instant");
  return date_time_reader::utc(since_1970, day);
}

time_interval date_time::as_interval(zone_rule zone) const noexcept {
  const std::int64_t offset = (has_offset() ? offset_minutes_ : zone.default_offset_minutes) * minute_us;
  const civil_date first{year_, month_, day_};
  const std::int64_t start = days_from_civil(first) * day_us - offset;
  if (precision_ == date_precision::second) {
    const time_interval within = time_.as_interval();
    return {start + within.low, start + within.high};
  }
  civil_date next{year_ + 1, 1, 1};
  if (precision_ == date_precision::day) return {start, start + day_us};
  if (precision_ == date_precision::month && month_ < 12) next = {year_, month_ + 1, 1};
  return {start, days_from_civil(next) * day_us - offset};
}

char* date_time::write(char* to) const noexcept {
  to = put_two(put_two(to, year_ / 100), year_ % 100);
  if (precision_ == date_precision::year) return to;
  to = put_two(put(to, '-'), month_);
  if (precision_ == date_precision::month) return to;
  to = put_two(put(to, '-'), day_);
  if (precision_ == date_precision::day) return to;
  to = time_.write(put(to, 'T'));
  if (zone_ == zone_form::none) return to;
  if (zone_ == zone_form::z) return put(to, 'Z');
  const int minutes = offset_minutes_ < 0 ? -offset_minutes_ : offset_minutes_;
  to = put_two(put(to, zone_ == zone_form::plus ? '+' : '-'), minutes / 60);
  return put_two(put(to, ':'), minutes % 60);
}

void date_time::append_to(std::string& out) const {
  char text[max_text];
  out.append(text, static_cast<std::size_t>(write(text) - text));
}

std::string date_time::to_string() const {
  std::string out;
  out.reserve(32);
  append_to(out);
  return out;
}

result<date_time> parse_date(std::string_view text) noexcept {
  return parse(text, {.time_allowed = false}, "date");
}
result<date_time> parse_date_time(std::string_view text) noexcept { return parse(text, {}, "dateTime"); }
result<date_time> parse_instant(std::string_view text) noexcept {
  return parse(text, {.time_required = true}, "instant");
}
result<date_time> parse_search_date(std::string_view text) noexcept {
  return parse(text, {.short_time = true}, "search date");
}

result<time_of_day> parse_time(std::string_view text) noexcept {
  date_time_reader reader{text};
  time_of_day out;
  if (reader.time(out, false) && reader.rest.empty()) return out;
  return error{reader.too_fine ? errc::unsupported : errc::malformed_date}.at("time");
}

result<std::string> format_instant(std::int64_t microseconds_since_1970) {
  PHR_TRY(const auto instant, date_time::from_microseconds(microseconds_since_1970));
  return instant.to_string();
}

}  // namespace phr
