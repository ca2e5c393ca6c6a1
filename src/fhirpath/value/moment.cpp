#include "fhirpath/value/moment.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace {

constexpr std::int64_t second = 1'000'000'000;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

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
        for (std::int64_t unit = second / 10; !rest.empty() && is_digit(rest[0]); unit /= 10, rest.remove_prefix(1)) made.parts_[5] += unit * (rest[0] - '0');
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
    if (!take(rest, 2, hours) || !take(rest, ':') || !take(rest, 2, minutes) || hours > 14 || minutes > 59) return wrong;
    made.offset_ = sign * static_cast<int>(hours * 60 + minutes);
  }
  if (!rest.empty() || (kind == moment_kind::time && made.offset_)) return wrong;
  return made;
}

std::int64_t moment::minutes_in_utc() const noexcept { return days_from(parts_[0], parts_[1], parts_[2]) * 1440 + parts_[3] * 60 + parts_[4] - *offset_; }

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
