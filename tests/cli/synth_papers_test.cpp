// Sample data's letters can be read, and its consents do what they are there for.
#include "cli/made.hpp"
#include "consent/consents.hpp"

#include <algorithm>
#include <optional>

namespace {

using consents::resource_type;
using made::many;
using made::resource;
using made::run;
using made::text;
using made::value;
using phr::synth::format;

// RFC 4648 section 4, strict: padded, no other characters, no bits left over.
std::optional<std::string> decoded(const std::string& base64) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (base64.empty() || base64.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = base64.size() - (base64.find_last_not_of('=') + 1);
  if (padding > 2) return std::nullopt;
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char each : std::string_view(base64).substr(0, base64.size() - padding)) {
    const std::size_t digit = digits.find(each);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFFU);
    bits &= (1U << held) - 1U;
  }
  if (bits != 0) return std::nullopt;
  return out;
}

TEST(SynthLetters, DecodeToTextThatNamesThePatient) {
  const run all(many(format::ndjson));
  std::map<std::string, std::string> names;
  for (const resource& each : all.of("Patient")) {
    const value name = each.json["name"].at(0);
    names[each.document] = text(name["given"].at(0)) + " " + text(name["family"]);
  }
  const auto letters = all.of("DocumentReference");
  EXPECT_GT(letters.size(), names.size() * 4);
  for (const resource& each : letters) {
    const value attachment = each.json["content"].at(0)["attachment"];
    EXPECT_EQ(text(attachment["contentType"]), "text/plain; charset=UTF-8");
    const auto letter = decoded(text(attachment["data"]));
    ASSERT_TRUE(letter) << each.name();
    EXPECT_TRUE(letter->starts_with("Dear colleague,\n")) << each.name();
    EXPECT_NE(letter->find(names[each.document]), std::string::npos) << each.name();
    EXPECT_TRUE(letter->ends_with("Kind regards")) << each.name();
  }
}

// A consent of a run, compiled, with the patient it is of.
struct compiled {
  std::vector<phr::consent::policy> policies;
  std::string patient;
};

std::vector<compiled> compiled_consents(const run& all) {
  std::vector<compiled> out;
  for (const resource& each : all.of("Consent")) {
    auto made = phr::consent::compile(each.json);
    EXPECT_TRUE(made) << each.name();
    if (!made) continue;
    out.emplace_back();
    out.back().policies.push_back(std::move(made.value()));
    out.back().patient = text(each.json["patient"]["reference"]);
  }
  return out;
}

consents::asking visiting(const compiled& of, resource_type type = resource_type::Observation) {
  consents::asking asked;
  asked.actors = {"Practitioner/visiting-clinician"};
  asked.now_us = consents::at("2026-01-01T00:00:00Z");
  asked.patient = of.patient;
  asked.type = type;
  return asked;
}

bool permits(const compiled& of, const consents::asking& asked) { return consents::decide(of.policies, asked).permit; }

TEST(SynthConsents, AreThereForEachAdultAndSpeak) {
  const run all(many(format::ndjson));
  const auto consents = compiled_consents(all);
  EXPECT_EQ(consents.size(), 12U);  // of three households
  for (const compiled& each : consents) {
    EXPECT_TRUE(each.policies[0].speaks());
    EXPECT_EQ(each.policies[0].unsure_count(), 0U);
    EXPECT_EQ(each.policies[0].rule_count(), 2U);
    EXPECT_EQ(each.policies[0].patient(), each.patient);
  }
}

TEST(SynthConsents, LetTheVisitingClinicianTreat) {
  const run all(many(format::ndjson));
  for (const compiled& each : compiled_consents(all)) {
    for (const resource_type type :
         {resource_type::Patient, resource_type::Observation, resource_type::Condition, resource_type::Encounter,
          resource_type::MedicationRequest, resource_type::AllergyIntolerance}) {
      EXPECT_TRUE(permits(each, visiting(each, type))) << each.patient;
    }
  }
}

TEST(SynthConsents, WithholdLettersAndWhatTheyDoNotName) {
  const run all(many(format::ndjson));
  for (const compiled& each : compiled_consents(all)) {
    for (const resource_type type :
         {resource_type::DocumentReference, resource_type::Consent, resource_type::Immunization,
          resource_type::Procedure, resource_type::DiagnosticReport}) {
      EXPECT_FALSE(permits(each, visiting(each, type))) << each.patient;
    }
  }
}

TEST(SynthConsents, HoldForNobodyElseNoOtherPurposePatientOrTime) {
  const run all(many(format::ndjson));
  for (const compiled& each : compiled_consents(all)) {
    consents::asking asked = visiting(each);
    asked.actors = {"Practitioner/family-doctor"};
    EXPECT_FALSE(permits(each, asked));
    asked = visiting(each);
    asked.purpose = "HMARKT";
    EXPECT_FALSE(permits(each, asked));
    asked = visiting(each);
    asked.patient = "Patient/somebody";
    EXPECT_FALSE(permits(each, asked));
    for (const char* when : {"2025-11-30T00:00:00Z", "2029-01-01T00:00:00Z"}) {
      asked = visiting(each);
      asked.now_us = consents::at(when);
      EXPECT_FALSE(permits(each, asked)) << when;
    }
    for (const char* when : {"2025-12-04T00:00:00Z", "2028-11-30T00:00:00Z"}) {
      asked.now_us = consents::at(when);
      EXPECT_TRUE(permits(each, asked)) << when;
    }
  }
}

TEST(SynthConsents, OfAChildAreNone) {
  const run all({.seed = 1, .people = 6, .years = 1});
  for (const resource& each : all.of("Consent")) {
    EXPECT_NE(each.document, "person-0003.json");
    EXPECT_NE(each.document, "person-0004.json");
  }
  EXPECT_EQ(all.of("Consent").size(), 4U);
}

TEST(SynthPrescriptions, OfAProblemAreOneAYearAndOnlyTheLastIsActive) {
  const run all({.seed = 6, .people = 30, .years = 20, .shape = format::ndjson});
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> by_reason;
  for (const resource& each : all.of("MedicationRequest")) {
    by_reason[text(each.json["reasonReference"].at(0)["reference"])].emplace_back(
        text(each.json["authoredOn"]).substr(0, 10), text(each.json["status"]));
  }
  EXPECT_EQ(by_reason.size(), all.of("Condition").size());
  for (auto& [reason, prescriptions] : by_reason) {
    std::sort(prescriptions.begin(), prescriptions.end());
    for (std::size_t i = 0; i < prescriptions.size(); ++i) {
      const bool last = i + 1 == prescriptions.size();
      EXPECT_EQ(prescriptions[i].second, last ? "active" : "completed") << reason;
    }
    EXPECT_GE(prescriptions.back().first, "2025-01-01") << reason;
  }
}

}  // namespace
