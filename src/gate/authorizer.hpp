// From the consents of a record to what one principal may see of it.
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/consent/scope.hpp>
#include <phr/gate/sharing.hpp>

#include "gate/consents.hpp"
#include "store/guard/guarded_snapshot.hpp"

#include <memory>

namespace phr::gate {

// The only maker of authorizations (decision D15). The owner sees everything, anonymous nothing. Anyone else sees what the adopted
// consents of today permit; a patient with a Consent that cannot be read is the owner's alone.
// Lifetime: as its session. Threads: per-thread. Errors: those of reading the consents.
class authorizer {
 public:
  authorizer(access::principal who, access::purpose purpose) : who_(std::move(who)), purpose_(purpose) {}

  // The rows of one moment, by the consents of another: that of `today`.
  [[nodiscard]] result<storage::guarded_snapshot> guard(const storage::snapshot& rows, const storage::snapshot& today, std::int64_t now);
  [[nodiscard]] result<storage::guarded_snapshot> guard(const storage::snapshot& at, std::int64_t now) { return guard(at, at, now); }

  // Why a resource of the type, of these subjects, may be seen or not.
  [[nodiscard]] result<explanation> explain(const storage::snapshot& at, const storage::subject_keys& of, fhir::resource_type type, std::int64_t now);

  // With other consents than those that are adopted, for previews. Forgotten at the next refresh.
  [[nodiscard]] result<storage::guarded_snapshot> guard_by(const storage::snapshot& at, consents of, std::int64_t now);

 private:
  [[nodiscard]] result<void> refresh(const storage::snapshot& today, std::int64_t now);
  [[nodiscard]] result<storage::authorization> compile(const storage::snapshot& at, std::int64_t now);

  access::principal who_;
  access::purpose purpose_;
  consents consents_;
  std::shared_ptr<storage::decisions> made_;
  std::int64_t valid_from_ = 1;  // of `made_`; after valid_until_ at first
  std::int64_t valid_until_ = 0;
};

}  // namespace phr::gate
