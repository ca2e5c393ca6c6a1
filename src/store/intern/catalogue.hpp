// The search parameters of a store's own, by type and name.
#pragma once

#include "store/index/custom.hpp"
#include "store/records/snapshot.hpp"
#include "store/sql/access.hpp"

#include <string_view>
#include <vector>

namespace phr::storage {

// Those of a type, compiled once for each connection. Borrowed from the database.
[[nodiscard]] result<std::vector<const custom_parameter*>> custom_parameters(database& in, fhir::resource_type type);
[[nodiscard]] inline result<std::vector<const custom_parameter*>> custom_parameters(const snapshot& at, fhir::resource_type type) {
  return custom_parameters(sql_of(at), type);
}
// nullptr where the type has no such parameter of the store's own.
[[nodiscard]] result<const custom_parameter*> find_custom_parameter(database& in, fhir::resource_type type, std::string_view code);

}  // namespace phr::storage
