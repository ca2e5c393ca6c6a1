#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class QuantitySearch : public search_fixture {
 protected:
  void measured(const std::string& id, const std::string& quantity) {
    add("Observation", id, R"("status":"final","valueQuantity":{)" + quantity + "}");
  }
  void number(const std::string& id, const std::string& value) { measured(id, "\"value\":" + value); }
  void ucum(const std::string& id, const std::string& value, const std::string& code) {
    measured(id, "\"value\":" + value + R"(,"system":"http://unitsofmeasure.org","code":")" + code + "\"");
  }
  these value(const std::string& asked) { return matching("Observation?value-quantity=" + asked); }
};

TEST_F(QuantitySearch, ANumberIsFoundByThePrecisionOfTheQuestion) {
  number("5.4", "5.4");
  number("5.40", "5.40");
  number("5.36", "5.36");
  number("5.35", "5.35");
  number("5.349", "5.349");
  number("5.449", "5.449");
  number("5.45", "5.45");
  EXPECT_EQ(value("5.4"), (these{"5.35", "5.36", "5.4", "5.40", "5.449"}));  // [5.35, 5.45)
  EXPECT_EQ(value("5.40"), (these{"5.4", "5.40"}));                            // [5.395, 5.405)
  EXPECT_EQ(value("5.35"), (these{"5.349", "5.35"}));                       // [5.345, 5.355)
  EXPECT_EQ(value("5"), (these{"5.349", "5.35", "5.36", "5.4", "5.40", "5.449", "5.45"}));
  EXPECT_EQ(value("5.400000"), (these{"5.4", "5.40"}));
  EXPECT_EQ(value("eq5.4"), value("5.4"));
}

TEST_F(QuantitySearch, NotEqualIsOutsideThePrecision) {
  number("5.4", "5.4");
  number("5.449", "5.449");
  number("5.45", "5.45");
  number("6", "6");
  measured("none", R"("unit":"mg")");
  EXPECT_EQ(value("ne5.4"), (these{"5.45", "6"}));
  EXPECT_EQ(value("ne5.40"), (these{"5.449", "5.45", "6"}));
}

TEST_F(QuantitySearch, ComparisonsAreExact) {
  number("99", "99");
  number("99.5", "99.5");
  number("100", "100");
  number("100.0", "100.0");
  number("100.4", "100.4");
  number("101", "101");
  EXPECT_EQ(value("gt100"), (these{"100.4", "101"}));
  EXPECT_EQ(value("ge100"), (these{"100", "100.0", "100.4", "101"}));
  EXPECT_EQ(value("lt100"), (these{"99", "99.5"}));
  EXPECT_EQ(value("le100"), (these{"100", "100.0", "99", "99.5"}));
  EXPECT_EQ(value("sa100"), value("gt100"));
  EXPECT_EQ(value("eb100"), value("lt100"));
  EXPECT_EQ(value("100"), (these{"100", "100.0", "100.4", "99.5"}));
}

TEST_F(QuantitySearch, ApproximatelyIsWithinATenth) {
  number("89", "89");
  number("90", "90");
  number("110", "110");
  number("111", "111");
  number("-95", "-95");
  EXPECT_EQ(value("ap100"), (these{"110", "90"}));
  EXPECT_EQ(value("ap-100"), these{"-95"});
  EXPECT_EQ(value("ap0"), these{});
}

TEST_F(QuantitySearch, WhatNothingComparesToFindsNothing) {
  ucum("low", "60", "/min");
  ucum("high", "120", "/min");
  EXPECT_EQ(value("90"), these{});
  EXPECT_EQ(value("gt120"), these{});
  EXPECT_EQ(value("sa120"), these{});
  EXPECT_EQ(value("ge121|http://unitsofmeasure.org|/min"), these{});
  EXPECT_EQ(value("lt60"), these{});
  EXPECT_EQ(value("eb60"), these{});
  EXPECT_EQ(value("le59||/min"), these{});
  EXPECT_EQ(value("ap90"), these{});
  EXPECT_EQ(value("gt1||mg"), these{});
  EXPECT_EQ(value("ne60&value-quantity=ne120"), these{});
}

