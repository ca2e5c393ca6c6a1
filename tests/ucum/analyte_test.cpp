// Conversion between mass, amount and equivalents.
#include <phr/ucum/ucum.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using phr::decimal;
using phr::errc;
using phr::ucum::substance;
using phr::ucum::substance_answer;
using phr::ucum::unit;

decimal number(std::string_view text) { return decimal::parse(text).value(); }

phr::result<substance_answer> by_code(std::string_view value, std::string_view from, std::string_view to, std::string_view loinc) {
  return phr::ucum::convert_analyte(number(value), unit::parse(from).value(), unit::parse(to).value(), loinc);
}

phr::result<substance_answer> by_mass(std::string_view value, std::string_view from, std::string_view to, const substance& of) {
  return phr::ucum::convert(number(value), unit::parse(from).value(), unit::parse(to).value(), of);
}

std::string text(const phr::result<substance_answer>& made, int digits) {
  if (!made) return std::string(phr::name(made.error().code()).data());
  return made.value().value.divide(decimal::from_int64(1), digits).value().to_string();
}

TEST(AnalyteConversion, GivesWhatLaboratoriesPrint) {
  struct known {
    const char* loinc;
    const char* value;
    const char* from;
    const char* to;
    const char* printed;
  };
  // The right-hand figures are from tables of conversion that laboratories publish.
  const known all[] = {
      {"2345-7", "90", "mg/dL", "mmol/L", "5"},          {"15074-8", "5.0", "mmol/L", "mg/dL", "90.1"},
      {"2093-3", "200", "mg/dL", "mmol/L", "5.17"},      {"13457-7", "100", "mg/dL", "mmol/L", "2.59"},
      {"2571-8", "150", "mg/dL", "mmol/L", "1.69"},      {"2160-0", "1.0", "mg/dL", "umol/L", "88.4"},
      {"3094-0", "20", "mg/dL", "mmol/L", "7.14"},       {"3091-6", "60", "mg/dL", "mmol/L", "9.99"},
      {"3084-1", "7.0", "mg/dL", "umol/L", "416"},       {"1975-2", "1.0", "mg/dL", "umol/L", "17.1"},
      {"17861-6", "10.0", "mg/dL", "mmol/L", "2.5"},     {"2601-3", "1.0", "mmol/L", "mg/dL", "2.43"},
      {"2777-1", "3.0", "mg/dL", "mmol/L", "0.969"},     {"2498-4", "100", "ug/dL", "umol/L", "17.9"},
      {"718-7", "15.0", "g/dL", "mmol/L", "9.31"},       {"2143-6", "10", "ug/dL", "nmol/L", "276"},
      {"2986-8", "500", "ng/dL", "nmol/L", "17.3"},      {"2243-4", "100", "pg/mL", "pmol/L", "367"},
      {"3024-7", "1.0", "ng/dL", "pmol/L", "12.9"},      {"3053-6", "100", "ng/dL", "nmol/L", "1.54"},
      {"1989-3", "30", "ng/mL", "nmol/L", "74.9"},       {"2132-9", "500", "pg/mL", "pmol/L", "369"},
      {"2284-8", "10", "ng/mL", "nmol/L", "22.7"},       {"2524-7", "2.0", "mmol/L", "mg/dL", "18"},
      {"5671-3", "10", "ug/dL", "umol/L", "0.483"},      {"14959-1", "30", "mg/g", "mg/mmol", "3.39"},
      {"9318-7", "3.0", "mg/mmol", "mg/g", "26.5"},      {"2839-9", "10", "ng/mL", "nmol/L", "31.8"},
  };
  for (const auto& each : all) EXPECT_EQ(text(by_code(each.value, each.from, each.to, each.loinc), 3), each.printed) << each.loinc;
}

TEST(AnalyteConversion, SaysHowItWasComeBy) {
  const auto made = by_code("90", "mg/dL", "mmol/L", "2345-7").value();
  EXPECT_EQ(made.value.to_string(), "4.995670418970225804302937454");  // 900 / 180.156
  EXPECT_EQ(made.rule, "divided by the molar mass");
  EXPECT_EQ(made.used.molar_mass, number("180.156"));
  EXPECT_EQ(made.used.source, "glucose: C6H12O6, IUPAC abridged standard atomic weights 2021");
  EXPECT_EQ(by_code("9", "mg/dL", "meq/L", "17861-6").value().rule, "multiplied by the charge, divided by the molar mass");
  EXPECT_NE(by_code("150", "mg/dL", "mmol/L", "2571-8").value().used.source.find("triolein"), std::string::npos);
}

