// The keyed hash chain of the audit trail.
#pragma once

#include <phr/crypto/secret.hpp>
#include <phr/core/progress.hpp>
#include <phr/store/audit.hpp>

#include "store/intern/interner.hpp"
#include "store/records/snapshot.hpp"

#include <array>
#include <string_view>

namespace phr::storage {

// A row before it has a place in the chain.
struct audit_row {
  std::int64_t at = 0;
  std::string actor;
  std::string purpose;
  audit_action action = audit_action::read;
  audit_outcome outcome = audit_outcome::done;
  std::int64_t type = 0;
  std::int64_t resource = 0;  // identity key; where it is 0 and `asked` is an id, the key of the type's resource of that id, there or not
  std::string asked = {};
  std::int64_t count = 0;
  std::int64_t first_change = 0;  // change rows that this operation made, both inclusive; 0 for none
  std::int64_t last_change = 0;
};

// mac(n) = HMAC-SHA-256(audit key, mac(n-1) || every column of row n || SHA-256 of its change rows), mac(0) = zeros.
// Without the key nobody can make a row that fits; a row that is changed, moved, added or taken out of the middle breaks
// every later one. The last row's number and MAC also stand in `setting`, so a cut tail must be cut in two places, and
// `verify` takes a head that was noted elsewhere.
// Lifetime: one write transaction. Threads: per-thread. Errors: those of sql; audit_broken when the head is missing.
class audit_chain {
 public:
  audit_chain(database& in, interner& names, const crypto::secret_key& key) noexcept : in_(in), names_(names), key_(key) {}

  [[nodiscard]] result<void> append(const audit_row& noted);

 private:
  database& in_;
  interner& names_;
  const crypto::secret_key& key_;
};

// Recomputes the whole chain. `expected_head`: a MAC noted earlier that must be in the chain; empty for none.
[[nodiscard]] result<audit_verdict> verify_audit(const snapshot& at, const crypto::secret_key& key, std::string_view expected_head,
                                                 const progress& watch);

// Rows in order, the newest `most` of them.
[[nodiscard]] result<std::vector<audit_entry>> read_audit(const snapshot& at, std::int64_t most);

}  // namespace phr::storage
