// A store of one small family, open, for tests of sessions.
#pragma once

#include <phr/core/describe.hpp>
#include <phr/session/session.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace phr::test {

inline constexpr std::int64_t test_now = 1'700'000'000'000'000;  // 2023-11-14T22:13:20Z

class record_fixture : public testing::Test {
 protected:
  record_fixture()
      : store_(phr::store::open(folder_.path("me.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value()) {}

  phr::session owner() { return store_.session(phr::owner(), {.now = test_now}).value(); }
  phr::session as(std::string_view practitioner, phr::purpose purpose = phr::purpose::treatment, std::int64_t now = test_now) {
    return store_.session(phr::access::practitioner("Practitioner/" + std::string(practitioner)).value(), {.purpose = purpose, .now = now}).value();
  }

  // Writes resources under their own ids.
  void put(std::initializer_list<std::string> resources) {
    auto me = owner();
    for (const std::string& each : resources) {
      const auto written = me.update(each);
      ASSERT_TRUE(written) << each << " " << phr::describe(written.error());
    }
  }

  // "Observation/o1" of all hits, sorted.
  static std::vector<std::string> found(phr::session& in, std::string_view query) {
    const auto hits = in.search(query);
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    std::vector<std::string> ids;
    if (!hits) return ids;
    for (const auto& hit : hits.value()) ids.push_back(std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  phr::test::temporary_folder folder_;
  phr::store store_;
};

using ids = std::vector<std::string>;

inline std::string patient(const std::string& id) {
  return R"({"resourceType":"Patient","id":")" + id + R"(","name":[{"family":"Test","given":["A"]}],"birthDate":"1980-02-03"})";
}

// A laboratory Observation of the patient; `more` begins with a comma or is empty.
inline std::string observation(const std::string& id, const std::string& of, const std::string& code, const std::string& when,
                               const std::string& value, const std::string& unit = "mmol/L", const std::string& more = "") {
  return R"({"resourceType":"Observation","id":")" + id +
         R"(","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],)"
         R"("code":{"coding":[{"system":"http://loinc.org","code":")" +
         code + R"(","display":"Test )" + code + R"("}]},"subject":{"reference":"Patient/)" + of + R"("},"effectiveDateTime":")" + when +
         R"(","valueQuantity":{"value":)" + value + R"(,"unit":")" + unit +
         R"(","system":"http://unitsofmeasure.org","code":")" + unit + "\"}" + more + "}";
}

inline std::string condition(const std::string& id, const std::string& of, const std::string& onset) {
  return R"({"resourceType":"Condition","id":")" + id + R"(","code":{"text":"Hay fever"},"subject":{"reference":"Patient/)" + of +
         R"("},"onsetDateTime":")" + onset + "\"}";
}

// Permits the practitioner the types for TREAT; `provision` is added to the root's.
inline std::string consent(const std::string& id, const std::string& of, const std::string& practitioner,
                           std::initializer_list<const char*> types, const std::string& provision = "") {
  std::string out = R"({"resourceType":"Consent","id":")" + id +
                    R"(","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",)"
                    R"("code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],)"
                    R"("patient":{"reference":"Patient/)" +
                    of + R"("},"provision":{"type":"permit","actor":[{"role":{"coding":[{"system":)"
                         R"("http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Practitioner/)" +
                    practitioner + R"("}}],"purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}],"class":[)";
  for (const char* type : types) {
    if (out.back() != '[') out += ",";
    out += R"({"system":"http://hl7.org/fhir/resource-types","code":")" + std::string(type) + "\"}";
  }
  return out + "]" + provision + "}}";
}

}  // namespace phr::test
