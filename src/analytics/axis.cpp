// Axes with round numbers and dates.
#include "analytics/axis.hpp"

#include "analytics/plain_text.hpp"
#include "analytics/time_units.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace phr::analytics {

namespace {


// e with 10^e <= value < 10^(e+1), from the number's own text: exact, whatever the library's logarithm rounds to.
int decimal_exponent(double value) {
  const std::string text = fmt::format("{:.16e}", value);
  const std::size_t at = text.find('e');
  return std::atoi(text.c_str() + at + 1);
}

// mantissa * 10^exponent; the power is exact up to 10^22.
double scaled(double mantissa, int exponent) noexcept {
  double power = 1;
  for (int i = 0; i < std::abs(exponent); ++i) power *= 10;
  return exponent < 0 ? mantissa / power : mantissa * power;
}

// digits * 10^exponent as text.
std::string decimal_label(std::int64_t digits, int exponent) {
  if (digits == 0) return "0";
  const std::string sign = digits < 0 ? "-" : "";
  std::string text = std::to_string(std::abs(digits));
  const int length = static_cast<int>(text.size());
  if (exponent > 0 ? length + exponent > 7 : exponent < -6) {
    const int leading = exponent + length - 1;
    while (text.size() > 1 && text.back() == '0') text.pop_back();
    if (text.size() > 1) text.insert(1, ".");
    return fmt::format("{}{}e{}", sign, text, leading);
  }
  if (exponent >= 0) return sign + text + std::string(static_cast<std::size_t>(exponent), '0');
  const auto decimals = static_cast<std::size_t>(-exponent);
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  text.insert(text.size() - decimals, ".");
  return sign + text;
}

enum class time_unit { second, minute, hour, day, month, year };

struct time_step {
  time_unit unit;
  std::int64_t count;
};

constexpr time_step steps[] = {
    {time_unit::second, 1},  {time_unit::second, 2},  {time_unit::second, 5},   {time_unit::second, 10},
    {time_unit::second, 30}, {time_unit::minute, 1},  {time_unit::minute, 2},   {time_unit::minute, 5},
    {time_unit::minute, 10}, {time_unit::minute, 30}, {time_unit::hour, 1},     {time_unit::hour, 2},
    {time_unit::hour, 3},    {time_unit::hour, 6},    {time_unit::hour, 12},    {time_unit::day, 1},
    {time_unit::day, 2},     {time_unit::day, 7},     {time_unit::day, 14},     {time_unit::month, 1},
    {time_unit::month, 2},   {time_unit::month, 3},   {time_unit::month, 6},    {time_unit::year, 1},
    {time_unit::year, 2},    {time_unit::year, 5},    {time_unit::year, 10},    {time_unit::year, 20},
    {time_unit::year, 50},   {time_unit::year, 100},  {time_unit::year, 200},   {time_unit::year, 500},
    {time_unit::year, 1000}, {time_unit::year, 2000}};

constexpr std::int64_t length_us(time_step step) noexcept {
  switch (step.unit) {
    case time_unit::second: return step.count * second_us;
    case time_unit::minute: return step.count * 60 * second_us;
    case time_unit::hour: return step.count * 3600 * second_us;
    case time_unit::day: return step.count * day_us;
    case time_unit::month: return step.count * (day_us * 146097 / 4800);
    case time_unit::year: break;
  }
  return step.count * (day_us * 146097 / 400);
}

std::string_view widest_label(time_unit unit) noexcept {
  switch (unit) {
    case time_unit::second: return "00:00:00";
    case time_unit::minute:
    case time_unit::hour: return "00:00";
    case time_unit::day: return "30 Mar";
    case time_unit::month: return "Mar";
    case time_unit::year: break;
  }
  return "2000";
}

std::int64_t ceil_div(std::int64_t value, std::int64_t divisor) noexcept { return -floor_div(-value, divisor); }

constexpr std::int64_t monday = 4;  // 1970-01-05, in days since 1970-01-01

// The tick number n of a step, and the first one that is not before a time.
std::int64_t time_of(time_step step, std::int64_t n) noexcept {
  if (step.unit < time_unit::day) return n * length_us(step);
  if (step.unit == time_unit::day) return (n * step.count + (step.count >= 7 ? monday : 0)) * day_us;
  const std::int64_t months = n * step.count * (step.unit == time_unit::year ? 12 : 1);
  const std::int64_t year = floor_div(months, 12);
  return days_from_civil({year, static_cast<int>(months - year * 12) + 1, 1}) * day_us;
}
std::int64_t first_from(time_step step, std::int64_t from) noexcept {
  if (step.unit < time_unit::day) return ceil_div(from, length_us(step));
  const std::int64_t day = ceil_div(from, day_us);
  if (step.unit == time_unit::day) return ceil_div(day - (step.count >= 7 ? monday : 0), step.count);
  const civil_date date = civil_from_days(day);
  const std::int64_t months = date.year * 12 + date.month - 1 + (date.day > 1 ? 1 : 0);
  return ceil_div(months, step.count * (step.unit == time_unit::year ? 12 : 1));
}

time_tick tick_at(time_unit unit, std::int64_t local_us) {
  const civil_date date = civil_from_days(floor_div(local_us, day_us));
  const std::string year = std::to_string(date.year);
  switch (unit) {
    case time_unit::second: return {local_us, clock_text(local_us, true), day_month_text(local_us)};
    case time_unit::minute:
    case time_unit::hour: return {local_us, clock_text(local_us), day_month_text(local_us)};
    case time_unit::day: return {local_us, day_month_text(local_us), year};
    case time_unit::month: return {local_us, std::string(month_name(date.month)), year};
    case time_unit::year: break;
  }
  return {local_us, year, ""};
}

// Which is the finest step of which all labels fit.
std::size_t step_for(std::int64_t span, double width, double text_size) {
  for (std::size_t i = 0; i < std::size(steps); ++i) {
    const double room = text_width(widest_label(steps[i].unit), text_size) + text_size;
    const double labels = static_cast<double>(span) / static_cast<double>(length_us(steps[i]));
    if (labels * room <= width) return i;
  }
  return std::size(steps) - 1;
}

std::vector<time_tick> ticks_of(time_step step, std::int64_t from, std::int64_t to) {
  std::vector<time_tick> ticks;
  for (std::int64_t n = first_from(step, from); time_of(step, n) <= to; ++n) {
    ticks.push_back(tick_at(step.unit, time_of(step, n)));
  }
  return ticks;
}

}  // namespace

