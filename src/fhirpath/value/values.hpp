// Comparing values.
#pragma once

#include <phr/fhirpath/value.hpp>

#include <compare>

namespace phr::fhirpath {

// The text of a String, or of an element of a type that is text, where it stands; nullopt for everything else.
[[nodiscard]] std::optional<std::string_view> text_in(const value& of) noexcept;

// A FHIR Quantity as FHIRPath's: only with a value and of UCUM, and not "less than" it (https://hl7.org/fhir/R4/fhirpath.html#quantity).
[[nodiscard]] std::optional<quantity> quantity_of(std::string_view number, std::string_view code, bool is_ucum, bool compares);

// Whether it is a primitive without a value, of which only the id and extensions are there: empty, where a value is asked for.
[[nodiscard]] bool has_no_value(const value& of) noexcept;

// = and ~ on two items, < on two; nullopt where the answer is empty.
[[nodiscard]] std::optional<bool> equal(const value& a, const value& b);
[[nodiscard]] bool equivalent(const value& a, const value& b);
[[nodiscard]] std::optional<std::partial_ordering> order(const value& a, const value& b);

// = and ~ on collections.
[[nodiscard]] std::optional<bool> equal(const collection& a, const collection& b);
[[nodiscard]] bool equivalent(const collection& a, const collection& b);

// Whether an item is equal to one of a collection.
[[nodiscard]] bool holds(const collection& in, const value& item);

}  // namespace phr::fhirpath
