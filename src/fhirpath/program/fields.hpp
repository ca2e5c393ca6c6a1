// Which field a name stands for, in every structure at once.
#pragma once

#include <phr/fhir/structure.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace phr::fhirpath {

// The field of a name in one structure. `choice` is 0, or the alternative from 1 where the name is one of JSON's ("valueQuantity").
struct field_place {
  const fhir::structure* type;
  std::uint16_t field;
  std::uint8_t choice;
};

// The fields of a name in all structures that have it, sorted by structure; empty for a name of none. Static.
[[nodiscard]] std::span<const field_place> fields_named(std::string_view name);

// The one of a structure, or nullptr.
[[nodiscard]] inline const field_place* find_field(std::span<const field_place> all, const fhir::structure* type) noexcept {
  std::size_t low = 0;
  for (std::size_t size = all.size(); size > 1;) {
    const std::size_t half = size / 2;
    low += all[low + half].type <= type ? half : 0;
    size -= half;
  }
  return low < all.size() && all[low].type == type ? &all[low] : nullptr;
}

// A resource, data type or backbone element by FHIR's name ("Patient", "Observation.component", "HumanName"), or nullptr.
[[nodiscard]] const fhir::structure* structure_named(std::string_view name);

}  // namespace phr::fhirpath
