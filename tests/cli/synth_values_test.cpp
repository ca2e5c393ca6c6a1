// Sample data as measurements: plausible numbers in the right units, flags that agree with their ranges.
#include "cli/made.hpp"

#include "cli/synth/zone.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/decimal.hpp>

#include <cstdlib>
#include <set>

namespace {

using made::code_of;
using made::many;
using made::resource;
using made::run;
using made::text;
using made::value;
using phr::decimal;
using phr::synth::format;

decimal number_of(const value& quantity) { return decimal::parse(quantity["value"].number_text()).value(); }

struct plausible {
  double low;
  double high;
  int decimals;
};

// By LOINC code and UCUM unit. Limits of adults and children who live at home, from textbooks, generously.
const std::map<std::pair<std::string, std::string>, plausible> limits{
    {{"8480-6", "mm[Hg]"}, {70, 200, 0}},    {{"8462-4", "mm[Hg]"}, {40, 120, 0}},
    {{"8867-4", "/min"}, {45, 160, 0}},      {{"8302-2", "cm"}, {45, 210, 1}},
    {{"29463-7", "kg"}, {2.5, 150, 1}},      {{"39156-5", "kg/m2"}, {12, 45, 1}},
    {{"8310-5", "Cel"}, {35.5, 38, 1}},      {{"4548-4", "%"}, {4, 12, 1}},
    {{"59261-8", "mmol/mol"}, {20, 110, 0}}, {{"1558-6", "mg/dL"}, {60, 300, 0}},
    {{"14771-0", "mmol/L"}, {3.3, 17, 1}},   {{"13457-7", "mg/dL"}, {50, 250, 0}},
    {{"39469-2", "mmol/L"}, {1.3, 6.5, 2}},  {{"2085-9", "mg/dL"}, {25, 100, 0}},
    {{"14646-4", "mmol/L"}, {0.6, 2.6, 2}},  {{"2571-8", "mg/dL"}, {40, 400, 0}},
    {{"14927-8", "mmol/L"}, {0.4, 4.5, 2}},  {{"2160-0", "mg/dL"}, {0.2, 1.6, 2}},
    {{"14682-9", "umol/L"}, {18, 140, 0}},   {{"718-7", "g/dL"}, {10, 18, 1}},
    {{"718-7", "g/L"}, {100, 180, 0}},       {{"3016-3", "u[IU]/mL"}, {0.3, 15, 2}},
    {{"3016-3", "m[IU]/L"}, {0.3, 15, 2}},   {{"2823-3", "mmol/L"}, {3, 5.8, 1}},
    {{"2951-2", "mmol/L"}, {130, 150, 0}},
};

void expect_plausible(const std::string& code, const value& quantity,
                      std::set<std::pair<std::string, std::string>>& seen) {
  const std::pair<std::string, std::string> key{code, text(quantity["code"])};
  ASSERT_TRUE(limits.contains(key)) << key.first << " in " << key.second;
  const plausible& most = limits.at(key);
  const decimal number = number_of(quantity);
  EXPECT_GE(number.to_double(), most.low) << key.first << " in " << key.second;
  EXPECT_LE(number.to_double(), most.high) << key.first << " in " << key.second;
  EXPECT_EQ(number.scale(), most.decimals) << key.first << " in " << key.second;
  seen.insert(key);
}

TEST(SynthValues, LieInPlausibleRangesWithTheirUsualDecimals) {
  std::set<std::pair<std::string, std::string>> seen;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const run all({.seed = seed, .people = 30, .years = 12, .shape = format::ndjson});
    for (const resource& each : all.of("Observation")) {
      const std::string code = code_of(each.json["code"]);
      if (each.json["valueQuantity"]) expect_plausible(code, each.json["valueQuantity"], seen);
      for (const value part : each.json["component"].elements())
        expect_plausible(code_of(part["code"]), part["valueQuantity"], seen);
    }
  }
  EXPECT_EQ(seen.size(), limits.size());
}

