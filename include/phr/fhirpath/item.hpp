// Items as they leave an evaluation and enter one: what they are to another language, as JSON, and from text.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::fhirpath {

// The numbers are part of the C ABI: append, never renumber.
enum class item_kind : std::uint8_t {
  element = 0,    // with parts of its own: a resource, a data type, a FHIR Quantity; a primitive of which only id and extensions are there
  boolean = 1,
  integer = 2,
  decimal = 3,
  string = 4,
  date = 5,
  date_time = 6,
  time = 7,
  quantity = 8,   // of FHIRPath itself: 5.4 'mg', 1 day
  type = 9,       // what type() answers
};

// Of a primitive element that of its value: a birthDate is a date, a code a string.
[[nodiscard]] item_kind kind_of(const value& of);

// Appends an item as JSON without white space: an element as FHIR writes it, a quantity as a FHIR Quantity (of the calendar: with its unit
// alone), a type as {"namespace": ..., "name": ...}; digits as they were written.
void append_json(std::string& out, const value& of);

// An item from its text, as text_of() writes it; of an element from its JSON, which it keeps.
// Errors: malformed_number, malformed_date; invalid_value for another Boolean than true and false, and for a quantity whose unit is
// neither between quotes nor the calendar's; those of JSON; unsupported for a type.
[[nodiscard]] result<value> item_of(item_kind kind, std::string_view text);

// Whether a text can be environment::now: a dateTime to the second with an offset, or "" for the clock. Errors: malformed_date.
[[nodiscard]] result<void> check_now(std::string_view text);

}  // namespace phr::fhirpath
