// What another may see, told to the owner.
#pragma once

#include "gate/door.hpp"

namespace phr::gate {

// Errors: access_denied to anyone but the owner; not_found.
[[nodiscard]] result<std::vector<shared_type>> explain(door& in, const access::principal& who, access::purpose purpose, std::string_view patient);
[[nodiscard]] result<explanation> explain(door& in, const access::principal& who, access::purpose purpose, fhir::resource_type type, std::string_view id);

}  // namespace phr::gate
