#include "store/guard/authorization.hpp"

#include "store/index/subjects.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

fhir::type_set shareable_types() {
  fhir::type_set made;
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    const auto type = static_cast<fhir::resource_type>(number);
    if (is_shareable(type)) made.insert(type);
  }
  return made;
}

}  // namespace

authorization::authorization(permissions permitted) : permitted_(std::move(permitted)) {
  std::erase_if(permitted_, [](const auto& each) { return each.second.empty(); });
  for (const auto& [patient, types] : permitted_) patients_.push_back(patient);
  std::sort(patients_.begin(), patients_.end());
}

fhir::type_set authorization::types(const subject_keys& of) const {
  if (all_) return fhir::type_set::all();
  if (of.closed || permitted_.empty()) return {};
  static const fhir::type_set open = shareable_types();
  fhir::type_set seen = of.patients.empty() ? open : fhir::type_set::all();
  for (const std::int64_t patient : of.patients) {
    const auto known = permitted_.find(patient);
    if (known == permitted_.end()) return {};
    seen &= known->second;
  }
  return seen.covers(of.within) ? seen : fhir::type_set{};
}

}  // namespace phr::storage
