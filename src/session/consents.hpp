// The consents that stand in the record, compiled.
#pragma once

#include <phr/consent/policy.hpp>

#include "store/records/snapshot.hpp"

#include <unordered_set>
#include <vector>

namespace phr::sharing {

// Lifetime: as its session. Threads: per-thread. Errors: those of reading the record.
class consents {
 public:
  // Reads them again where the record has changed since; true when it did.
  [[nodiscard]] result<bool> refresh(const storage::snapshot& at);

  [[nodiscard]] const std::vector<consent::policy>& policies() const noexcept { return policies_; }
  // A Consent that cannot be read may have denied anything of its patient, so all of that patient is denied to others.
  [[nodiscard]] bool is_unreadable(std::int64_t patient) const noexcept { return any_unreadable_ || unreadable_.contains(patient); }
  [[nodiscard]] bool has_unreadable() const noexcept { return any_unreadable_ || !unreadable_.empty(); }

 private:
  result<void> add(const storage::snapshot& at, std::int64_t key);

  std::vector<consent::policy> policies_;
  std::unordered_set<std::int64_t> unreadable_;  // keys of patients
  bool any_unreadable_ = false;                  // of a patient that cannot be told
  std::int64_t as_of_ = -1;                      // the last change that was seen
};

}  // namespace phr::sharing
