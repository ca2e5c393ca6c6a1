#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class NumberSearch : public search_fixture {
 protected:
  void risk(const std::string& id, const std::string& probability) {
    add("RiskAssessment", id, R"("status":"final","prediction":[{"probabilityDecimal":)" + probability + "}]");
  }
  these probability(const std::string& asked) { return matching("RiskAssessment?probability=" + asked); }
};

TEST_F(NumberSearch, ANumberIsFoundByThePrecisionOfTheQuestion) {
  risk("0.8", "0.8");
  risk("0.84", "0.84");
  risk("0.85", "0.85");
  risk("0.749", "0.749");
  EXPECT_EQ(probability("0.8"), (these{"0.8", "0.84"}));  // [0.75, 0.85)
  EXPECT_EQ(probability("0.80"), these{"0.8"});
  EXPECT_EQ(probability("ne0.8"), (these{"0.749", "0.85"}));
  EXPECT_EQ(probability("1"), (these{"0.749", "0.8", "0.84", "0.85"}));  // [0.5, 1.5)
}

TEST_F(NumberSearch, PrefixesCompareExactly) {
  risk("low", "0.1");
  risk("mid", "0.5");
  risk("high", "0.9");
  EXPECT_EQ(probability("gt0.5"), these{"high"});
  EXPECT_EQ(probability("ge0.5"), (these{"high", "mid"}));
  EXPECT_EQ(probability("lt0.5"), these{"low"});
  EXPECT_EQ(probability("le0.5"), (these{"low", "mid"}));
  EXPECT_EQ(probability("ap0.52"), these{"mid"});
  EXPECT_EQ(probability("lt0.2,gt0.8"), (these{"high", "low"}));
  EXPECT_EQ(probability("gt0.2&probability=lt0.8"), these{"mid"});
}

TEST_F(NumberSearch, StartsAfterAndEndsBeforeAreGreaterAndLess) {
  risk("low", "0.1");
  risk("mid", "0.5");
  risk("high", "0.9");
  EXPECT_EQ(probability("sa0.5"), these{"high"});
  EXPECT_EQ(probability("sa0.9"), these{});
  EXPECT_EQ(probability("eb0.5"), these{"low"});
  EXPECT_EQ(probability("eb0.1"), these{});
  EXPECT_EQ(probability("sa0"), (these{"high", "low", "mid"}));  // of a whole number alike
  EXPECT_EQ(probability("eb1"), (these{"high", "low", "mid"}));
}

TEST_F(NumberSearch, WhatNothingComparesToFindsNothing) {
  risk("low", "0.1");
  risk("high", "0.9");
  EXPECT_EQ(probability("0.5"), these{});
  EXPECT_EQ(probability("gt0.9"), these{});
  EXPECT_EQ(probability("ge0.91"), these{});
  EXPECT_EQ(probability("lt0.1"), these{});
  EXPECT_EQ(probability("le0.09"), these{});
  EXPECT_EQ(probability("ap0.5"), these{});
  EXPECT_EQ(probability("ne0.1&probability=ne0.9"), these{});
}

TEST_F(NumberSearch, IntegersAndEveryOneOfSeveralAreNumbers) {
  add("MolecularSequence", "s", R"("coordinateSystem":0,"variant":[{"start":100,"end":101},{"start":500,"end":502}])");
  add("MolecularSequence", "t", R"("coordinateSystem":0,"variant":[{"start":100,"end":900}])");
  EXPECT_EQ(matching("MolecularSequence?variant-start=100"), (these{"s", "t"}));
  EXPECT_EQ(matching("MolecularSequence?variant-start=100&variant-start=500"), these{"s"});
  EXPECT_EQ(matching("MolecularSequence?variant-end=gt502"), these{"t"});
  EXPECT_EQ(matching("MolecularSequence?variant-start=100.0"), (these{"s", "t"}));
}

TEST_F(NumberSearch, MissingIsWithoutANumber) {
  risk("r", "0");
  add("RiskAssessment", "none", R"("status":"final")");
  EXPECT_EQ(matching("RiskAssessment?probability:missing=true"), these{"none"});
  EXPECT_EQ(matching("RiskAssessment?probability:missing=false"), these{"r"});
  EXPECT_EQ(probability("0"), these{"r"});
}

TEST_F(NumberSearch, WhatIsNoNumberIsRefused) {
  EXPECT_EQ(refusal("RiskAssessment?probability=x1").code(), errc::unknown_prefix);
  EXPECT_EQ(refusal("RiskAssessment?probability=.5").code(), errc::malformed_number);
  EXPECT_EQ(refusal("RiskAssessment?probability=1||mg").code(), errc::malformed_query);
  EXPECT_EQ(refusal("RiskAssessment?probability:not=1").code(), errc::unsupported);
}

