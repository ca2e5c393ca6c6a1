// Where the elements that an expression found stand in what it was evaluated on.
#pragma once

#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phr::fhirpath {

// From an element to one of its children, as JSON names it: "valueQuantity", "given" and 1.
struct place_step {
  std::string name;
  std::int64_t index = -1;  // in what repeats, from 0
  bool primitive = false;   // what is below it, an id or extensions, stands beside it: below "_given"
  friend bool operator==(const place_step&, const place_step&) = default;
};

// The way from a root to an element; no steps for the root itself. Lifetime: owns. Threads: immutable. Errors: none.
struct place {
  std::vector<place_step> steps;

  // As a JSON Pointer (RFC 6901): "/name/0/given/1", "/_birthDate/extension/0", "".
  [[nodiscard]] std::string pointer() const;
  friend bool operator==(const place&, const place&) = default;
};

// Where items stand in `root`, an element of a model or of a JSON text, by one walk through it. In their order; nullopt for what is
// no element of it: a value that was computed, what %factory made, an element of another resource.
[[nodiscard]] std::vector<std::optional<place>> places_of(std::span<const value> items, const value& root);

}  // namespace phr::fhirpath
