#include "gate/authorizer.hpp"

#include <phr/consent/decision.hpp>

namespace phr::gate {

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

explanation denied(const char* why) { return {false, std::string("denied: ") + why}; }

// All types within, and the type itself, one by one.
template <class Each>
result<void> for_types(const fhir::type_set& within, fhir::resource_type type, const Each& each) {
  PHR_TRY(each(type));
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    const auto inner = static_cast<fhir::resource_type>(number);
    if (inner != type && within.contains(inner)) PHR_TRY(each(inner));
  }
  return success();
}

}  // namespace

result<storage::authorization> authorizer::compile(const storage::snapshot& at, std::int64_t now) {
  if (who_.is_owner()) return storage::authorization::all();
  if (who_.kind() == access::principal_kind::anonymous) return storage::authorization::nothing();
  const asking asked(who_, purpose_, now);
  const consent::scope scope = consent::compile_scope(consents_.policies(), asked.made);
  storage::authorization::permissions permitted;
  for (std::uint32_t index = 0; index < scope.patients().size(); ++index) {
    const std::string_view reference = scope.patients()[index];
    PHR_TRY(const std::int64_t key, at.identity_key(fhir::resource_type::Patient, reference.substr(patient_prefix.size())));
    if (key != 0 && !consents_.is_unreadable(key)) permitted.emplace(key, scope.types(index));
  }
  valid_until_ = scope.valid_until();
  return storage::authorization(std::move(permitted));
}

result<void> authorizer::refresh(const storage::snapshot& today, std::int64_t now) {
  if (who_.is_owner()) {
    if (made_ == nullptr) made_ = std::make_shared<storage::decisions>(storage::authorization::all());
    return success();
  }
  PHR_TRY(const bool changed, consents_.refresh(today));
  if (made_ != nullptr && !changed && valid_from_ <= now && now < valid_until_) return success();
  valid_until_ = INT64_MAX;
  PHR_TRY(auto compiled, compile(today, now));
  made_ = std::make_shared<storage::decisions>(std::move(compiled));
  valid_from_ = now;
  return success();
}

result<storage::guarded_snapshot> authorizer::guard(const storage::snapshot& rows, const storage::snapshot& today, std::int64_t now) {
  PHR_TRY(refresh(today, now));
  return storage::guarded_snapshot(rows, made_);
}

result<storage::guarded_snapshot> authorizer::guard_by(const storage::snapshot& at, consents of, std::int64_t now) {
  consents_ = std::move(of);
  PHR_TRY(auto compiled, compile(at, now));
  return storage::guarded_snapshot(at, std::make_shared<storage::decisions>(std::move(compiled)));
}

result<explanation> authorizer::explain(const storage::snapshot& at, const storage::subject_keys& of, fhir::resource_type type, std::int64_t now) {
  if (who_.is_owner()) return explanation{true, consent::describe(consent::decision::for_owner(), {})};
  if (who_.kind() == access::principal_kind::anonymous) return denied("nothing is permitted to whom nobody knows");
  PHR_TRY(refresh(at, now));
  if (of.closed) return denied("it names no patient of this record, or one that cannot be told");
  const auto& by = made_->by;
  if (of.patients.empty()) {
    if (by.patients().empty()) return denied("nothing of this record is permitted");
    if (!by.permits(of, type)) return denied("it is of no patient, and of a type that is not shared");
    return explanation{true, "permitted: of a type that is nobody's record, to whom something is permitted"};
  }
  asking asked(who_, purpose_, now);
  explanation made;
  for (const std::int64_t patient : of.patients) {
    if (consents_.is_unreadable(patient)) return denied("a Consent of this patient cannot be read");
    PHR_TRY(const storage::identity who, at.identity_of(patient));
    const std::string reference = std::string(patient_prefix) + who.id;
    asked.made.patient = reference;
    bool permit = true;
    PHR_TRY(for_types(of.within, type, [&](fhir::resource_type each) -> result<void> {
      if (!permit) return success();
      asked.made.type = each;
      const auto decided = consent::decide(consents_.policies(), asked.made);
      made = {decided.permit, consent::describe(decided, consents_.policies())};
      permit = decided.permit;
      return success();
    }));
    if (!permit) return made;
  }
  return made;
}

}  // namespace phr::gate
