// Parts of a resource: _summary and _elements.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/resource_type.hpp>

#include "store/search/query/query.hpp"

#include <string>
#include <string_view>

namespace phr::interactions {

[[nodiscard]] bool is_subset(const storage::query& asked) noexcept;

// The elements that the query asks for, with id, meta and those that must be there; tagged SUBSETTED. Errors: those of JSON.
[[nodiscard]] result<std::string> subset_of(std::string_view json, fhir::resource_type type, const storage::query& asked);

}  // namespace phr::interactions
