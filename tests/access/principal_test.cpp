#include <phr/access/clock.hpp>
#include <phr/access/principal.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

using phr::errc;
using phr::access::principal_kind;
namespace access = phr::access;

TEST(Principal, OfTheOwnerHasNoReference) {
  const phr::principal me = phr::owner();
  EXPECT_TRUE(me.is_owner());
  EXPECT_TRUE(me.references().empty());
  EXPECT_EQ(me.reference(), "");
}

TEST(Principal, IsAnonymousByDefault) {
  const phr::principal nobody;
  EXPECT_EQ(nobody.kind(), principal_kind::anonymous);
  EXPECT_EQ(nobody, access::anonymous());
  EXPECT_NE(nobody, phr::owner());
  EXPECT_FALSE(nobody.is_owner());
  EXPECT_TRUE(nobody.references().empty());
}

TEST(Principal, TakesAReferenceOfItsKindOnly) {
  const auto clinician = access::practitioner("Practitioner/visiting-clinician").value();
  EXPECT_EQ(clinician.reference(), "Practitioner/visiting-clinician");
  EXPECT_EQ(access::practitioner("PractitionerRole/r").value().kind(), principal_kind::practitioner);
  EXPECT_EQ(access::patient("Patient/p").value().kind(), principal_kind::patient);
  EXPECT_EQ(access::related_person("RelatedPerson/p").value().kind(), principal_kind::related_person);
  EXPECT_EQ(access::organization("Organization/o").value().kind(), principal_kind::organization);
  EXPECT_EQ(access::device("Device/d").value().kind(), principal_kind::device);
  EXPECT_EQ(access::practitioner("Patient/p").error().code(), errc::invalid_value);
  EXPECT_EQ(access::patient("Practitioner/p").error().code(), errc::invalid_value);
  EXPECT_EQ(access::organization("Device/o").error().code(), errc::invalid_value);
  EXPECT_EQ(access::identify(principal_kind::owner, "Patient/p").error().code(), errc::invalid_argument);
  EXPECT_EQ(access::identify(principal_kind::anonymous, "Patient/p").error().code(), errc::invalid_argument);
}

TEST(Principal, RefusesTextsThatAreNotTypeAndId) {
  for (const std::string text :
       {"", "/", "Practitioner", "Practitioner/", "/x", "practitioner/x", "Practitioner/x/_history/1",
        "http://a.example/Practitioner/x", "Practitioner/x y", "Practitioner/x\n", "Practi tioner/x", "#x",
        "urn:uuid:00112233-4455-6677-8899-aabbccddeeff", "Practitioner//x", "Practitioner/a_b"}) {
    EXPECT_FALSE(access::is_valid_reference(text)) << text;
    EXPECT_EQ(access::practitioner(text).error().code(), errc::invalid_value) << text;
  }
  EXPECT_FALSE(access::is_valid_reference("Practitioner/" + std::string(65, 'a')));
  EXPECT_FALSE(access::is_valid_reference(std::string(65, 'A') + "/a"));
  EXPECT_TRUE(access::is_valid_reference("Practitioner/" + std::string(64, 'a')));
}

TEST(Principal, ActsForOrganizationsRolesTeamsAndGroupsEachOnce) {
  auto who = access::practitioner("Practitioner/x").value();
  for (const char* more : {"Organization/o", "PractitionerRole/r", "CareTeam/c", "Group/g", "Organization/o"}) {
    who = who.acting_for(more).value();
  }
  ASSERT_EQ(who.references().size(), 5U);
  EXPECT_EQ(who.references()[0], "Practitioner/x");
  EXPECT_EQ(who.references()[1], "Organization/o");
  EXPECT_EQ(who.references()[4], "Group/g");
  EXPECT_EQ(who.reference(), "Practitioner/x");
  EXPECT_EQ(who.acting_for("Patient/p").error().code(), errc::invalid_value);
  EXPECT_EQ(who.acting_for("o").error().code(), errc::invalid_value);
}

TEST(Principal, NobodyActsForNobody) {
  EXPECT_EQ(access::anonymous().acting_for("Organization/o").error().code(), errc::invalid_argument);
}

TEST(Principal, OwnerKeepsNoReferenceOfItsOwnWhenActingForAnOrganization) {
  const auto who = phr::owner().acting_for("Organization/o").value();
  EXPECT_EQ(who.reference(), "");
  EXPECT_EQ(who.references().size(), 1U);
}

TEST(Principal, RefusesMoreReferencesThanItsLimit) {
  auto who = access::practitioner("Practitioner/x").value();
  for (std::size_t i = 1; i < phr::principal::max_references; ++i) {
    who = who.acting_for("Organization/" + std::to_string(i)).value();
  }
  EXPECT_EQ(who.acting_for("Organization/last").error().code(), errc::too_large);
  EXPECT_TRUE(who.acting_for("Organization/1").has_value());
}

TEST(Principal, NamesEveryKind) {
  EXPECT_STREQ(name(principal_kind::anonymous).data(), "anonymous");
  EXPECT_STREQ(name(principal_kind::owner).data(), "owner");
  EXPECT_STREQ(name(principal_kind::related_person).data(), "related_person");
}

TEST(Clock, TellsATimeOfThisCentury) {
  EXPECT_GT(phr::clock_now(), 1'700'000'000'000'000);  // after 2023
  EXPECT_LT(phr::clock_now(), 4'102'444'800'000'000);  // before 2100
}

TEST(Principal, IsReadFromATextByTheTypeOfItsReference) {
  using namespace phr::access;
  EXPECT_EQ(parse_principal("owner").value(), owner());
  EXPECT_EQ(parse_principal("anonymous").value(), anonymous());
  EXPECT_EQ(parse_principal("Practitioner/x").value(), practitioner("Practitioner/x").value());
  EXPECT_EQ(parse_principal("PractitionerRole/x").value().kind(), principal_kind::practitioner);
  EXPECT_EQ(parse_principal("Patient/x").value().kind(), principal_kind::patient);
  EXPECT_EQ(parse_principal("RelatedPerson/x").value().kind(), principal_kind::related_person);
  EXPECT_EQ(parse_principal("Organization/x").value().kind(), principal_kind::organization);
  EXPECT_EQ(parse_principal("Device/x").value().kind(), principal_kind::device);
  for (const char* text : {"", "Owner", "Observation/x", "Practitioner", "Practitioner/", "Practitioner/a b", "practitioner/x"}) {
    EXPECT_EQ(parse_principal(text).error().code(), phr::errc::invalid_value) << text;
  }
}

}  // namespace
