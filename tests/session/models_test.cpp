// Records as typed models.
#include "session/record_fixture.hpp"

#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

namespace {

using namespace phr::test;
using namespace phr::fhir::r4;
using phr::errc;

class Models : public record_fixture {};

Observation heart_rate() {
  return Observation{
      .id = "hr",
      .status = ObservationStatus::final,
      .code = CodeableConcept{.coding = {Coding{.system = "http://loinc.org", .code = "8867-4"}}},
      .subject = Reference{.reference = "Patient/p"},
      .effective = dateTime::parse("2023-05-06").value(),
      .value = Quantity{.value = decimal::parse("72.0").value(), .unit = "/min", .system = "http://unitsofmeasure.org", .code = "/min"},
  };
}

TEST_F(Models, AreWrittenAndReadByTheirTypes) {
  auto me = owner();
  ASSERT_TRUE(me.update(heart_rate()));
  const auto back = me.read<Observation>("hr");
  ASSERT_TRUE(back) << phr::describe(back.error());
  EXPECT_EQ(back.value().meta->versionId, "1");
  Observation same = back.value();
  same.meta.reset();
  EXPECT_EQ(same, heart_rate());
  EXPECT_EQ(back.value().value.as<Quantity>()->value.digits(), "72.0");

  Observation changed = back.value();
  changed.status = ObservationStatus::amended;
  const auto written = me.update(changed, 1);
  ASSERT_TRUE(written);
  EXPECT_EQ(written.value().version, 2U);
  EXPECT_EQ(me.update(changed, 1).error().code(), errc::version_conflict);
}

TEST_F(Models, AreCreatedUnderANewId) {
  auto me = owner();
  const auto made = me.create(heart_rate());
  ASSERT_TRUE(made);
  EXPECT_NE(made.value().id, "hr");
  EXPECT_EQ(me.read<Observation>(made.value().id).value().id, made.value().id);
}

TEST_F(Models, AreWhatAHitHolds) {
  put({patient("p")});
  auto me = owner();
  ASSERT_TRUE(me.update(heart_rate()));
  const auto hits = me.search("Observation?code=8867-4");
  ASSERT_TRUE(hits);
  ASSERT_EQ(hits.value().size(), 1U);
  const auto typed = hits.value()[0].as<Observation>();
  ASSERT_TRUE(typed) << phr::describe(typed.error());
  EXPECT_EQ(typed.value().code->coding[0].code, "8867-4");
  EXPECT_EQ(hits.value()[0].as<Patient>().error().code(), errc::wrong_type);
}

TEST_F(Models, TellWhereAStoredTextIsNoFhir) {
  put({R"({"resourceType":"Patient","id":"p","nickname":"A"})"});
  const auto typed = owner().read<Patient>("p");
  ASSERT_FALSE(typed);
  EXPECT_EQ(typed.error().code(), errc::unknown_element);
  EXPECT_EQ(typed.error().line(), 1U);
}

}  // namespace
