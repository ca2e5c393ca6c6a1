// The array puller beside the parser that reads a text as a whole.
#pragma once

#include "fhir/json/array_puller.hpp"

#include <optional>
#include <string>
#include <vector>

namespace phr::fuzz {

// What a reading found: each member of the root and each element of its `entry`, as written; or why not.
struct pulled {
  bool opened = false;
  std::vector<std::string> elements;
  std::optional<error> why;
};

// `from` gives the text in pieces of any size. Every element is parsed, as whoever pulls has to.
inline pulled pull(input::reader& from, const fhir::json::limits& most) {
  pulled made;
  fhir::json::array_puller in(from, "entry", most);
  const auto opened = in.open(SIZE_MAX);
  if (!opened || !opened.value()) return made;
  made.opened = true;
  fhir::json::document parsed;
  for (;;) {
    const auto element = in.next();
    if (!element) {
      made.why = element.error();
      return made;
    }
    if (!element.value()) return made;
    if (const auto inside = parsed.parse(element.value()->text, in.inside()); !inside) {
      made.why = fhir::json::placed(inside.error(), element.value()->place);
      return made;
    }
    made.elements.emplace_back(parsed.root().source());
  }
}

// Whether that is what the parser says of all of the text: the same elements, or an error where it has one. Where a text has several defects, the
// parser looks for bad bytes and open strings before all else, so that its error may be another one.
inline bool agrees(const pulled& found, std::string_view text, const fhir::json::limits& most) {
  if (!found.opened) return true;
  fhir::json::document parsed;
  const auto whole = parsed.parse(text, most);
  if (static_cast<bool>(whole) == found.why.has_value()) return false;
  if (!whole) return found.why->line() != 0 && found.why->column() != 0;
  const fhir::json::value entry = parsed.root()["entry"];
  if (entry.size() != found.elements.size()) return false;
  std::size_t nth = 0;
  for (const fhir::json::value each : entry.elements()) {
    if (each.source() != found.elements[nth++]) return false;
  }
  return true;
}

}  // namespace phr::fuzz
