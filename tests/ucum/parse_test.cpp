// Reading and printing codes.
#include <phr/ucum/ucum.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>

namespace {

using phr::errc;
using phr::ucum::is_comparable;
using phr::ucum::is_same;
using phr::ucum::unit;

unit read(std::string_view code) { return unit::parse(code).value(); }

struct refusal {
  std::string_view code;
  errc why;
  std::uint32_t column;
};

TEST(UnitParse, SaysWhereAndWhyACodeIsRefused) {
  const refusal refused[] = {
      {"", errc::empty_input, 0},          {"m/", errc::malformed_query, 3},     {"m//s", errc::malformed_query, 3},
      {".m", errc::malformed_query, 1},    {"m.", errc::malformed_query, 3},     {"mmol/Lx", errc::invalid_value, 6},
      {"12h", errc::malformed_query, 3},   {"(m", errc::malformed_query, 1},     {"m)", errc::malformed_query, 2},
      {"m{a", errc::malformed_query, 2},   {"m{a{b}", errc::malformed_query, 4}, {"{a}m", errc::malformed_query, 4},
      {"m{a}{b}", errc::malformed_query, 5}, {"[in_i", errc::malformed_query, 1}, {"m g", errc::invalid_utf8, 2},
      {"\xC2\xB5g", errc::invalid_utf8, 1}, {"m-", errc::malformed_query, 3},    {"m1000", errc::too_large, 2},
      {"kkm", errc::invalid_value, 1},     {"kmin", errc::invalid_value, 1},     {"0.m", errc::invalid_value, 1},
      {"Cel/m", errc::unit_mismatch, 4},   {"m.Cel", errc::unit_mismatch, 3},    {"Cel2", errc::unit_mismatch, 1},
      {"/Cel", errc::unit_mismatch, 2},    {"iU", errc::invalid_value, 1},       {"()", errc::malformed_query, 2},
      {"ug(8.h)", errc::malformed_query, 3}, {"m+", errc::malformed_query, 3},   {"%/5^", errc::malformed_query, 4},
  };
  for (const auto& each : refused) {
    const auto found = unit::parse(each.code);
    ASSERT_FALSE(found) << each.code;
    EXPECT_EQ(found.error().code(), each.why) << each.code;
    EXPECT_EQ(found.error().column(), each.column) << each.code;
  }
}

TEST(UnitParse, HasLimits) {
  EXPECT_EQ(unit::parse(std::string(1001, 'm')).error().code(), errc::too_large);
  EXPECT_TRUE(unit::parse(std::string(64, '(') + "m" + std::string(64, ')')));
  EXPECT_EQ(unit::parse(std::string(65, '(') + "m" + std::string(65, ')')).error().code(), errc::too_deep);
  EXPECT_EQ(unit::parse("m999.m").error().code(), errc::too_large);
  EXPECT_EQ(unit::parse("Ym999").error().code(), errc::too_large);
  EXPECT_EQ(unit::parse("[gal_us]900").error().code(), errc::too_large);
  EXPECT_EQ(unit::parse("1" + std::string(400, '9')).error().code(), errc::too_large);
  EXPECT_EQ(unit::parse("[iU].[arb'U].[CFU].[PFU].[ELU].[EU].[AU]").error().code(), errc::too_large);
  EXPECT_TRUE(unit::parse("[iU].[arb'U].[CFU].[PFU].[ELU].[EU].[EU]"));
}

TEST(UnitParse, TakesPrefixesOnMetricUnitsOnly) {
  EXPECT_TRUE(is_same(read("mg"), read("10*-3.g")));
  EXPECT_TRUE(is_same(read("dar"), read("10*-1.ar")));
  EXPECT_TRUE(is_same(read("cd"), read("cd")) && !is_comparable(read("cd"), read("d")));
  EXPECT_TRUE(is_same(read("m[H2O]"), read("1000.mm[H2O]")));
  EXPECT_FALSE(unit::parse("k[in_i]"));
}

TEST(UnitParse, ReadsOperatorsFromLeftToRight) {
  EXPECT_TRUE(is_same(read("s/m.mg"), read("(s/m).mg")));
  EXPECT_TRUE(is_same(read("s/(m.mg)"), read("s.m-1.mg-1")));
  EXPECT_TRUE(is_same(read("/s"), read("Hz")));
  EXPECT_TRUE(is_same(read("/(m.s)"), read("m-1.s-1")));
  EXPECT_TRUE(is_same(read("m+2"), read("m2")));
  EXPECT_TRUE(is_same(read("m0"), read("1")));
}

TEST(UnitParse, GivesAnnotationsNoMeaning) {
  EXPECT_TRUE(is_same(read("10*3{RBC}/uL"), read("10*3/uL")));
  EXPECT_TRUE(is_same(read("{score}"), read("1")));
  EXPECT_TRUE(is_same(read("/{HPF}"), read("1")));
  EXPECT_TRUE(is_same(read("Cel{oral}"), read("Cel")));
  EXPECT_TRUE(is_same(read("g/(8.h){shift}"), read("g/(8.h)")));
  EXPECT_TRUE(is_same(read("U/(10.g){feces}.m"), read("U.m/(10.g)")));
  EXPECT_EQ(read("g{creat}").code(), "g{creat}");
}

// Codes put together at random, by a generator that writes what the grammar allows.
class code_writer {
 public:
  std::string term(int depth) {
    std::string out = component(depth);
    for (unsigned more = random_() % 3; more > 0; --more) out += (random_() % 2 == 0 ? "." : "/") + component(depth);
    return out;
  }

