// What an expression is about: elements of models, and FHIRPath's own values.
#pragma once

#include "fhirpath/value/moment.hpp"

#include <phr/core/decimal.hpp>
#include <phr/fhir/visit.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phr::fhirpath {

// A number with a UCUM unit ("mg"), or with a calendar unit ("day").
struct quantity {
  decimal number;
  std::string unit;       // a UCUM code, or a calendar unit in the singular
  bool calendar = false;
};

// What type() answers.
struct type_info {
  std::string space;  // "FHIR", "System"
  std::string name;
};

// Elements are borrowed from a model; all else is a copy.
using value = std::variant<fhir::node, bool, std::int64_t, decimal, std::string, moment, quantity, type_info>;
using collection = std::vector<value>;

// An element of a primitive type as a value of FHIRPath, a Quantity as a quantity; everything else as it is, also a primitive
// without a value.
[[nodiscard]] value as_system(const value& of);

[[nodiscard]] std::optional<bool> as_boolean(const value& of);
[[nodiscard]] std::optional<std::int64_t> as_integer(const value& of);
[[nodiscard]] std::optional<decimal> as_decimal(const value& of);     // of an integer, too
[[nodiscard]] std::optional<std::string> as_string(const value& of);  // of a string alone
[[nodiscard]] std::optional<quantity> as_quantity(const value& of);   // of a number, too: of unit 1

// = and ~ on two items, < on two; nullopt where the answer is empty.
[[nodiscard]] std::optional<bool> equal(const value& a, const value& b);
[[nodiscard]] bool equivalent(const value& a, const value& b);
[[nodiscard]] std::optional<std::partial_ordering> order(const value& a, const value& b);

// = and ~ on collections.
[[nodiscard]] std::optional<bool> equal(const collection& a, const collection& b);
[[nodiscard]] bool equivalent(const collection& a, const collection& b);

// Whether an item is equal to one of a collection; the items without those that are equal to one before.
[[nodiscard]] bool holds(const collection& in, const value& item);
[[nodiscard]] collection without_repeats(const collection& all);

// toString(); nullopt for what has no text.
[[nodiscard]] std::optional<std::string> text_of(const value& of);

}  // namespace phr::fhirpath
