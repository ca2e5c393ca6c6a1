// What a principal may see: the record's consents, compiled for one session at one moment.
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/consent/scope.hpp>
#include <phr/session/sharing.hpp>

#include "session/consents.hpp"
#include "store/search/answer/search.hpp"

#include <unordered_map>
#include <vector>

namespace phr::sharing {

// The owner sees everything. Anyone else sees a resource when consent permits its type for every patient in whose
// compartment it is. One of a type that has a patient (Observation) but without any patient of this record, and one
// whose patient has an unreadable Consent, is the owner's alone. Types that have no patient (Practitioner) are visible when one
// consent permits them and none denies them.
// Lifetime: as its session. Threads: per-thread. Errors: those of reading the consents.
class gate {
 public:
  gate(access::principal who, access::purpose purpose) : who_(std::move(who)), purpose_(purpose) {}

  // For searches and reads of one snapshot; empty (everything is visible) for the owner. Valid until the next call.
  [[nodiscard]] result<storage::visibility> open(const storage::snapshot& at, std::int64_t now);

  // Whether this version may be seen, by the patients that it names itself: a version now corrected may have been of
  // another patient. A deletion names nobody and is the owner's.
  [[nodiscard]] result<bool> permits(const storage::snapshot& at, const record& version, std::int64_t now);

  // Why; `patients` are keys.
  [[nodiscard]] result<explanation> explain(const storage::snapshot& at, const std::vector<std::int64_t>& patients,
                                            fhir::resource_type type, std::int64_t now);

 private:
  [[nodiscard]] result<void> refresh(const storage::snapshot& at, std::int64_t now);
  [[nodiscard]] bool visible(const std::vector<std::int64_t>& patients, fhir::resource_type type) const;

  access::principal who_;
  access::purpose purpose_;
  consents consents_;
  consent::scope scope_;
  std::unordered_map<std::int64_t, std::uint32_t> patients_;  // key to index in the scope
  std::int64_t valid_from_ = 1;                               // of the scope; after valid_until_ at first
  std::int64_t valid_until_ = 0;
};

// Whether a resource of the type is of a patient where its elements say so.
[[nodiscard]] bool has_patient(fhir::resource_type type);

}  // namespace phr::sharing
