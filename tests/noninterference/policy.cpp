#include "noninterference/policy.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace phr::twins {

namespace {

const type_names& every_type() {
  static const type_names all = [] {
    type_names made;
    for (const form& each : forms()) made.emplace(each.type);
    made.emplace("Consent");
    return made;
  }();
  return all;
}

type_names some_types(dice& by, int percent) {
  type_names some;
  for (const std::string& each : every_type()) {
    if (by.chance(percent)) some.insert(each);
  }
  return some;
}

type_names without(const type_names& all, const type_names& some) {
  type_names rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(rest, rest.end()), std::less<>());
  return rest;
}

std::string coding(std::string_view system, std::string_view value) { return R"({"system":")" + std::string(system) + R"(","code":")" + std::string(value) + "\"}"; }

std::string classes(const type_names& types) {
  std::string list;
  for (const std::string& each : types) list += (list.empty() ? "" : ",") + coding("http://hl7.org/fhir/resource-types", each);
  return ",\"class\":[" + list + "]";
}

std::string actor(std::string_view reference) {
  return R"(,"actor":[{"role":{"coding":[)" + coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP") + R"(]},"reference":{"reference":")" + std::string(reference) + "\"}}]";
}

std::string purposes(access::purpose why) { return ",\"purpose\":[" + coding(access::purpose_system, access::code(why)) + "]"; }

std::string rule(std::string_view type, const std::string& rest, const std::vector<std::string>& exceptions = {}) {
  std::string made = R"({"type":")" + std::string(type) + "\"" + rest;
  std::string list;
  for (const std::string& each : exceptions) list += (list.empty() ? "" : ",") + each;
  if (!list.empty()) made += ",\"provision\":[" + list + "]";
  return made + "}";
}

constexpr std::string_view lasting = R"(,"period":{"start":"2020-01-01","end":"2031"})";
constexpr std::string_view over = R"(,"period":{"start":"2019","end":"2023-06-01"})";
constexpr std::string_view to_come = R"(,"period":{"start":"2024-06-01"})";

}  // namespace

policy::policy(dice& by, std::size_t patients) {
  choose_principal(by);
  for (std::size_t nth = 0; nth < patients; ++nth) patients_.push_back("p" + std::to_string(nth));
  const bool is_blind = by.chance(12) || who_.kind() == access::principal_kind::anonymous;  // whom nobody knows, nothing is permitted
  bool any_shut = false;
  for (std::size_t nth = 0; nth < patients; ++nth) {
    const std::string& patient = patients_[nth];
    const std::size_t kind = by.below(10);
    const bool last = nth + 1 == patients;
    if (is_blind || (nth > 0 && (kind < 4 || (last && !any_shut)))) {
      any_shut = true;
    } else if (kind < 7 && patients > 1) {
      open(by, patient);
    } else if (kind < 9 || !any_shut) {
      share_part(by, patient);
    } else {
      any_shut = true;
    }
    for (std::size_t more = by.below(3); more > 0; --more) make_noise(by, patient);
  }
}

void policy::choose_principal(dice& by) {
  using namespace access;
  constexpr std::array all{purpose::treatment, purpose::treatment, purpose::emergency_treatment, purpose::healthcare_research, purpose::patient_request, purpose::healthcare_payment};
  purpose_ = by.pick(all);
  switch (by.below(12)) {
    case 0: who_ = anonymous(); break;
    case 1: who_ = patient("Patient/p0").value(); break;
    case 2: who_ = related_person("RelatedPerson/kin").value(); break;
    case 3: who_ = organization("Organization/ward").value(); break;
    case 4: who_ = device("Device/pump").value(); break;
    case 5: who_ = practitioner("Practitioner/doc").value().acting_for("Organization/ward").value(); break;
    case 6: who_ = practitioner("Practitioner/doc").value().acting_for("PractitionerRole/chief").value(); break;
    case 7: who_ = patient("Patient/stranger").value(); break;
    default: who_ = practitioner("Practitioner/doc").value(); break;
  }
}

void policy::write(const std::string& patient, const std::string& provision, bool speaks, std::string_view status, std::string_view scope, arrival by) {
  consent_text made;
  made.id = "k" + std::to_string(consents_.size());
  made.patient = patient;
  made.speaks = speaks;
  made.by = speaks && consents_.size() % 4 == 1 ? arrival::adopted : by;
  made.json = R"({"resourceType":"Consent","id":")" + made.id + R"(","status":")" + std::string(status) + R"(","scope":{"coding":[)" +
              coding("http://terminology.hl7.org/CodeSystem/consentscope", scope) + R"(]},"category":[{"coding":[)" + coding("http://loinc.org", "59284-0") +
              R"(]}],"patient":{"reference":"Patient/)" + patient + R"("},"dateTime":"2023-02-03")" + provision + "}";
  consents_.push_back(std::move(made));
}