TEST_F(QuantitySearch, SignsZeroAndExponentsAreNumbers) {
  number("minus", "-2.5");
  number("zero", "0");
  number("small", "0.001");
  number("large", "120000");
  EXPECT_EQ(value("-2.5"), these{"minus"});
  EXPECT_EQ(value("lt0"), these{"minus"});
  EXPECT_EQ(value("0.0"), (these{"small", "zero"}));
  EXPECT_EQ(value("1.0e-3"), these{"small"});
  EXPECT_EQ(value("1.2e5"), these{"large"});
  EXPECT_EQ(value("gt1e-4"), (these{"large", "small"}));
  EXPECT_EQ(value("ge1e300"), these{});
}

TEST_F(QuantitySearch, SystemAndCodeNameTheUnit) {
  ucum("mg", "5.4", "mg");
  ucum("g", "5.4", "g");
  measured("local", R"("value":5.4,"system":"urn:local","code":"mg")");
  measured("bare", R"("value":5.4,"code":"mg")");
  measured("unitless", R"("value":5.4)");
  EXPECT_EQ(value("5.4|http://unitsofmeasure.org|mg"), these{"mg"});
  EXPECT_EQ(value("5.4|urn:local|mg"), these{"local"});
  EXPECT_EQ(value("5.4||mg"), (these{"bare", "local", "mg"}));
  EXPECT_EQ(value("5.4"), (these{"bare", "g", "local", "mg", "unitless"}));
  EXPECT_EQ(value("5.3|http://unitsofmeasure.org|mg"), these{});
  EXPECT_EQ(value("5.4||MG"), these{});
}

