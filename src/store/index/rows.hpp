// What a resource says under each search parameter.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/search_parameter.hpp>

#include <array>
#include <cstdint>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

struct token_row {
  std::uint16_t parameter;
  std::string_view system;  // "" for none: code, string, boolean and ContactPoint have none
  std::string_view code;
};
struct string_row {
  std::uint16_t parameter;
  std::string_view normal;  // as normalize() gives it
  std::string_view original;
};
// Microseconds since 1970 UTC, half open; open ends are far beyond the years that FHIR has.
inline constexpr std::int64_t beginning_of_time = -(std::int64_t{1} << 60);
inline constexpr std::int64_t end_of_time = std::int64_t{1} << 60;
struct date_row {
  std::uint16_t parameter;
  std::int64_t low;
  std::int64_t high;
};
// A resource of this file (type and id), or a URL (type is none).
struct reference_row {
  std::uint16_t parameter;
  fhir::resource_type type;
  std::string_view id;
  std::string_view url;
};
// A reference to a resource that this one contains.
struct inside_row {
  std::uint16_t parameter;
  fhir::resource_type type;
  std::string_view id;  // its name there
};
// A search of `5||mg` means the code or the text of the unit, so a quantity whose two differ has two rows.
struct quantity_row {
  std::uint16_t parameter;
  double value;
  std::string_view system;
  std::string_view code;  // the code, or the unit's text under system ""
};
struct number_row {
  std::uint16_t parameter;
  double value;
};
struct uri_row {
  std::uint16_t parameter;
  std::string_view uri;
};
// What the parts of a composite say of one element; or, under the parameter of an Identifier, the coding of its type and its value.
struct composite_row {
  struct part {
    fhir::search_kind kind = fhir::search_kind::token;  // token, quantity, number, reference or date
    std::string_view system;
    std::string_view code;
    double value = 0;   // of a date: when it begins
    double length = 0;  // of a date; microseconds, exact as those of dates are whole milliseconds
    reference_row target = {};
  };
  std::uint16_t parameter;
  std::array<part, 3> parts;
};

// Of a reference: what it is to, where its text tells.
struct present_element {
  std::uint16_t parameter;
  fhir::resource_type target;
};

// The rows of one resource. Texts borrow from the resource's document or from `held`.
// Lifetime: until `clear` or the document's next parse. Threads: per-thread. Errors: none.
struct index_rows {
  std::vector<token_row> tokens;
  std::vector<string_row> strings;
  std::vector<date_row> dates;
  std::vector<reference_row> references;
  std::vector<inside_row> inside;
  std::vector<quantity_row> quantities;
  std::vector<number_row> numbers;
  std::vector<uri_row> uris;
  std::vector<composite_row> composites;
  std::span<const std::uint16_t> only;     // rows of these parameters alone; empty: of all
  bool with_labels = false;                // whether `labels` are wanted: they have no index
  std::vector<string_row> labels;          // what codes are called: display, text
  std::vector<present_element> present;    // elements that the parameters look at, whether or not they give a row
  fhir::json::value root;                  // the resource, for references to what it contains
  std::vector<std::string_view> patients;  // ids of the patients in whose compartments it is, each once
  std::optional<std::int64_t> happened;    // its moment on a timeline, microseconds since 1970 UTC
  bool is_patient = false;                 // a Patient is in its own compartment
  bool too_many = false;                   // combinations in composites, which have not all been made then
  std::uint32_t malformed = 0;             // values whose form gave no row: a bad date, a wrong JSON type

  void clear() noexcept;
  // The code of the token that stands for a reference to a contained resource of that type: one that no question can name.
  [[nodiscard]] static std::string inside_code(fhir::resource_type type) { return std::string(1, '\0') + std::string(fhir::name(type)); }
  // Keeps a text that was built, at a stable address.
  [[nodiscard]] std::string_view keep(std::string text);

  std::list<std::string> held;
};

}  // namespace phr::storage