// All of it, to all or to the principal.
void policy::open(dice& by, const std::string& patient) {
  const std::string who = who_.reference().empty() || by.chance(30) ? "" : actor(who_.reference());
  const std::string when = by.chance(30) ? std::string(lasting) : "";
  const std::string_view rule_uri = by.chance(50) ? "OPTIN" : "";
  const std::string policy_rule = rule_uri.empty() ? "" : R"(,"policyRule":{"coding":[)" + coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", rule_uri) + "]}";
  write(patient, policy_rule + ",\"provision\":" + rule("permit", who + when + (by.chance(40) ? purposes(purpose_) : "")), true);
  said_[patient].permitted = every_type();
}

void policy::share_part(dice& by, const std::string& patient) {
  const std::string who = who_.reference().empty() ? "" : actor(by.chance(75) ? who_.reference() : std::string_view(who_.references().back()));
  const type_names shown = some_types(by, by.chance(50) ? 70 : 35);
  const type_names rest = without(every_type(), shown);
  said& made = said_[patient];
  made.permitted = shown;
  switch (by.below(5)) {
    case 0:  // permits some
    case 1: write(patient, ",\"provision\":" + rule("permit", who + classes(shown) + (by.chance(30) ? purposes(purpose_) : "")), true); break;
    case 2:  // permits all but some
      write(patient, ",\"provision\":" + rule("permit", who, {rule("deny", classes(rest))}), true);
      made.denied = rest;
      break;
    case 3:  // permits more, and another takes it back
      write(patient, ",\"provision\":" + rule("permit", who), true);
      write(patient, ",\"provision\":" + rule("deny", (by.chance(50) ? who : "") + classes(rest) + std::string(lasting)), true);
      made.denied = rest;
      break;
    default:  // denies, and permits some within
      write(patient, R"(,"policyRule":{"coding":[)" + coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTOUT") + "]},\"provision\":" +
                         rule("deny", classes(every_type()), {rule("permit", who + classes(shown))}), true);
      made.denied = rest;
      break;
  }
}

// What says nothing to the principal.
void policy::make_noise(dice& by, const std::string& patient) {
  const std::string all = ",\"provision\":";
  switch (by.below(8)) {
    case 6: write(patient, all + rule("permit", ""), false, "active", "patient-privacy", arrival::pending); break;
    case 7: write(patient, all + rule("permit", ""), false, "active", "patient-privacy", arrival::rejected); break;
    case 0: write(patient, all + rule(by.word("permit|deny"), actor("Practitioner/another")), false); break;
    case 1: write(patient, all + rule(by.word("permit|deny"), std::string(over)), false); break;
    case 2: write(patient, all + rule(by.word("permit|deny"), std::string(to_come)), false); break;
    case 3: write(patient, all + rule("permit", ""), false, by.word("draft|inactive|rejected|proposed")); break;
    case 4: write(patient, all + rule("permit", purposes(access::purpose::healthcare_marketing)), false); break;
    default: write(patient, all + rule("permit", ""), false, "active", "adr"); break;
  }
}

bool policy::permits(const std::string& patient, std::string_view type) const {
  const auto found = said_.find(patient);
  return found != said_.end() && found->second.permitted.contains(type) && !found->second.denied.contains(type);
}

bool policy::hides(const form& of, const std::vector<std::string>& patients) const {
  const auto nothing = [&](const std::string& patient) { return !said_.contains(patient); };
  if (of.placement == placement::shared && patients.empty()) return said_.empty();
  // By patients of whom nothing is shown, so that it does not matter as what it counts; or what is nobody's and no common good.
  if (of.placement != placement::patient) return std::all_of(patients.begin(), patients.end(), nothing) && (of.placement == placement::held || !patients.empty());
  return patients.empty() || std::any_of(patients.begin(), patients.end(), [&](const std::string& each) { return !permits(each, of.type); });
}

std::string policy::shown_type(dice& by, const std::string& patient) const {
  std::vector<std::string> shown;
  for (const form& each : forms()) {
    if (each.placement == placement::patient && each.weight > 0 && permits(patient, each.type)) shown.emplace_back(each.type);
  }
  return shown.empty() ? std::string() : by.pick(shown);
}

}  // namespace phr::twins
