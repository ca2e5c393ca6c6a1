// One text for all five parsers, two texts parted by a comma to compare, and the first eight bytes as an instant.
#include <fuzz/fuzz.hpp>

#include <phr/core/date_time.hpp>

#include <cstring>

using phr::date_time;
using phr::fuzz::require;

namespace {

void check(const date_time& value, std::string_view text) {
  require(value.to_string() == text);
  require(value == value);
  require(value.month() >= 1 && value.month() <= 12);
  require(value.day() >= 1 && value.day() <= phr::days_in_month(value.year(), value.month()));
  const auto interval = value.as_interval();
  require(interval.low < interval.high);
  require(phr::compare(interval, interval) == 0);
  const auto east = value.as_interval({.default_offset_minutes = 60});
  require(interval.low - east.low == (value.has_offset() ? 0 : std::int64_t{3'600'000'000}));
  require(interval.high - interval.low == east.high - east.low);
  if (const auto instant = phr::format_instant(interval.low)) {
    require(phr::parse_instant(instant.value()).value().as_interval().low == interval.low);
  }
}

void check_parsers(std::string_view text) {
  const auto date = phr::parse_date(text);
  const auto full = phr::parse_date_time(text);
  const auto instant = phr::parse_instant(text);
  const auto search = phr::parse_search_date(text);
  if (date) require(full.has_value() && !instant && full.value() == date.value());
  if (instant) require(full.has_value() && full.value() == instant.value());
  if (full) require(search.has_value() && search.value() == full.value());
  if (full) require(date.has_value() == !full.value().has_time() && instant.has_value() == full.value().has_time());
  if (search) check(search.value(), text);
  if (const auto time = phr::parse_time(text)) {
    require(!search && time.value().to_string() == text);
    const auto interval = time.value().as_interval();
    require(0 <= interval.low && interval.low < interval.high && interval.high <= std::int64_t{86'401'000'000});
  }
}

void check_two(std::string_view left, std::string_view right) {
  const auto a = phr::parse_search_date(left);
  const auto b = phr::parse_search_date(right);
  if (!a || !b) return;
  const auto first = a.value().as_interval();
  const auto second = b.value().as_interval();
  const auto order = phr::compare(first, second);
  require(order == (0 <=> phr::compare(second, first)));
  require(first.overlaps(second) == (order != std::partial_ordering::less && order != std::partial_ordering::greater));
  if (first.contains(second)) require(first.overlaps(second));
  if (left == right) require(a.value() == b.value() && order == 0);
}

void check_instant(std::int64_t microseconds) {
  const auto text = phr::format_instant(microseconds);
  if (text) require(phr::parse_instant(text.value()).value().as_interval().low == microseconds);
  const std::int64_t days = microseconds / 1000;  // within the years that civil_from_days takes
  require(phr::days_from_civil(phr::civil_from_days(days)) == days);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = phr::fuzz::as_text(data, size);
  check_parsers(text);
  if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
    check_parsers(text.substr(0, comma));
    check_two(text.substr(0, comma), text.substr(comma + 1));
  }
  if (std::int64_t bits = 0; size >= sizeof bits) {
    std::memcpy(&bits, data, sizeof bits);
    check_instant(bits);
    check_instant(bits / 64);  // mostly within the years 1 to 9999
  }
  return 0;
}
