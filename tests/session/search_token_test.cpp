#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

// Observations by code: two systems, none, two codings, text alone.
class TokenSearch : public search_fixture {
 protected:
  void put_codes() {
    add("Observation", "loinc", code(R"("coding":[{"system":"http://loinc.org","code":"8867-4"}])"));
    add("Observation", "local", code(R"("coding":[{"system":"urn:local","code":"8867-4"}])"));
    add("Observation", "bare", code(R"("coding":[{"code":"8867-4"}])"));
    add("Observation", "two",
        code(R"("coding":[{"system":"http://loinc.org","code":"718-7"},{"system":"urn:local","code":"Hb"}])"));
    add("Observation", "text", code(R"("text":"8867-4")"));
  }
  static std::string code(const std::string& members) { return R"("status":"final","code":{)" + members + "}"; }
};

TEST_F(TokenSearch, ACodeAloneIsOfAnySystem) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=8867-4"), (these{"bare", "loinc", "local"}));
  EXPECT_EQ(matching("Observation?code=Hb"), these{"two"});
  EXPECT_EQ(matching("Observation?code=nothing"), these{});
}

TEST_F(TokenSearch, SystemAndCodeMustStandInTheSameCoding) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=http://loinc.org|8867-4"), these{"loinc"});
  EXPECT_EQ(matching("Observation?code=urn:local|8867-4"), these{"local"});
  EXPECT_EQ(matching("Observation?code=http://loinc.org|Hb"), these{});
  EXPECT_EQ(matching("Observation?code=urn:unknown|8867-4"), these{});
}

TEST_F(TokenSearch, ABarInFrontMeansNoSystem) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=|8867-4"), these{"bare"});
  EXPECT_EQ(matching("Observation?code=|718-7"), these{});
}

TEST_F(TokenSearch, ABarBehindMeansAnyCodeOfTheSystem) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=http://loinc.org|"), (these{"loinc", "two"}));
  EXPECT_EQ(matching("Observation?code=urn:local|"), (these{"local", "two"}));
  EXPECT_EQ(matching("Observation?code=urn:unknown|"), these{});
}

TEST_F(TokenSearch, CommasAreAlternativesAndRepetitionIsBoth) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=718-7,|8867-4"), (these{"bare", "two"}));
  EXPECT_EQ(matching("Observation?code=nothing,http://loinc.org|8867-4"), these{"loinc"});
  EXPECT_EQ(matching("Observation?code=718-7&code=Hb"), these{"two"});
  EXPECT_EQ(matching("Observation?code=718-7&code=8867-4"), these{});
  EXPECT_EQ(matching("Observation?code=718-7,8867-4&code=urn:local|"), (these{"local", "two"}));
}

TEST_F(TokenSearch, NotIsEveryResourceWithoutAMatchingCoding) {
  put_codes();
  EXPECT_EQ(matching("Observation?code:not=8867-4"), (these{"text", "two"}));
  EXPECT_EQ(matching("Observation?code:not=urn:local|Hb"), (these{"bare", "loinc", "local", "text"}));
  EXPECT_EQ(matching("Observation?code:not=Hb,http://loinc.org|8867-4"), (these{"bare", "local", "text"}));
  EXPECT_EQ(matching("Observation?code:not=nothing"), (these{"bare", "loinc", "local", "text", "two"}));
  EXPECT_EQ(matching("Observation?code:not=8867-4&code:not=Hb"), these{"text"});
}

TEST_F(TokenSearch, MissingAsksForTheElement) {
  put_codes();
  EXPECT_EQ(matching("Observation?code:missing=true"), these{});
  EXPECT_EQ(matching("Observation?code:missing=false"), (these{"bare", "loinc", "local", "text", "two"}));
  EXPECT_EQ(matching("Observation?category:missing=true"), (these{"bare", "loinc", "local", "text", "two"}));
  EXPECT_EQ(matching("Observation?category:missing=false"), these{});
  EXPECT_EQ(matching("Observation?code:missing=true&status=final"), these{});
}

TEST_F(TokenSearch, CaseMatters) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=hb"), these{});
  EXPECT_EQ(matching("Observation?code=HTTP://loinc.org|8867-4"), these{});
  EXPECT_EQ(matching("Observation?code=Hb"), these{"two"});
}

