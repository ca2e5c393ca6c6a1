// Blood pressure, pulse, size, weight and temperature; and whether the person smokes.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <array>

namespace phr::synth {

namespace {

constexpr code vital_signs{observation_category, "vital-signs", "Vital Signs"};
constexpr code social_history{observation_category, "social-history", "Social History"};
constexpr unit pressure{"mm[Hg]", "mmHg"};

class vitals {
 public:
  vitals(const scene& on, const visit& at) : on_(on), at_(at), draw_(mix(at.key, 50)) {}

  void all() {
    const body self = on_.self();
    const std::int64_t day = at_.when.day;
    blood_pressure(self.systolic(day) + draw_.between(-6, 6), self.diastolic(day) + draw_.between(-4, 4));
    simple(1, {loinc, "8867-4", "Heart rate"}, self.heart_rate(day) + draw_.between(-5, 5), 0, {"/min", "beats/minute"});
    const int height = self.height(day);
    const int weight = self.weight(day) + draw_.between(-400, 400);
    if (on_.who.age_on(day) < 18 || at_.yearly) {
      simple(2, {loinc, "8302-2", "Body height"}, height, 1, {"cm", "cm"});
    }
    simple(3, {loinc, "29463-7", "Body weight"}, (weight + 50) / 100, 1, {"kg", "kg"});
    if (on_.who.age_on(day) >= 2) {
      const std::int64_t bmi = static_cast<std::int64_t>(weight) * 100'000 / height / height;  // hundredths of kg/m2
      simple(4, {loinc, "39156-5", "Body mass index (BMI) [Ratio]"}, (bmi + 5) / 10, 1, {"kg/m2", "kg/m2"});
    }
    if (draw_.one_in(3)) simple(5, {loinc, "8310-5", "Body temperature"}, 366 + draw_.between(-4, 5), 1, {"Cel", "C"});
    if (at_.yearly && !on_.who.child()) smoking();
  }

 private:
  void begin(std::uint64_t number, const code& what, const code& category = vital_signs) {
    record& out = on_.out;
    name_ = make_identity("Observation", mix(at_.key, 60 + number));
    out.begin(name_);
    out.raw(R"(,"status":"final","category":[)");
    out.concept_of(category);
    out.raw("]");
    out.member_concept("code", what);
    out.member_target("subject", on_.patient);
    out.member_target("encounter", at_.encounter);
    out.member_time("effectiveDateTime", later(at_.when, 300));
    out.raw(R"(,"performer":[)");
    out.target(on_.shared.family_doctor);
    out.raw("]");
  }

  void simple(std::uint64_t number, const code& what, std::int64_t scaled, int decimals, const unit& of) {
    begin(number, what);
    on_.out.raw(R"(,"valueQuantity":)");
    on_.out.quantity(scaled, decimals, of);
    on_.out.end();
  }

  void component(const code& what, int value) {
    on_.out.raw(R"({"code":)");
    on_.out.concept_of(what);
    on_.out.raw(R"(,"valueQuantity":)");
    on_.out.quantity(value, 0, pressure);
    on_.out.raw("}");
  }

  void blood_pressure(int systolic, int diastolic) {
    begin(0, {loinc, "85354-9", "Blood pressure panel with all children optional"});
    on_.out.raw(R"(,"component":[)");
    component({loinc, "8480-6", "Systolic blood pressure"}, systolic);
    on_.out.raw(",");
    component({loinc, "8462-4", "Diastolic blood pressure"}, diastolic);
    on_.out.raw("]");
    on_.out.end();
  }

  void smoking() {
    constexpr std::array<code, 3> habits{{{snomed, "266919005", "Never smoked tobacco"},
                                          {snomed, "8517006", "Ex-smoker"},
                                          {snomed, "449868002", "Smokes tobacco daily"}}};
    begin(6, {loinc, "72166-2", "Tobacco smoking status"}, social_history);
    on_.out.member_concept("valueCodeableConcept", habits[static_cast<std::size_t>(on_.who.smoking)]);
    on_.out.end();
  }

  const scene& on_;
  const visit& at_;
  pcg32 draw_;
  identity name_;
};

}  // namespace

void write_vitals(const scene& on, const visit& at) { vitals(on, at).all(); }

}  // namespace phr::synth
