// Where a walk through a resource is.
#pragma once

#include <phr/fhir/visit.hpp>

#include <string>

namespace phr::validate {

// An element on the way from the root; the way is a chain on the stack. Lifetime: borrows. Threads: per-thread.
struct place {
  const place* up = nullptr;
  const fhir::node* at = nullptr;
  bool beside = false;  // the Element with the id and extensions of the primitive above

  // "Patient.birthDate.extension[0].url", "Observation.value.ofType(Quantity).code"; resources go by the element they are in.
  [[nodiscard]] std::string path() const;
  // "Patient._birthDate.extension[0].url", "Observation.valueQuantity.code".
  [[nodiscard]] std::string json_path() const;
};

// "valueQuantity" of the element `value` with a Quantity.
[[nodiscard]] std::string json_name(const fhir::node& of);

}  // namespace phr::validate
