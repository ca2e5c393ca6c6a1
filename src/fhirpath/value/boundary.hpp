// The values that a less precise one may stand for.
#pragma once

#include "fhirpath/value/values.hpp"

namespace phr::fhirpath {

// lowBoundary() and highBoundary() (https://build.fhir.org/ig/HL7/FHIRPath/#lowboundaryprecision-integer--decimal--date--datetime--time) with that many digits behind the
// point, or characters of a date or time; nullopt for a precision that there is not. Without one: 8 digits, 17 of a DateTime, 9 of a Time, 8 of a Date.
[[nodiscard]] std::optional<value> boundary(const value& of, bool low, std::optional<std::int64_t> precision);

// precision(): digits behind the point; of a date or time its digits.
[[nodiscard]] std::optional<std::int64_t> precision_of(const value& of);

// A date or time and so many of a calendar unit, or of UCUM's s and ms; nullopt where the unit is another, or beyond the years 1 to 9999.
[[nodiscard]] std::optional<moment> shifted(const moment& from, const quantity& by, int sign);

}  // namespace phr::fhirpath
