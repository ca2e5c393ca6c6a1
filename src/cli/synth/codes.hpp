// The code systems used, and a few codes of each.
#pragma once

#include <string_view>

namespace phr::synth {

struct code {
  std::string_view system;
  std::string_view value;
  std::string_view display;
};

inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view snomed = "http://snomed.info/sct";
inline constexpr std::string_view icd10 = "http://hl7.org/fhir/sid/icd-10";
inline constexpr std::string_view cvx = "http://hl7.org/fhir/sid/cvx";
inline constexpr std::string_view ucum = "http://unitsofmeasure.org";
inline constexpr std::string_view act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
inline constexpr std::string_view act_reason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
inline constexpr std::string_view participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
inline constexpr std::string_view observation_category =
    "http://terminology.hl7.org/CodeSystem/observation-category";
inline constexpr std::string_view interpretation =
    "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

}  // namespace phr::synth
