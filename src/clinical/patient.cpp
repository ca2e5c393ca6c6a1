#include "clinical/patient.hpp"

#include "store/reads/members.hpp"

namespace phr::clinical {

result<asked_patient> patient_asked_for(const storage::guarded_snapshot& at, const std::string& id) {
  PHR_TRY(const std::int64_t key, storage::patient_asked_for(at, id));
  return asked_patient{key, id};
}

result<void> note_reading(const gate::door& in, audit_action action, const asked_patient& patient, std::size_t count) {
  auto row = in.row(action, fhir::resource_type::Patient, patient.key, static_cast<std::int64_t>(count));
  row.asked = patient.id;
  return in.note(std::move(row));
}

}  // namespace phr::clinical
