// Blood drawn at a visit: an Observation for each value, and the report that holds them together.
#include "cli/synth/lab_table.hpp"
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <algorithm>

namespace phr::synth {

namespace {

constexpr code laboratory{observation_category, "laboratory", "Laboratory"};
constexpr std::array<std::int64_t, 4> steps{1000, 100, 10, 1};  // thousandths in the last of so many decimals

// A laboratory keeps to one system: SI in Britain, conventional units elsewhere. The fathers' practice changes its
// laboratory in 2023, and with it the units.
bool reports_si(const scene& on, std::int64_t day) {
  const bool british = on.who.from->country == "GB";
  const bool moved = on.who.place == role::father && day >= days_from_civil({2023, 7, 1});
  return british != moved;
}

std::int64_t reported(const lab_form& form, std::int64_t thousandths) {
  const std::int64_t value = (thousandths + form.shift) * form.factor / 1'000'000;
  const std::int64_t step = steps[static_cast<std::size_t>(form.decimals)];
  return (value + step / 2) / step;
}

void write_interpretation(record& out, const lab_form& form, std::int64_t value) {
  const bool high = form.high >= 0 && value > form.high;
  const bool low = form.low >= 0 && value < form.low;
  out.raw(R"(,"interpretation":[)");
  out.concept_of(high ? code{interpretation, "H", "High"} : low ? code{interpretation, "L", "Low"} : code{interpretation, "N", "Normal"});
  out.raw("]");
}

void write_range(record& out, const lab_form& form) {
  out.raw(R"(,"referenceRange":[{)");
  if (form.low >= 0) {
    out.raw(R"("low":)");
    out.quantity(form.low, form.decimals, form.of);
  }
  if (form.high >= 0) {
    out.raw(form.low >= 0 ? "," : "", R"("high":)");
    out.quantity(form.high, form.decimals, form.of);
  }
  out.raw("}]");
}

void write_value(const scene& on, const visit& at, const identity& name, const lab_form& form, std::int64_t value) {
  record& out = on.out;
  out.begin(name);
  out.raw(R"(,"status":"final","category":[)");
  out.concept_of(laboratory);
  out.raw("]");
  out.member_concept("code", form.what);
  out.member_target("subject", on.patient);
  out.member_target("encounter", at.encounter);
  out.member_time("effectiveDateTime", later(at.when, 600));
  out.member_time("issued", later(at.when, 26'000));
  out.raw(R"(,"performer":[)");
  out.target(on.shared.laboratory);
  out.raw(R"(],"valueQuantity":)");
  out.quantity(value, form.decimals, form.of);
  write_interpretation(out, form, value);
  write_range(out, form);
  out.end();
}

void write_report(const scene& on, const visit& at, const std::array<identity, lab_kinds.size()>& names, std::size_t count) {
  record& out = on.out;
  const identity name = make_identity("DiagnosticReport", mix(at.key, 99));
  out.begin(name);
  out.raw(R"(,"status":"final","category":[)");
  out.concept_of({"http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory"});
  out.raw("]");
  out.member_concept("code", {loinc, "11502-2", "Laboratory report"});
  out.member_target("subject", on.patient);
  out.member_target("encounter", at.encounter);
  out.member_time("effectiveDateTime", later(at.when, 600));
  out.member_time("issued", later(at.when, 26'400));
  out.raw(R"(,"performer":[)");
  out.target(on.shared.laboratory);
  out.raw(R"(],"result":[)");
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) out.raw(",");
    out.target(names[i]);
  }
  out.raw("]");
  out.end();
}

}  // namespace

void write_labs(const scene& on, const visit& at) {
  const std::int64_t day = at.when.day;
  pcg32 draw(mix(at.key, 70));
  if (on.who.child() && !draw.one_in(4)) return;
  const bool si = reports_si(on, day);
  std::array<identity, lab_kinds.size()> names;
  std::size_t count = 0;
  for (std::size_t kind = 0; kind < lab_kinds.size(); ++kind) {
    const lab_kind& lab = lab_kinds[kind];
    const int scatter = draw.between(-lab.scatter, lab.scatter);
    // All of them once a year; between, what is watched and a few others.
    const bool taken = at.yearly || kind < 2 || draw.one_in(3);
    if (!taken) continue;
    const body self = on.self();
    const std::int64_t value = static_cast<std::int64_t>((self.*lab.value)(day)) * (1000 + scatter) / 1000;
    const lab_form& form = si ? lab.si : lab.conventional;
    names[count] = make_identity("Observation", mix(at.key, 80 + kind));
    write_value(on, at, names[count], form, reported(form, value));
    ++count;
  }
  write_report(on, at, names, count);
}

}  // namespace phr::synth
