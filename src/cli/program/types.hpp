// Resource types as an option that repeats gives them.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/resource_type.hpp>

#include <string>
#include <vector>

namespace phr::cli {

// Errors: unknown_resource_type.
[[nodiscard]] inline result<std::vector<fhir::resource_type>> types_of(const std::vector<std::string>& names, static_text place) {
  std::vector<fhir::resource_type> types;
  for (const std::string& each : names) {
    const auto type = fhir::resource_type_named(each);
    if (!type) return error{errc::unknown_resource_type}.at(place);
    types.push_back(*type);
  }
  return types;
}

}  // namespace phr::cli
