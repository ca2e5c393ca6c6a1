// What a validation found.
#pragma once

#include <phr/fhir/r4/codes.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir::r4 {
struct OperationOutcome;
}

namespace phr::validate {

using severity = fhir::r4::IssueSeverity;
using issue_type = fhir::r4::IssueType;

// One finding. Message and paths are made of names of definitions and of indices; they hold no value of the record.
struct issue {
  validate::severity severity = severity::error;
  issue_type type = issue_type::invalid;
  std::string message;
  std::string path;       // FHIRPath: "Observation.value.ofType(Quantity).code"
  std::string json_path;  // the same as JSON names it: "Observation.valueQuantity.code", "Patient._birthDate.extension[0].url"
  std::string_view rule;  // the key of the constraint ("bdl-7", "ref-1"); "" for none. Static
  std::string profile;    // canonical URL of the profile that says so; "" for R4 itself
  std::uint32_t line = 0;    // from 1; 0 where it is not known
  std::uint32_t column = 0;  // in bytes, from 1
};

// All findings, in the order of the resource. Lifetime: a value. Threads: immutable. Errors: none.
struct outcome {
  std::vector<issue> issues;

  [[nodiscard]] std::size_t count(validate::severity of) const noexcept {
    std::size_t counted = 0;
    for (const issue& each : issues) counted += each.severity == of ? 1 : 0;
    return counted;
  }
  [[nodiscard]] bool is_valid() const noexcept { return count(severity::error) + count(severity::fatal) == 0; }
};

// As FHIR says it: one issue for each, its place in `expression`, line and column in `diagnostics` ("line 12, column 5");
// without findings one of severity information. Include <phr/fhir/r4/operation_outcome.hpp> to use it.
[[nodiscard]] fhir::r4::OperationOutcome to_operation_outcome(const outcome& of);

}  // namespace phr::validate
