#include <phr/access/purpose.hpp>

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

namespace {

using phr::purpose;
namespace access = phr::access;

static_assert(access::code(purpose::patient_request) == "PATRQT");
static_assert(access::is_a(purpose::break_the_glass, purpose::treatment));
static_assert(!access::is_a(purpose::treatment, purpose::emergency_treatment));

TEST(Purpose, HasTheCodesOfVersionThree) {
  EXPECT_EQ(access::code(purpose::treatment), "TREAT");
  EXPECT_EQ(access::code(purpose::emergency_treatment), "ETREAT");
  EXPECT_EQ(access::code(purpose::break_the_glass), "BTG");
  EXPECT_EQ(access::code(purpose::healthcare_payment), "HPAYMT");
  EXPECT_EQ(access::code(purpose::healthcare_operations), "HOPERAT");
  EXPECT_EQ(access::code(purpose::healthcare_research), "HRESCH");
  EXPECT_EQ(access::code(purpose::family_request), "FAMRQT");
  EXPECT_EQ(access::code(purpose::power_of_attorney), "PWATRNY");
  EXPECT_EQ(access::code(purpose::support_network), "SUPNWK");
  EXPECT_EQ(access::code(purpose::public_health), "PUBHLTH");
  EXPECT_EQ(access::code(purpose::healthcare_marketing), "HMARKT");
  EXPECT_EQ(access::code(purpose::any), "PurposeOfUse");
}

TEST(Purpose, ReadsEveryCodeThatItWrites) {
  for (std::size_t i = 0; i < access::purpose_concepts.size(); ++i) {
    const auto value = static_cast<purpose>(i);
    EXPECT_EQ(access::parse_purpose(access::code(value)).value(), value);
    EXPECT_TRUE(access::is_a(value, value));
    EXPECT_TRUE(access::is_a(value, purpose::any));
    EXPECT_EQ(access::is_a(purpose::any, value), value == purpose::any);
  }
}

TEST(Purpose, RefusesOtherCodesAndOtherCase) {
  for (const char* text : {"", "treat", "Treat", "TREAT ", "purpose", "ACADR"}) {
    EXPECT_EQ(access::parse_purpose(text).error().code(), phr::errc::invalid_value) << text;
  }
}

TEST(Purpose, FollowsThePublishedHierarchy) {
  EXPECT_TRUE(access::is_a(purpose::emergency_treatment, purpose::treatment));
  EXPECT_TRUE(access::is_a(purpose::break_the_glass, purpose::emergency_treatment));
  EXPECT_TRUE(access::is_a(purpose::family_request, purpose::patient_request));
  EXPECT_TRUE(access::is_a(purpose::power_of_attorney, purpose::patient_request));
  EXPECT_TRUE(access::is_a(purpose::support_network, purpose::patient_request));
  EXPECT_TRUE(access::is_a(purpose::test_health_data, purpose::healthcare_operations));
  EXPECT_FALSE(access::is_a(purpose::patient_request, purpose::treatment));
  EXPECT_FALSE(access::is_a(purpose::family_request, purpose::power_of_attorney));
  EXPECT_FALSE(access::is_a(purpose::healthcare_marketing, purpose::healthcare_operations));
}

TEST(Purpose, ListsItsAncestorsNearestFirst) {
  const access::purpose_ancestors wider(purpose::break_the_glass);
  const std::span<const std::string_view> view(wider);
  EXPECT_EQ(std::vector<std::string>(view.begin(), view.end()),
            (std::vector<std::string>{"ETREAT", "TREAT", "PurposeOfUse"}));
  EXPECT_EQ(access::purpose_ancestors(purpose::any).size(), 0U);
}

}  // namespace
