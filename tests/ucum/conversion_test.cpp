// Conversion: exact where it ends, with stated digits where not.
#include <phr/ucum/ucum.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace {

using phr::decimal;
using phr::errc;
using phr::ucum::conversion;
using phr::ucum::unit;

decimal decimal_of(std::string_view text) { return decimal::parse(text).value(); }

std::string converted(std::string_view value, std::string_view from, std::string_view to) {
  const auto made = phr::ucum::convert(decimal_of(value), from, to);
  return made ? made.value().to_string() : std::string(phr::name(made.error().code()).data());
}

TEST(Conversion, KeepsTheWrittenDigitsByPowersOfTen) {
  EXPECT_EQ(converted("6.30", "mm", "m"), "0.00630");
  EXPECT_EQ(converted("6.30", "m", "mm"), "6300");  // 6.30 has no thousandths to tell
  EXPECT_EQ(converted("5.40", "mmol/L", "umol/mL"), "5.40");
  EXPECT_EQ(converted("0.00", "mg/dL", "g/L"), "0.0000");
  EXPECT_EQ(converted("-1.50", "L", "mL"), "-1500");
  EXPECT_EQ(converted("1e3", "mg", "g"), "1");
  EXPECT_EQ(converted("123456789012345678901234567890.10", "mg", "g"), "123456789012345678901234567.89010");
  EXPECT_EQ(converted("7", "m", "m"), "7");
}

TEST(Conversion, IsExactWhereItEnds) {
  EXPECT_EQ(converted("6.300", "[in_i]", "cm"), "16.002");
  EXPECT_EQ(converted("70", "[lb_av]", "kg"), "31.7514659");
  EXPECT_EQ(converted("120", "mm[Hg]", "kPa"), "15.99864");
  EXPECT_EQ(converted("90", "min", "h"), "1.5");
  EXPECT_EQ(converted("1", "a", "d"), "365.25");
  EXPECT_EQ(converted("1", "mol", "1"), "602214076000000000000000");
  EXPECT_EQ(converted("1", "KiBy", "bit"), "8192");
}

TEST(Conversion, RoundsTo28DigitsWhereItDoesNotEnd) {
  EXPECT_EQ(converted("70", "kg", "[lb_av]"), "154.3235835294143065060816609");
  EXPECT_EQ(converted("1", "d", "wk"), "0.1428571428571428571428571429");
  EXPECT_EQ(converted("2", "s", "min"), "0.03333333333333333333333333333");
  EXPECT_EQ(converted("180", "deg", "rad"), "3.141592653589793238462643383");
  EXPECT_EQ(converted("1", "rad", "deg"), "57.29577951308232087679815481");
  // More where the value has more.
  EXPECT_EQ(converted("1.00000000000000000000000000000000", "d", "wk"), "0.142857142857142857142857142857143");
}

TEST(Conversion, OfTemperaturesIsExact) {
  EXPECT_EQ(converted("98.6", "[degF]", "Cel"), "37");
  EXPECT_EQ(converted("36.6", "Cel", "K"), "309.75");
  EXPECT_EQ(converted("-40", "Cel", "[degF]"), "-40");
  EXPECT_EQ(converted("100", "[degF]", "Cel"), "37.77777777777777777777777778");
  EXPECT_EQ(converted("80", "[degRe]", "Cel"), "100");
  EXPECT_EQ(converted("0", "K", "Cel"), "-273.15");
  EXPECT_EQ(converted("36600", "mCel", "Cel"), "36.600");
  EXPECT_EQ(converted("310.15", "K", "mCel"), "37000");
  EXPECT_EQ(converted("37", "Cel", "mK"), "310150");
}

