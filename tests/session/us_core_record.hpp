// A record with every element that US Core searches by, made at random: several of each type, values that repeat, some left out.
#pragma once

#include "session/search_model.hpp"

namespace phr::test::model {

struct made_type {
  const char* name;
  std::vector<const char*> members;  // each stands in most resources; one that begins with '!' in all
};

// <date>, <day>, <instant>; <code s> and <coding s> of a system; <to Type>; <one of a|b>; <text>.
inline const std::vector<made_type>& us_core_types() {
  static const std::vector<made_type> all{
      {"AllergyIntolerance", {R"(!"patient":<to Patient>)", R"("clinicalStatus":<code clinical>)"}},
      {"CarePlan", {R"(!"subject":<to Patient>)", R"("category":[<code category>])", R"("period":{"start":"<day>","end":"2023-01-01"})", R"("status":"<one of active|completed|draft>")"}},
      {"CareTeam", {R"(!"subject":<to Patient>)", R"("status":"<one of active|inactive>")", R"("participant":[{"role":[<code role>]},{"role":[<code role>]}])"}},
      {"Condition", {R"(!"subject":<to Patient>)", R"("category":[<code category>])", R"("clinicalStatus":<code clinical>)", R"("code":<code sct>)", R"("onsetDateTime":"<date>")",
                     R"("abatementDateTime":"<date>")", R"("encounter":<to Encounter>)", R"("recordedDate":"<date>")",
                     R"("extension":[{"url":"http://hl7.org/fhir/StructureDefinition/condition-assertedDate","valueDateTime":"<date>"},{"url":"urn:other","valueDateTime":"<date>"}])"}},
      {"Coverage", {R"(!"beneficiary":<to Patient>)"}},
      {"Device", {R"("patient":<to Patient>)", R"("type":<code sct>)", R"("status":"<one of active|inactive>")"}},
      {"DiagnosticReport", {R"(!"subject":<to Patient>)", R"("category":[<code category>,<code category>])", R"("code":<code loinc>)", R"("effectiveDateTime":"<date>")", R"("status":"<one of final|amended>")"}},
      {"DocumentReference", {R"(!"subject":<to Patient>)", R"("category":[<code category>])", R"("date":"<instant>")", R"("status":"<one of current|superseded>")", R"("type":<code loinc>)",
                             R"("context":{"period":{"start":"<date>"}})"}},
      {"Encounter", {R"(!"subject":<to Patient>)", R"("class":<coding act>)", R"("period":{"start":"<date>"})", R"("identifier":[{"system":"urn:visit","value":"<one of 1|2|3>"}])",
                     R"("status":"<one of finished|planned>")", R"("type":[<code sct>])", R"("hospitalization":{"dischargeDisposition":<code out>})", R"("location":[{"location":<to Location>}])"}},
      {"Goal", {R"(!"subject":<to Patient>)", R"("lifecycleStatus":"<one of active|completed>")", R"("target":[{"dueDate":"<day>"},{"dueDate":"<day>"}])", R"("description":<code sct>)"}},
      {"Immunization", {R"(!"patient":<to Patient>)", R"("occurrenceDateTime":"<date>")", R"("status":"<one of completed|not-done>")"}},
      {"Location", {R"("name":"<text>")", R"("address":{"line":["<text>"],"city":"<text>","state":"<text>","postalCode":"<text>"})"}},
      {"Medication", {R"("code":<code rx>)"}},
      {"MedicationDispense", {R"(!"subject":<to Patient>)", R"("status":"<one of completed|cancelled>")", R"("type":<code act>)", R"("medicationReference":<to Medication>)"}},
      {"MedicationRequest", {R"(!"subject":<to Patient>)", R"("intent":"<one of order|plan|proposal>")", R"("authoredOn":"<date>")", R"("encounter":<to Encounter>)",
                             R"("status":"<one of active|stopped|completed>")", R"("medicationReference":<to Medication>)"}},
      {"Observation", {R"(!"subject":<to Patient>)", R"("category":[<code category>])", R"("code":<code loinc>)", R"("effectiveDateTime":"<date>")", R"("status":"<one of final|amended|preliminary>")"}},
      {"Organization", {R"("name":"<text>")", R"("address":[{"city":"<text>","line":["<text>"]},{"state":"<text>"}])"}},
      {"Patient", {R"("name":[{"family":"<text>","given":["<text>","<text>"]}])", R"("birthDate":"<day>")", R"("gender":"<one of female|male|other>")", R"("deceasedDateTime":"<date>")",
                   R"("identifier":[{"system":"urn:mrn","value":"<one of 1|2|3|4>"},{"system":"urn:ssn","value":"<one of 1|2|3>"}])"}},
      {"Practitioner", {R"("name":[{"family":"<text>","given":["<text>"]}])", R"("identifier":[{"system":"urn:npi","value":"<one of 1|2|3|4>"}])"}},
      {"PractitionerRole", {R"("practitioner":<to Practitioner>)", R"("specialty":[<code role>])"}},
      {"Procedure", {R"(!"subject":<to Patient>)", R"("code":<code sct>)", R"("performedDateTime":"<date>")", R"("status":"<one of completed|in-progress>")"}},
      {"QuestionnaireResponse", {R"("subject":<to Patient>)", R"("authored":"<date>")", R"("questionnaire":"http://example.org/q/<one of a|b|c|1>")", R"("status":"<one of completed|amended>")"}},
      {"RelatedPerson", {R"(!"patient":<to Patient>)", R"("name":[{"family":"<text>"}])"}},
      {"ServiceRequest", {R"(!"subject":<to Patient>)", R"("category":[<code category>])", R"("code":<code sct>)", R"("authoredOn":"<date>")", R"("status":"<one of active|completed>")"}},
      {"Specimen", {R"("subject":<to Patient>)"}},
  };
  return all;
}

inline constexpr std::size_t us_core_each = 40;  // resources of each type

inline std::string made_date(dice& roll, bool whole_day) {
  const auto two = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string year = std::to_string(2019 + roll.below(3));
  const std::string month = year + "-" + two(1 + roll.below(4));
  const std::string day = month + "-" + two(1 + roll.below(28));
  if (whole_day) return day;
  switch (roll.below(8)) {
    case 0: return year;
    case 1: return month;
    case 2:
    case 3: return day + "T" + two(roll.below(24)) + ":30:15Z";
    case 4: return day + "T23:30:15-05:00";
    default: return day;
  }
}

inline std::string made_value(dice& roll, const std::string& asked) {
  static const std::vector<std::string> words{"Berg", "Bergen", "North", "Northern Clinic", "Main Street 1", "12345", "Li", "Lind", "Anna", "Ann Arbor"};
  const auto after = [&](const char* begun) { return asked.substr(std::string_view(begun).size()); };
  if (asked == "date" || asked == "day") return made_date(roll, asked == "day");
  if (asked == "instant") return made_date(roll, true) + "T0" + std::to_string(roll.below(10)) + ":00:00.250Z";
  if (asked == "text") return roll.of(words);
  if (asked.starts_with("to ")) {
    const std::size_t many = asked == "to Patient" ? 4 : us_core_each;  // few, so that their resources meet
    return R"({"reference":")" + after("to ") + "/r" + std::to_string(roll.below(many)) + "\"}";
  }
  if (asked.starts_with("one of ")) {
    std::vector<std::string> all{""};
    for (const char c : after("one of ")) {
      if (c == '|') {
        all.emplace_back();
      } else {
        all.back() += c;
      }
    }
    return roll.of(all);
  }
  const bool coding = asked.starts_with("coding ");
  const std::string one = R"({"system":"urn:)" + after(coding ? "coding " : "code ") + (roll.chance(10) ? "-local" : "") + R"(","code":"c)" + std::to_string(roll.below(4)) + "\"}";
  return coding ? one : R"({"coding":[)" + one + "]}";
}

inline std::string made_resource(dice& roll, const made_type& of, const std::string& id) {
  std::string out = R"({"resourceType":")" + std::string(of.name) + R"(","id":")" + id + "\"";
  for (std::string_view member : of.members) {
    const bool always = member.starts_with('!');
    if (!always && roll.chance(15)) continue;
    if (always) member.remove_prefix(1);
    out += ",";
    while (!member.empty()) {
      const std::size_t open = member.find('<');
      out += member.substr(0, open);
      if (open == std::string_view::npos) break;
      const std::size_t close = member.find('>', open);
      out += made_value(roll, std::string(member.substr(open + 1, close - open - 1)));
      member.remove_prefix(close + 1);
    }
  }
  return out + "}";
}

}  // namespace phr::test::model
