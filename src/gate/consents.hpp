// The adopted consents of the record, compiled.
#pragma once

#include <phr/consent/policy.hpp>

#include "store/reads/consents.hpp"

#include <unordered_set>
#include <vector>

namespace phr::gate {

// Lifetime: as its session. Threads: per-thread. Errors: those of reading the record.
class consents {
 public:
  // Reads them again where the record or a verdict has changed since; true when it did.
  [[nodiscard]] result<bool> refresh(const storage::snapshot& at);
  // As they would be if the newest version of one, or its deletion, were adopted.
  [[nodiscard]] static result<consents> adopting(const storage::snapshot& at, std::int64_t key);

  [[nodiscard]] const std::vector<consent::policy>& policies() const noexcept { return policies_; }
  // A Consent that cannot be read may have denied anything of its patient, so all of that patient is denied to others.
  [[nodiscard]] bool is_unreadable(std::int64_t patient) const noexcept { return any_unreadable_ || unreadable_.contains(patient); }

 private:
  [[nodiscard]] result<void> add(const storage::snapshot& at, std::int64_t key, std::uint32_t version, consent::force with);
  [[nodiscard]] result<void> add(const storage::snapshot& at, const storage::stored_consent& of);

  std::vector<consent::policy> policies_;
  std::unordered_set<std::int64_t> unreadable_;  // keys of patients
  bool any_unreadable_ = false;                  // of a patient that cannot be told
  storage::consents_state as_of_;                // the last state that was seen
};

}  // namespace phr::gate