TEST_F(TokenSearch, ATokenIsWholeAndNeverAPartOfOne) {
  put_codes();
  EXPECT_EQ(matching("Observation?code=8867"), these{});
  EXPECT_EQ(matching("Observation?code=8867-4x"), these{});
  EXPECT_EQ(matching("Observation?code=8867-%25"), these{});
}

TEST_F(TokenSearch, SpecialCharactersOfACodeAreEscaped) {
  add("Observation", "comma", code(R"("coding":[{"system":"urn:a|b","code":"x,y"}])"));
  add("Observation", "x", code(R"("coding":[{"system":"urn:a","code":"x"}])"));
  add("Observation", "slash", code(R"("coding":[{"code":"a\\b$c"}])"));
  EXPECT_EQ(matching(R"(Observation?code=x\,y)"), these{"comma"});
  EXPECT_EQ(matching(R"(Observation?code=urn:a\|b|x\,y)"), these{"comma"});
  EXPECT_EQ(matching(R"(Observation?code=a\\b\$c)"), these{"slash"});
  EXPECT_EQ(matching("Observation?code=x"), these{"x"});
  EXPECT_EQ(matching("Observation?code=urn%3Aa%7Cx"), these{"x"});
}

TEST_F(TokenSearch, IdentifiersAreSystemAndValue) {
  add("Patient", "a", R"("identifier":[{"system":"urn:mrn","value":"1"},{"system":"urn:ssn","value":"2"}])");
  add("Patient", "b", R"("identifier":[{"value":"1"}])");
  add("Patient", "c", R"("identifier":[{"system":"urn:mrn"}])");
  add("Patient", "d", "");
  EXPECT_EQ(matching("Patient?identifier=1"), (these{"a", "b"}));
  EXPECT_EQ(matching("Patient?identifier=urn:mrn|1"), these{"a"});
  EXPECT_EQ(matching("Patient?identifier=urn:mrn|2"), these{});
  EXPECT_EQ(matching("Patient?identifier=|1"), these{"b"});
  EXPECT_EQ(matching("Patient?identifier=urn:mrn|1&identifier=urn:ssn|2"), these{"a"});
  EXPECT_EQ(matching("Patient?identifier:missing=true"), these{"d"});
}

TEST_F(TokenSearch, BooleansAreTheirNames) {
  add("Patient", "yes", R"("active":true)");
  add("Patient", "no", R"("active":false)");
  add("Patient", "unsaid", "");
  EXPECT_EQ(matching("Patient?active=true"), these{"yes"});
  EXPECT_EQ(matching("Patient?active=false"), these{"no"});
  EXPECT_EQ(matching("Patient?active:not=true"), (these{"no", "unsaid"}));
  EXPECT_EQ(matching("Patient?active:missing=true"), these{"unsaid"});
  EXPECT_EQ(matching("Patient?active=True"), these{});
}

TEST_F(TokenSearch, DeceasedIsTrueForADateAndFalseWhenUnsaid) {
  add("Patient", "dead", R"("deceasedBoolean":true)");
  add("Patient", "dated", R"("deceasedDateTime":"2020-05")");
  add("Patient", "alive", R"("deceasedBoolean":false)");
  add("Patient", "unsaid", "");
  EXPECT_EQ(matching("Patient?deceased=true"), (these{"dated", "dead"}));
  EXPECT_EQ(matching("Patient?deceased=false"), (these{"alive", "unsaid"}));
  EXPECT_EQ(matching("Patient?deceased:missing=true"), these{});
}

TEST_F(TokenSearch, ContactPointsAreTheirValuesAndPhoneAndEmailTheirKinds) {
  add("Patient", "a", R"("telecom":[{"system":"phone","value":"555-1"},{"system":"email","value":"a@x.org"}])");
  add("Patient", "b", R"("telecom":[{"system":"email","value":"555-1"}])");
  add("Patient", "c", R"("telecom":[{"value":"555-1"}])");
  EXPECT_EQ(matching("Patient?telecom=555-1"), (these{"a", "b", "c"}));
  EXPECT_EQ(matching("Patient?phone=555-1"), these{"a"});
  EXPECT_EQ(matching("Patient?email=555-1"), these{"b"});
  EXPECT_EQ(matching("Patient?email=a@x.org"), these{"a"});
  EXPECT_EQ(matching("Patient?phone:missing=true"), (these{"b", "c"}));
}

