// Short ways to write models.
#include <phr/fhir/build.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace phr::fhir::test {
namespace {

TEST(Build, MakesAnObservationInAFewLines) {
  const r4::Patient patient{.id = "p1"};
  r4::Observation made{.status = r4::ObservationStatus::final, .code = codeable_concept("http://loinc.org", "8867-4", "Heart rate"),
                       .subject = reference_to(patient)};
  made.value = quantity(72, "/min");
  made.note.add().text = "at rest";
  EXPECT_EQ(json_encode(made),
            R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},)"
            R"("subject":{"reference":"Patient/p1","type":"Patient"},"valueQuantity":{"value":72,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"},)"
            R"("note":[{"text":"at rest"}]})");
  EXPECT_EQ(json_encode(codeable_concept("hay fever")), R"({"text":"hay fever"})");
  EXPECT_EQ(json_encode(coding("", "x")), R"({"code":"x"})");
  EXPECT_EQ(json_encode(quantity(r4::decimal::parse("5.40").value(), "mmol/L", "mmol per litre")),
            R"({"value":5.40,"unit":"mmol per litre","system":"http://unitsofmeasure.org","code":"mmol/L"})");
}

TEST(Build, FindsAndMakesExtensions) {
  r4::Patient patient;
  EXPECT_EQ(find_extension(patient.extension, "http://a"), nullptr);
  ensure_extension(patient.extension, "http://a").value = r4::string("one");
  ensure_extension(patient.extension, "http://b").value = true;
  ensure_extension(patient.extension, "http://a").value = r4::string("two");
  ASSERT_EQ(patient.extension.size(), 2U);
  EXPECT_EQ(*find_extension(patient.extension, "http://a")->value.as<r4::string>(), "two");
}

TEST(Build, NamesAPrimitiveByItsMember) {
  r4::Patient patient{.birthDate = r4::date::parse("1980-02-03").value()};
  EXPECT_EQ(element_of(patient, patient.birthDate), nullptr);
  ensure_element(patient, patient.birthDate).id = "b";
  auto& name = patient.name.add();
  name.given = {r4::string("A"), r4::string("B")};
  ensure_extension(ensure_element(name, name.given, 1).extension, "http://x").value = true;
  patient.multipleBirth = r4::integer(2);
  ensure_element(patient, patient.multipleBirth).id = "m";
  EXPECT_EQ(element_of(patient, patient.birthDate)->id, "b");
  EXPECT_EQ(element_of(name, name.given, 0), nullptr);
  EXPECT_EQ(json_encode(patient),
            R"({"resourceType":"Patient","name":[{"given":["A","B"],"_given":[null,{"extension":[{"url":"http://x","valueBoolean":true}]}]}],)"
            R"("birthDate":"1980-02-03","_birthDate":{"id":"b"},"multipleBirthInteger":2,"_multipleBirthInteger":{"id":"m"}})");
  EXPECT_THROW((void)element_of(patient, patient.name), std::logic_error);
  EXPECT_THROW((void)element_of(patient, name.given), std::logic_error);
}

}  // namespace
}  // namespace phr::fhir::test