TEST(Conversion, OfLogarithmsHas15Digits) {
  EXPECT_EQ(converted("7.4", "[pH]", "nmol/L"), "39.8107170553497");
  EXPECT_EQ(converted("40", "nmol/L", "[pH]"), "7.39794000867204");
  EXPECT_EQ(converted("60", "dB[SPL]", "Pa"), "0.02");
  EXPECT_EQ(converted("3", "B[W]", "kW"), "1");
  EXPECT_EQ(converted("20", "dB", "B"), "2.0");
  EXPECT_EQ(converted("20", "dB", "1"), "100");
  EXPECT_EQ(converted("8", "bit_s", "1"), "256");
  EXPECT_EQ(converted("1", "Np", "1"), "2.71828182845905");
  EXPECT_EQ(converted("30", "dB[mV]", "B[uV]"), "9");
  EXPECT_EQ(converted("6", "[hp'_X]", "1"), "1e-06");
  EXPECT_EQ(converted("3", "[hp'_C]", "1"), "1e-06");
  EXPECT_EQ(converted("2", "[hp'_M]", "1"), "1e-06");
  EXPECT_EQ(converted("1", "[hp'_Q]", "1"), "2e-05");
  EXPECT_EQ(converted("100", "%[slope]", "deg"), "45");
  EXPECT_EQ(converted("100", "[p'diop]", "deg"), "45");
  EXPECT_EQ(converted("3", "[m/s2/Hz^(1/2)]", "m2/s4/Hz"), "9");
}

TEST(Conversion, RefusesWhatHasNoAnswer) {
  EXPECT_EQ(converted("1", "mg/dL", "mmol/L"), "unit_mismatch");
  EXPECT_EQ(converted("1", "[iU]", "1"), "unit_mismatch");
  EXPECT_EQ(converted("0", "mol/L", "[pH]"), "invalid_argument");
  EXPECT_EQ(converted("-1", "1", "Np"), "invalid_argument");
  EXPECT_EQ(converted("1e9", "B", "1"), "invalid_argument");
  EXPECT_EQ(converted("1e10000", "km", "m"), "malformed_number");
}

TEST(Conversion, GivesTheSameByBothWays) {
  // The quick way takes at most 18 digits; these are the same numbers with more.
  const char* const pairs[][2] = {{"kg", "[lb_av]"}, {"mg/dL", "g/L"}, {"[oz_av]", "g"}, {"h", "wk"}, {"[ft_i]", "m"}, {"cal", "J"}};
  const char* const values[] = {"1", "7", "0.3", "123.456", "99999.99999", "1000000", "0.00001", "314159265358979", "2.50"};
  for (const auto& pair : pairs) {
    for (const char* value : values) {
      std::string longer = value;
      if (longer.find('.') == std::string::npos) longer += '.';
      longer.append(25 - longer.size(), '0');
      EXPECT_EQ(decimal_of(converted(value, pair[0], pair[1])), decimal_of(converted(longer, pair[0], pair[1]))) << value << pair[0];
    }
  }
}

TEST(Conversion, ComesBackToTheValue) {
  const char* const pairs[][2] = {{"kg", "[lb_av]"}, {"Cel", "[degF]"}, {"mm[Hg]", "kPa"}, {"cal", "J"}, {"deg", "rad"}, {"wk", "s"}, {"[degRe]", "[degF]"}};
  for (const auto& pair : pairs) {
    for (int i = -50; i < 200; i += 7) {
      const decimal value = decimal::from_int64(i).multiply(decimal_of("0.37")).value();
      const decimal there = phr::ucum::convert(value, pair[0], pair[1]).value();
      const decimal back = phr::ucum::convert(there, pair[1], pair[0]).value();
      EXPECT_EQ(back.round(20), value) << pair[0] << ' ' << value.to_string();
    }
  }
}

TEST(ConversionInDouble, IsThatOfDecimals) {
  const char* const pairs[][2] = {{"kg", "[lb_av]"}, {"Cel", "[degF]"}, {"[degF]", "K"}, {"[pH]", "nmol/L"}, {"mg", "g"}, {"dB[SPL]", "mPa"}};
  for (const auto& pair : pairs) {
    const auto way = conversion::between(unit::parse(pair[0]).value(), unit::parse(pair[1]).value()).value();
    for (const double value : {0.0, 1.0, 37.5, 7.4, 100.0}) {
      const double exact = way(decimal_of(std::to_string(value))).value().to_double();
      EXPECT_NEAR(way(value), exact, std::abs(exact) * 1e-13) << pair[0] << value;
    }
  }
  const auto to_ph = conversion::between(unit::parse("mol/L").value(), unit::parse("[pH]").value()).value();
  EXPECT_TRUE(std::isnan(to_ph(0.0)));
}

}  // namespace
