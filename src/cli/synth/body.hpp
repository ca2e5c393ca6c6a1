// What a person's body measures on a day: integers, so every platform agrees.
#pragma once

#include "cli/synth/people.hpp"

#include <cstdint>

namespace phr::synth {

// Slow curves without the scatter of a single measurement. Not a model of anybody: smooth noise around textbook
// values, growth by a table, and a response to treatment that a reader of a chart recognises.
struct body {
  const person& who;

  [[nodiscard]] int height(std::int64_t day) const;      // mm
  [[nodiscard]] int weight(std::int64_t day) const;      // g
  [[nodiscard]] int systolic(std::int64_t day) const;    // mmHg
  [[nodiscard]] int diastolic(std::int64_t day) const;   // mmHg
  [[nodiscard]] int heart_rate(std::int64_t day) const;  // 1/min
  [[nodiscard]] int hba1c(std::int64_t day) const;       // thousandths of a percent (NGSP)
  [[nodiscard]] int mean_glucose(std::int64_t day) const;  // thousandths of mg/dL, as are the next five
  [[nodiscard]] int fasting_glucose(std::int64_t day) const;
  [[nodiscard]] int ldl(std::int64_t day) const;
  [[nodiscard]] int hdl(std::int64_t day) const;
  [[nodiscard]] int triglycerides(std::int64_t day) const;
  [[nodiscard]] int creatinine(std::int64_t day) const;
  [[nodiscard]] int hemoglobin(std::int64_t day) const;  // thousandths of g/dL
  [[nodiscard]] int tsh(std::int64_t day) const;         // thousandths of mIU/L
  [[nodiscard]] int potassium(std::int64_t day) const;   // thousandths of mmol/L
  [[nodiscard]] int sodium(std::int64_t day) const;      // thousandths of mmol/L

 private:
  [[nodiscard]] int slow(std::uint64_t stream, std::int64_t day, int period, int amplitude) const;
};

}  // namespace phr::synth