TEST(SynthValues, QuantitiesHaveAUnitOfUcum) {
  const run all(many(format::ndjson));
  std::set<std::string> units;
  for (const resource& each : all.resources()) {
    made::walk(each.json, [&](const std::string& path, std::string_view, const value& json) {
      if (!json.is_object() || !json["value"].is_number()) return;
      EXPECT_EQ(text(json["system"]), "http://unitsofmeasure.org") << each.name() << " " << path;
      EXPECT_FALSE(text(json["unit"]).empty()) << each.name() << " " << path;
      units.insert(text(json["code"]));
    });
  }
  units.erase("d");
  for (const auto& [key, most] : limits) units.erase(key.second);
  EXPECT_EQ(units, std::set<std::string>{});
}

TEST(SynthValues, OfLaboratoriesHaveAFlagThatAgreesWithTheirRange) {
  const run all({.seed = 8, .people = 60, .years = 6, .shape = format::ndjson});
  std::map<std::string, unsigned> flags;
  for (const resource& each : all.of("Observation")) {
    const value& json = each.json;
    if (code_of(json["category"].at(0)) != "laboratory" || !json["valueQuantity"]) {
      EXPECT_FALSE(json["interpretation"]) << each.name();
      continue;
    }
    const value range = json["referenceRange"].at(0);
    ASSERT_TRUE(range["low"] || range["high"]) << each.name();
    const decimal number = number_of(json["valueQuantity"]);
    for (const char* side : {"low", "high"}) {
      EXPECT_TRUE(!range[side] || text(range[side]["code"]) == text(json["valueQuantity"]["code"])) << each.name();
    }
    EXPECT_TRUE(!range["low"] || !range["high"] || number_of(range["low"]) < number_of(range["high"])) << each.name();
    const bool high = range["high"] && number > number_of(range["high"]);
    const bool low = range["low"] && number < number_of(range["low"]);
    EXPECT_EQ(code_of(json["interpretation"].at(0)), high ? "H" : low ? "L" : "N") << each.name();
    ++flags[code_of(json["interpretation"].at(0))];
  }
  EXPECT_GT(flags["N"], flags["H"] + flags["L"]);
  EXPECT_GT(flags["H"], 0U);
  EXPECT_GT(flags["L"], 0U);
}

TEST(SynthValues, OfHealthyPeopleHaveMostlyNormalFastingGlucose) {
  const run all({.seed = 8, .people = 60, .years = 6, .shape = format::ndjson});
  std::set<std::string> diabetics;
  for (const resource& each : all.of("Condition")) {
    if (code_of(each.json["code"]) == "44054006") diabetics.insert(each.document);
  }
  unsigned normal = 0;
  unsigned high = 0;
  for (const resource& each : all.of("Observation")) {
    const std::string code = code_of(each.json["code"]);
    if ((code != "1558-6" && code != "14771-0") || diabetics.contains(each.document)) continue;
    ++(code_of(each.json["interpretation"].at(0)) == "N" ? normal : high);
  }
  EXPECT_GT(normal, 10 * high);
}

TEST(SynthValues, OfThePatientShownFirstTellTheStoryOfHerDiabetes) {
  const run all({.seed = 1, .people = 1, .years = 5});
  std::map<std::string, double> by_day;
  for (const resource& each : all.of("Observation")) {
    if (code_of(each.json["code"]) == "4548-4" || code_of(each.json["code"]) == "59261-8") {
      by_day[text(each.json["effectiveDateTime"])] = number_of(each.json["valueQuantity"]).to_double();
    }
  }
  double highest = 0;
  for (const auto& [day, percent] : by_day) highest = std::max(highest, percent);
  ASSERT_GT(by_day.size(), 12U);
  EXPECT_GT(highest, 7.2);
  EXPECT_LT(by_day.rbegin()->second, highest - 0.8);  // treated
  EXPECT_LT(by_day.begin()->second, highest - 0.8);   // before
}

