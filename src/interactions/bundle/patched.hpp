// A resource changed by a JSON Patch or a FHIRPath Patch.
#pragma once

#include <phr/fhir/json.hpp>

#include "store/records/unit.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace phr::bundles {

struct patch_target {
  fhir::resource_type type = {};
  std::string_view id;
  std::optional<std::uint32_t> expected;  // If-Match
};

// Reads the resource, changes it by `description` (a JSON Patch's array, or Parameters of a FHIRPath Patch) and puts it back. A patch
// that changes nothing makes no version; of a Consent that waits to be adopted, it waits as well. Errors: not_found, gone, version_conflict; those of phr/patch; invalid_value
// where it changes the id; those of unit.
[[nodiscard]] result<write_report> patch_record(storage::unit& work, const patch_target& target, std::string_view description,
                                                const storage::reference_map& references, std::int64_t now);

// The description that stands in an entry of a Bundle: Parameters as they are, or the data of a Binary of type
// application/json-patch+json. Errors: wrong_type, missing_element, invalid_value.
[[nodiscard]] result<std::string> patch_of(const fhir::json::value& resource);

}  // namespace phr::bundles
