// Vaccinations: those of childhood by age, tetanus every ten years, influenza every autumn for who needs it.
#include "cli/synth/random.hpp"
#include "cli/synth/scene.hpp"

#include <array>

namespace phr::synth {

namespace {

struct planned {
  int age_in_days;
  code vaccine;
  int dose;
};

constexpr code hepatitis_b{cvx, "08", "Hep B, adolescent or pediatric"};
constexpr code dtap{cvx, "20", "DTaP"};
constexpr code polio{cvx, "10", "IPV"};
constexpr code mmr{cvx, "03", "MMR"};
constexpr code varicella{cvx, "21", "varicella"};
constexpr code tdap{cvx, "115", "Tdap"};
constexpr code influenza{cvx, "140", "Influenza, seasonal, injectable, preservative free"};

constexpr std::array<planned, 13> childhood{{
    {1, hepatitis_b, 1}, {61, hepatitis_b, 2}, {61, dtap, 1},  {61, polio, 1},  {122, dtap, 2}, {122, polio, 2}, {183, dtap, 3},
    {183, polio, 3},     {200, hepatitis_b, 3}, {380, mmr, 1}, {380, varicella, 1}, {1600, mmr, 2}, {4100, tdap, 1},
}};

void write_one(const scene& on, const code& vaccine, std::int64_t day, std::uint64_t number, int dose) {
  if (day >= on.end) return;
  record& out = on.out;
  const identity name = on.name("Immunization", 130, number);
  out.begin(name);
  out.raw(R"(,"status":"completed")");
  out.member_concept("vaccineCode", vaccine);
  out.member_target("patient", on.patient);
  out.member_day("occurrenceDateTime", day);
  out.raw(R"(,"primarySource":true,"lotNumber":"LOT)");
  out.number(static_cast<std::int64_t>(on.mix_of(131, number) % 900'000 + 100'000));
  out.raw(R"(","performer":[{"actor":)");
  out.target(on.shared.practice);
  out.raw("}]");
  if (dose > 0) {
    out.raw(R"(,"protocolApplied":[{"doseNumberPositiveInt":)");
    out.number(dose);
    out.raw("}]");
  }
  out.end();
}

}  // namespace

void write_immunizations(const scene& on) {
  std::uint64_t number = 0;
  // Records of the time before 1985 were on paper.
  const std::int64_t paper = days_from_civil({1985, 1, 1});
  for (const planned& each : childhood) {
    const std::int64_t day = on.who.birth + each.age_in_days + static_cast<std::int64_t>(on.mix_of(132, number) % 20);
    if (day >= paper) write_one(on, each.vaccine, day, number, each.dose);
    ++number;
  }
  for (std::int64_t day = on.who.birth + 365 * 20; day < on.end; day += 3652, ++number) {
    if (day >= paper) write_one(on, tdap, day + static_cast<std::int64_t>(on.mix_of(133, number) % 200), number, 0);
  }
  const bool needs = on.who.old() || on.who.diabetes != never || on.who.asthma != never;
  const std::int64_t last = civil_from_days(on.end).year;
  for (std::int64_t year = civil_from_days(on.start).year; needs && year <= last; ++year) {
    const std::int64_t day = days_from_civil({year, 10, 5}) + static_cast<std::int64_t>(on.mix_of(134, static_cast<std::uint64_t>(year)) % 40);
    if (on.covers(day)) write_one(on, influenza, day, 1000 + static_cast<std::uint64_t>(year), 0);
  }
}

}  // namespace phr::synth
