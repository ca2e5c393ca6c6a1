#include <phr/fhirpath/moment.hpp>

#include "core/ascii.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace {

constexpr std::int64_t second = 1'000'000'000;

// Takes exactly that many digits.
bool take(std::string_view& text, std::size_t digits, std::int64_t& into) noexcept {
  if (text.size() < digits || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit)) return false;
  into = 0;
  for (std::size_t at = 0; at < digits; ++at) into = into * 10 + (text[at] - '0');
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char c) noexcept {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

constexpr bool is_leap(std::int64_t year) noexcept { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
constexpr std::int64_t days_in(std::int64_t year, std::int64_t month) noexcept {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

// Civil dates and days, after Howard Hinnant's chrono-compatible low-level date algorithms.
constexpr std::int64_t days_from(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

}  // namespace

result<moment> moment::parse(moment_kind kind, std::string_view text) {
  const error wrong = error{errc::malformed_date}.at("a date or time");
  moment made;
  made.kind_ = kind;
  made.text_ = text;
  std::string_view rest = text;
  if (kind != moment_kind::time) {
    if (!take(rest, 4, made.parts_[0])) return wrong;
    made.given_ = 1;
    for (std::size_t part = 1; part < 3 && take(rest, '-'); ++part) {
      if (!take(rest, 2, made.parts_[part])) return wrong;
      ++made.given_;
    }
    if (made.given_ > 1 && (made.parts_[1] < 1 || made.parts_[1] > 12)) return wrong;
    if (made.given_ > 2 && (made.parts_[2] < 1 || made.parts_[2] > days_in(made.parts_[0], made.parts_[1]))) return wrong;
    if (kind == moment_kind::date || rest.empty()) return rest.empty() ? result<moment>(std::move(made)) : wrong;
    if (!take(rest, 'T')) return wrong;
    if (rest.empty()) return made;
    if (made.given_ != 3) return wrong;
  }
  if (!take(rest, 2, made.parts_[3]) || made.parts_[3] > 23) return wrong;
  ++made.given_;
  if (take(rest, ':')) {
    if (!take(rest, 2, made.parts_[4]) || made.parts_[4] > 59) return wrong;
    ++made.given_;
    if (take(rest, ':')) {
      if (!take(rest, 2, made.parts_[5]) || made.parts_[5] > 60) return wrong;
      ++made.given_;
      made.parts_[5] *= second;
      if (take(rest, '.')) {
        if (rest.empty() || !is_digit(rest[0])) return wrong;
        for (std::int64_t unit = second / 10; !rest.empty() && is_digit(rest[0]); unit /= 10, rest.remove_prefix(1), ++made.fraction_digits_) made.parts_[5] += unit * (rest[0] - '0');
      }
    }
  }
  if (take(rest, 'Z')) {
    made.offset_ = 0;
  } else if (rest.starts_with('+') || rest.starts_with('-')) {
    const int sign = rest[0] == '-' ? -1 : 1;
    rest.remove_prefix(1);
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (!take(rest, 2, hours) || !take(rest, ':') || !take(rest, 2, minutes) || hours * 60 + minutes > 14 * 60 || minutes > 59) return wrong;
    made.offset_ = sign * static_cast<int>(hours * 60 + minutes);
  }
  if (!rest.empty() || (kind == moment_kind::time && made.offset_)) return wrong;
  return made;
}

std::int64_t moment::minutes_in_utc() const noexcept { return days_from(parts_[0], parts_[1], parts_[2]) * 1440 + parts_[3] * 60 + parts_[4] - *offset_; }

void moment::write() {
  const auto padded = [](std::int64_t number, std::size_t digits) {
    std::string made = std::to_string(number);
    return made.insert(0, digits > made.size() ? digits - made.size() : 0, '0');
  };
  const bool time = kind_ == moment_kind::time;
  const int first = time ? 3 : 0;
  std::string made;
  constexpr std::array<std::string_view, 6> before{"", "-", "-", "T", ":", ":"};
  for (int part = first; part < first + given_; ++part) {
    const auto at = static_cast<std::size_t>(part);
    if (part > first) made.append(before[at]);
    made.append(padded(part == 5 ? parts_[5] / second : parts_[at], part == 0 ? 4 : 2));
  }
  if (first + given_ == 6 && fraction_digits_ > 0) made.append(".").append(padded(parts_[5] % second, 9).substr(0, static_cast<std::size_t>(fraction_digits_)));
  if (kind_ == moment_kind::date_time && given_ <= 3) made.push_back('T');
  if (offset_ && given_ > 3) {
    const std::size_t written = text_.find_last_of("Z+-");
    const bool as_z = written != std::string::npos && text_[written] == 'Z';
    const int size = *offset_ < 0 ? -*offset_ : *offset_;
    made.append(as_z && *offset_ == 0 ? "Z" : (*offset_ < 0 ? "-" : "+") + padded(size / 60, 2) + ":" + padded(size % 60, 2));
  }
  text_ = std::move(made);
}

std::optional<moment> moment::plus_months(std::int64_t months) const {
  if (kind_ == moment_kind::time || months > 200'000 || months < -200'000) return std::nullopt;
  moment made = *this;
  if (given_ == 1) {
    made.parts_[0] += months / 12;
  } else {
    const std::int64_t all = parts_[0] * 12 + parts_[1] - 1 + months;
    made.parts_[0] = all / 12;
    made.parts_[1] = all % 12 + 1;
  }
  if (made.parts_[0] < 1 || made.parts_[0] > 9999) return std::nullopt;
  if (given_ > 2) made.parts_[2] = std::min(made.parts_[2], days_in(made.parts_[0], made.parts_[1]));
  made.write();
  return made;
}

std::optional<moment> moment::plus_nanoseconds(std::int64_t nanoseconds) const {
  constexpr std::int64_t day = 86400 * second;
  moment made = *this;
  if (kind_ != moment_kind::time && given_ < 3) return plus_months(nanoseconds / day / (given_ == 2 ? 30 : 365) * (given_ == 2 ? 1 : 12));
  std::int64_t days = nanoseconds / day;
  std::int64_t rest = nanoseconds % day;
  const bool to_the_day = kind_ != moment_kind::time && given_ == 3;
  if (!to_the_day) {
    rest += (parts_[3] * 3600 + parts_[4] * 60) * second + parts_[5];
    if (rest < 0) {
      rest += day;
      --days;
    }
    if (rest >= day) {
      rest -= day;
      ++days;
    }
    made.parts_[3] = rest / (3600 * second);
    made.parts_[4] = rest / (60 * second) % 60;
    made.parts_[5] = rest % (60 * second);
  }
  if (kind_ != moment_kind::time) {
    made.parts_[2] += days;
    while (made.parts_[2] < 1 || made.parts_[2] > days_in(made.parts_[0], made.parts_[1])) {
      const int step = made.parts_[2] < 1 ? -1 : 1;
      if (step > 0) made.parts_[2] -= days_in(made.parts_[0], made.parts_[1]);
      const std::int64_t all = made.parts_[0] * 12 + made.parts_[1] - 1 + step;
      made.parts_[0] = all / 12;
      made.parts_[1] = all % 12 + 1;
      if (made.parts_[0] < 1 || made.parts_[0] > 9999) return std::nullopt;
      if (step < 0) made.parts_[2] += days_in(made.parts_[0], made.parts_[1]);
    }
  }
  made.write();
  return made;
}

std::optional<moment> moment::extreme(bool low, int digits) const {
  const bool time = kind_ == moment_kind::time;
  moment made = *this;
  if (!time && given_ < 2) made.parts_[1] = low ? 1 : 12;
  if (!time && given_ < 3) made.parts_[2] = low ? 1 : days_in(made.parts_[0], made.parts_[1]);
  const int hours = time ? given_ : given_ - 3;
  if (hours < 1) made.parts_[3] = low ? 0 : 23;
  if (hours < 1) made.parts_[4] = low ? 0 : 59;
  if (hours < 3) made.parts_[5] = low ? 0 : 60 * second - 1'000'000;
  if (hours == 3 && !low) {  // what is missing of the milliseconds
    constexpr std::array<std::int64_t, 3> rest{999'000'000, 99'000'000, 9'000'000};
    if (fraction_digits_ < 3) made.parts_[5] += rest[static_cast<std::size_t>(fraction_digits_)];
  }
  if (!time && !offset_) made.offset_ = low ? 14 * 60 : -12 * 60;
  made.fraction_digits_ = std::max(fraction_digits_, 3);
  constexpr std::array<int, 6> dates{4, 6, 8, 10, 12, 14};
  constexpr std::array<int, 3> times{2, 4, 6};
  made.given_ = 0;
  for (std::size_t part = 0; part < (time ? times.size() : dates.size()); ++part) {
    if ((time ? times[part] : dates[part]) == digits) made.given_ = static_cast<int>(part) + 1;
  }
  if (made.given_ == (time ? 3 : 6)) made.fraction_digits_ = 0;
  if (digits == (time ? 9 : 17)) made.given_ = time ? 3 : 6;
  if (made.given_ == 0 || (kind_ == moment_kind::date && made.given_ > 3)) return std::nullopt;
  if (!time) made.kind_ = made.given_ > 3 ? moment_kind::date_time : moment_kind::date;
  made.write();
  return made;
}

std::optional<std::strong_ordering> moment::compare(const moment& a, const moment& b) noexcept {
  const bool time = a.kind_ == moment_kind::time;
  if (time != (b.kind_ == moment_kind::time)) return std::nullopt;
  const int first = time ? 3 : 0;
  const int both = std::min(a.given_, b.given_);
  if (!time && both > 3 && a.offset_.has_value() != b.offset_.has_value()) return std::nullopt;
  int part = first;
  if (!time && both > 3 && a.offset_ && b.offset_) {
    const std::int64_t unit = both > 4 ? 1 : 60;  // of hours alone, where one has no minutes
    const std::int64_t left = a.minutes_in_utc();
    const std::int64_t right = b.minutes_in_utc();
    const auto floored = [unit](std::int64_t minutes) { return minutes >= 0 ? minutes / unit : -((-minutes + unit - 1) / unit); };
    if (floored(left) != floored(right)) return floored(left) <=> floored(right);
    part = both > 4 ? 5 : 4;
  }
  for (; part < first + both; ++part) {
    const auto at = static_cast<std::size_t>(part);
    if (a.parts_[at] != b.parts_[at]) return a.parts_[at] <=> b.parts_[at];
  }
  if (a.given_ != b.given_) return std::nullopt;
  return std::strong_ordering::equal;
}

bool moment::is_equivalent(const moment& a, const moment& b) noexcept { return compare(a, b) == std::strong_ordering::equal; }

}  // namespace phr::fhirpath
