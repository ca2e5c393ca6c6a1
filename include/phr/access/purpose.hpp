// Why one asks: the purposes of use of HL7 v3, as FHIR R4 Consent and AuditEvent name them.
#pragma once

#include <phr/core/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace phr::access {

inline constexpr std::string_view purpose_system = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

// The concepts below PurposeOfUse in ActReason, the value set http://terminology.hl7.org/ValueSet/v3-PurposeOfUse as
// FHIR 4.0.1 publishes it, each after the concept it is one of. `any` is PurposeOfUse itself.
enum class purpose : std::uint8_t {
  any,                                   // PurposeOfUse
  healthcare_marketing,                  // HMARKT
  healthcare_operations,                 // HOPERAT
  care_management,                       // CAREMGT
  donation,                              // DONAT
  fraud,                                 // FRAUD
  government,                            // GOV
  health_accreditation,                  // HACCRED
  health_compliance,                     // HCOMPL
  decedent,                              // HDECD
  directory,                             // HDIRECT
  healthcare_delivery_management,        // HDM
  legal,                                 // HLEGAL
  health_outcome_measure,                // HOUTCOMS
  health_program_reporting,              // HPRGRP
  health_quality_improvement,            // HQUALIMP
  health_system_administration,          // HSYSADMIN
  labeling,                              // LABELING
  metadata_management,                   // METAMGT
  member_administration,                 // MEMADMIN
  military_command,                      // MILCDM
  patient_administration,                // PATADMIN
  patient_safety,                        // PATSFTY
  performance_measure,                   // PERFMSR
  records_management,                    // RECORDMGT
  system_development,                    // SYSDEV
  test_health_data,                      // HTEST
  training,                              // TRAIN
  healthcare_payment,                    // HPAYMT
  claim_attachment,                      // CLMATTCH
  coverage_authorization,                // COVAUTH
  coverage,                              // COVERAGE
  eligibility_determination,             // ELIGDTRM
  eligibility_verification,              // ELIGVER
  enrollment,                            // ENROLLM
  military_discharge,                    // MILDCRG
  remittance_advice,                     // REMITADV
  healthcare_research,                   // HRESCH
  biomedical_research,                   // BIORCH
  clinical_trial_research,               // CLINTRCH
  clinical_trial_research_without_care,  // CLINTRCHNPC
  clinical_trial_research_with_care,     // CLINTRCHPC
  preclinical_trial_research,            // PRECLINTRCH
  disease_specific_research,             // DSRCH
  origins_research,                      // POARCH
  translational_research,                // TRANSRCH
  patient_request,                       // PATRQT
  family_request,                        // FAMRQT
  power_of_attorney,                     // PWATRNY
  support_network,                       // SUPNWK
  public_health,                         // PUBHLTH
  disaster,                              // DISASTER
  threat,                                // THREAT
  treatment,                             // TREAT
  clinical_trial,                        // CLINTRL
  coordination_of_care,                  // COC
  emergency_treatment,                   // ETREAT
  break_the_glass,                       // BTG
  emergency_room_treatment,              // ERTREAT
  population_health,                     // POPHLTH
};

struct purpose_concept {
  std::string_view code;
  purpose parent;  // its own for `any`
};

