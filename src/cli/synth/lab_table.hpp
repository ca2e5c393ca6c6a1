// What the laboratory measures, in two unit systems.
#pragma once

#include "cli/synth/body.hpp"
#include "cli/synth/record.hpp"

#include <array>
#include <cstdint>

namespace phr::synth {

// A value as a laboratory of one unit system reports it: output = (thousandths of the body's unit + shift) * factor / 10^6,
// in thousandths, rounded to the decimals.
struct lab_form {
  code what;
  unit of;
  int decimals;
  std::int64_t shift;
  std::int64_t factor;  // millionths
  int low;              // reference range in steps of the last decimal; -1: no limit
  int high;
};

struct lab_kind {
  int (body::*value)(std::int64_t day) const;
  int scatter;  // of a single measurement, in thousandths of the value, either way
  lab_form conventional;
  lab_form si;
};

// Factors: molar masses of glucose 180.156, cholesterol 386.65, triglycerides (as triolein) 885.4, creatinine 113.12 g/mol;
// HbA1c by the IFCC-NGSP master equation, NGSP = 0.09148 IFCC + 2.152 (Hoelzel et al., Clin. Chem. 50 (2004) 166).
inline constexpr std::array<lab_kind, 10> lab_kinds{{
    {&body::hba1c, 12,
     {{loinc, "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"}, {"%", "%"}, 1, 0, 1'000'000, 40, 56},
     {{loinc, "59261-8", "Hemoglobin A1c/Hemoglobin.total in Blood by IFCC protocol"}, {"mmol/mol", "mmol/mol"}, 0, -2152, 10'931'351, 20, 38}},
    {&body::fasting_glucose, 60,
     {{loinc, "1558-6", "Fasting glucose [Mass/volume] in Serum or Plasma"}, {"mg/dL", "mg/dL"}, 0, 0, 1'000'000, 70, 99},
     {{loinc, "14771-0", "Fasting glucose [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 1, 0, 55'507, 39, 55}},
    {&body::ldl, 40,
     {{loinc, "13457-7", "Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation"}, {"mg/dL", "mg/dL"}, 0, 0, 1'000'000, -1, 130},
     {{loinc, "39469-2", "Cholesterol in LDL [Moles/volume] in Serum or Plasma by calculation"}, {"mmol/L", "mmol/L"}, 2, 0, 25'863, -1, 336}},
    {&body::hdl, 40,
     {{loinc, "2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma"}, {"mg/dL", "mg/dL"}, 0, 0, 1'000'000, 40, -1},
     {{loinc, "14646-4", "Cholesterol in HDL [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 2, 0, 25'863, 103, -1}},
    {&body::triglycerides, 110,
     {{loinc, "2571-8", "Triglyceride [Mass/volume] in Serum or Plasma"}, {"mg/dL", "mg/dL"}, 0, 0, 1'000'000, -1, 150},
     {{loinc, "14927-8", "Triglyceride [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 2, 0, 11'294, -1, 169}},
    {&body::creatinine, 45,
     {{loinc, "2160-0", "Creatinine [Mass/volume] in Serum or Plasma"}, {"mg/dL", "mg/dL"}, 2, 0, 1'000'000, 50, 120},
     {{loinc, "14682-9", "Creatinine [Moles/volume] in Serum or Plasma"}, {"umol/L", "µmol/L"}, 0, 0, 88'401'697, 44, 106}},
    {&body::hemoglobin, 20,
     {{loinc, "718-7", "Hemoglobin [Mass/volume] in Blood"}, {"g/dL", "g/dL"}, 1, 0, 1'000'000, 120, 170},
     {{loinc, "718-7", "Hemoglobin [Mass/volume] in Blood"}, {"g/L", "g/L"}, 0, 0, 10'000'000, 120, 170}},
    {&body::tsh, 120,
     {{loinc, "3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"}, {"u[IU]/mL", "uIU/mL"}, 2, 0, 1'000'000, 40, 400},
     {{loinc, "3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"}, {"m[IU]/L", "mIU/L"}, 2, 0, 1'000'000, 40, 400}},
    {&body::potassium, 30,
     {{loinc, "2823-3", "Potassium [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 1, 0, 1'000'000, 35, 51},
     {{loinc, "2823-3", "Potassium [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 1, 0, 1'000'000, 35, 51}},
    {&body::sodium, 8,
     {{loinc, "2951-2", "Sodium [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 0, 0, 1'000'000, 136, 145},
     {{loinc, "2951-2", "Sodium [Moles/volume] in Serum or Plasma"}, {"mmol/L", "mmol/L"}, 0, 0, 1'000'000, 136, 145}},
}};

}  // namespace phr::synth
