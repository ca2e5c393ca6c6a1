#include "cli/synth/people.hpp"

#include "cli/synth/random.hpp"

namespace phr::synth {

namespace {

// The births of a household, each following from the one before it.
std::int64_t birth_of(std::uint64_t household, role place, std::int64_t end) {
  pcg32 pick(mix(household, 2));
  const std::int64_t mother = end - 365 * pick.between(33, 46) - pick.between(0, 364);
  const std::int64_t father = mother - pick.between(-1200, 2200);
  const std::int64_t daughter = end - 365 * pick.between(6, 14) - pick.between(0, 364);
  const std::int64_t son = daughter + 365 * pick.between(2, 4) + pick.between(0, 364);
  const std::int64_t grandmother = father - 365 * pick.between(23, 31) - pick.between(0, 364);
  const std::int64_t grandfather = grandmother - pick.between(-600, 2000);
  switch (place) {
    case role::mother: return mother;
    case role::father: return father;
    case role::daughter: return daughter;
    case role::son: return son;
    case role::grandmother: return grandmother;
    case role::grandfather: return grandfather;
  }
  return mother;
}

// One in `odds` has it, beginning 1 to `spread` years before the end; with odds 1 everybody.
std::int64_t onset(pcg32& pick, std::uint32_t odds, int spread, std::int64_t end) {
  const bool has = pick.one_in(odds);
  const std::int64_t days = pick.between(365, 365 * spread);
  return has ? end - days : never;
}

void give_problems(person& who, unsigned household, std::int64_t end) {
  pcg32 pick(mix(who.key, 3));
  const bool shown = household == 0;  // the first household shows every subject
  if (who.child()) {
    const std::uint32_t odds = shown && who.place == role::daughter ? 1 : 6;
    if (pick.one_in(odds)) who.asthma = who.birth + 365 * 4 + pick.between(0, 364);
    if (who.asthma >= end) who.asthma = never;
    return;
  }
  who.diabetes = onset(pick, who.old() ? 3 : 6, 9, end);
  who.hypertension = onset(pick, who.old() ? 2 : 5, 12, end);
  who.lipids = onset(pick, who.old() ? 2 : 4, 8, end);
  who.hypothyroidism = onset(pick, who.female ? 6 : 20, 10, end);
  who.arthritis = onset(pick, who.old() ? 2 : 30, 9, end);
  who.fibrillation = onset(pick, who.old() ? 4 : 90, 4, end);
  who.smoking = static_cast<int>(pick.below(10)) < 6 ? 0 : pick.one_in(3) ? 2 : 1;
  if (!shown) return;
  if (who.place == role::mother) who.diabetes = end - pick.between(1150, 1350);
  if (who.place == role::father) {
    who.hypertension = end - pick.between(1500, 2500);
    who.lipids = end - pick.between(700, 1100);
  }
  if (who.place == role::grandfather) who.fibrillation = end - pick.between(500, 900);
}

}  // namespace

person make_person(const options& chosen, unsigned index) {
  const unsigned number = index / household_size;
  const std::uint64_t household = mix(mix(chosen.seed, 0x70687273796e7468U), number);
  const std::int64_t end = days_from_civil(chosen.end);
  person who;
  who.index = index;
  who.place = static_cast<role>(index % household_size);
  who.key = mix(household, 1000U + index % household_size);
  who.female = static_cast<unsigned>(who.place) % 2 == 0;
  pcg32 shared(mix(household, 1));
  who.from = &cultures[shared.below(static_cast<std::uint32_t>(cultures.size()))];
  who.surname = who.from->surnames[shared.below(static_cast<std::uint32_t>(who.from->surnames.size()))];
  who.street = who.from->streets[shared.below(static_cast<std::uint32_t>(who.from->streets.size()))];
  who.house = shared.between(1, 98);
  who.postal = shared.between(10, 99);
  // The three women, and the three men, of a household have different names: a turn through the list in odd steps.
  const unsigned parents = shared.below(8);
  const unsigned turn = parents + 3U * (static_cast<unsigned>(who.place) / 2U);
  const auto& names = who.female ? who.from->women : who.from->men;
  who.mother = who.from->women[parents];
  who.father = who.from->men[parents];
  who.given = names[turn % names.size()];
  who.middle = names[(turn + 4U) % names.size()];
  who.birth = birth_of(household, who.place, end);
  pcg32 pick(mix(who.key, 1));
  who.adult_height = (who.female ? 1650 : 1780) + pick.between(-80, 80) + pick.between(-40, 40) - (who.old() ? 25 : 0);
  who.lean = pick.between(-90, 90);
  give_problems(who, number, end);
  return who;
}

}  // namespace phr::synth