 private:
  std::string component(int depth) {
    static constexpr const char* symbols[] = {"m", "kg", "s", "mmol", "[iU]", "10*", "%", "[in_i]", "dL", "mm[Hg]", "rad", "[arb'U]", "cd"};
    const auto which = random_() % 8;
    if (which == 0 && depth > 0) return "(" + term(depth - 1) + ")";
    if (which == 1) return std::to_string(random_() % 50 + 1);
    if (which == 2) return "{text}";
    std::string out = symbols[random_() % std::size(symbols)];
    if (random_() % 3 == 0) out += std::to_string(static_cast<int>(random_() % 7) - 3);
    return random_() % 5 == 0 ? out + "{x}" : out;
  }

  std::mt19937 random_{7};
};

TEST(UnitParse, ReadsWhatItPrints) {
  code_writer writer;
  for (int i = 0; i < 2000; ++i) {
    const std::string first = writer.term(2);
    const std::string second = writer.term(2);
    const unit a = read(first);
    const unit b = read(second);
    EXPECT_TRUE(is_same(read(a.code()), a)) << first;
    const unit canonical = read(a.canonical_code());
    EXPECT_TRUE(is_comparable(a, canonical)) << first;
    EXPECT_EQ(canonical.canonical_code(), a.canonical_code()) << first;
    const unit product = a.multiply(b).value();
    EXPECT_TRUE(is_same(product.divide(b).value(), a)) << first << " by " << second;
    EXPECT_TRUE(is_same(product, b.multiply(a).value())) << first << " by " << second;
    EXPECT_TRUE(phr::ucum::display_name(first)) << first;
  }
}

TEST(UnitCanonicalCode, HasBaseUnitsByAlphabet) {
  EXPECT_EQ(read("N").canonical_code(), "g.m.s-2");
  EXPECT_EQ(read("kg/m3").canonical_code(), "g.m-3");
  EXPECT_EQ(read("V").canonical_code(), "C-1.g.m2.s-2");
  EXPECT_EQ(read("%").canonical_code(), "1");
  EXPECT_EQ(read("m/km").canonical_code(), "1");
  EXPECT_EQ(read("[degF]").canonical_code(), "K");
  EXPECT_EQ(read("[IU]/mL").canonical_code(), "[iU].m-3");
  EXPECT_EQ(unit().canonical_code(), "1");
}

TEST(UnitComparable, NeedsTheSamePowers) {
  EXPECT_TRUE(is_comparable(read("mg/dL"), read("g/L")));
  EXPECT_TRUE(is_comparable(read("Cel"), read("K")));
  EXPECT_TRUE(is_comparable(read("[pH]"), read("mol/L")));
  EXPECT_TRUE(is_comparable(read("mmol/L"), read("/L")));  // a mole is a number, says UCUM
  EXPECT_FALSE(is_comparable(read("mg/dL"), read("mmol/L")));
  EXPECT_FALSE(is_comparable(read("rad"), read("1")));
}

TEST(UnitComparable, ParksArbitraryUnitsApart) {
  EXPECT_TRUE(is_comparable(read("[IU]/L"), read("m[iU]/mL")));
  EXPECT_TRUE(is_same(read("[IU]/L"), read("m[iU]/mL")));
  EXPECT_FALSE(is_comparable(read("[iU]"), read("1")));
  EXPECT_FALSE(is_comparable(read("[iU]"), read("[arb'U]")));
  EXPECT_FALSE(is_comparable(read("[iU]"), read("[iU]2")));
  EXPECT_TRUE(is_comparable(read("[iU].[arb'U]"), read("[arb'U].[iU]")));
  EXPECT_TRUE(is_comparable(read("[iU].m/[IU]"), read("m")));
}

TEST(UnitAlgebra, PrintsCodesThatMeanTheProduct) {
  EXPECT_EQ(read("mg").divide(read("dL")).value().code(), "mg/dL");
  EXPECT_EQ(read("mg/dL").multiply(read("L/min")).value().code(), "mg/dL.(L/min)");
  EXPECT_EQ(read("/s").multiply(read("/m")).value().code(), "1/s.(1/m)");
  const unit made = read("mL/min").divide(read("kg.h")).value();
  EXPECT_EQ(made.code(), "mL/min/(kg.h)");
  EXPECT_TRUE(is_same(made, read("mL.min-1.kg-1.h-1")));
  EXPECT_EQ(read("Cel").multiply(read("m")).error().code(), errc::unit_mismatch);
  EXPECT_EQ(read("m").divide(read("[pH]")).error().code(), errc::unit_mismatch);
}

TEST(DisplayName, IsTheCodeInWords) {
  EXPECT_EQ(phr::ucum::display_name("mmol/L").value(), "(millimole) / (liter)");
  EXPECT_EQ(phr::ucum::display_name("/min").value(), "1 / (minute)");
  EXPECT_EQ(phr::ucum::display_name("10*3{RBC}/uL").value(), "(the number ten for arbitrary powers ^ 3) {RBC} / (microliter)");
  EXPECT_EQ(phr::ucum::display_name("mmol/Lx").error().column(), 6U);
}

}  // namespace
