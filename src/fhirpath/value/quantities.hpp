// Comparing, converting and calculating with quantities: UCUM's units, and the calendar's.
#pragma once

#include <phr/fhirpath/value.hpp>

#include <compare>
#include <optional>
#include <string_view>

namespace phr::fhirpath {

// The singular of a calendar unit ("day" of "days"); "" for none.
[[nodiscard]] std::string_view calendar_unit(std::string_view name) noexcept;

// "5.4 'mg'", "2 weeks", "7": a number with a UCUM code between quotes or a calendar unit behind it, or with none; nullopt for other texts.
[[nodiscard]] std::optional<quantity> quantity_from(std::string_view text);

// Whether both measure the same. The calendar's week and what is shorter are UCUM's; a year and a month are not, for they have no
// fixed length: 1 month beside 30 'd' is nothing that could be told (http://hl7.org/fhirpath/N1/#time-valued-quantities).
[[nodiscard]] bool is_comparable(const quantity& a, const quantity& b);
// nullopt where they are not comparable. A year counts as 12 months and 365 days, a month as 30 days.
[[nodiscard]] std::optional<std::weak_ordering> compare(const quantity& a, const quantity& b);
// In the unit of the one that is known less precisely, rounded to its digits; UCUM's a and mo are a year and a month.
[[nodiscard]] bool is_equivalent(const quantity& a, const quantity& b);
// In another unit, UCUM's or the calendar's; nullopt where they are not comparable, or where there is no such unit.
[[nodiscard]] std::optional<quantity> converted(const quantity& of, std::string_view unit);

// A sum is in the smaller unit of the two. nullopt: not comparable, special units, durations of the calendar that are not
// multiplied with a plain number; division by zero.
[[nodiscard]] std::optional<quantity> sum(const quantity& a, const quantity& b, bool subtract);
[[nodiscard]] std::optional<quantity> product(const quantity& a, const quantity& b);
[[nodiscard]] std::optional<quantity> ratio(const quantity& a, const quantity& b);

}  // namespace phr::fhirpath
