// Consents for tests, written as JSON.
#pragma once

#include <phr/consent/scope.hpp>
#include <phr/core/date_time.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace consents {

using phr::fhir::resource_type;

inline phr::result<phr::consent::policy> compile(std::string_view json) {
  phr::fhir::json::document document;
  PHR_TRY(document.parse(json));
  return phr::consent::compile(document.root());
}

// With the elements that R4 demands; `more` begins with a comma or is empty.
inline std::string privacy(std::string_view id, std::string_view patient, std::string_view more) {
  std::string out = R"({"resourceType":"Consent","status":"active","id":")";
  out.append(id).append(R"(","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",)");
  out.append(R"("code":"patient-privacy"}]},"category":[{"text":"x"}],"patient":{"reference":")").append(patient);
  return out.append("\"}").append(more).append("}");
}

// A consent of Patient/p with this provision.
inline std::string with(std::string_view provision, std::string_view more = "") {
  return privacy("c1", "Patient/p", ",\"provision\":" + std::string(provision) + std::string(more));
}

inline std::string policy_rule(std::string_view code) {
  return R"(,"policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" +
         std::string(code) + "\"}]}";
}

inline std::string actor(std::string_view reference, std::string_view role = "PRCP") {
  return R"({"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":")" +
         std::string(role) + R"("}]},"reference":{"reference":")" + std::string(reference) + "\"}}";
}
inline std::string purpose(std::string_view code) {
  return R"({"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":")" + std::string(code) + "\"}";
}
inline std::string class_(std::string_view type) {
  return R"({"system":"http://hl7.org/fhir/resource-types","code":")" + std::string(type) + "\"}";
}
inline std::string action(std::string_view code) {
  return R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentaction","code":")" + std::string(code) +
         "\"}]}";
}

inline std::vector<phr::consent::policy> compile_all(std::initializer_list<std::string> texts) {
  std::vector<phr::consent::policy> out;
  for (const std::string& text : texts) out.push_back(compile(text).value());
  return out;
}

inline std::int64_t at(std::string_view instant) {
  return phr::parse_instant(instant).value().as_interval().low;
}

// A request that owns its texts.
struct asking {
  std::vector<std::string_view> actors{"Practitioner/x"};
  std::string_view purpose = "TREAT";
  std::vector<std::string_view> ancestors{"PurposeOfUse"};
  std::int64_t now_us = at("2024-06-01T12:00:00Z");
  std::string_view patient = "Patient/p";
  resource_type type = resource_type::Observation;
  phr::consent::action action = phr::consent::action::access;

  [[nodiscard]] phr::consent::request request() const {
    return {actors, purpose, ancestors, now_us, patient, type, action};
  }
};

// The decision, after a check that the scope says the same.
inline phr::consent::decision decide(const std::vector<phr::consent::policy>& policies, const asking& asked) {
  const auto made = phr::consent::decide(policies, asked.request());
  const auto scope = phr::consent::compile_scope(policies, asked.request());
  if (asked.patient.empty()) {
    EXPECT_EQ(scope.visible_without_patient(asked.type), made.permit);
  } else {
    EXPECT_EQ(scope.visible(asked.patient, asked.type), made.permit);
  }
  return made;
}

inline bool permits(std::initializer_list<std::string> texts, const asking& asked = {}) {
  return decide(compile_all(texts), asked).permit;
}

inline std::string answer(std::initializer_list<std::string> texts, const asking& asked = {}) {
  auto policies = compile_all(texts);
  const auto made = phr::consent::decide(policies, asked.request());
  return phr::consent::describe(made, policies);
}

}  // namespace consents
