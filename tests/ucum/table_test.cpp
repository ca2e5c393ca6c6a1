// The table of units: what its definitions amount to.
#include "ucum/table.hpp"

#include "ucum/factor.hpp"
#include "ucum/parser.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace {

using namespace phr::ucum::detail;

TEST(UnitTable, IsVersion2_2) {
  EXPECT_EQ(version(), "2.2");
  EXPECT_EQ(table().size(), 312U);
  EXPECT_EQ(table().prefixes().size(), 24U);
}

TEST(UnitTable, ReadsEveryCodeAsItself) {
  for (std::uint16_t i = 0; i < table().size(); ++i) {
    const atom& each = table().at(i);
    const auto found = table().find(each.code);
    ASSERT_TRUE(found) << each.code;
    EXPECT_EQ(found->atom, i);
    EXPECT_EQ(found->prefix, -1);
    EXPECT_TRUE(read(each.code, table())) << each.code;
    EXPECT_FALSE(each.name.empty()) << each.code;
  }
}

TEST(UnitTable, GivesEveryPrefixedCodeOneReading) {
  std::map<std::string, int> readings;
  for (std::uint16_t i = 0; i < table().size(); ++i) {
    const atom& each = table().at(i);
    ++readings[std::string(each.code)];
    if (!each.is_metric) continue;
    for (const auto& by : table().prefixes()) ++readings[std::string(by.code) + std::string(each.code)];
  }
  for (const auto& [code, count] : readings) EXPECT_EQ(count, 1) << code;
}

TEST(UnitTable, HasPrefixesOfTenAndOfTwo) {
  for (const auto& each : table().prefixes()) EXPECT_NE(each.tens == 0, each.twos == 0) << each.code;
}

TEST(UnitTable, SaysWhatUnitsAre) {
  const auto size = [](std::string_view code) { return to_double(evaluate(code, table()).value().size); };
  EXPECT_DOUBLE_EQ(size("[lb_av]"), 453.59237);
  EXPECT_DOUBLE_EQ(size("[in_i]"), 0.0254);
  EXPECT_DOUBLE_EQ(size("L"), 0.001);
  EXPECT_DOUBLE_EQ(size("eV"), 1.602176634e-16);
  EXPECT_DOUBLE_EQ(size("deg"), 0.017453292519943295);
  EXPECT_DOUBLE_EQ(size("[c]"), 299792458);
  EXPECT_DOUBLE_EQ(size("U"), 6.02214076e17 / 60);
}

TEST(UnitTable, DefinesEveryUnitInBaseOrArbitraryUnits) {
  for (std::uint16_t i = 7; i < table().size(); ++i) {
    const atom& each = table().at(i);
    const auto again = evaluate(each.code, table());
    ASSERT_TRUE(again) << each.code;
    EXPECT_GT(to_double(each.means.size), 0.0) << each.code;
    EXPECT_EQ(each.means.size.rounded, again.value().size.rounded);
  }
  for (const char* special : {"Cel", "[degF]", "[degRe]", "[pH]", "Np", "B", "B[SPL]", "B[10.nV]", "bit_s", "[p'diop]", "%[slope]",
                              "[hp'_X]", "[hp'_C]", "[hp'_M]", "[hp'_Q]", "[m/s2/Hz^(1/2)]"}) {
    EXPECT_NE(evaluate(special, table()).value().function, 0) << special;
  }
}

}  // namespace
