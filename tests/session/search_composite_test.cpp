// Composites: their parts hold of one element.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class CompositeSearch : public search_fixture {
 protected:
  static std::string part(const std::string& code, const std::string& value, const std::string& unit = "mm[Hg]") {
    return R"({"code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]},"valueQuantity":{"value":)" + value +
           R"(,"system":"http://unitsofmeasure.org","code":")" + unit + R"(","unit":")" + unit + "\"}}";
  }
  void pressure(const std::string& id, const std::string& systolic, const std::string& diastolic) {
    add("Observation", id, R"("code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"component":[)" + part("8480-6", systolic) + "," + part("8462-4", diastolic) + "]");
  }
};

// Trap: parts that matched across components.
TEST_F(CompositeSearch, PartsHoldOfTheSameComponent) {
  pressure("high", "150", "80");
  pressure("crossed", "80", "150");
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$gt140"), these{"high"});
  EXPECT_EQ(matching("Observation?component-code-value-quantity=http://loinc.org|8462-4$150"), these{"crossed"});
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$80,8462-4$80"), (these{"crossed", "high"}));
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$gt140|http://unitsofmeasure.org|mm[Hg]"), these{"high"});
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$gt140|http://unitsofmeasure.org|kPa"), these{});
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$gt18.6|http://unitsofmeasure.org|kPa"), these{"high"});
  EXPECT_EQ(matching("Observation?component-code-value-quantity=8480-6$gt140&component-code-value-quantity=8462-4$lt90"), these{"high"});
}

TEST_F(CompositeSearch, TheResourceItselfMayBeTheElement) {
  add("Observation", "a", R"("code":{"coding":[{"code":"w"}]},"valueQuantity":{"value":70,"unit":"kg"})");
  add("Observation", "b", R"("code":{"coding":[{"code":"h"}]},"valueQuantity":{"value":70,"unit":"kg"})");
  add("Observation", "c", R"("code":{"coding":[{"code":"w"}]},"valueCodeableConcept":{"coding":[{"code":"70"}],"text":"Seventy"})");
  EXPECT_EQ(matching("Observation?code-value-quantity=w$70"), these{"a"});
  EXPECT_EQ(matching("Observation?code-value-quantity=w$gt60,h$lt60"), these{"a"});
  EXPECT_EQ(matching("Observation?code-value-concept=w$70"), these{"c"});
  EXPECT_EQ(matching("Observation?code-value-string=w$sev"), these{"c"});
  EXPECT_EQ(matching("Observation?code-value-quantity:missing=true"), these{"c"});
}

TEST_F(CompositeSearch, BothPlacesTogether) {
  pressure("parts", "150", "80");
  add("Observation", "whole", R"("code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":155,"unit":"mmHg"})");
  add("Observation", "low", R"("code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":120,"unit":"mmHg"})");
  EXPECT_EQ(matching("Observation?combo-code-value-quantity=8480-6$gt140"), (these{"parts", "whole"}));
  EXPECT_EQ(matching("Observation?status:not=x&combo-code-value-quantity=8480-6$gt140"), (these{"parts", "whole"}));
}

TEST_F(CompositeSearch, NumbersReferencesAndContexts) {
  add("MolecularSequence", "m", R"("referenceSeq":{"referenceSeqId":{"coding":[{"code":"NC"}]},"windowStart":5,"windowEnd":10,"chromosome":{"coding":[{"code":"1"}]}},"variant":[{"start":6,"end":7},{"start":8,"end":9}])");
  EXPECT_EQ(matching("MolecularSequence?chromosome-window-coordinate=1$lt6$gt9"), these{"m"});
  EXPECT_EQ(matching("MolecularSequence?chromosome-variant-coordinate=1$6$7"), these{"m"});
  EXPECT_EQ(matching("MolecularSequence?chromosome-variant-coordinate=1$6$9"), these{});
  EXPECT_EQ(matching("MolecularSequence?referenceseqid-variant-coordinate=NC$8$9"), these{"m"});
  add("DocumentReference", "d", R"("relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/old"}},{"code":"appends","target":{"reference":"DocumentReference/base"}}])");
  EXPECT_EQ(matching("DocumentReference?relationship=DocumentReference/old$replaces"), these{"d"});
  EXPECT_EQ(matching("DocumentReference?relationship=DocumentReference/old$appends"), these{});
  add("Library", "l", R"("useContext":[{"code":{"code":"age"},"valueQuantity":{"value":5,"unit":"a"}},{"code":{"code":"venue"},"valueCodeableConcept":{"coding":[{"code":"home"}]}}])");
  EXPECT_EQ(matching("Library?context-type-quantity=age$5"), these{"l"});
  EXPECT_EQ(matching("Library?context-type-quantity=venue$5"), these{});
  EXPECT_EQ(matching("Library?context-type-value=venue$home"), these{"l"});
}

// What a logical reference says is a code, and no target: it stood in the place of one.
TEST_F(CompositeSearch, ALogicalReferenceIsNoTarget) {
  for (int number = 0; number < 60; ++number) {
    add("DocumentReference", "l" + std::to_string(number), R"("relatesTo":[{"code":"replaces","target":{"identifier":{"system":"urn:d","value":")" + std::to_string(number) + R"("}}}])");
  }
  for (int number = 0; number < 60; ++number) EXPECT_EQ(matching("DocumentReference?relationship=DocumentReference/l" + std::to_string(number) + "$replaces"), these{}) << number;
}

TEST_F(CompositeSearch, EscapesAndMistakes) {
  add("Observation", "e", R"("code":{"coding":[{"system":"urn:a|b","code":"x$y"}]},"valueString":"one, two$")");
  EXPECT_EQ(matching(R"(Observation?code-value-string=urn:a\|b|x\$y$one\, two\$)"), these{"e"});
  EXPECT_EQ(refusal("Observation?code-value-quantity=a").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code-value-quantity=a$1$2").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code-value-quantity=a$").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?code-value-quantity=a$x").code(), errc::unknown_prefix);
  EXPECT_EQ(refusal("Observation?code-value-quantity:exact=a$1").code(), errc::unsupported);
}

}  // namespace