// By the value of the enumerator.
inline constexpr std::array purpose_concepts{
    purpose_concept{"PurposeOfUse", purpose::any},
    purpose_concept{"HMARKT", purpose::any},
    purpose_concept{"HOPERAT", purpose::any},
    purpose_concept{"CAREMGT", purpose::healthcare_operations},
    purpose_concept{"DONAT", purpose::healthcare_operations},
    purpose_concept{"FRAUD", purpose::healthcare_operations},
    purpose_concept{"GOV", purpose::healthcare_operations},
    purpose_concept{"HACCRED", purpose::healthcare_operations},
    purpose_concept{"HCOMPL", purpose::healthcare_operations},
    purpose_concept{"HDECD", purpose::healthcare_operations},
    purpose_concept{"HDIRECT", purpose::healthcare_operations},
    purpose_concept{"HDM", purpose::healthcare_operations},
    purpose_concept{"HLEGAL", purpose::healthcare_operations},
    purpose_concept{"HOUTCOMS", purpose::healthcare_operations},
    purpose_concept{"HPRGRP", purpose::healthcare_operations},
    purpose_concept{"HQUALIMP", purpose::healthcare_operations},
    purpose_concept{"HSYSADMIN", purpose::healthcare_operations},
    purpose_concept{"LABELING", purpose::health_system_administration},
    purpose_concept{"METAMGT", purpose::health_system_administration},
    purpose_concept{"MEMADMIN", purpose::healthcare_operations},
    purpose_concept{"MILCDM", purpose::healthcare_operations},
    purpose_concept{"PATADMIN", purpose::healthcare_operations},
    purpose_concept{"PATSFTY", purpose::healthcare_operations},
    purpose_concept{"PERFMSR", purpose::healthcare_operations},
    purpose_concept{"RECORDMGT", purpose::healthcare_operations},
    purpose_concept{"SYSDEV", purpose::healthcare_operations},
    purpose_concept{"HTEST", purpose::system_development},
    purpose_concept{"TRAIN", purpose::healthcare_operations},
    purpose_concept{"HPAYMT", purpose::any},
    purpose_concept{"CLMATTCH", purpose::healthcare_payment},
    purpose_concept{"COVAUTH", purpose::healthcare_payment},
    purpose_concept{"COVERAGE", purpose::healthcare_payment},
    purpose_concept{"ELIGDTRM", purpose::coverage},
    purpose_concept{"ELIGVER", purpose::coverage},
    purpose_concept{"ENROLLM", purpose::coverage},
    purpose_concept{"MILDCRG", purpose::coverage},
    purpose_concept{"REMITADV", purpose::healthcare_payment},
    purpose_concept{"HRESCH", purpose::any},
    purpose_concept{"BIORCH", purpose::healthcare_research},
    purpose_concept{"CLINTRCH", purpose::healthcare_research},
    purpose_concept{"CLINTRCHNPC", purpose::clinical_trial_research},
    purpose_concept{"CLINTRCHPC", purpose::clinical_trial_research},
    purpose_concept{"PRECLINTRCH", purpose::clinical_trial_research},
    purpose_concept{"DSRCH", purpose::healthcare_research},
    purpose_concept{"POARCH", purpose::healthcare_research},
    purpose_concept{"TRANSRCH", purpose::healthcare_research},
    purpose_concept{"PATRQT", purpose::any},
    purpose_concept{"FAMRQT", purpose::patient_request},
    purpose_concept{"PWATRNY", purpose::patient_request},
    purpose_concept{"SUPNWK", purpose::patient_request},
    purpose_concept{"PUBHLTH", purpose::any},
    purpose_concept{"DISASTER", purpose::public_health},
    purpose_concept{"THREAT", purpose::public_health},
    purpose_concept{"TREAT", purpose::any},
    purpose_concept{"CLINTRL", purpose::treatment},
    purpose_concept{"COC", purpose::treatment},
    purpose_concept{"ETREAT", purpose::treatment},
    purpose_concept{"BTG", purpose::emergency_treatment},
    purpose_concept{"ERTREAT", purpose::emergency_treatment},
    purpose_concept{"POPHLTH", purpose::treatment},
};

// "PATRQT".
[[nodiscard]] constexpr std::string_view code(purpose value) noexcept {
  return purpose_concepts[static_cast<std::size_t>(value)].code;
}

// The concept that this one is a kind of: ETREAT for BTG, PurposeOfUse for TREAT and for itself.
[[nodiscard]] constexpr purpose parent(purpose value) noexcept {
  return purpose_concepts[static_cast<std::size_t>(value)].parent;
}

// Whether who asks for the first also asks for the second: every purpose is a kind of itself, BTG is an ETREAT and a
// TREAT, TREAT is no ETREAT.
[[nodiscard]] constexpr bool is_a(purpose value, purpose wider) noexcept {
  for (; value != wider; value = parent(value)) {
    if (value == purpose::any) return false;
  }
  return true;
}

// The codes of all concepts wider than a purpose, nearest first, `any` last.
// Lifetime: a value of views of static texts. Threads: immutable. Errors: none.
class purpose_ancestors {
 public:
  constexpr explicit purpose_ancestors(purpose value) noexcept {
    for (; value != purpose::any; value = parent(value)) codes_[size_++] = code(parent(value));
  }
  [[nodiscard]] constexpr const std::string_view* data() const noexcept { return codes_.data(); }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr const std::string_view* begin() const noexcept { return codes_.data(); }
  [[nodiscard]] constexpr const std::string_view* end() const noexcept { return codes_.data() + size_; }

 private:
  std::array<std::string_view, 8> codes_{};
  std::size_t size_ = 0;
};

// A code of the table above, in exactly this case; invalid_value otherwise.
[[nodiscard]] result<purpose> parse_purpose(std::string_view code) noexcept;

}  // namespace phr::access

namespace phr {
using access::purpose;
}  // namespace phr
