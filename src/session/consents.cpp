#include "session/consents.hpp"

#include <phr/fhir/json.hpp>

namespace phr::sharing {

namespace {

result<std::int64_t> last_change(const storage::snapshot& at) {
  PHR_TRY(auto* select, at.in().use("SELECT coalesce(max(sequence), 0) FROM change"));
  const storage::sql::resetting after(*select);
  PHR_TRY(const bool found, select->step());
  return found ? select->integer(0) : 0;
}

result<std::vector<std::int64_t>> consent_keys(const storage::snapshot& at) {
  PHR_TRY(auto* select, at.in().use("SELECT r.key FROM identity i JOIN resource r ON r.key = i.key WHERE i.type = ?1 ORDER BY r.key"));
  const storage::sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(fhir::resource_type::Consent));
  std::vector<std::int64_t> keys;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

}  // namespace

result<void> consents::add(const storage::snapshot& at, std::int64_t key) {
  PHR_TRY(const record stored, at.current(key));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(stored.json));
  auto compiled = consent::compile(parsed.root());
  if (compiled) {
    if (compiled.assume_value().speaks()) policies_.push_back(std::move(compiled.assume_value()));
    return success();
  }
  PHR_TRY(const auto patients, at.patients_of(key));
  if (patients.empty()) any_unreadable_ = true;
  unreadable_.insert(patients.begin(), patients.end());
  return success();
}

result<bool> consents::refresh(const storage::snapshot& at) {
  PHR_TRY(const std::int64_t last, last_change(at));
  if (last == as_of_) return false;
  policies_.clear();
  unreadable_.clear();
  any_unreadable_ = false;
  as_of_ = -1;
  PHR_TRY(const auto keys, consent_keys(at));
  for (const std::int64_t key : keys) PHR_TRY(add(at, key));
  as_of_ = last;
  return true;
}

}  // namespace phr::sharing
