// What another may see, told to the owner.
#include <phr/session/sharing.hpp>

#include "session/state.hpp"

#include <algorithm>
#include <map>

namespace phr {

namespace {

struct counted {
  std::uint64_t count = 0;
  std::uint64_t visible = 0;
};
using groups = std::map<std::pair<std::int64_t, fhir::resource_type>, counted>;  // by patient key, 0 for none, and type

result<void> count_of_patients(const storage::snapshot& at, const storage::visibility& visible, std::int64_t only, groups& into) {
  PHR_TRY(auto rows, at.in().on().prepare("SELECT DISTINCT c.patient, i.type, c.resource FROM compartment c JOIN identity i ON i.key = c.resource "
                                          "WHERE ?1 = 0 OR c.patient = ?1"));
  rows.bind(1, only);
  for (;;) {
    PHR_TRY(const bool more, rows.step());
    if (!more) return success();
    const auto type = static_cast<fhir::resource_type>(rows.integer(1));
    counted& group = into[{rows.integer(0), type}];
    ++group.count;
    if (visible) {
      PHR_TRY(const auto patients, at.patients_of(rows.integer(2)));
      if (!visible(patients, type)) continue;
    }
    ++group.visible;
  }
}

result<void> count_without_patient(const storage::snapshot& at, const storage::visibility& visible, groups& into) {
  PHR_TRY(auto rows, at.in().on().prepare("SELECT i.type, count(*) FROM resource r JOIN identity i ON i.key = r.key "
                                          "WHERE r.key NOT IN (SELECT resource FROM compartment) GROUP BY i.type"));
  for (;;) {
    PHR_TRY(const bool more, rows.step());
    if (!more) return success();
    const auto type = static_cast<fhir::resource_type>(rows.integer(0));
    const auto count = static_cast<std::uint64_t>(rows.integer(1));
    into[{0, type}] = {count, !visible || visible({}, type) ? count : 0};
  }
}

}  // namespace

result<std::vector<shared_type>> session::explain(const access::principal& who, access::purpose purpose, std::string_view patient) {
  PHR_TRY(state_->owner_only(audit_action::explain));
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  const std::int64_t now = state_->options.now;
  sharing::gate theirs(who, purpose);
  PHR_TRY(const auto visible, theirs.open(at, now));
  std::int64_t only = 0;
  if (!patient.empty()) {
    PHR_TRY(only, at.key_of(fhir::resource_type::Patient, patient));
  }
  groups found;
  PHR_TRY(count_of_patients(at, visible, only, found));
  if (only == 0) PHR_TRY(count_without_patient(at, visible, found));
  std::vector<shared_type> rows;
  for (const auto& [group, counts] : found) {
    const auto [key, type] = group;
    std::vector<std::int64_t> patients;
    std::string id;
    if (key != 0) {
      patients.push_back(key);
      PHR_TRY(auto identity, at.identity_of(key));
      id = std::move(identity.id);
    }
    PHR_TRY(auto reason, theirs.explain(at, patients, type, now));
    rows.push_back({type, std::move(id), counts.count, counts.visible, reason.permit, std::move(reason.why)});
  }
  auto row = state_->row(audit_action::explain);
  row.count = static_cast<std::int64_t>(rows.size());
  PHR_TRY(state_->note(std::move(row)));
  return rows;
}

result<explanation> session::explain(const access::principal& who, access::purpose purpose, fhir::resource_type type, std::string_view id) {
  PHR_TRY(state_->owner_only(audit_action::explain));
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t key, at.key_of(type, id));
  PHR_TRY(const auto patients, at.patients_of(key));
  sharing::gate theirs(who, purpose);
  PHR_TRY(auto reason, theirs.explain(at, patients, type, state_->options.now));
  auto row = state_->row(audit_action::explain);
  row.type = static_cast<std::int64_t>(type);
  row.resource = key;
  row.count = 1;
  PHR_TRY(state_->note(std::move(row)));
  return reason;
}

}  // namespace phr
