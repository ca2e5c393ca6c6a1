// Whether a resource is FHIR R4.
#pragma once

#include <phr/validate/outcome.hpp>

#include <span>
#include <string>
#include <string_view>

namespace phr::fhir {
class any_resource;
}

namespace phr::validate {

class profiles;

struct options {
  // The packages that are known, or none; and the profiles that the resource is to conform to, beside those that its own
  // `meta.profile` names and that are known. One that is asked for and not known is an error.
  const validate::profiles* known = nullptr;
  std::span<const std::string> profiles = {};
  // Whether an extension that no loaded package defines is an error; R4 allows any.
  bool known_extensions_only = false;
  // Whether relative references have to lead to a resource in the same text.
  bool self_contained = false;
  // Whether comments may stand in JSON.
  bool json_comments = false;
  // Whether URLs of example.org and example.com may stand where real ones belong.
  bool example_urls = true;
  // Whether R4's recommendations count, too: that a resource has a narrative (dom-6), a warning.
  bool best_practices = false;
  // Whether a plain text may hold what looks like an HTML tag.
  bool markup_in_text = true;
};

// Checks a resource with all that it contains against R4: cardinality, the formats of primitives, codes of bindings, types
// that references may point to, contained resources, Bundles, narratives, R4's invariants and those of profiles (FHIRPath).
// Threads: any, while nobody changes the resource. Errors: none; what is wrong is in the outcome.
[[nodiscard]] outcome check(const fhir::any_resource& resource, const options& with = {});

// The same for a text, JSON or XML (which begins with '<'): what FHIR does not allow in a text are issues, too, and all
// have line and column. A text that cannot be read at all gives one issue of severity fatal.
[[nodiscard]] outcome check_text(std::string_view text, const options& with = {});

}  // namespace phr::validate
