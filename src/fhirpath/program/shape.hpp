// What types the items of a node can have.
#pragma once

#include "fhirpath/program/type_test.hpp"

#include <string>
#include <vector>

namespace phr::fhirpath {

// Structures, primitive types and FHIRPath's own types; `any` where nothing is known.
// Lifetime: a value; structures are static. Threads: per-thread. Errors: none.
struct shape {
  bool any = false;
  bool ordered = true;
  std::uint32_t kinds = 0;    // of primitives, by element_kind
  std::uint16_t systems = 0;  // by alternative of `value`
  std::vector<const fhir::structure*> structures;

  [[nodiscard]] static shape anything() { return {.any = true, .ordered = true, .kinds = 0, .systems = 0, .structures = {}}; }
  [[nodiscard]] static shape system(std::size_t alternative) { return {.any = false, .ordered = true, .kinds = 0, .systems = static_cast<std::uint16_t>(1U << alternative), .structures = {}}; }
  [[nodiscard]] static shape of(const fhir::structure& type) { return {.any = false, .ordered = true, .kinds = 0, .systems = 0, .structures = {&type}}; }

  [[nodiscard]] bool nothing() const noexcept { return !any && kinds == 0 && systems == 0 && structures.empty(); }
  void add(const shape& other);
  void add(const fhir::structure& type);
  void add(const fhir::field& field, std::uint8_t choice);  // what a field can hold
  // Those that are of a type; where nothing is known, the type itself.
  [[nodiscard]] shape filtered(const type_test& type) const;
  [[nodiscard]] std::string text() const;  // "HumanName", "string or code", "anything"
};

}  // namespace phr::fhirpath
