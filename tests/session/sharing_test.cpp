#include "session/record_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Sharing : public record_fixture {
 protected:
  void SetUp() override {
    put({patient("p"), patient("q"), observation("o1", "p", "4548-4", "2020-01-01", "5.4"), observation("o2", "p", "4548-4", "2021-01-01", "5.6"),
         observation("oq", "q", "4548-4", "2021-01-01", "5.9"), condition("c1", "p", "2019"),
         R"({"resourceType":"Practitioner","id":"visiting","name":[{"family":"Doctor"}]})",
         consent("agreed", "p", "visiting", {"Observation", "Patient", "Practitioner"})});
  }
};

TEST_F(Sharing, ShowsNothingToOneWhoIsNotNamed) {
  auto other = as("other");
  EXPECT_EQ(found(other, "Observation"), ids{});
  EXPECT_EQ(other.read(resource_type::Observation, "o1").error().code(), errc::access_denied);
  auto nobody = store_.session(phr::access::anonymous(), {.now = test_now}).value();
  EXPECT_EQ(found(nobody, "Patient"), ids{});
}

TEST_F(Sharing, ShowsWhatTheConsentPermitsAndNothingElse) {
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation"), (ids{"Observation/o1", "Observation/o2"}));
  EXPECT_EQ(found(doctor, "Patient"), ids{"Patient/p"});
  EXPECT_EQ(found(doctor, "Condition"), ids{});
  EXPECT_EQ(found(doctor, "Practitioner"), ids{"Practitioner/visiting"});
  EXPECT_EQ(found(doctor, "Consent"), ids{});
  EXPECT_TRUE(doctor.read(resource_type::Observation, "o1"));
  EXPECT_EQ(doctor.read(resource_type::Condition, "c1").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.read(resource_type::Observation, "oq").error().code(), errc::access_denied);
}

TEST_F(Sharing, CountsAndPagesOnlyWhatIsVisible) {
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation?_count=1&_sort=-date"), ids{"Observation/o2"});
  const auto timeline = doctor.timeline({.patient = "p"});
  ASSERT_TRUE(timeline);
  EXPECT_EQ(timeline.value().size(), 2U);
  EXPECT_EQ(doctor.timeline({.patient = "q"}).value().size(), 0U);
  EXPECT_EQ(doctor.latest({.patient = "p"}).value().size(), 1U);
  EXPECT_EQ(doctor.latest({.patient = "q"}).value().size(), 0U);
}

TEST_F(Sharing, AsksForThePurposeAndItsKinds) {
  EXPECT_EQ(found(*std::make_unique<phr::session>(as("visiting", phr::purpose::healthcare_research)), "Observation"), ids{});
  auto emergency = as("visiting", phr::purpose::emergency_treatment);
  EXPECT_EQ(found(emergency, "Observation").size(), 2U);
}

