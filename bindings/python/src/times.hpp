// Points in time between Python and the core.
#pragma once

#include "failure.hpp"

#include <phr/core/date_time.hpp>

#include <cstdint>
#include <optional>

namespace phr::python {

// A datetime in UTC, with time zone; the first or last of Python's where it is beyond the years 1..9999.
[[nodiscard]] py::object datetime_of(std::int64_t microseconds_since_1970);

// A member of a row, as a property.
template <class Row>
[[nodiscard]] auto datetime_in(std::int64_t Row::*at) {
  return [at](const Row& from) { return datetime_of(from.*at); };
}

// None: nothing. A str is a FHIR date or dateTime, whose beginning counts, and UTC where it names no offset; so is a
// date. A datetime must have a time zone: invalid_argument at `place`. Anything else is a TypeError.
[[nodiscard]] std::optional<std::int64_t> time_given(const py::object& given, static_text place);

// All the time that it may mean: of a str or a date the whole day, month or year, of a datetime its microsecond; of a tuple the time from
// the first one's beginning to the second's. None, and errors: as time_given; invalid_argument for an empty time.
[[nodiscard]] std::optional<time_interval> interval_of(const py::object& given, static_text place);

}  // namespace phr::python
