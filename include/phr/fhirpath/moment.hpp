// Dates and times as FHIRPath compares them: by the parts that are given.
#pragma once

#include <phr/core/result.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phr::fhirpath {

enum class moment_kind : std::uint8_t { date, date_time, time };

// A Date, DateTime or Time of any precision, as it was written: 2020, 2020-01-01T12, T12:30.
// Lifetime: a value. Threads: immutable. Errors: parse(): malformed_date.
class moment {
 public:
  // Without '@' and without the 'T' that begins a time; FHIR's own texts are of this form, too.
  [[nodiscard]] static result<moment> parse(moment_kind kind, std::string_view text);

  [[nodiscard]] moment_kind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  // How many of year, month, day, hour, minute, second are given, of a time from the hour on.
  [[nodiscard]] int given() const noexcept { return given_; }
  [[nodiscard]] std::optional<int> offset_minutes() const noexcept { return offset_; }

  // So many months, or nanoseconds, later or earlier. What is smaller than the parts given is cut off: a year later for 24 months of a
  // year, nothing for 3 hours of a date; days count as 30 to a month and 365 to a year. A Time goes around. nullopt beyond the
  // years 1 to 9999.
  [[nodiscard]] std::optional<moment> plus_months(std::int64_t months) const;
  [[nodiscard]] std::optional<moment> plus_nanoseconds(std::int64_t nanoseconds) const;
  // With all parts that are not given at their least or greatest, down to milliseconds (a date: to the day), in the offset
  // farthest to the east or west where none is named; hours alone stand for their first minute. Then cut to a number of digits (4 of
  // a year ... 17 of a date and time with milliseconds, 4, 6 or 9 of a time); nullopt for another number.
  [[nodiscard]] std::optional<moment> extreme(bool low, int digits) const;

  // As FHIRPath orders them: by their parts from the left, in UTC where both name an offset. nullopt where one has no part that the
  // other has and they are alike until there, where only one names an offset, and for a time beside a date. A Date beside a
  // DateTime is one that ends with its day. Seconds with and without a fraction are one precision.
  [[nodiscard]] static std::optional<std::strong_ordering> compare(const moment& a, const moment& b) noexcept;
  // Whether they have the same parts and are equal.
  [[nodiscard]] static bool is_equivalent(const moment& a, const moment& b) noexcept;

 private:
  using parts = std::array<std::int64_t, 6>;  // the last in units of 10^-9 seconds
  void write();  // the text of the parts
  [[nodiscard]] std::int64_t minutes_in_utc() const noexcept;  // since 1970-01-01 plus a constant

  std::string text_;
  parts parts_{};
  int given_ = 0;
  int fraction_digits_ = 0;
  std::optional<int> offset_;
  moment_kind kind_ = moment_kind::date;
};

}  // namespace phr::fhirpath