std::vector<value_tick> value_ticks(double low, double high, int most) {
  const int finest = decimal_exponent((high - low) / most);
  for (int exponent = finest;; ++exponent) {
    for (const int mantissa : {1, 2, 5}) {
      const double step = scaled(mantissa, exponent);
      const double first = std::ceil(low / step);
      const double last = std::floor(high / step);
      if (last - first + 1 > most && exponent < finest + 3) continue;
      std::vector<value_tick> ticks;
      for (double n = first; n <= last; ++n) {
        const std::int64_t digits = static_cast<std::int64_t>(n) * mantissa;
        ticks.push_back({scaled(static_cast<double>(digits), exponent), decimal_label(digits, exponent)});
      }
      return ticks;
    }
  }
}

std::vector<time_tick> time_ticks(std::int64_t from, std::int64_t to, double width, double text_size) {
  std::size_t step = step_for(to - from, width, text_size);
  std::vector<time_tick> ticks = ticks_of(steps[step], from, to);
  while (ticks.empty() && step > 0) {  // the time lies between two ticks: one of the finer step
    ticks = ticks_of(steps[--step], from, to);
    if (ticks.size() > 1) ticks = {ticks[ticks.size() / 2]};
  }
  std::string before;
  for (time_tick& tick : ticks) {
    if (tick.lower == before) {
      tick.lower.clear();
    } else {
      before = tick.lower;
    }
  }
  return ticks;
}

}  // namespace phr::analytics
