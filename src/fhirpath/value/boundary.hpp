// The values that a less precise one may stand for.
#pragma once

#include "fhirpath/value/values.hpp"

namespace phr::fhirpath {

// lowBoundary() and highBoundary() (https://build.fhir.org/ig/HL7/FHIRPath/#lowboundaryprecision-integer--decimal--date--datetime--time) with that many digits behind the
// point, or characters of a date or time; nullopt for a precision that there is not. Without one: 8 digits, 17 of a DateTime, 9 of a Time, 8 of a Date.
[[nodiscard]] std::optional<value> boundary(const value& of, bool low, std::optional<std::int64_t> precision);

// precision(): digits behind the point; of a date or time its digits.
[[nodiscard]] std::optional<std::int64_t> precision_of(const value& of);

// Whether a quantity can be added to a date or time: of a calendar unit, also in quotes, or UCUM's ms, s, min, h, d and wk. In UCUM a year
// and a month are so many seconds, which is not what is meant of a date; those of an element are taken for the calendar's. To a Time
// hours and less are added.
[[nodiscard]] bool is_duration(const quantity& of, moment_kind to) noexcept;
// A date or time and so much; nullopt beyond the years 1 to 9999.
[[nodiscard]] std::optional<moment> shifted(const moment& from, const quantity& by, int sign);

}  // namespace phr::fhirpath
