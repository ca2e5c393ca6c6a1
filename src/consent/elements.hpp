// Elements of a Consent as values.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>

#include <string>
#include <string_view>

namespace phr::consent::detail {

struct coding {
  std::string system;
  std::string code;
};

// What reference text may be compared: Type/id, and whether that type is a set of others.
struct reference_text {
  std::string text;
  bool comparable = false;
  bool names_a_set = false;
};

// Each names its place; errors are located at the value: wrong_type, missing_element, invalid_value.
[[nodiscard]] inline error fail(const fhir::json::value& where, errc code, static_text place) noexcept { return where.locate(error{code}.at(place)); }
// A string that is not empty.
[[nodiscard]] result<std::string> text(const fhir::json::value& from, static_text place);
// Absent: no elements. Each must be an object.
[[nodiscard]] result<void> check_array(const fhir::json::value& array, static_text place);
[[nodiscard]] result<coding> read_coding(const fhir::json::value& from, static_text place);
// The code of a concept in one system; "" where it has none, or has two that differ.
[[nodiscard]] result<std::string> code_in(const fhir::json::value& concept_, std::string_view system, static_text place);
[[nodiscard]] result<reference_text> read_reference(const fhir::json::value& from, static_text place);

}  // namespace phr::consent::detail
