#include "session/gate.hpp"

#include "store/index/extract.hpp"
#include "store/intern/interner.hpp"

#include <phr/consent/decision.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/search_parameter.hpp>

#include <algorithm>

namespace phr::sharing {

namespace {

constexpr std::string_view patient_prefix = "Patient/";

// The principal's references as the consent module takes them, and the purpose's ancestors.
struct asking {
  asking(const access::principal& who, access::purpose purpose, std::int64_t now)
      : actors(who.references().begin(), who.references().end()), wider(purpose) {
    made.actors = actors;
    made.purpose = access::code(purpose);
    made.purpose_ancestors = {wider.data(), wider.size()};
    made.now_us = now;
  }
  std::vector<std::string_view> actors;
  access::purpose_ancestors wider;
  consent::request made;
};

}  // namespace

bool has_patient(fhir::resource_type type) {
  const auto parameters = fhir::search_parameters(type);
  return type == fhir::resource_type::Patient ||
         std::any_of(parameters.begin(), parameters.end(), [&](const auto& each) { return fhir::is_compartment_parameter(type, each.id); });
}

result<void> gate::refresh(const storage::snapshot& at, std::int64_t now) {
  PHR_TRY(const bool changed, consents_.refresh(at));
  if (!changed && valid_from_ <= now && now < valid_until_) return success();
  const asking asked(who_, purpose_, now);
  scope_ = consent::compile_scope(consents_.policies(), asked.made);
  patients_.clear();
  for (std::uint32_t index = 0; index < scope_.patients().size(); ++index) {
    const std::string_view reference = scope_.patients()[index];
    PHR_TRY(const std::int64_t key,
            storage::find_identity(at.in(), fhir::resource_type::Patient, reference.substr(patient_prefix.size())));
    if (key != 0) patients_.emplace(key, index);
  }
  valid_from_ = now;
  valid_until_ = scope_.valid_until();
  return success();
}

bool gate::visible(const std::vector<std::int64_t>& patients, fhir::resource_type type) const {
  if (patients.empty()) return !has_patient(type) && !consents_.has_unreadable() && scope_.visible_without_patient(type);
  return std::all_of(patients.begin(), patients.end(), [&](std::int64_t patient) {
    const auto found = patients_.find(patient);
    return found != patients_.end() && !consents_.is_unreadable(patient) && scope_.visible(found->second, type);
  });
}

result<storage::visibility> gate::open(const storage::snapshot& at, std::int64_t now) {
  if (who_.is_owner()) return storage::visibility{};
  PHR_TRY(refresh(at, now));
  return storage::visibility([this](const std::vector<std::int64_t>& patients, fhir::resource_type type) { return visible(patients, type); });
}

result<bool> gate::permits(const storage::snapshot& at, const record& version, std::int64_t now) {
  if (who_.is_owner()) return true;
  if (version.deleted) return false;
  PHR_TRY(refresh(at, now));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(version.json));
  storage::index_rows rows;
  storage::extract(parsed.root(), version.type, rows);
  std::vector<std::int64_t> patients;
  for (const std::string_view id : rows.patients) {
    PHR_TRY(const std::int64_t key, storage::find_identity(at.in(), fhir::resource_type::Patient, id));
    patients.push_back(key);
  }
  if (version.type == fhir::resource_type::Patient) {
    PHR_TRY(const std::int64_t key, at.key_of(version.type, version.id));
    patients.push_back(key);
  }
  return visible(patients, version.type);
}

result<explanation> gate::explain(const storage::snapshot& at, const std::vector<std::int64_t>& patients, fhir::resource_type type,
                                  std::int64_t now) {
  if (who_.is_owner()) return explanation{true, consent::describe(consent::decision::for_owner(), {})};
  PHR_TRY(refresh(at, now));
  if (patients.empty() && has_patient(type)) return explanation{false, "denied: it names no patient of this record"};
  if (patients.empty() && consents_.has_unreadable()) return explanation{false, "denied: a Consent of this record cannot be read"};
  asking asked(who_, purpose_, now);
  asked.made.type = type;
  explanation made;
  for (std::size_t nth = 0; nth == 0 || nth < patients.size(); ++nth) {
    std::string reference;
    if (!patients.empty()) {
      if (consents_.is_unreadable(patients[nth])) return explanation{false, "denied: a Consent of this patient cannot be read"};
      PHR_TRY(const storage::identity patient, at.identity_of(patients[nth]));
      reference = std::string(patient_prefix) + patient.id;
      asked.made.patient = reference;
    }
    const auto decided = consent::decide(consents_.policies(), asked.made);
    made = {decided.permit, consent::describe(decided, consents_.policies())};
    if (!decided.permit) return made;
  }
  return made;
}

}  // namespace phr::sharing
