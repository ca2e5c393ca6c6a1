// Sample data as FHIR R4: what must be there is, codes are of their value sets, dates are within the life and the
// record.
#include "cli/made.hpp"

#include <phr/core/date_time.hpp>

#include <algorithm>
#include <set>

namespace {

using made::many;
using made::resource;
using made::run;
using made::text;
using made::value;
using phr::synth::format;

// The elements with minimum 1 in the StructureDefinitions of R4 4.0.1, those that its invariants demand (con-3, ait-1,
// ppc-1, org-1), and those that a reader of a record expects. Nested ones where their parent is there.
const std::map<std::string, std::vector<std::string>> required{
    {"Patient",
     {"identifier.system", "identifier.value", "name.family", "name.given", "gender", "birthDate",
      "communication.language", "address.line", "address.country", "telecom.system", "telecom.value"}},
    {"RelatedPerson", {"patient", "relationship", "name.family"}},
    {"Organization", {"name", "type"}},
    {"Practitioner", {"name.family", "qualification.code"}},
    {"Encounter", {"status", "class.system", "class.code", "type", "subject", "period.start", "period.end"}},
    {"Condition",
     {"clinicalStatus", "verificationStatus", "category", "code", "subject", "onsetDateTime", "recordedDate"}},
    {"MedicationRequest",
     {"status", "intent", "medicationCodeableConcept", "subject", "authoredOn", "dosageInstruction.text"}},
    {"AllergyIntolerance", {"clinicalStatus", "verificationStatus", "code", "patient", "reaction.manifestation"}},
    {"Procedure", {"status", "code", "subject", "performedPeriod.start", "performer.actor"}},
    {"Immunization", {"status", "vaccineCode", "patient", "occurrenceDateTime", "performer.actor"}},
    {"Observation", {"status", "category", "code", "subject"}},
    {"DiagnosticReport", {"status", "category", "code", "subject", "effectiveDateTime", "issued", "result"}},
    {"DocumentReference",
     {"status", "type", "subject", "date", "content.attachment.contentType", "content.attachment.data"}},
    {"Consent",
     {"status", "scope", "category", "patient", "dateTime", "policyRule", "provision.type", "provision.actor.role",
      "provision.actor.reference", "provision.period.start", "provision.period.end"}},
};

// All values at a path of names, through arrays.
std::vector<value> at_path(const value& from, std::string_view path) {
  const std::size_t dot = path.find('.');
  std::vector<value> found;
  const value here = from[path.substr(0, dot)];
  if (here.is_array()) {
    for (const value each : here.elements()) found.push_back(each);
  } else if (here) {
    found.push_back(here);
  }
  if (dot == std::string_view::npos) return found;
  std::vector<value> below;
  for (const value& each : found) {
    const auto more = at_path(each, path.substr(dot + 1));
    if (more.empty()) return {};  // one of several lacks it
    below.insert(below.end(), more.begin(), more.end());
  }
  return below;
}

TEST(SynthFhir, HasTheRequiredElementsOfEachType) {
  const run all(many(format::ndjson));
  for (const resource& each : all.resources()) {
    ASSERT_TRUE(required.contains(each.type())) << each.type();
    for (const std::string& path : required.at(each.type())) {
      EXPECT_FALSE(at_path(each.json, path).empty()) << each.name() << " has no " << path;
    }
  }
}

TEST(SynthFhir, ObservationsHaveATimeAndExactlyOneValueOrComponents) {
  const run all(many(format::ndjson));
  for (const resource& each : all.of("Observation")) {
    unsigned times = 0;
    unsigned values = 0;
    for (const auto& [name, json] : each.json.members()) {
      times += name.starts_with("effective") ? 1U : 0U;
      values += name.starts_with("value") || name == "component" ? 1U : 0U;
    }
    EXPECT_EQ(times, 1U) << each.name();
    EXPECT_EQ(values, 1U) << each.name();
  }
}

TEST(SynthFhir, HasNoEmptyValueAndNoNull) {
  const run all(many(format::bundle));
  for (const value& bundle : all.bundles()) {
    made::walk(bundle, [](const std::string& path, std::string_view, const value& json) {
      const bool holds =
          json.is_object() || json.is_array() ? json.size() > 0 : !json.source().empty() && json.source() != "\"\"";
      EXPECT_TRUE(holds) << path;
      EXPECT_NE(json.kind(), phr::fhir::json::kind::null) << path;
    });
  }
}

// Codes of elements with a required binding (R4), as far as they are used.
const std::map<std::string, std::set<std::string>> codes{
    {"Patient.gender", {"male", "female"}},
    {"Patient.name.use", {"official"}},
    {"Patient.telecom.system", {"phone"}},
    {"Patient.telecom.use", {"mobile"}},
    {"Patient.address.use", {"home"}},
    {"Encounter.status", {"finished"}},
    {"MedicationRequest.status", {"active", "completed"}},
    {"MedicationRequest.intent", {"order"}},
    {"MedicationRequest.dosageInstruction.timing.repeat.periodUnit", {"d"}},
    {"AllergyIntolerance.type", {"allergy"}},
    {"AllergyIntolerance.category", {"food", "medication"}},
    {"AllergyIntolerance.criticality", {"low"}},
    {"AllergyIntolerance.reaction.severity", {"mild"}},
    {"Procedure.status", {"completed"}},
    {"Immunization.status", {"completed"}},
    {"Observation.status", {"final"}},
    {"DiagnosticReport.status", {"final"}},
    {"DocumentReference.status", {"current"}},
    {"DocumentReference.docStatus", {"final"}},
    {"Consent.status", {"active"}},
    {"Consent.provision.type", {"permit"}},
    {"Consent.provision.provision.type", {"deny"}},
    {"Condition.clinicalStatus.coding.code", {"active"}},
    {"Condition.verificationStatus.coding.code", {"confirmed"}},
    {"AllergyIntolerance.clinicalStatus.coding.code", {"active"}},
    {"AllergyIntolerance.verificationStatus.coding.code", {"confirmed"}},
    {"Observation.interpretation.coding.code", {"H", "L", "N"}},
    {"Observation.category.coding.code", {"vital-signs", "laboratory", "social-history"}},
};

TEST(SynthFhir, CodesAreOfTheRequiredValueSets) {
  const run all(made::synth::options{.seed = 5, .people = 60, .years = 3, .shape = format::ndjson});
  std::map<std::string, std::set<std::string>> seen;
  for (const resource& each : all.resources()) {
    made::walk(each.json, [&](const std::string& path, std::string_view, const value& json) {
      const std::string full = each.type() + "." + path;
      if (json.is_string() && codes.contains(full)) seen[full].insert(text(json));
    });
  }
  EXPECT_EQ(seen, codes);
}

// Each code system with its codes' shape: digits and dashes, letters, ...
const std::map<std::string, std::string_view> systems{
    {"http://loinc.org", "0123456789-"},
    {"http://snomed.info/sct", "0123456789"},
    {"http://hl7.org/fhir/sid/icd-10", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789."},
    {"http://hl7.org/fhir/sid/cvx", "0123456789"},
    {"http://www.whocc.no/atc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
    {"urn:ietf:bcp:47", "abcdefghijklmnopqrstuvwxyz"},
    {"http://hl7.org/fhir/resource-types", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
};

TEST(SynthFhir, CodingsHaveASystemAndACodeOfItsShape) {
  const run all(many(format::ndjson));
  for (const resource& each : all.resources()) {
    made::walk(each.json, [&](const std::string& path, std::string_view name, const value& json) {
      if (!json.is_object() || (name != "coding" && name != "class" && name != "purpose")) return;
      const std::string system = text(json["system"]);
      const std::string code = text(json["code"]);
      EXPECT_FALSE(code.empty()) << path;
      const auto known = systems.find(system);
      if (known == systems.end()) {
        EXPECT_TRUE(system.starts_with("http://terminology.hl7.org/CodeSystem/")) << path << " " << system;
      } else {
        EXPECT_EQ(code.find_first_not_of(known->second), std::string::npos) << system << " " << code;
      }
    });
  }
}

// The Mod 10 check digit of a LOINC code: from the right, every second digit doubled; the digits' sum completes to 10.
bool is_loinc(std::string_view code) {
  if (code.size() < 3 || code[code.size() - 2] != '-') return false;
  unsigned sum = 0;
  bool doubled = true;
  for (std::size_t at = code.size() - 2; at-- > 0; doubled = !doubled) {
    const unsigned digit = static_cast<unsigned>(code[at] - '0') * (doubled ? 2U : 1U);
    sum += digit / 10 + digit % 10;
  }
  return (10 - sum % 10) % 10 == static_cast<unsigned>(code.back() - '0');
}

// The Verhoeff check digit of a SNOMED CT identifier (J. Verhoeff, Error Detecting Decimal Codes, 1969).
bool is_sctid(std::string_view code) {
  constexpr unsigned product[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
  constexpr unsigned turn[8][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
                                    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
                                    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
                                    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  unsigned check = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    check = product[check][turn[i % 8][static_cast<unsigned>(code[code.size() - 1 - i] - '0')]];
  }
  return code.size() >= 6 && check == 0;
}

TEST(SynthFhir, LoincAndSnomedCodesHaveTheirCheckDigits) {
  const run all(many(format::ndjson));
  std::set<std::string> seen;
  for (const resource& each : all.resources()) {
    made::walk(each.json, [&](const std::string&, std::string_view, const value& json) {
      const std::string system = text(json["system"]);
      const std::string code = text(json["code"]);
      const bool loinc = system == "http://loinc.org";
      if (!loinc && system != "http://snomed.info/sct") return;
      EXPECT_TRUE(loinc ? is_loinc(code) : is_sctid(code)) << code;
      seen.insert(code);
    });
  }
  EXPECT_GT(seen.size(), 35U);
}

// Dates that may lie beyond the end of the record: until when a consent holds.
bool may_be_later(const std::string& path) { return path == "provision.period.end"; }

// Strict dates of the element's type; the day of none before the birth nor after the last day.
void expect_dates(const run& all, const std::string& end) {
  const std::set<std::string, std::less<>> names{"onsetDateTime", "recordedDate",       "dateTime", "date",
                                                 "authoredOn",    "effectiveDateTime",  "issued",   "start",
                                                 "end",           "occurrenceDateTime", "birthDate"};
  const auto births = all.births();
  for (const resource& each : all.resources()) {
    if (!births.contains(each.document)) continue;  // shared
    const std::string birth = births.at(each.document);
    made::walk(each.json, [&](const std::string& path, std::string_view name, const value& json) {
      if (json.is_object() && json["start"] && json["end"]) {
        EXPECT_LT(phr::parse_date_time(text(json["start"])).value().as_interval().low,
                  phr::parse_date_time(text(json["end"])).value().as_interval().low)
            << each.name() << " " << path;
      }
      if (!json.is_string() || !names.contains(name)) return;
      const std::string when = text(json);
      const bool instant = name == "issued" || name == "date";
      EXPECT_TRUE(instant               ? phr::parse_instant(when)
                  : name == "birthDate" ? phr::parse_date(when)
                                        : phr::parse_date_time(when))
          << each.name() << " " << path << " " << when;
      EXPECT_GE(when.substr(0, 10), birth) << each.name() << " " << path;
      EXPECT_TRUE(when.substr(0, 10) < end || may_be_later(path)) << each.name() << " " << path << " " << when;
    });
  }
}

TEST(SynthDates, LieBetweenBirthAndTheEnd) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    expect_dates(run({.seed = seed, .people = 60, .years = 2, .shape = format::ndjson}), "2026-01-01");
  }
}

TEST(SynthDates, OfAWholeLifeLieBetweenBirthAndTheEnd) {
  expect_dates(run({.seed = 2, .people = 6, .years = 120, .end = {2026, 6, 30}, .shape = format::bundle}),
               "2026-06-30");
  expect_dates(run({.seed = 2, .people = 6, .years = 120, .end = {1930, 1, 1}, .shape = format::ndjson}), "1930-01-01");
  expect_dates(run({.seed = 2, .people = 6, .years = 50, .end = {2200, 12, 31}, .shape = format::ndjson}),
               "2200-12-31");
}

TEST(SynthDates, OfVisitsCoverTheYearsAskedFor) {
  const run all({.seed = 1, .people = 1, .years = 5});
  std::string first = "9999";
  std::string last;
  for (const resource& each : all.of("Encounter")) {
    const std::string start = text(each.json["period"]["start"]);
    first = std::min(first, start);
    last = std::max(last, start);
  }
  EXPECT_GE(first, "2021-01-01");
  EXPECT_LT(first, "2021-07-01");
  EXPECT_GE(last, "2025-07-01");
}

TEST(SynthVisits, HoldTheTimesOfWhatIsMeasuredAtThem) {
  const run all(many(format::ndjson));
  std::map<std::string, std::pair<std::string, std::string>> periods;
  for (const resource& each : all.of("Encounter")) {
    periods[each.name()] = {text(each.json["period"]["start"]), text(each.json["period"]["end"])};
  }
  for (const char* type : {"Observation", "DiagnosticReport"}) {
    for (const resource& each : all.of(type)) {
      if (!each.json["encounter"]) continue;
      const auto& [start, end] = periods.at(text(each.json["encounter"]["reference"]));
      const std::string when = text(each.json["effectiveDateTime"]);
      EXPECT_LE(start, when) << each.name();
      EXPECT_LE(when, end) << each.name();
      EXPECT_TRUE(!each.json["issued"] || text(each.json["issued"]) > when) << each.name();
    }
  }
}

TEST(SynthFamily, ParentsOfAChildAreThePatientsOfItsHousehold) {
  const run all(many(format::bundle));
  const auto patients = all.of("Patient");
  for (unsigned household = 0; household < 3; ++household) {
    const value mother = patients[household * 6].json;
    const value father = patients[household * 6 + 1].json;
    for (const unsigned child : {2U, 3U}) {
      const value self = patients[household * 6 + child].json;
      EXPECT_EQ(text(self["name"].at(0)["family"]), text(mother["name"].at(0)["family"]));
      EXPECT_GT(text(self["birthDate"]), text(mother["birthDate"]));
      std::map<std::string, value> parents;
      for (const resource& each : all.of("RelatedPerson")) {
        if (each.document == patients[household * 6 + child].document)
          parents[made::code_of(each.json["relationship"].at(0))] = each.json;
      }
      ASSERT_EQ(parents.size(), 2U);
      EXPECT_EQ(text(parents["MTH"]["name"].at(0)["given"].at(0)), text(mother["name"].at(0)["given"].at(0)));
      EXPECT_EQ(text(parents["FTH"]["name"].at(0)["given"].at(0)), text(father["name"].at(0)["given"].at(0)));
    }
  }
}

}  // namespace
