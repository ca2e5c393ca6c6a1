// All that one principal may see for one purpose at one time.
#pragma once

#include <phr/consent/decision.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::consent {

// The decisions for every patient and type, made at once, so that a query asks a bit. Patients of whom nothing is
// visible are not in it. visible(find(p), t) is what decide() says of patient p and type t.
// Lifetime: owns all. Threads: immutable but for assignment. Errors: none.
class scope {
 public:
  static constexpr std::uint32_t no_patient = 0xFFFFFFFF;

  scope() noexcept = default;  // nothing is visible
  // The owner's: everything is.
  [[nodiscard]] static scope everything() noexcept;

  [[nodiscard]] bool is_everything() const noexcept { return everything_; }
  // Sorted by text.
  [[nodiscard]] std::span<const std::string> patients() const noexcept { return patients_; }
  // The index of "Patient/x" in patients(), or no_patient.
  [[nodiscard]] std::uint32_t find(std::string_view patient) const noexcept;

  [[nodiscard]] bool visible(std::uint32_t patient_index, fhir::resource_type type) const noexcept {
    return everything_ || (patient_index < types_.size() && types_[patient_index].contains(type));
  }
  [[nodiscard]] bool visible(std::string_view patient, fhir::resource_type type) const noexcept {
    return everything_ || visible(find(patient), type);
  }
  // Of a resource that is of no patient.
  [[nodiscard]] bool visible_without_patient(fhir::resource_type type) const noexcept {
    return everything_ || without_patient_.contains(type);
  }
  [[nodiscard]] type_set types(std::uint32_t patient_index) const noexcept;
  [[nodiscard]] type_set types_without_patient() const noexcept;

  // The first time after `now` at which a period begins or ends, so that the scope may be another.
  [[nodiscard]] std::int64_t valid_until() const noexcept { return valid_until_; }

 private:
  friend scope compile_scope(std::span<const policy> policies, const request& asked);
  std::vector<std::string> patients_;
  std::vector<type_set> types_;
  type_set without_patient_;
  std::int64_t valid_until_ = INT64_MAX;
  bool everything_ = false;
};

// `patient` and `type` of the request are not read.
[[nodiscard]] scope compile_scope(std::span<const policy> policies, const request& asked);

}  // namespace phr::consent
