// The person, and for children the parents.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

namespace phr::synth {

namespace {

void write_name(record& out, const person& who, bool middle) {
  out.raw(R"({"use":"official","family":")", who.surname, R"(","given":[")", who.given, "\"");
  if (middle) out.raw(R"(,")", who.middle, "\"");
  out.raw("]}");
}

void write_address(record& out, const person& who) {
  const bool number_first = who.from->country != "DE";
  out.raw(R"({"use":"home","line":[")");
  if (number_first) {
    out.number(who.house);
    out.raw(" ", who.street);
  } else {
    out.raw(who.street, " ");
    out.number(who.house);
  }
  out.raw(R"("],"city":")", who.from->town, R"(","postalCode":")", who.from->postal_prefix);
  out.number(who.postal);
  out.raw(R"(","country":")", who.from->country, "\"}");
}

void write_parent(const scene& on, std::string_view role_code, std::string_view display, std::uint64_t kind, std::string_view given) {
  record& out = on.out;
  const identity which = on.name("RelatedPerson", kind);
  out.begin(which);
  out.raw(R"(,"active":true)");
  out.member_target("patient", on.patient);
  out.raw(R"(,"relationship":[)");
  out.concept_of({"http://terminology.hl7.org/CodeSystem/v3-RoleCode", role_code, display});
  out.raw(R"(],"name":[{"family":")", on.who.surname, R"(","given":[")", given, R"("]}])");
  out.end();
}

}  // namespace

void write_patient(const scene& on) {
  record& out = on.out;
  const person& who = on.who;
  out.begin(on.patient);
  out.raw(R"(,"identifier":[{"use":"official","system":"urn:oid:2.16.840.1.113883.19.5","value":"MRN-)");
  out.number(static_cast<std::int64_t>(mix(who.key, 8) % 90'000'000 + 10'000'000));
  out.raw(R"("}],"active":true,"name":[)");
  write_name(out, who, !who.child());
  out.raw(R"(],"telecom":[{"system":"phone","value":")", who.from->phone_prefix);
  out.number(static_cast<std::int64_t>(mix(who.key, 9) % 90 + 10));
  out.raw(R"(","use":"mobile"}],"gender":")", who.female ? "female" : "male", "\"");
  out.member_day("birthDate", who.birth);
  out.raw(R"(,"address":[)");
  write_address(out, who);
  out.raw(R"(],"communication":[{"language":)");
  out.concept_of({"urn:ietf:bcp:47", who.from->language, who.from->language_name});
  out.raw(R"(,"preferred":true}],"generalPractitioner":[)");
  out.target(on.shared.family_doctor);
  out.raw("]");
  out.member_target("managingOrganization", on.shared.practice);
  out.end();
  if (!who.child()) return;
  write_parent(on, "MTH", "mother", 30, who.mother);
  write_parent(on, "FTH", "father", 31, who.father);
}

}  // namespace phr::synth
