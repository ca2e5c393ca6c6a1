// What two resources differ in.
#pragma once

#include <phr/fhir/any_resource.hpp>

#include <string>
#include <vector>

namespace phr::fhir {

// One element that is not the same: added where `before` is empty, removed where `after` is. Both are JSON texts.
struct difference {
  std::string path;  // JSON's names and indices: "Patient.name[0].given[1]", "Observation.valueQuantity.value", "Patient._birthDate"
  std::string before;
  std::string after;
  friend bool operator==(const difference&, const difference&) = default;
};

// The differences from `before` to `after`, in the order of the definition, each as deep as it goes. Repetitions are matched by
// their index, since most have no identity: one that is put in first changes all behind it. Two resources of different
// types differ as a whole. No differences: the resources are equal. Threads: any, while nobody changes them.
[[nodiscard]] std::vector<difference> differences(const any_resource& before, const any_resource& after);

}  // namespace phr::fhir
