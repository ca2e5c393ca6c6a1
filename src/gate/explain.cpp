#include "gate/explain.hpp"

#include "store/reads/members.hpp"

namespace phr::gate {

result<std::vector<shared_type>> explain(door& in, const access::principal& who, access::purpose purpose, std::string_view patient) {
  PHR_TRY(in.may(audit_action::explain));
  PHR_TRY(const auto reading, in.engine().read());
  const storage::snapshot at = reading.look();
  authorizer theirs(who, purpose);
  PHR_TRY(const auto guarded, theirs.guard(at, in.now()));
  std::int64_t only = 0;
  if (!patient.empty()) {
    PHR_TRY(only, at.key_of(fhir::resource_type::Patient, patient));
  }
  PHR_TRY(const auto groups, storage::count_members(guarded, only));
  std::vector<shared_type> rows;
  for (const auto& group : groups) {
    storage::subject_keys of;
    std::string id;
    if (group.patient != 0) {
      of.patients.push_back(group.patient);
      PHR_TRY(auto identity, at.identity_of(group.patient));
      id = std::move(identity.id);
    }
    PHR_TRY(auto reason, theirs.explain(at, of, group.type, in.now()));
    rows.push_back({group.type, std::move(id), group.count, group.visible, reason.permit, std::move(reason.why)});
  }
  PHR_TRY(in.note(in.row(audit_action::explain, {}, 0, static_cast<std::int64_t>(rows.size()))));
  return rows;
}

result<explanation> explain(door& in, const access::principal& who, access::purpose purpose, fhir::resource_type type, std::string_view id) {
  PHR_TRY(in.may(audit_action::explain, type));
  PHR_TRY(const auto reading, in.engine().read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t key, at.key_of(type, id));
  PHR_TRY(const record current, at.current(key, type, id));
  PHR_TRY(const auto of, storage::subjects_of_version(at, current));
  authorizer theirs(who, purpose);
  PHR_TRY(auto reason, theirs.explain(at, of, type, in.now()));
  PHR_TRY(in.note(in.row(audit_action::explain, type, key, 1)));
  return reason;
}

}  // namespace phr::gate
