#include "gate/adoption.hpp"

#include <phr/fhir/json.hpp>

#include "fhir/summary/summary.hpp"
#include "store/reads/members.hpp"

#include <algorithm>
#include <map>

namespace phr::gate {

namespace {

using fhir::resource_type;

// Somebody whom no rule names by reference.
constexpr std::string_view nobody_named = "Practitioner/-";

result<pending_consent> described(const storage::snapshot& at, const storage::stored_consent& of) {
  pending_consent made;
  PHR_TRY(const storage::identity who, at.identity_of(of.key));
  made.id = who.id;
  made.version = of.version;
  made.deleted = of.deleted;
  made.adopted = of.adopted;
  PHR_TRY(const record text, at.version(of.key, of.deleted ? of.adopted : of.version));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(text.json));
  const fhir::json::value root = parsed.root();
  made.title = summary::concept_text(root["category"].at(0));
  if (made.title.empty()) made.title = summary::concept_text(root["scope"]);
  PHR_TRY(const storage::subject_keys subjects, storage::subjects_of_version(at, text));
  if (subjects.patients.size() == 1) {
    PHR_TRY(const storage::identity patient, at.identity_of(subjects.patients.front()));
    made.patient = patient.id;
  }
  const auto compiled = consent::compile(root);
  made.readable = static_cast<bool>(compiled);
  if (compiled) made.unsure = static_cast<std::uint32_t>(compiled.value().unsure_count());
  return made;
}

result<storage::stored_consent> pending(const storage::snapshot& at, std::string_view id) {
  PHR_TRY(const std::int64_t key, at.identity_key(resource_type::Consent, id));
  PHR_TRY(const auto all, storage::stored_consents(at));
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.key == key; });
  if (key == 0 || found == all.end() || !found->is_pending()) return error{errc::not_found}.at("a Consent that is pending");
  return *found;
}

// Whom a change could concern, and for what purposes.
struct spoken_of {
  std::vector<std::string> principals;
  std::vector<access::purpose> purposes;
};

void add_from(spoken_of& to, const consent::policy& from) {
  const auto actors = from.actors();
  to.principals.insert(to.principals.end(), actors.begin(), actors.end());
  for (const std::string& code : from.purposes()) {
    if (const auto purpose = access::parse_purpose(code)) to.purposes.push_back(purpose.value());
  }
}

std::string patient_of(const fhir::json::value& consent) {
  std::string scratch;
  return std::string(consent["patient"]["reference"].text(scratch));
}

// Of one version, where it speaks of that patient; of any, with "". Gives the patient that it speaks of.
result<std::string> add_version(spoken_of& to, const storage::snapshot& at, std::int64_t key, std::uint32_t version, const std::string& patient) {
  const auto text = at.version(key, version);
  if (!text) return std::string();
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(text.value().json));
  std::string spoken = patient_of(parsed.root());
  const auto compiled = consent::compile(parsed.root());
  if (compiled && (patient.empty() || spoken == patient)) add_from(to, compiled.value());
  return spoken;
}

