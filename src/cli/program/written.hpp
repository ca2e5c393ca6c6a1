// What a write did, for people and for scripts.
#pragma once

#include <phr/core/result.hpp>
#include <phr/store/record.hpp>

#include <string>

namespace phr::cli {

// "created", "updated", ...
[[nodiscard]] const char* name_of(write_kind kind) noexcept;
// "Patient/p". The type alone where there is no id.
[[nodiscard]] std::string reference_to(fhir::resource_type type, const std::string& id);

// One line: "Patient/p, version 2: updated", or a JSON object.
[[nodiscard]] result<void> print_written(const write_report& done, bool as_json);

}  // namespace phr::cli
