// A parameter by its name, with the rows that answer it.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/search_parameter.hpp>

#include "store/sql/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// Lifetime: a value; the parameter is static. Threads: immutable.
struct resolved_parameter {
  const fhir::search_parameter* parameter = nullptr;
  std::vector<std::uint16_t> ids;            // of the rows that answer it
  std::vector<fhir::resource_type> targets;  // that its references may have

  [[nodiscard]] std::string id_list() const;                          // "12,13"
  [[nodiscard]] std::string where(std::string_view column) const;     // "parameter = 12", "parameter IN (12,13)"
  [[nodiscard]] bool may_refer_to(fhir::resource_type type) const;
};

// Errors: unknown_parameter; unsupported for one that R4 has and this version cannot search. `nth` is the ordinal.
[[nodiscard]] result<resolved_parameter> resolve(database& in, fhir::resource_type type, std::string_view name, std::uint64_t ordinal);
[[nodiscard]] resolved_parameter resolved(fhir::resource_type type, const fhir::search_parameter& parameter);

}  // namespace phr::storage