template <class T>
void sort_out(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

// Those whom the Consent names; those whom the patient's others name, from whom it may take something; and somebody whom none names. What is
// done for treatment is asked always, for a rule without a purpose is about every one.
result<spoken_of> spoken_of_by(const storage::snapshot& at, const storage::stored_consent& of) {
  spoken_of made;
  made.principals.emplace_back();
  made.purposes.push_back(access::purpose::treatment);
  std::string patient;
  for (const std::uint32_t version : {of.adopted, of.deleted ? 0 : of.version}) {
    if (version == 0) continue;
    PHR_TRY(patient, add_version(made, at, of.key, version, {}));
  }
  PHR_TRY(const auto all, storage::stored_consents(at));
  for (const auto& each : all) {
    if (each.key != of.key && each.adopted != 0 && !patient.empty()) PHR_TRY(add_version(made, at, each.key, each.adopted, patient));
  }
  sort_out(made.principals);
  sort_out(made.purposes);
  return made;
}

// One that stands for a reference of a rule: itself, or a member of the group or care team. nullopt for what nobody can be.
std::optional<access::principal> principal_of(const std::string& reference) {
  const auto stranger = access::practitioner(nobody_named);
  if (reference.empty()) return stranger ? std::optional(stranger.value()) : std::nullopt;
  const auto made = access::parse_principal(reference);
  if (made) return made.value();
  const auto member = stranger ? stranger.value().acting_for(reference) : stranger;
  return member ? std::optional(member.value()) : std::nullopt;
}

result<std::map<resource_type, std::uint64_t>> visible_by_type(const storage::guarded_snapshot& at) {
  std::map<resource_type, std::uint64_t> made;
  PHR_TRY(const auto groups, storage::count_visible(at));
  for (const auto& each : groups) made[each.type] = each.count;
  return made;
}

result<void> decide(door& in, std::string_view id, std::uint32_t version, audit_action action) {
  PHR_TRY(in.may(action, resource_type::Consent));
  PHR_TRY(auto writing, in.engine().write());
  storage::unit& work = writing.work();
  PHR_TRY(const storage::snapshot at, work.look());
  PHR_TRY(const auto of, pending(at, id));
  if (of.version != version) return error{errc::version_conflict}.at("the Consent").nth(of.version);
  if (action == audit_action::reject) {
    PHR_TRY(work.reject_consent(of.key, version));
  } else if (of.deleted) {
    PHR_TRY(work.forget_consent(of.key));
  } else {
    PHR_TRY(work.adopt_consent(of.key, version));
  }
  return writing.commit(in.row(action, resource_type::Consent, of.key, 1));
}

}  // namespace

result<std::vector<pending_consent>> pending_consents(door& in) {
  PHR_TRY(in.may(audit_action::explain, resource_type::Consent));
  PHR_TRY(const auto reading, in.engine().read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const auto all, storage::stored_consents(at));
  std::vector<pending_consent> made;
  for (const auto& each : all) {
    if (!each.is_pending()) continue;
    PHR_TRY(made.emplace_back(), described(at, each));
  }
  PHR_TRY(in.note(in.row(audit_action::explain, resource_type::Consent, 0, static_cast<std::int64_t>(made.size()))));
  return made;
}

result<std::vector<consent_effect>> preview_consent(door& in, std::string_view id) {
  PHR_TRY(in.may(audit_action::explain, resource_type::Consent));
  PHR_TRY(const auto reading, in.engine().read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const auto of, pending(at, id));
  PHR_TRY(const auto named, spoken_of_by(at, of));
  std::vector<consent_effect> made;
  for (const std::string& reference : named.principals) {
    const auto who = principal_of(reference);
    if (!who) continue;
    for (const access::purpose purpose : named.purposes) {
      authorizer now(*who, purpose);
      PHR_TRY(const auto seen_now, now.guard(at, in.now()));
      PHR_TRY(const auto before, visible_by_type(seen_now));
      PHR_TRY(auto changed, consents::adopting(at, of.key));
      authorizer then(*who, purpose);
      PHR_TRY(const auto seen_then, then.guard_by(at, std::move(changed), in.now()));
      PHR_TRY(const auto after, visible_by_type(seen_then));
      for (int number = 1; number <= fhir::resource_type_count; ++number) {
        const auto type = static_cast<resource_type>(number);
        const auto count = [&](const auto& of_all) { return of_all.contains(type) ? of_all.at(type) : 0; };
        if (count(before) != count(after)) made.push_back({reference, purpose, type, count(before), count(after)});
      }
    }
  }
  PHR_TRY(in.note(in.row(audit_action::explain, resource_type::Consent, of.key, static_cast<std::int64_t>(made.size()))));
  return made;
}

result<void> adopt_consent(door& in, std::string_view id, std::uint32_t version) { return decide(in, id, version, audit_action::adopt); }
result<void> reject_consent(door& in, std::string_view id, std::uint32_t version) { return decide(in, id, version, audit_action::reject); }

}  // namespace phr::gate
