#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class ReferenceSearch : public search_fixture {
 protected:
  void of(const std::string& id, const std::string& reference) {
    add("Observation", id, R"("status":"final","subject":{"reference":")" + reference + "\"}");
  }
  void put_subjects() {
    of("a", "Patient/1");
    of("b", "Patient/2");
    of("group", "Group/1");
    of("version", "Patient/1/_history/3");
    of("url", "http://other.org/fhir/Patient/1");
    of("urn", "urn:uuid:6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89");
    of("contained", "#p");
    add("Observation", "logical", R"("subject":{"identifier":{"system":"urn:mrn","value":"1"}})");
    add("Observation", "none", R"("status":"final")");
  }
};

TEST_F(ReferenceSearch, TypeAndIdNameOneResource) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject=Patient/1"), (these{"a", "version"}));
  EXPECT_EQ(matching("Observation?subject=Patient/2"), these{"b"});
  EXPECT_EQ(matching("Observation?subject=Group/1"), these{"group"});
  EXPECT_EQ(matching("Observation?subject=Patient/3"), these{});
}

TEST_F(ReferenceSearch, AnIdAloneIsOfAnyTypeThatTheParameterMayName) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject=1"), (these{"a", "group", "version"}));
  EXPECT_EQ(matching("Observation?patient=1"), (these{"a", "version"}));
  EXPECT_EQ(matching("Observation?subject=9"), these{});
}

TEST_F(ReferenceSearch, ATypeAsModifierNarrowsTheId) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject:Patient=1"), (these{"a", "version"}));
  EXPECT_EQ(matching("Observation?subject:Group=1"), these{"group"});
  EXPECT_EQ(matching("Observation?subject:Group=Patient/1"), these{});
  EXPECT_EQ(refusal("Observation?subject:Medication=1").code(), errc::unknown_modifier);
}

TEST_F(ReferenceSearch, AWrongTypeFindsNothing) {
  put_subjects();
  EXPECT_EQ(matching("Observation?patient=Group/1"), these{});
  EXPECT_EQ(matching("Observation?subject=Observation/a"), these{});
}

TEST_F(ReferenceSearch, UrlsAreComparedWhole) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject=http://other.org/fhir/Patient/1"), these{"url"});
  EXPECT_EQ(matching("Observation?subject=http://other.org/fhir/Patient/2"), these{});
  EXPECT_EQ(matching("Observation?subject=https://other.org/fhir/Patient/1"), these{});
  EXPECT_EQ(matching("Observation?subject=urn:uuid:6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89"), these{"urn"});
}

TEST_F(ReferenceSearch, CommasAreAlternativesAndRepetitionIsBoth) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject=Patient/2,Group/1,http://other.org/fhir/Patient/1"),
            (these{"b", "group", "url"}));
  EXPECT_EQ(matching("Observation?subject=Patient/3,2"), these{"b"});
  EXPECT_EQ(matching("Observation?subject=Patient/1&subject=Patient/2"), these{});
  add("Observation", "both", R"("performer":[{"reference":"Practitioner/x"},{"reference":"Organization/y"}])");
  add("Observation", "one", R"("performer":[{"reference":"Practitioner/x"}])");
  EXPECT_EQ(matching("Observation?performer=Practitioner/x&performer=Organization/y"), these{"both"});
  EXPECT_EQ(matching("Observation?performer=x"), (these{"both", "one"}));
}

TEST_F(ReferenceSearch, MissingIsWithoutTheElement) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject:missing=true"), these{"none"});
  EXPECT_EQ(matching("Observation?subject:missing=false"), (these{"a", "b", "contained", "group", "logical", "url", "urn", "version"}));
}

TEST_F(ReferenceSearch, WhatIsNotKnownToBeAPatientIsNone) {
  put_subjects();
  EXPECT_EQ(matching("Observation?patient:missing=true"), (these{"contained", "group", "logical", "none", "urn"}));
  EXPECT_EQ(matching("Observation?patient:missing=false"), (these{"a", "b", "url", "version"}));
  add("Observation", "inside", R"("contained":[{"resourceType":"Patient","id":"p"}],"subject":{"reference":"#p"})");
  EXPECT_EQ(matching("Observation?patient:missing=false"), (these{"a", "b", "inside", "url", "version"}));
}

TEST_F(ReferenceSearch, ReferencesToResourcesThatAreNotThereAreFound) {
  of("o", "Patient/elsewhere");
  EXPECT_EQ(matching("Observation?patient=elsewhere"), these{"o"});
  put({patient("elsewhere")});
  EXPECT_EQ(matching("Observation?patient=Patient/elsewhere"), these{"o"});
}

TEST_F(ReferenceSearch, IdsAreComparedByCase) {
  of("upper", "Patient/ABC");
  of("lower", "Patient/abc");
  of("uuid", "Patient/6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89");
  EXPECT_EQ(matching("Observation?patient=ABC"), these{"upper"});
  EXPECT_EQ(matching("Observation?patient=abc"), these{"lower"});
  EXPECT_EQ(matching("Observation?patient=6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89"), these{"uuid"});
  EXPECT_EQ(matching("Observation?patient=6C2F5F0A-6F0E-4F0E-9A3A-2F4D5C6B7A89"), these{});
}

TEST_F(ReferenceSearch, CanonicalsAreReferencesByUrl) {
  add("QuestionnaireResponse", "q", R"("status":"completed","questionnaire":"http://example.org/q|1.0")");
  add("QuestionnaireResponse", "r", R"("status":"completed","questionnaire":"http://example.org/q")");
  EXPECT_EQ(matching(R"(QuestionnaireResponse?questionnaire=http://example.org/q\|1.0)"), these{"q"});
  EXPECT_EQ(matching("QuestionnaireResponse?questionnaire=http://example.org/q|1.0"), these{"q"});
  EXPECT_EQ(matching("QuestionnaireResponse?questionnaire=http://example.org/q"), (these{"q", "r"}));  // of any version
  EXPECT_EQ(matching("QuestionnaireResponse?questionnaire=http://example.org/q|2.0"), these{});
}

TEST_F(ReferenceSearch, WhatIsNoReferenceIsRefused) {
  EXPECT_EQ(refusal("Observation?subject=Patient/").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?subject:above=Patient/1").code(), errc::unsupported);
  EXPECT_EQ(refusal("Observation?subject:patient=1").code(), errc::unknown_modifier);
}

TEST_F(ReferenceSearch, AVersionOfAReferenceIsLeftOut) {
  put_subjects();
  EXPECT_EQ(matching("Observation?subject=Patient/1/_history/2"), matching("Observation?subject=Patient/1"));
}

TEST_F(ReferenceSearch, AnIdentifierIsWhatTheReferenceSaysOfItself) {
  add("Observation", "o", R"("subject":{"identifier":{"system":"urn:mrn","value":"1"}})");
  add("Observation", "both", R"("subject":{"reference":"Patient/1","identifier":{"system":"urn:mrn","value":"2"}})");
  add("Patient", "1", R"("identifier":[{"system":"urn:mrn","value":"1"}])");
  EXPECT_EQ(matching("Observation?subject:identifier=urn:mrn|1"), these{"o"});
  EXPECT_EQ(matching("Observation?subject:identifier=urn:mrn|"), (these{"both", "o"}));
  EXPECT_EQ(matching("Observation?subject:identifier=2"), these{"both"});
  EXPECT_EQ(matching("Observation?subject=1"), these{"both"});
}

}  // namespace