TEST_F(QuantitySearch, AUnitWithoutSystemIsTheCodeOrTheTextOfTheUnit) {
  measured("both", R"("value":120,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]")");
  measured("text", R"("value":120,"unit":"mmHg")");
  measured("code", R"("value":120,"system":"http://unitsofmeasure.org","code":"mm[Hg]")");
  EXPECT_EQ(value("120||mmHg"), (these{"both", "text"}));
  EXPECT_EQ(value("120||mm[Hg]"), (these{"both", "code"}));
  EXPECT_EQ(value("120|http://unitsofmeasure.org|mm[Hg]"), (these{"both", "code"}));
  EXPECT_EQ(value("120|http://unitsofmeasure.org|mmHg"), these{});
  EXPECT_EQ(value("120"), (these{"both", "code", "text"}));
}

TEST_F(QuantitySearch, UnitsOfUcumAreConverted) {
  ucum("g", "1", "g");
  ucum("mg", "1000", "mg");
  ucum("more", "1600", "mg");
  ucum("length", "1", "m");
  ucum("inch", "1", "[in_i]");
  ucum("warm", "37.0", "Cel");
  EXPECT_EQ(value("1|http://unitsofmeasure.org|g"), (these{"g", "mg"}));  // 0.5 g to 1.5 g
  EXPECT_EQ(value("1.6|http://unitsofmeasure.org|g"), these{"more"});
  EXPECT_EQ(value("1000|http://unitsofmeasure.org|g"), these{});
  EXPECT_EQ(value("gt1|http://unitsofmeasure.org|g"), these{"more"});
  EXPECT_EQ(value("le1000000|http://unitsofmeasure.org|ug"), (these{"g", "mg"}));
  EXPECT_EQ(value("2.54|http://unitsofmeasure.org|cm"), these{"inch"});
  EXPECT_EQ(value("ap310|http://unitsofmeasure.org|K"), these{"warm"});
  EXPECT_EQ(value("310.15|http://unitsofmeasure.org|K"), these{"warm"});
  EXPECT_EQ(value("1|http://unitsofmeasure.org|nonsense"), these{});
}

TEST_F(QuantitySearch, APercentageIsNoFraction) {
  ucum("percent", "5", "%");
  ucum("fraction", "0.05", "1");
  number("bare", "5");
  EXPECT_EQ(value("5|http://unitsofmeasure.org|%25"), (these{"fraction", "percent"}));  // 5 of a hundred, either way
  EXPECT_EQ(value("5|http://unitsofmeasure.org|1"), these{});
  EXPECT_EQ(value("0.05|http://unitsofmeasure.org|1"), (these{"fraction", "percent"}));
  EXPECT_EQ(value("5||%25"), these{"percent"});
}

TEST_F(QuantitySearch, OnlyTheSystemOfUcumConverts) {
  ucum("mg", "1000", "mg");
  EXPECT_EQ(value("1||g"), these{});
  EXPECT_EQ(value("1|urn:other|g"), these{});
  EXPECT_EQ(value("1000||mg"), these{"mg"});
}

TEST_F(QuantitySearch, PrefixesGoWithUnitsAndWithAlternatives) {
  ucum("low", "60", "/min");
  ucum("high", "120", "/min");
  ucum("temperature", "120", "Cel");
  EXPECT_EQ(value("gt100|http://unitsofmeasure.org|/min"), these{"high"});
  EXPECT_EQ(value("lt70||/min,gt100||Cel"), (these{"low", "temperature"}));
  EXPECT_EQ(value("ge60||/min&value-quantity=lt100"), these{"low"});
  EXPECT_EQ(value("ne60||/min"), these{"high"});
}

TEST_F(QuantitySearch, TheComparatorOfAResultIsNotLookedAt) {
  measured("below", R"("value":5,"comparator":"<","unit":"mg/L")");
  measured("five", R"("value":5,"unit":"mg/L")");
  EXPECT_EQ(value("5"), (these{"below", "five"}));
  EXPECT_EQ(value("lt5"), these{});
}

TEST_F(QuantitySearch, MissingIsWithoutTheElement) {
  number("n", "1");
  measured("unit", R"("unit":"mg")");
  add("Observation", "text", R"("valueString":"high")");
  EXPECT_EQ(matching("Observation?value-quantity:missing=true"), these{"text"});
  EXPECT_EQ(matching("Observation?value-quantity:missing=false"), (these{"n", "unit"}));
}

TEST_F(QuantitySearch, ComponentsAreFoundByTheirOwnParameters) {
  add("Observation", "bp", R"("component":[{"code":{"text":"s"},"valueQuantity":{"value":120,"unit":"mmHg"}},)"
                           R"({"code":{"text":"d"},"valueQuantity":{"value":80,"unit":"mmHg"}}])");
  number("plain", "120");
  EXPECT_EQ(value("120"), these{"plain"});
  EXPECT_EQ(matching("Observation?component-value-quantity=120||mmHg"), these{"bp"});
  EXPECT_EQ(matching("Observation?component-value-quantity=gt100&component-value-quantity=lt90"), these{"bp"});
  EXPECT_EQ(matching("Observation?combo-value-quantity=120"), (these{"bp", "plain"}));
  EXPECT_EQ(matching("Observation?combo-value-quantity=80"), these{"bp"});
}

TEST_F(QuantitySearch, SampledDataIsFoundByItsOrigin) {
  add("Observation", "s",
      R"("valueSampledData":{"origin":{"value":2048,"unit":"mV"},"period":10,"dimensions":1,"data":"1 2"})");
  EXPECT_EQ(value("2048"), these{"s"});
}

TEST_F(QuantitySearch, WhatIsNoQuantityIsRefused) {
  EXPECT_EQ(refusal("Observation?value-quantity=abc").code(), errc::unknown_prefix);
  EXPECT_EQ(refusal("Observation?value-quantity=gt").code(), errc::malformed_number);
  EXPECT_EQ(refusal("Observation?value-quantity=5.").code(), errc::malformed_number);
  EXPECT_EQ(refusal("Observation?value-quantity=05").code(), errc::malformed_number);
  EXPECT_EQ(refusal("Observation?value-quantity=5,4x").code(), errc::malformed_number);
  EXPECT_EQ(refusal("Observation?value-quantity=5|mg").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?value-quantity=5|http://unitsofmeasure.org|").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?value-quantity=5|a|b|c").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?value-quantity:exact=5").code(), errc::unsupported);
}

}  // namespace
