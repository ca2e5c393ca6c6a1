#include "consent/consents.hpp"

namespace {

using consents::compile;
using consents::with;
using phr::errc;

struct refused {
  const char* what;
  std::string json;
  errc code;
  std::string_view place;
};

std::ostream& operator<<(std::ostream& out, const refused& each) { return out << each.what; }

class ConsentRefused : public testing::TestWithParam<refused> {};

TEST_P(ConsentRefused, NamesTheElementAndItsLine) {
  const auto made = compile(GetParam().json);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), GetParam().code);
  EXPECT_EQ(std::string_view(made.error().place().data()), GetParam().place);
  EXPECT_GE(made.error().line(), 1U);
}

std::string nested(int depth) {
  std::string out = R"({"type":"deny"})";
  for (int i = 0; i < depth; ++i) out = R"({"type":"deny","provision":[)" + out + "]}";
  return out;
}

INSTANTIATE_TEST_SUITE_P(
    Each, ConsentRefused,
    testing::Values(
        refused{"another resource", R"({"resourceType":"Patient"})", errc::unknown_resource_type, "Consent.resourceType"},
        refused{"no object", "[]", errc::wrong_type, "Consent"},
        refused{"no status", R"({"resourceType":"Consent"})", errc::missing_element, "Consent.status"},
        refused{"an unknown status", R"({"resourceType":"Consent","status":"perhaps"})", errc::invalid_value, "Consent.status"},
        refused{"no scope", R"({"resourceType":"Consent","status":"active"})", errc::missing_element, "Consent.scope"},
        refused{"an unknown type", with(R"({"type":"maybe"})"), errc::invalid_value, "Consent.provision.type"},
        refused{"a date that is none", with(R"({"period":{"start":"2024-13-01"}})"), errc::malformed_date,
                "Consent.provision.period.start"},
        refused{"a period that ends first", with(R"({"period":{"start":"2024","end":"2023"}})"), errc::invalid_value,
                "Consent.provision.period"},
        refused{"an actor without reference", with(R"({"actor":[{"role":{"text":"x"}}]})"), errc::missing_element,
                "Consent.provision.actor.reference"},
        refused{"actors that are no array", with(R"({"actor":{}})"), errc::wrong_type, "Consent.provision.actor"},
        refused{"a provision that is an array", with("[]"), errc::wrong_type, "Consent.provision"},
        refused{"provisions too deep", with(nested(17)), errc::too_deep, "Consent.provision.provision"},
        refused{"no patient",
                R"({"resourceType":"Consent","status":"active","scope":{"text":"x"},"patient":{"display":"x"}})",
                errc::unresolved_reference, "Consent.patient"}));

TEST(ConsentCompile, NamesTheIndexOfTheActor) {
  const auto made = compile(with(R"({"actor":[{"reference":{"reference":"Practitioner/x"}},{"role":{"text":"x"}}]})"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().ordinal(), 1U);
}

TEST(ConsentCompile, ReadsIdVersionAndPatient) {
  const auto made = compile(
      R"({"resourceType":"Consent","id":"c7","meta":{"versionId":"3"},"status":"active",
          "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
          "patient":{"reference":"Patient/p/_history/2"},"provision":{"type":"permit","provision":[{"type":"deny"}]}})");
  ASSERT_TRUE(made);
  EXPECT_EQ(made.value().id(), "c7");
  EXPECT_EQ(made.value().version(), "3");
  EXPECT_EQ(made.value().patient(), "Patient/p");
  EXPECT_TRUE(made.value().speaks());
  EXPECT_EQ(made.value().rule_count(), 2U);
  EXPECT_EQ(made.value().unsure_count(), 0U);
}

TEST(ConsentCompile, AllowsProvisionsUpToItsLimit) { EXPECT_TRUE(compile(with(nested(16)))); }

TEST(ConsentCompile, DoesNotReadTheRulesOfAConsentThatDoesNotSpeak) {
  const auto made = compile(R"({"resourceType":"Consent","status":"draft","provision":{"type":"maybe"}})");
  ASSERT_TRUE(made);
  EXPECT_FALSE(made.value().speaks());
}

}  // namespace