TEST(SynthValues, BloodPressureHasBothComponentsAndSystolicIsAbove) {
  const run all(many(format::ndjson));
  unsigned count = 0;
  for (const resource& each : all.of("Observation")) {
    if (code_of(each.json["code"]) != "85354-9") continue;
    ++count;
    ASSERT_EQ(each.json["component"].size(), 2U);
    std::map<std::string, decimal> parts;
    for (const value part : each.json["component"].elements())
      parts[code_of(part["code"])] = number_of(part["valueQuantity"]);
    ASSERT_TRUE(parts.contains("8480-6") && parts.contains("8462-4")) << each.name();
    EXPECT_GT(parts["8480-6"].to_double(), parts["8462-4"].to_double() + 10);
  }
  EXPECT_EQ(count, all.of("Encounter").size());
}

TEST(SynthValues, BodyMassIndexFollowsFromHeightAndWeight) {
  const run all(many(format::ndjson));
  std::map<std::string, std::map<std::string, double>> visits;
  for (const resource& each : all.of("Observation")) {
    if (!each.json["valueQuantity"] || !each.json["encounter"]) continue;
    visits[text(each.json["encounter"]["reference"])][code_of(each.json["code"])] =
        number_of(each.json["valueQuantity"]).to_double();
  }
  unsigned compared = 0;
  for (auto& [visit, values] : visits) {
    if (!values.contains("39156-5") || !values.contains("8302-2")) continue;
    const double metres = values["8302-2"] / 100;
    EXPECT_NEAR(values["39156-5"], values["29463-7"] / metres / metres, 0.15) << visit;  // of rounded numbers
    ++compared;
  }
  EXPECT_GT(compared, 50U);
}

TEST(SynthValues, ChildrenGrow) {
  const run all({.seed = 3, .people = 6, .years = 14, .shape = format::ndjson});
  std::map<std::string, std::string> births = all.births();
  std::map<std::string, std::map<std::string, double>> heights;
  for (const resource& each : all.of("Observation")) {
    if (code_of(each.json["code"]) == "8302-2") {
      heights[each.document][text(each.json["effectiveDateTime"])] = number_of(each.json["valueQuantity"]).to_double();
    }
  }
  for (const char* child : {"person-0003.ndjson", "person-0004.ndjson"}) {
    double before = 0;
    for (const auto& [when, tall] : heights[child]) {
      EXPECT_GE(tall, before) << child << " " << when;
      before = tall;
    }
    EXPECT_GT(heights[child].rbegin()->second, heights[child].begin()->second + 20) << child;
  }
}

// Units of each person by LOINC code.
std::map<std::string, std::set<std::string>> glucose_codes(const run& all) {
  std::map<std::string, std::set<std::string>> out;
  for (const resource& each : all.of("Observation")) {
    const std::string code = code_of(each.json["code"]);
    if (code == "1558-6" || code == "14771-0") out[each.document].insert(code);
  }
  return out;
}

TEST(SynthValues, ComeInBothUnitSystemsAndTheFathersChange) {
  const run all({.seed = 5, .people = 60, .years = 6, .shape = format::ndjson});
  std::map<std::string, std::string> countries;
  for (const resource& each : all.of("Patient")) countries[each.document] = text(each.json["address"].at(0)["country"]);
  unsigned person = 0;
  for (const auto& [document, codes] : glucose_codes(all)) {
    const unsigned place = static_cast<unsigned>(std::atoi(document.substr(7, 4).c_str()) - 1) % 6;
    const std::set<std::string> usual{countries[document] == "GB" ? "14771-0" : "1558-6"};
    if (place == 1) {
      EXPECT_EQ(codes.size(), 2U) << document;
    } else {
      EXPECT_EQ(codes, usual) << document;
    }
    ++person;
  }
  EXPECT_GT(person, 45U);
  std::set<std::string> seen;
  for (const auto& [document, country] : countries) seen.insert(country);
  EXPECT_EQ(seen, (std::set<std::string>{"DE", "GB", "IN", "US"}));
}

