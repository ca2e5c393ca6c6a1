#include "session/patient.hpp"

namespace phr {

result<std::int64_t> patient_key(const storage::snapshot& at, const std::string& id) {
  if (!id.empty()) return at.key_of(fhir::resource_type::Patient, id);
  PHR_TRY(auto* select, at.in().use("SELECT r.key FROM identity i JOIN resource r ON r.key = i.key WHERE i.type = ?1 LIMIT 2"));
  const storage::sql::resetting after(*select);
  PHR_TRY(const bool one, select->bind(1, static_cast<std::int64_t>(fhir::resource_type::Patient)).step());
  if (!one) return error{errc::not_found}.at("a patient");
  const std::int64_t key = select->integer(0);
  PHR_TRY(const bool several, select->step());
  if (several) return error{errc::ambiguous_match}.at("the patient: name one, the record has several");
  return key;
}

}  // namespace phr
