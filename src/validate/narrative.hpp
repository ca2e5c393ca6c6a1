// What the narrative of a resource may hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phr::validate {

struct narrative_fault {
  std::string_view rule;  // "txt-1", "txt-2"; "" for what no constraint names. Static
  std::string message;
};

// Checks the text of a div against https://hl7.org/fhir/R4/narrative.html#xhtml: one well-formed div in XHTML's namespace, no entities but
// XML's own, only the elements and attributes of HTML 4.0's chapters 7 to 11 and 15 without scripts, forms, frames, event
// attributes or style sheets from elsewhere; some content; links to schemes that a browser follows. Each fault once.
[[nodiscard]] std::vector<narrative_fault> check_narrative(std::string_view div);

// The languages of the sections of a div: of the divs right in it that have one, by lang or xml:lang.
[[nodiscard]] std::vector<std::string> narrative_languages(std::string_view div);

// Whether all that is right in a div says where it comes from, by one of the classes boilerplate, generated and original.
[[nodiscard]] bool narrative_has_sources(std::string_view div);

// How many elements of a div have that id.
[[nodiscard]] std::size_t count_of_id(std::string_view div, std::string_view id);

}  // namespace phr::validate
