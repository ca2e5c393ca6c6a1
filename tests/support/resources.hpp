// Resources as JSON, for tests to write.
#pragma once

#include <initializer_list>
#include <string>

namespace phr::test {

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