TEST(SynthSensor, HasThe288ReadingsOfADayWithinItsLimits) {
  const run all({.seed = 4, .people = 60, .years = 3, .shape = format::ndjson});
  unsigned days = 0;
  for (const resource& each : all.of("Observation")) {
    const value data = each.json["valueSampledData"];
    if (!data) continue;
    ++days;
    EXPECT_EQ(code_of(each.json["code"]), "99504-3");
    EXPECT_EQ(text(data["origin"]["code"]), "mg/dL");
    EXPECT_EQ(data["origin"]["value"].number_text(), "0");
    EXPECT_EQ(data["period"].number_text(), "300000");
    EXPECT_EQ(data["dimensions"].number_text(), "1");
    const double low = decimal::parse(data["lowerLimit"].number_text()).value().to_double();
    const double high = decimal::parse(data["upperLimit"].number_text()).value().to_double();
    unsigned readings = 0;
    std::string rest = text(data["data"]) + " ";
    for (std::size_t space = rest.find(' '); space != std::string::npos; space = rest.find(' ')) {
      const std::string reading = rest.substr(0, space);
      rest.erase(0, space + 1);
      ++readings;
      if (reading == "L" || reading == "U") continue;
      const auto number = decimal::parse(reading);
      ASSERT_TRUE(number) << reading;
      EXPECT_GE(number.value().to_double(), low);
      EXPECT_LE(number.value().to_double(), high);
    }
    EXPECT_EQ(readings, 288U) << each.name();
    EXPECT_EQ(text(each.json["effectivePeriod"]["start"]).substr(10, 9), "T00:00:00");
    EXPECT_EQ(text(each.json["effectivePeriod"]["end"]).substr(10, 9), "T23:55:00");
  }
  EXPECT_EQ(days % 14, 0U);
  EXPECT_GE(days, 42U);
}

TEST(SynthZone, ChangesItsOffsetWhenTheLawSays) {
  using phr::days_from_civil;
  using phr::synth::offset_minutes;
  using phr::synth::zone;
  struct local {
    zone where;
    phr::civil_date day;
    int hour;
    int minute;
    int offset;
  };
  // As the time zone database has them.
  const local cases[] = {
      {zone::berlin, {2024, 3, 31}, 1, 59, 60},     {zone::berlin, {2024, 3, 31}, 3, 0, 120},
      {zone::berlin, {2024, 10, 27}, 1, 59, 120},   {zone::berlin, {2024, 10, 27}, 3, 0, 60},
      {zone::berlin, {2024, 7, 1}, 12, 0, 120},     {zone::berlin, {2024, 1, 1}, 0, 0, 60},
      {zone::london, {2024, 3, 31}, 0, 59, 0},      {zone::london, {2024, 3, 31}, 2, 0, 60},
      {zone::london, {2024, 10, 27}, 0, 59, 60},    {zone::london, {2024, 10, 27}, 2, 0, 0},
      {zone::london, {2025, 10, 26}, 2, 0, 0},      {zone::london, {2025, 3, 30}, 2, 0, 60},
      {zone::new_york, {2024, 3, 10}, 1, 59, -300}, {zone::new_york, {2024, 3, 10}, 3, 0, -240},
      {zone::new_york, {2024, 11, 3}, 0, 59, -240}, {zone::new_york, {2024, 11, 3}, 2, 0, -300},
      {zone::new_york, {2006, 4, 1}, 12, 0, -300},  {zone::new_york, {2006, 4, 2}, 3, 0, -240},
      {zone::new_york, {2006, 10, 29}, 3, 0, -300}, {zone::new_york, {2006, 10, 28}, 3, 0, -240},
      {zone::kolkata, {2024, 7, 1}, 12, 0, 330},
  };
  for (const local& each : cases) {
    EXPECT_EQ(offset_minutes(each.where, days_from_civil(each.day), each.hour * 60 + each.minute), each.offset)
        << each.day.year << "-" << each.day.month << "-" << each.day.day << " " << each.hour << ":" << each.minute;
  }
}

}  // namespace
