// What an expression is about: elements of models, and FHIRPath's own values.
#pragma once

#include <phr/core/decimal.hpp>
#include <phr/fhir/visit.hpp>
#include <phr/fhirpath/json_element.hpp>
#include <phr/fhirpath/moment.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phr::fhirpath {

// A number with a UCUM unit ("mg"), or with a calendar unit ("day").
struct quantity {
  decimal number;
  std::string unit;       // a UCUM code, or a calendar unit in the singular
  bool calendar = false;
  bool element = false;   // from a FHIR Quantity: its UCUM `a` and `mo` stand for the calendar's year and month as well
};

// What type() answers.
struct type_info {
  std::string space;  // "FHIR", "System"
  std::string name;
};

// One item: an element of a model or of a JSON text, or a Boolean, Integer, Decimal, String, Date, DateTime, Time or Quantity of FHIRPath.
// Lifetime: elements are borrowed from the model or document and end with its next change; all else is a copy. Threads: immutable.
using value = std::variant<fhir::node, bool, std::int64_t, decimal, std::string, moment, quantity, type_info, json_element>;
using collection = std::vector<value>;

// An element of a primitive type as a value of FHIRPath, a Quantity as a quantity; everything else as it is, also a primitive
// without a value.
[[nodiscard]] value as_system(const value& of);

[[nodiscard]] std::optional<bool> as_boolean(const value& of);
[[nodiscard]] std::optional<std::int64_t> as_integer(const value& of);
[[nodiscard]] std::optional<decimal> as_decimal(const value& of);     // of an integer, too
[[nodiscard]] std::optional<std::string> as_string(const value& of);  // of a string alone
[[nodiscard]] std::optional<quantity> as_quantity(const value& of);   // of a number, too: of unit 1

// toString(); nullopt for what has no text.
[[nodiscard]] std::optional<std::string> text_of(const value& of);

// The type as type() names it: "FHIR.Patient", "FHIR.dateTime", "System.Integer".
[[nodiscard]] std::string type_name(const value& of);

}  // namespace phr::fhirpath