TEST_F(Sharing, DoesNotTellWhetherAHiddenResourceIsThere) {
  auto doctor = as("visiting");
  for (const char* id : {"c1", "not-there"}) {
    const auto refused = doctor.read(resource_type::Condition, id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(phr::describe(refused.error()), phr::describe(phr::error{errc::access_denied}.at("the record")));
    EXPECT_EQ(doctor.history(resource_type::Condition, id).error().code(), errc::access_denied);
    EXPECT_EQ(doctor.vread(resource_type::Condition, id, 1).error().code(), errc::access_denied);
  }
}

TEST_F(Sharing, FollowsAConsentThatChanges) {
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation").size(), 2U);
  auto me = owner();
  ASSERT_TRUE(me.remove(resource_type::Consent, "agreed"));
  EXPECT_EQ(found(doctor, "Observation").size(), 0U);
  put({consent("again", "p", "visiting", {"Condition"})});
  EXPECT_EQ(found(doctor, "Observation").size(), 0U);
  EXPECT_EQ(found(doctor, "Condition").size(), 1U);
}

TEST_F(Sharing, EndsWithThePeriodOfTheConsentWhileTheSessionGoesOn) {
  put({consent("agreed", "p", "visiting", {"Observation"}, R"(,"period":{"start":"2023-01-01","end":"2023-11-30"})")});
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation").size(), 2U);
  doctor.set_now(test_now + 30LL * 86'400'000'000);
  EXPECT_EQ(found(doctor, "Observation").size(), 0U);
  doctor.set_now(test_now);
  EXPECT_EQ(found(doctor, "Observation").size(), 2U);
}

TEST_F(Sharing, HidesAResourceOfTwoPatientsUnlessBothPermit) {
  put({R"({"resourceType":"Observation","id":"both","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p"},)"
       R"("performer":[{"reference":"Patient/q"}]})"});
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.read(resource_type::Observation, "both").error().code(), errc::access_denied);
  put({consent("other", "q", "visiting", {"Observation"})});
  EXPECT_TRUE(doctor.read(resource_type::Observation, "both"));
}

TEST_F(Sharing, KeepsForTheOwnerWhatNamesNoPatientOfTheRecord) {
  put({R"({"resourceType":"Observation","id":"nobody","status":"final","code":{"text":"x"}})",
       R"({"resourceType":"Observation","id":"elsewhere","status":"final","code":{"text":"x"},"subject":{"reference":"http://example.org/fhir/Patient/p"}})"});
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.read(resource_type::Observation, "nobody").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.read(resource_type::Observation, "elsewhere").error().code(), errc::access_denied);
  EXPECT_EQ(found(doctor, "Observation").size(), 2U);
}

TEST_F(Sharing, HidesAnEarlierVersionThatWasOfAnotherPatient) {
  put({observation("moved", "q", "4548-4", "2020-01-01", "9.9"), observation("moved", "p", "4548-4", "2020-01-01", "5.5")});
  auto doctor = as("visiting");
  EXPECT_TRUE(doctor.read(resource_type::Observation, "moved"));
  EXPECT_TRUE(doctor.vread(resource_type::Observation, "moved", 2));
  EXPECT_EQ(doctor.vread(resource_type::Observation, "moved", 1).error().code(), errc::access_denied);
  const auto versions = doctor.history(resource_type::Observation, "moved");
  ASSERT_TRUE(versions);
  ASSERT_EQ(versions.value().size(), 1U);
  EXPECT_EQ(versions.value()[0].version, 2U);
}

TEST_F(Sharing, HidesWhatWasDeletedWithItsHistory) {
  auto me = owner();
  ASSERT_TRUE(me.remove(resource_type::Observation, "o1"));
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.read(resource_type::Observation, "o1").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.vread(resource_type::Observation, "o1", 1).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.history(resource_type::Observation, "o1").error().code(), errc::access_denied);
  EXPECT_EQ(me.read(resource_type::Observation, "o1").error().code(), errc::gone);
  EXPECT_TRUE(me.vread(resource_type::Observation, "o1", 1));
}

TEST_F(Sharing, DeniesAllOfAPatientWhoseConsentCannotBeRead) {
  put({R"({"resourceType":"Consent","id":"odd","status":"active","scope":{"text":"x"},"category":[{"text":"x"}],)"
       R"("patient":{"reference":"Patient/p"},"provision":{"type":"perhaps"}})"});
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation"), ids{});
  auto me = owner();
  const auto why = me.explain(phr::access::practitioner("Practitioner/visiting").value(), phr::purpose::treatment, resource_type::Observation, "o1");
  ASSERT_TRUE(why);
  EXPECT_FALSE(why.value().permit);
  EXPECT_EQ(why.value().why, "denied: a Consent of this patient cannot be read");
}

TEST_F(Sharing, ExplainsToTheOwnerByTheProvision) {
  put({consent("agreed", "p", "visiting", {"Observation", "Condition"},
               R"(,"provision":[{"type":"deny","class":[{"system":"http://hl7.org/fhir/resource-types","code":"Condition"}]}])")});
  auto me = owner();
  const auto who = phr::access::practitioner("Practitioner/visiting").value();
  EXPECT_EQ(me.explain(who, phr::purpose::treatment, resource_type::Observation, "o1").value().why, "permitted by Consent/agreed provision");
  EXPECT_EQ(me.explain(who, phr::purpose::treatment, resource_type::Condition, "c1").value().why,
            "denied by Consent/agreed provision.provision[0]");
  EXPECT_EQ(me.explain(who, phr::purpose::treatment, resource_type::Observation, "oq").value().why, "denied: there is no active consent");
  const auto rows = me.explain(who, phr::purpose::treatment, "p");
  ASSERT_TRUE(rows);
  std::vector<std::string> lines;
  for (const auto& row : rows.value()) {
    lines.push_back(std::string(phr::fhir::name(row.type)) + " " + std::to_string(row.visible) + "/" + std::to_string(row.count) + " " + row.why);
  }
  EXPECT_EQ(lines, (ids{"Condition 0/1 denied by Consent/agreed provision.provision[0]", "Consent 0/1 denied: no consent covers it",
                        "Observation 2/2 permitted by Consent/agreed provision", "Patient 0/1 denied: no consent covers it"}));
  EXPECT_EQ(me.explain(who, phr::purpose::treatment).value().size(), 7U);
}

TEST_F(Sharing, ExplainsToTheOwnerOnly) {
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.explain(phr::access::practitioner("Practitioner/visiting").value(), phr::purpose::treatment).error().code(), errc::access_denied);
}

TEST_F(Sharing, LetsNobodyElseWrite) {
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.create(patient("z")).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.update(patient("p")).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.remove(resource_type::Observation, "o1").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.import_text(patient("z")).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.audit_trail().error().code(), errc::access_denied);
  auto me = owner();
  EXPECT_EQ(found(me, "Patient").size(), 2U);
}

TEST_F(Sharing, LeavesARowOfEachRefusal) {
  auto doctor = as("visiting");
  ASSERT_FALSE(doctor.read(resource_type::Condition, "c1"));
  auto me = owner();
  const auto trail = me.audit_trail();
  ASSERT_TRUE(trail);
  const auto& last = trail.value().back();
  EXPECT_EQ(last.actor, "Practitioner/visiting");
  EXPECT_EQ(last.purpose, "TREAT");
  EXPECT_EQ(last.action, phr::audit_action::read);
  EXPECT_EQ(last.outcome, phr::audit_outcome::denied);
  EXPECT_TRUE(me.verify_audit().value().intact);
}

}  // namespace
