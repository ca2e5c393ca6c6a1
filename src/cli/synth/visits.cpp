// Visits to the practice, and what happens at each.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

namespace phr::synth {

namespace {

// How often a year: a person with something to watch comes every quarter.
int visits_in(const scene& on, std::int64_t day) {
  const person& who = on.who;
  const auto watched = [day](std::int64_t onset) { return onset != never && onset - 400 < day; };
  if (watched(who.diabetes)) return 4;
  if (watched(who.hypertension) || watched(who.lipids) || watched(who.hypothyroidism) || watched(who.fibrillation)) return 3;
  if (who.age_on(day) < 2) return 4;
  return who.old() ? 2 : 1;
}

void write_encounter(const scene& on, const visit& at) {
  constexpr code check{snomed, "185349003", "Encounter for check up"};
  constexpr code follow_up{snomed, "390906007", "Follow-up encounter"};
  record& out = on.out;
  out.begin(at.encounter);
  out.raw(R"(,"status":"finished","class":)");
  out.coding({act_code, "AMB", "ambulatory"});
  out.raw(R"(,"type":[)");
  out.concept_of(at.yearly ? check : follow_up);
  out.raw("]");
  out.member_target("subject", on.patient);
  out.raw(R"(,"participant":[{"individual":)");
  out.target(on.shared.family_doctor);
  out.raw("}]");
  out.member_period("period", at.when, later(at.when, at.yearly ? 2400 : 1200));
  out.member_target("serviceProvider", on.shared.practice);
  out.end();
}

}  // namespace

void write_visits(const scene& on) {
  const std::int64_t first = civil_from_days(on.start).year;
  const std::int64_t last = civil_from_days(on.end).year;
  for (std::int64_t year = first; year <= last; ++year) {
    const std::int64_t new_year = days_from_civil({year, 1, 1});
    const int count = visits_in(on, new_year + 182);
    for (int nth = 0; nth < count; ++nth) {
      const std::uint64_t key = on.mix_of(40, static_cast<std::uint64_t>(year * 8 + nth));
      pcg32 draw(key);
      std::int64_t day = new_year + nth * 365 / count + draw.between(3, 365 / count - 8);
      if (weekday(day) == 0) ++day;  // not on a Sunday
      if (!on.covers(day)) continue;
      const moment when = at(day, draw.between(8, 15), 5 * draw.between(0, 11));
      const visit held{make_identity("Encounter", key), when, key, nth == 0};
      write_encounter(on, held);
      write_vitals(on, held);
      write_labs(on, held);
    }
  }
}

}  // namespace phr::synth
