#include "cli/synth/zone.hpp"

#include <phr/core/date_time.hpp>

namespace phr::synth {

namespace {

std::int64_t last_sunday(std::int64_t year, int month) {
  const std::int64_t last = days_from_civil({year, month, days_in_month(year, month)});
  return last - weekday(last);
}

std::int64_t nth_sunday(std::int64_t year, int month, int nth) {
  const std::int64_t first = days_from_civil({year, month, 1});
  return first + (7 - weekday(first)) % 7 + 7 * (nth - 1);
}

}  // namespace

summer summer_of(zone where, std::int64_t year) noexcept {
  switch (where) {
    case zone::berlin:
    case zone::london:
      return {last_sunday(year, 3), last_sunday(year, 10)};
    case zone::new_york:
      if (year < 2007) return {nth_sunday(year, 4, 1), last_sunday(year, 10)};
      return {nth_sunday(year, 3, 2), nth_sunday(year, 11, 1)};
    case zone::kolkata:
      break;
  }
  return {};
}

int offset_minutes(zone where, std::int64_t day, int minute) noexcept {
  if (where == zone::kolkata) return 330;
  const int standard = where == zone::berlin ? 60 : where == zone::london ? 0 : -300;
  // The local time, on the clock before the change, at which the offset changes.
  const int begin = where == zone::berlin ? 120 : where == zone::london ? 60 : 120;
  const int finish = where == zone::berlin ? 180 : 120;
  const summer span = summer_of(where, civil_from_days(day).year);
  const bool after_begin = day > span.first || (day == span.first && minute >= begin + 60);
  const bool before_finish = day < span.last || (day == span.last && minute < finish);
  return standard + (after_begin && before_finish ? 60 : 0);
}

}  // namespace phr::synth