class UriSearch : public search_fixture {
 protected:
  void put_sets() {
    add("ValueSet", "a", R"("status":"active","url":"http://example.org/vs")");
    add("ValueSet", "b", R"("status":"active","url":"http://example.org/vs/b")");
    add("ValueSet", "c", R"("status":"active","url":"urn:oid:1.2.3")");
    add("ValueSet", "none", R"("status":"active")");
  }
};

TEST_F(UriSearch, AUriIsComparedWholeAndByCase) {
  put_sets();
  EXPECT_EQ(matching("ValueSet?url=http://example.org/vs"), these{"a"});
  EXPECT_EQ(matching("ValueSet?url=http://example.org/vs/"), these{});
  EXPECT_EQ(matching("ValueSet?url=http://Example.org/vs"), these{});
  EXPECT_EQ(matching("ValueSet?url=urn:oid:1.2.3"), these{"c"});
  EXPECT_EQ(matching("ValueSet?url=http%3A%2F%2Fexample.org%2Fvs%2Fb"), these{"b"});
}

TEST_F(UriSearch, CommasAreAlternativesAndRepetitionIsBoth) {
  put_sets();
  EXPECT_EQ(matching("ValueSet?url=urn:oid:1.2.3,http://example.org/vs,urn:none"), (these{"a", "c"}));
  EXPECT_EQ(matching("ValueSet?url=urn:oid:1.2.3&url=http://example.org/vs"), these{});
}

TEST_F(UriSearch, MissingIsWithoutAUri) {
  put_sets();
  EXPECT_EQ(matching("ValueSet?url:missing=true"), these{"none"});
  EXPECT_EQ(matching("ValueSet?url:missing=false"), (these{"a", "b", "c"}));
}

TEST_F(UriSearch, AVersionIsAParameterOfItsOwn) {
  add("ValueSet", "one", R"("status":"active","url":"http://example.org/vs","version":"1.0.0")");
  add("ValueSet", "two", R"("status":"active","url":"http://example.org/vs","version":"2.0.0")");
  EXPECT_EQ(matching("ValueSet?url=http://example.org/vs"), (these{"one", "two"}));
  EXPECT_EQ(matching("ValueSet?url=http://example.org/vs&version=2.0.0"), these{"two"});
  EXPECT_EQ(matching("ValueSet?url=http://example.org/vs&version=3.0.0"), these{});
}

TEST_F(UriSearch, ProfilesAndSourcesAreUris) {
  add("Patient", "p",
      R"("meta":{"profile":["http://example.org/p1","http://example.org/p2|1.0"],"source":"urn:source:1"})");
  add("Patient", "q", R"("meta":{"profile":["http://example.org/p2"]})");
  EXPECT_EQ(matching("Patient?_profile=http://example.org/p1"), these{"p"});
  EXPECT_EQ(matching("Patient?_profile=http://example.org/p2"), (these{"p", "q"}));  // of any version
  EXPECT_EQ(matching("Patient?_profile=http://example.org/p2|1.0"), these{"p"});
  EXPECT_EQ(matching("Patient?_source=urn:source:1"), these{"p"});
}

TEST_F(UriSearch, AboveAndBelowGoByWholeParts) {
  add("ValueSet", "top", R"("url":"http://example.org")");
  add("ValueSet", "mid", R"("url":"http://example.org/fhir")");
  add("ValueSet", "low", R"("url":"http://example.org/fhir/ValueSet/1")");
  add("ValueSet", "other", R"("url":"http://example.org/fhirpath")");
  EXPECT_EQ(matching("ValueSet?url:below=http://example.org/fhir"), (these{"low", "mid"}));
  EXPECT_EQ(matching("ValueSet?url:below=http://example.org/fhir/"), these{"low"});
  EXPECT_EQ(matching("ValueSet?url:below=http://example.org"), (these{"low", "mid", "other", "top"}));
  EXPECT_EQ(matching("ValueSet?url:above=http://example.org/fhir/ValueSet/1"), (these{"low", "mid", "top"}));
  EXPECT_EQ(matching("ValueSet?url:above=http://example.org/fhirpath/x"), (these{"other", "top"}));
  EXPECT_EQ(matching("ValueSet?url:above=urn:x"), these{});
  EXPECT_EQ(refusal("ValueSet?url:under=http://example.org").code(), errc::unknown_modifier);
}

}  // namespace