TEST(AnalyteConversion, KnowsEquivalents) {
  EXPECT_EQ(text(by_code("2.50", "mmol/L", "meq/L", "2000-8"), 5), "5");
  EXPECT_EQ(text(by_code("140", "meq/L", "mmol/L", "2951-2"), 5), "140");
  EXPECT_EQ(text(by_code("1.8", "meq/L", "mg/dL", "19123-9"), 5), "2.1875");
  EXPECT_EQ(by_code("5", "mmol/L", "meq/L", "2345-7").error().code(), errc::invalid_argument);  // glucose has none
}

TEST(AnalyteConversion, NeedsNoMolarMassForUnitsOfOneKind) {
  const auto made = by_code("5.40", "mmol/L", "umol/mL", "15074-8").value();
  EXPECT_EQ(made.value.to_string(), "5.40");
  EXPECT_EQ(made.rule, "units alone");
  EXPECT_TRUE(made.used.molar_mass.is_zero());
  EXPECT_EQ(text(by_code("4.0", "g/dL", "g/L", "1751-7"), 3), "40");  // albumin, too
  EXPECT_EQ(text(by_mass("60", "umol/min", "U", {}), 3), "60");
}

TEST(AnalyteConversion, IsRefusedWhereItWouldBeAGuess) {
  EXPECT_EQ(text(by_code("4.0", "g/dL", "mmol/L", "1751-7"), 3), "unit_mismatch");    // a protein
  EXPECT_EQ(text(by_code("30", "ng/mL", "nmol/L", "62292-8"), 3), "unit_mismatch");   // D2 and D3 together
  EXPECT_EQ(text(by_code("48", "mmol/mol", "%", "4548-4"), 3), "unit_mismatch");      // HbA1c has an equation of its own
  EXPECT_EQ(text(by_code("1", "mg/dL", "mmol/L", "1-8"), 3), "not_found");
  EXPECT_EQ(text(by_code("1", "mg/dL", "mmol/L", ""), 3), "not_found");
  EXPECT_EQ(text(by_code("1", "mg/dL", "mmol", "2345-7"), 3), "unit_mismatch");
  EXPECT_EQ(text(by_code("1", "mg/dL", "mmol2/L", "2345-7"), 3), "unit_mismatch");
  EXPECT_EQ(text(by_code("1", "mg/g", "mmol/g", "14959-1"), 3), "unit_mismatch");   // that would be albumin
  EXPECT_EQ(text(by_code("1", "mg/g", "mg/mmol", "2345-7"), 3), "unit_mismatch");
  EXPECT_EQ(text(by_mass("1", "mmol/mol", "mg/g", {number("100"), "test", 0}), 3), "unit_mismatch");
  EXPECT_EQ(text(by_mass("1", "mmol/L", "[pH]", {number("100"), "test", 0}), 3), "unit_mismatch");
}

TEST(MolarMassConversion, TakesTheCallersFigure) {
  const substance albumin{number("66500"), "the laboratory's own", 0};
  const auto made = by_mass("40", "g/L", "umol/L", albumin).value();
  EXPECT_EQ(made.value.divide(decimal::from_int64(1), 4).value().to_string(), "601.5");
  EXPECT_EQ(made.used.source, "the laboratory's own");
  EXPECT_EQ(text(by_mass("601.5037593984962", "umol/L", "g/L", albumin), 10), "40");
  EXPECT_EQ(text(by_mass("1", "g", "mol", {number("2"), "", 0}), 5), "0.5");
  EXPECT_EQ(text(by_mass("1", "/mol", "/g", {number("2"), "", 0}), 5), "0.5");
  EXPECT_EQ(text(by_mass("1", "g/L", "mol/L", {number("0"), "", 0}), 5), "invalid_argument");
  EXPECT_EQ(text(by_mass("1", "g/L", "mol/L", {number("-2"), "", 0}), 5), "invalid_argument");
  EXPECT_EQ(text(by_mass("1", "g/L", "eq/L", {number("2"), "", 0}), 5), "invalid_argument");
}

TEST(MolarMassConversion, ComesBackToTheValue) {
  const char* const pairs[][2] = {{"mg/dL", "mmol/L"}, {"g", "eq"}, {"mmol/L", "meq/L"}, {"mg/g", "mg/mmol"}, {"ng/(mL.h)", "pmol/(L.s)"}};
  const substance of{number("40.078"), "test", 2};
  for (const auto& pair : pairs) {
    const auto there = by_mass("9.25", pair[0], pair[1], of).value();
    const auto back = by_mass(there.value.to_string(), pair[1], pair[0], of).value();
    EXPECT_EQ(back.value.round(20), number("9.25")) << pair[0];
  }
}

}  // namespace
