// What references in a text lead to in the same text.
#pragma once

#include "validate/checker.hpp"

#include <string_view>

namespace phr::validate {

// The id of a resource; "" for none.
[[nodiscard]] std::string_view id_of(const fhir::node& resource);

// The contained resource with that id; no node where there is none.
[[nodiscard]] fhir::node contained_with(const fhir::node& resource, std::string_view id);

// The resource that "#id" in `in` is looked up in: contained resources contain none themselves.
[[nodiscard]] const home& container_of(const home& in) noexcept;

// The closest resource around `in`, or itself, that stands in an entry of a Bundle; nullptr where there is none.
[[nodiscard]] const home* entry_of(const home& in) noexcept;

// What a reference means: a contained resource, or one in an entry of the Bundle around; no node where it leads elsewhere.
[[nodiscard]] fhir::node resolve(std::string_view reference, const home& in);

}  // namespace phr::validate
