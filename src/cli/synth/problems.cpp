// Conditions with their medicines, allergies, and what was done.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <algorithm>
#include <array>

namespace phr::synth {

namespace {

constexpr std::string_view atc = "http://www.whocc.no/atc";
constexpr std::string_view clinical_status = "http://terminology.hl7.org/CodeSystem/condition-clinical";
constexpr std::string_view verification_status = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

struct problem {
  std::int64_t person::*onset;
  code what;
  std::string_view icd;
  code medicine;
  std::string_view dosage;
  int times;  // doses in a day; 0: as needed
};

constexpr std::array<problem, 7> problems{{
    {&person::diabetes, {snomed, "44054006", "Diabetes mellitus type 2"}, "E11.9", {atc, "A10BA02", "Metformin 500 mg tablet"}, "1 tablet with breakfast and dinner", 2},
    {&person::hypertension, {snomed, "59621000", "Essential hypertension"}, "I10", {atc, "C09AA03", "Lisinopril 10 mg tablet"}, "1 tablet in the morning", 1},
    {&person::lipids, {snomed, "55822004", "Hyperlipidemia"}, "E78.5", {atc, "C10AA05", "Atorvastatin 20 mg tablet"}, "1 tablet in the evening", 1},
    {&person::asthma, {snomed, "195967001", "Asthma"}, "J45.9", {atc, "R03AC02", "Salbutamol 100 micrograms inhaler"}, "2 puffs when short of breath", 0},
    {&person::hypothyroidism, {snomed, "40930008", "Hypothyroidism"}, "E03.9", {atc, "H03AA01", "Levothyroxine 50 micrograms tablet"}, "1 tablet before breakfast", 1},
    {&person::arthritis, {snomed, "396275006", "Osteoarthritis"}, "M19.9", {atc, "M01AE01", "Ibuprofen 400 mg tablet"}, "1 tablet with food when in pain", 0},
    {&person::fibrillation, {snomed, "49436004", "Atrial fibrillation"}, "I48.9", {atc, "B01AF02", "Apixaban 5 mg tablet"}, "1 tablet in the morning and the evening", 2},
}};

void write_condition(const scene& on, const problem& has, const identity& name, std::int64_t onset) {
  record& out = on.out;
  out.begin(name);
  out.raw(R"(,"clinicalStatus":{"coding":[)");
  out.coding({clinical_status, "active", "Active"});
  out.raw(R"(]},"verificationStatus":{"coding":[)");
  out.coding({verification_status, "confirmed", "Confirmed"});
  out.raw(R"(]},"category":[)");
  out.concept_of({"http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item", "Problem List Item"});
  out.raw(R"(],"code":{"coding":[)");
  out.coding(has.what);
  out.raw(",");
  out.coding({icd10, has.icd, has.what.display});
  out.raw(R"(],"text":")", has.what.display, "\"}");
  out.member_target("subject", on.patient);
  out.member_day("onsetDateTime", onset);
  out.member_day("recordedDate", std::min(onset + 3, on.end - 1));
  out.member_target("recorder", on.shared.family_doctor);
  out.end();
}

// One prescription a year; the last is the one in force.
void write_prescriptions(const scene& on, const problem& has, std::uint64_t kind, const identity& reason, std::int64_t onset) {
  record& out = on.out;
  for (std::int64_t day = onset + 14, number = 0; day < on.end; day += 365, ++number) {
    if (day < on.start - 365) continue;
    const identity name = on.name("MedicationRequest", 110 + kind, static_cast<std::uint64_t>(number));
    out.begin(name);
    out.member("status", day + 365 >= on.end ? "active" : "completed");
    out.raw(R"(,"intent":"order")");
    out.member_concept("medicationCodeableConcept", has.medicine);
    out.member_target("subject", on.patient);
    out.member_time("authoredOn", at(day, 9, 30));
    out.member_target("requester", on.shared.family_doctor);
    out.raw(R"(,"reasonReference":[)");
    out.target(reason);
    out.raw(R"(],"dosageInstruction":[{"text":")", has.dosage, "\"");
    if (has.times == 0) {
      out.raw(R"(,"asNeededBoolean":true)");
    } else {
      out.raw(R"(,"timing":{"repeat":{"frequency":)");
      out.number(has.times);
      out.raw(R"(,"period":1,"periodUnit":"d"}})");
    }
    out.raw(R"(}],"dispenseRequest":{"numberOfRepeatsAllowed":3,"expectedSupplyDuration":{"value":90,"unit":"days","system":")", ucum, R"(","code":"d"}})");
    out.end();
  }
}

void write_allergy(const scene& on, const code& what, std::string_view category, std::string_view reaction, std::uint64_t kind) {
  const std::int64_t recorded = on.who.birth + 365 * 3 + static_cast<std::int64_t>(on.mix_of(kind, 1) % 900);
  if (recorded >= on.end) return;
  record& out = on.out;
  const identity name = on.name("AllergyIntolerance", kind);
  out.begin(name);
  out.raw(R"(,"clinicalStatus":{"coding":[)");
  out.coding({"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active", "Active"});
  out.raw(R"(]},"verificationStatus":{"coding":[)");
  out.coding({"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "confirmed", "Confirmed"});
  out.raw(R"(]},"type":"allergy","category":[")", category, R"("],"criticality":"low")");
  out.member_concept("code", what);
  out.member_target("patient", on.patient);
  out.member_day("recordedDate", recorded);
  out.raw(R"(,"reaction":[{"manifestation":[{"text":")", reaction, R"("}],"severity":"mild"}])");
  out.end();
}

void write_procedure(const scene& on, const code& what, std::int64_t day, std::uint64_t kind) {
  if (day >= on.end || day < on.who.birth) return;
  record& out = on.out;
  const identity name = on.name("Procedure", kind);
  out.begin(name);
  out.raw(R"(,"status":"completed")");
  out.member_concept("code", what);
  out.member_target("subject", on.patient);
  out.member_period("performedPeriod", at(day, 10, 0), at(day, 10, 45));
  out.raw(R"(,"performer":[{"actor":)");
  out.target(on.shared.surgeon);
  out.raw("}]");
  out.end();
}

}  // namespace

void write_problems(const scene& on) {
  for (std::size_t kind = 0; kind < problems.size(); ++kind) {
    const std::int64_t onset = on.who.*problems[kind].onset;
    if (onset == never || onset >= on.end) continue;
    const identity name = on.name("Condition", 100 + kind);
    write_condition(on, problems[kind], name, onset);
    write_prescriptions(on, problems[kind], kind, name, onset);
  }
  pcg32 draw(on.mix_of(120, 0));
  if (on.who.index % household_size == 0 || draw.one_in(4)) {
    write_allergy(on, {snomed, "91936005", "Allergy to penicillin"}, "medication", "Rash", 121);
  }
  if (draw.one_in(6)) write_allergy(on, {snomed, "91935009", "Allergy to peanut"}, "food", "Swelling of the lips", 122);
  if (on.who.child()) return;
  write_procedure(on, {snomed, "80146002", "Appendectomy"}, on.who.birth + 365 * draw.between(9, 30), 123);
  if (on.who.age_on(on.end) >= 45) {
    write_procedure(on, {snomed, "73761001", "Colonoscopy"}, on.end - draw.between(200, 1500), 124);
  }
  if (on.who.fibrillation != never) {
    write_procedure(on, {snomed, "29303009", "Electrocardiographic procedure"}, on.who.fibrillation + 1, 125);
  }
}

}  // namespace phr::synth
