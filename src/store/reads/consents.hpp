// The Consents of a record, and what the owner has said of them.
#pragma once

#include "store/records/snapshot.hpp"

#include <vector>

namespace phr::storage {

// A Consent by import says nothing until the owner adopts that version of it (decision D17).
struct stored_consent {
  std::int64_t key = 0;
  std::uint32_t version = 0;   // the newest, a deletion too
  bool deleted = false;
  std::uint32_t adopted = 0;   // the version that the owner wrote or adopted last; 0 for none
  std::uint32_t rejected = 0;  // the version that the owner rejected last; 0 for none

  [[nodiscard]] bool is_pending() const noexcept { return version != adopted && version != rejected && (adopted != 0 || !deleted); }
};

// Every Consent that is there, and those that were adopted and then deleted by an import; in order of first writing.
[[nodiscard]] result<std::vector<stored_consent>> stored_consents(const snapshot& at);

// Changes with every write, and with every verdict.
struct consents_state {
  std::int64_t change = -1;
  std::int64_t verdict = -1;
  friend bool operator==(const consents_state&, const consents_state&) = default;
};
[[nodiscard]] result<consents_state> state_of_consents(const snapshot& at);

// Inside a write transaction: what the owner says of a version. Nothing is left where a Consent was taken away by the owner.
[[nodiscard]] result<bool> consent_waits(database& in, std::int64_t key, std::uint32_t version);
[[nodiscard]] result<void> adopt_consent(database& in, std::int64_t key, std::uint32_t version);
[[nodiscard]] result<void> reject_consent(database& in, std::int64_t key, std::uint32_t version);
[[nodiscard]] result<void> forget_consent(database& in, std::int64_t key);

}  // namespace phr::storage
