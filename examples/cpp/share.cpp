// Lets a doctor see the laboratory values of bundle.json for treatment, reads as her, and looks at what she did.
#include <phr/phr.hpp>

#include <cstdio>
#include <iostream>
#include <string>

namespace {

// What the owner permits: to whom, for what, which types. What is not named is denied.
std::string consent_for(const std::string& patient, const std::string& who) {
  return R"({"resourceType":"Consent","id":"my-doctor","status":"active","patient":{"reference":"Patient/)" + patient + R"("},
    "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
    "category":[{"text":"My doctor"}],
    "provision":{"type":"permit","actor":[{"role":{"text":"reader"},"reference":{"reference":")" + who + R"("}}],
      "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}],
      "class":[{"system":"http://hl7.org/fhir/resource-types","code":"Observation"}]}})";
}

phr::result<void> run() {
  PHR_TRY(auto store, phr::store::open("share.phr", phr::passphrase("correct horse"), {.create = true}));
  PHR_TRY(auto me, store.session(phr::owner(), {.now = phr::clock_now()}));
  PHR_TRY(me.import_file("bundle.json"));
  PHR_TRY(const auto patients, me.search("Patient"));
  const std::string patient = patients[0].id();

  PHR_TRY(const auto mia, phr::access::practitioner("Practitioner/mia"));
  PHR_TRY(auto theirs, store.session(mia, {.purpose = phr::purpose::treatment, .now = phr::clock_now()}));
  PHR_TRY(const auto before, theirs.search("Observation"));
  PHR_TRY(me.update(consent_for(patient, "Practitioner/mia")));  // written by the owner, it counts at once
  PHR_TRY(const auto after, theirs.search("Observation"));
  std::cout << "she sees " << before.size() << " observations, then " << (after.size() > 0 ? "all of them" : "none") << '\n';

  PHR_TRY(const auto shared, me.explain(mia, phr::purpose::treatment, patient));
  for (const auto& each : shared) {
    if (each.visible > 0) std::cout << "  " << phr::fhir::name(each.type) << ": " << each.why << '\n';
  }
  const auto note = theirs.read(phr::fhir::resource_type::Patient, patient);  // there, and hidden
  std::cout << "the patient: " << phr::name(note.error().code()).data() << '\n';

  PHR_TRY(me.remove(phr::fhir::resource_type::Consent, "my-doctor"));  // taken back
  PHR_TRY(const auto none, theirs.search("Observation"));
  std::cout << "taken back: " << none.size() << '\n';

  PHR_TRY(const auto trail, me.audit_trail());
  for (const auto& row : trail) {
    if (row.actor != "owner") std::cout << "  " << row.actor << ' ' << phr::name(row.action).data() << ' ' << phr::name(row.outcome).data() << '\n';
  }
  PHR_TRY(const auto verdict, me.verify_audit());
  std::cout << (verdict.intact ? "the trail is intact\n" : "the trail was changed\n");
  return phr::success();
}

}  // namespace

int main() {
  const auto done = run();
  if (!done) std::fputs((phr::describe(done.error()) + '\n').c_str(), stderr);
  return done ? 0 : 1;
}
