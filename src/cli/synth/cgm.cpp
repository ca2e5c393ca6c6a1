// Days of continuous glucose monitoring: 288 readings as SampledData.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace phr::synth {

namespace {

constexpr int readings = 288;  // one every five minutes
constexpr unit mg_dl{"mg/dL", "mg/dL"};

// A meal raises glucose for about three hours: linear up in 45 minutes, down in 135.
int meal(int minute, int eaten, int height) {
  const int since = minute - eaten;
  if (since <= 0 || since >= 180) return 0;
  return since < 45 ? height * since / 45 : height * (180 - since) / 135;
}

void write_day(const scene& on, std::int64_t day) {
  record& out = on.out;
  const std::uint64_t key = on.mix_of(90, static_cast<std::uint64_t>(day));
  pcg32 draw(key);
  const int mean = on.self().mean_glucose(day) / 1000;
  const bool diabetic = on.who.diabetes != never && on.who.diabetes < day;
  const int swing = diabetic ? 70 : 35;
  struct eaten {
    int minute;
    int height;
  };
  const std::array<eaten, 3> meals{{{draw.between(400, 500), swing + draw.between(-15, 25)},
                                    {draw.between(720, 800), swing + draw.between(-15, 30)},
                                    {draw.between(1110, 1200), swing + draw.between(-10, 35)}}};
  const identity name = make_identity("Observation", key);
  out.begin(name);
  out.raw(R"(,"status":"final","category":[)");
  out.concept_of({observation_category, "laboratory", "Laboratory"});
  out.raw("]");
  out.member_concept("code", {loinc, "99504-3", "Glucose [Mass/volume] in Interstitial fluid"});
  out.member_target("subject", on.patient);
  out.member_period("effectivePeriod", at(day, 0, 0), at(day, 23, 55));
  out.raw(R"(,"device":{"display":"Continuous glucose sensor"},"valueSampledData":{"origin":)");
  out.quantity(0, 0, mg_dl);
  out.raw(R"(,"period":300000,"lowerLimit":40,"upperLimit":400,"dimensions":1,"data":")");
  int wander = 0;
  for (int i = 0; i < readings; ++i) {
    const int minute = 5 * i;
    wander = wander * 9 / 10 + draw.between(-3, 3);
    int value = mean - swing / 3 + wander;
    for (const eaten& each : meals) value += meal(minute, each.minute, each.height);
    if (i != 0) out.raw(" ");
    if (value < 40) {
      out.raw("L");
    } else if (value > 400) {
      out.raw("U");
    } else {
      out.number(value);
    }
  }
  out.raw("\"}");
  out.end();
}

}  // namespace

void write_cgm(const scene& on) {
  if (on.who.diabetes == never || on.who.child()) return;
  // Two weeks before the end, and two weeks a year and two years earlier, to compare.
  for (const std::int64_t back : {745, 380, 14}) {
    for (std::int64_t day = on.end - back; day < on.end - back + 14; ++day) {
      if (on.covers(day)) write_day(on, day);
    }
  }
}

}  // namespace phr::synth
