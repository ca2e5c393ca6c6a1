// A resource in a few words, for tables.
#pragma once

#include <phr/core/result.hpp>

#include <string>
#include <string_view>

namespace phr {

struct resource_summary {
  std::string title;  // the text or display of what it is about: its code, type, vaccine, medication or name; "" for none
  std::string value;  // of an Observation: "5.4 mmol/L", "120/80 mmHg"; "" otherwise
  std::string when;   // the date that puts it on a timeline, as written: "2020-05"; "" for none
};

// Of any resource as JSON. Errors: those of JSON; unknown_resource_type.
[[nodiscard]] result<resource_summary> summarize(std::string_view json);

}  // namespace phr
