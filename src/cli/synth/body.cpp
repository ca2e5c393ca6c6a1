#include "cli/synth/body.hpp"

#include "cli/synth/random.hpp"

#include <algorithm>
#include <array>

namespace phr::synth {

namespace {

struct size_at {
  int month;
  int girl_mm, girl_g, boy_mm, boy_g;
};

// Sizes of an average child, rounded, typed in.
constexpr std::array<size_at, 22> growth{{
    {0, 495, 3300, 500, 3400},       {3, 600, 5900, 615, 6400},       {6, 660, 7300, 680, 7900},
    {12, 745, 9100, 760, 9700},      {24, 860, 11700, 875, 12300},    {36, 950, 14000, 960, 14500},
    {48, 1020, 16000, 1030, 16500},  {60, 1090, 18200, 1100, 18500},  {72, 1155, 20500, 1160, 21000},
    {84, 1215, 23000, 1220, 23500},  {96, 1275, 26000, 1280, 26000},  {108, 1330, 29500, 1335, 29000},
    {120, 1390, 33000, 1390, 32500}, {132, 1455, 37500, 1440, 36000}, {144, 1520, 42500, 1500, 41000},
    {156, 1570, 47000, 1570, 46500}, {168, 1605, 50500, 1640, 52000}, {180, 1620, 53000, 1700, 57500},
    {192, 1630, 55000, 1735, 62000}, {204, 1635, 56500, 1755, 65500}, {216, 1640, 58000, 1765, 68000},
    {240, 1650, 62000, 1780, 75000},
}};

// Linear between the rows; `pick` chooses the column.
template <class Pick>
int grown(std::int64_t age_days, Pick&& pick) {
  const auto day_of = [](int month) { return static_cast<std::int64_t>(month) * 3044 / 100; };
  const std::int64_t age = std::max<std::int64_t>(age_days, 0);
  for (std::size_t i = 1; i < growth.size(); ++i) {
    if (age >= day_of(growth[i].month)) continue;
    const std::int64_t from = day_of(growth[i - 1].month);
    const std::int64_t span = day_of(growth[i].month) - from;
    return static_cast<int>(pick(growth[i - 1]) + (pick(growth[i]) - pick(growth[i - 1])) * (age - from) / span);
  }
  return pick(growth.back());
}

// 0 before `start`, 1000 after `start + days`, straight between.
int progress_since(std::int64_t start, std::int64_t day, int days) {
  if (start == never || day <= start) return 0;
  return static_cast<int>(std::min<std::int64_t>(1000, (day - start) * 1000 / days));
}

}  // namespace

int body::slow(std::uint64_t stream, std::int64_t day, int period, int amplitude) const {
  return drift(mix(who.key, stream), day, period) * amplitude / 1000;
}

int body::height(std::int64_t day) const {
  const std::int64_t full = grown(day - who.birth, [&](const size_at& row) { return who.female ? row.girl_mm : row.boy_mm; });
  return static_cast<int>(full * who.adult_height / (who.female ? 1650 : 1780));
}

int body::weight(std::int64_t day) const {
  const std::int64_t full = grown(day - who.birth, [&](const size_at& row) { return who.female ? row.girl_g : row.boy_g; });
  const std::int64_t tall = who.adult_height - (who.female ? 1650 : 1780);
  const int age = who.age_on(day);
  std::int64_t part = 1000 + who.lean + tall * 6 / 10 + slow(20, day, 210, age < 16 ? 12 : 35);
  if (age >= 30) part += 60;
  if (who.diabetes != never) part += 180 - 70 * progress_since(who.diabetes, day, 400) / 1000;
  return static_cast<int>(full * part / 1000);
}

int body::systolic(std::int64_t day) const {
  const int age = who.age_on(day);
  if (age < 18) return 88 + 2 * age + slow(21, day, 60, 5);
  // Untreated it stands about 28 higher; treatment takes most of that within three months of the diagnosis.
  const int raised = progress_since(who.hypertension == never ? never : who.hypertension - 900, day, 800) * 28 / 1000;
  const int treated = progress_since(who.hypertension, day, 90) * 22 / 1000;
  return 112 + (age - 18) / 4 + raised - treated + slow(21, day, 60, 7);
}

int body::diastolic(std::int64_t day) const {
  const int age = who.age_on(day);
  if (age < 18) return 52 + age + slow(22, day, 60, 4);
  const int raised = progress_since(who.hypertension == never ? never : who.hypertension - 900, day, 800) * 14 / 1000;
  const int treated = progress_since(who.hypertension, day, 90) * 11 / 1000;
  return 73 + raised - treated + slow(22, day, 60, 5);
}

int body::heart_rate(std::int64_t day) const {
  const int age = who.age_on(day);
  const int base = age < 1 ? 128 : age < 3 ? 112 : age < 6 ? 98 : age < 12 ? 86 : 71;
  return base + slow(23, day, 45, 6) + (who.fibrillation != never && day > who.fibrillation ? 8 : 0);
}

int body::hba1c(std::int64_t day) const {
  const int usual = 5300 + slow(24, day, 150, 180);
  if (who.diabetes == never) return usual;
  // Climbs for three years to the diagnosis; metformin brings it down over nine months, as red cells are replaced.
  const int rise = progress_since(who.diabetes - 1100, day, 1100) * 2700 / 1000;
  const int relief = progress_since(who.diabetes + 14, day, 270) * 1600 / 1000;
  return usual + rise - relief;
}

// Estimated average glucose = 28.7 A1c - 46.7 mg/dL: D. Nathan et al., "Translating the A1C assay into estimated average
// glucose values", Diabetes Care 31 (2008) 1473.
int body::mean_glucose(std::int64_t day) const { return hba1c(day) * 287 / 10 - 46700; }

// Before breakfast it stands about 17 below the average.
int body::fasting_glucose(std::int64_t day) const { return mean_glucose(day) - 17000; }

int body::ldl(std::int64_t day) const {
  const int raised = progress_since(who.lipids == never ? never : who.lipids - 1500, day, 1200) * 65 / 1000;
  const int treated = progress_since(who.lipids + (who.lipids == never ? 0 : 14), day, 60) * 60 / 1000;
  return (104 + raised - treated) * 1000 + slow(25, day, 200, 16000);
}

int body::hdl(std::int64_t day) const { return (who.female ? 58000 : 48000) + slow(26, day, 300, 8000); }

int body::triglycerides(std::int64_t day) const {
  return (who.diabetes != never || who.lipids != never ? 165000 : 105000) + slow(27, day, 120, 40000);
}

int body::creatinine(std::int64_t day) const {
  const int age = who.age_on(day);
  if (age < 16) return 280 + 28 * age + slow(28, day, 90, 40);
  return (who.female ? 720 : 920) + (age > 60 ? (age - 60) * 9 : 0) + slow(28, day, 90, 70);
}

int body::hemoglobin(std::int64_t day) const {
  const int base = who.age_on(day) < 14 ? 12600 : who.female ? 13500 : 15100;
  return base + slow(29, day, 180, 800);
}

int body::tsh(std::int64_t day) const {
  const int usual = 2000 + slow(30, day, 240, 800);
  if (who.hypothyroidism == never) return usual;
  const int rise = progress_since(who.hypothyroidism - 500, day, 500) * 6500 / 1000;
  return usual + rise - progress_since(who.hypothyroidism, day, 120) * 6000 / 1000;
}

int body::potassium(std::int64_t day) const { return 4250 + slow(31, day, 70, 350); }

int body::sodium(std::int64_t day) const { return 140000 + slow(32, day, 70, 2500); }

}  // namespace phr::synth
