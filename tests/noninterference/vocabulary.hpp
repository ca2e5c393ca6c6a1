// The few values that records and questions share, so that questions find something.
#pragma once

#include "noninterference/dice.hpp"

#include <string>
#include <string_view>

namespace phr::twins {

// Whose values: all records', or also those that only hidden records have in one twin.
enum class flavour : int { common = 0, hidden = 1, other = 2 };

struct code {
  std::string_view system;
  std::string_view value;
  std::string_view display;
};

[[nodiscard]] const code& code_of(dice& by, flavour taste);
[[nodiscard]] std::string_view word_of(dice& by, flavour taste);
[[nodiscard]] std::string_view family_of(dice& by, flavour taste);
[[nodiscard]] std::string_view number_of(dice& by, flavour taste);
[[nodiscard]] std::string_view unit_of(dice& by);
[[nodiscard]] std::string_view day_of(dice& by, flavour taste);     // 2020-03-14
[[nodiscard]] std::string_view date_of(dice& by, flavour taste);    // 2020, 2020-03, a day or a moment of one
[[nodiscard]] std::string_view moment_of(dice& by, flavour taste);  // 2020-03-14T08:30:00Z
[[nodiscard]] std::string_view uri_of(dice& by, flavour taste);
[[nodiscard]] std::string_view serial_of(dice& by, flavour taste);  // of identifiers

// A value of what also those of one twin have for any taste: for questions.
[[nodiscard]] flavour any_flavour(dice& by);

inline constexpr std::string_view term_urls = "http://example.org/one|urn:oid:1.2.3";  // of value sets: few, so that several have one
inline constexpr std::string_view identifier_system = "urn:ids";
inline constexpr std::string_view ucum_system = "http://unitsofmeasure.org";

}  // namespace phr::twins