TEST_F(TokenSearch, ACodeElementHasNoSystem) {
  add("Patient", "f", R"("gender":"female")");
  add("Patient", "m", R"("gender":"male")");
  EXPECT_EQ(matching("Patient?gender=female"), these{"f"});
  EXPECT_EQ(matching("Patient?gender=|female"), these{"f"});
  EXPECT_EQ(matching("Patient?gender=fem"), these{});
  EXPECT_EQ(matching("Patient?gender:not=female"), these{"m"});
}

TEST_F(TokenSearch, AStringIsACodeWithoutASystem) {
  add("CodeSystem", "one", R"("status":"active","content":"complete","version":"1.0 beta")");
  add("CodeSystem", "two", R"("status":"active","content":"complete","version":"2.0")");
  EXPECT_EQ(matching("CodeSystem?version=2.0"), these{"two"});
  EXPECT_EQ(matching("CodeSystem?version=|1.0%20beta"), these{"one"});
  EXPECT_EQ(matching("CodeSystem?version=1.0"), these{});  // whole, not from the beginning
  EXPECT_EQ(matching("CodeSystem?version:not=2.0"), these{"one"});
}

TEST_F(TokenSearch, ACodingIsASystemAndACode) {
  add("Encounter", "in", R"("status":"finished","class":{"system":"urn:act","code":"IMP"})");
  add("Encounter", "out", R"("status":"finished","class":{"system":"urn:act","code":"AMB"})");
  EXPECT_EQ(matching("Encounter?class=urn:act|IMP"), these{"in"});
  EXPECT_EQ(matching("Encounter?class=AMB"), these{"out"});
  EXPECT_EQ(matching("Encounter?class=urn:act|"), (these{"in", "out"}));
  EXPECT_EQ(matching("Encounter?class=|IMP"), these{});
}

TEST_F(TokenSearch, TagsAndSecurityLabelsAreCodings) {
  add("Patient", "a", R"("meta":{"tag":[{"system":"urn:t","code":"x"}],"security":[{"system":"urn:s","code":"R"}]})");
  add("Patient", "b", R"("meta":{"tag":[{"system":"urn:s","code":"R"}]})");
  EXPECT_EQ(matching("Patient?_tag=urn:t|x"), these{"a"});
  EXPECT_EQ(matching("Patient?_security=R"), these{"a"});
  EXPECT_EQ(matching("Patient?_tag=R"), these{"b"});
}

TEST_F(TokenSearch, CodesOfComponentsAreFoundByComboCode) {
  add("Observation", "panel",
      R"("code":{"coding":[{"code":"85354-9"}]},"component":[{"code":{"coding":[{"code":"8480-6"}]}},)"
      R"({"code":{"coding":[{"code":"8462-4"}]}}])");
  add("Observation", "single", code(R"("coding":[{"code":"8480-6"}])"));
  EXPECT_EQ(matching("Observation?code=8480-6"), these{"single"});
  EXPECT_EQ(matching("Observation?component-code=8480-6"), these{"panel"});
  EXPECT_EQ(matching("Observation?combo-code=8480-6"), (these{"panel", "single"}));
  EXPECT_EQ(matching("Observation?combo-code:not=8462-4"), these{"single"});
  EXPECT_EQ(matching("Observation?component-code:missing=true"), these{"single"});
}

TEST_F(TokenSearch, WhatIsNoTokenIsRefused) {
  EXPECT_EQ(refusal("Observation?code=|").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code=a|b|c").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code=a,").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code=a,,b").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code:missing=yes").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code:missing=true,false").code(), errc::malformed_query);
}

TEST_F(TokenSearch, ModifiersOfOtherKindsAreRefused) {
  for (const char* modifier : {"exact", "contains", "identifier", "Patient"}) {
    EXPECT_EQ(refusal("Observation?code:" + std::string(modifier) + "=x").code(), errc::unsupported) << modifier;
  }
  EXPECT_EQ(refusal("Observation?code:like=x").code(), errc::unknown_modifier);
}

}  // namespace
