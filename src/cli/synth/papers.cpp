// Letters as documents, and what the person agrees to share.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <array>
#include <string>

namespace phr::synth {

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8U | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out += i + j > bytes.size() ? '=' : digits[group >> (18 - 6 * j) & 63U];
  }
  return out;
}

void write_letter(const scene& on, std::int64_t day, std::uint64_t number) {
  record& out = on.out;
  const identity name = on.name("DocumentReference", 140, number);
  std::string text = "Dear colleague,\n\nthank you for seeing ";
  text.append(on.who.given).append(" ").append(on.who.surname);
  text += ". Examination without new findings; medication goes on as before. Please see again in a year.\n\nKind regards";
  out.begin(name);
  out.raw(R"(,"status":"current","docStatus":"final")");
  out.member_concept("type", {loinc, "11488-4", "Consult note"});
  out.raw(R"(,"category":[)");
  out.concept_of({loinc, "11488-4", "Consult note"});
  out.raw("]");
  out.member_target("subject", on.patient);
  out.member_time("date", at(day, 16, 20));
  out.raw(R"(,"author":[)");
  out.target(on.shared.family_doctor);
  out.raw(R"(],"description":"Letter of the family practice","content":[{"attachment":{"contentType":"text/plain; charset=UTF-8","language":"en","data":")",
          base64(text), R"(","title":"Letter"}}])");
  out.end();
}

void write_consent(const scene& on) {
  constexpr std::array<std::string_view, 7> shared{"Patient",    "Observation",        "Condition",       "MedicationRequest",
                                                   "Encounter", "AllergyIntolerance", "DocumentReference"};
  record& out = on.out;
  const identity name = on.name("Consent", 150);
  const std::int64_t given = on.end - 30;
  out.begin(name);
  out.raw(R"(,"status":"active","scope":)");
  out.concept_of({"http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent"});
  out.raw(R"(,"category":[)");
  out.concept_of({loinc, "59284-0", "Consent Document"});
  out.raw("]");
  out.member_target("patient", on.patient);
  out.member_time("dateTime", at(given, 11, 0));
  out.raw(R"(,"policyRule":)");
  out.concept_of({act_code, "OPTOUT", "opt-out"});
  out.raw(R"(,"provision":{"type":"permit")");
  out.member_period("period", at(given, 0, 0), at(given + 3 * 365, 0, 0));
  out.raw(R"(,"actor":[{"role":)");
  out.concept_of({participation, "IRCP", "information recipient"});
  out.raw(R"(,"reference":)");
  out.target(on.shared.visiting_clinician);
  out.raw(R"(}],"purpose":[)");
  out.coding({act_reason, "TREAT", "treatment"});
  out.raw(R"(],"class":[)");
  for (std::size_t i = 0; i < shared.size(); ++i) {
    if (i != 0) out.raw(",");
    out.coding({"http://hl7.org/fhir/resource-types", shared[i], ""});
  }
  out.raw(R"(],"provision":[{"type":"deny","class":[)");
  out.coding({"http://hl7.org/fhir/resource-types", "DocumentReference", ""});
  out.raw("]}]}");
  out.end();
}

}  // namespace

void write_papers(const scene& on) {
  const std::int64_t last = civil_from_days(on.end).year;
  for (std::int64_t year = civil_from_days(on.start).year; year <= last; ++year) {
    const std::int64_t day = days_from_civil({year, 3, 1}) + static_cast<std::int64_t>(on.mix_of(141, static_cast<std::uint64_t>(year)) % 200);
    if (on.covers(day)) write_letter(on, day, static_cast<std::uint64_t>(year));
  }
  if (!on.who.child()) write_consent(on);
}

}  // namespace phr::synth
