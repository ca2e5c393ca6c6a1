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

}  // namespace phr::validate
