#include <phr/core/describe.hpp>
#include <phr/session/session.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace {

using phr::errc;
using phr::fhir::resource_type;

class Import : public testing::Test {
 protected:
  Import() : store_(phr::store::open(folder_.path("me.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value()) {}

  phr::session owner() { return store_.session(phr::owner(), {.now = 1'700'000'000'000'000}).value(); }

  phr::test::temporary_folder folder_;
  phr::store store_;
};

constexpr std::string_view two_entries = R"({"resourceType":"Bundle","type":"transaction","entry":[
 {"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":{"resourceType":"Patient","name":[{"family":"Müller","given":["José"]}],"birthDate":"1970-01-02"},"request":{"method":"POST","url":"Patient"}},
 {"fullUrl":"urn:uuid:22222222-2222-4222-8222-222222222222","resource":{"resourceType":"Observation","status":"final",
   "code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"HbA1c"}]},
   "subject":{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"},"effectiveDateTime":"2020-05-01",
   "valueQuantity":{"value":5.40,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}},"request":{"method":"POST","url":"Observation"}}]})";

TEST_F(Import, LandsABundleWithItsReferencesRewritten) {
  auto me = owner();
  const auto report = me.import_text(two_entries);
  ASSERT_TRUE(report) << phr::describe(report.error());
  EXPECT_EQ(report.value().created, 2U);
  const auto found = me.read(resource_type::Observation, "22222222-2222-4222-8222-222222222222");
  ASSERT_TRUE(found) << phr::describe(found.error());
  EXPECT_EQ(found.value().json,
            R"({"resourceType":"Observation","id":"22222222-2222-4222-8222-222222222222","meta":{"versionId":"1","lastUpdated":"2023-11-14T22:13:20.000Z"},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"HbA1c"}]},"subject":{"reference":"Patient/11111111-1111-4111-8111-111111111111"},"effectiveDateTime":"2020-05-01","valueQuantity":{"value":5.40,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}})");
}

TEST_F(Import, FindsEverythingUnchangedTheSecondTime) {
  auto me = owner();
  ASSERT_TRUE(me.import_text(two_entries));
  const auto again = me.import_text(two_entries);
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().unchanged, 2U);
  EXPECT_EQ(again.value().created, 0U);
}

TEST_F(Import, MakesSearchableWhatItWrites) {
  auto me = owner();
  ASSERT_TRUE(me.import_text(two_entries));
  for (const char* query : {"Observation?code=http://loinc.org|4548-4", "Observation?code=4548-4&patient=11111111-1111-4111-8111-111111111111",
                            "Observation?subject=Patient/11111111-1111-4111-8111-111111111111&date=ge2020&_sort=-date&_count=5",
                            "Observation?value-quantity=5.4||%25", "Observation?date=2020-05", "Observation?status=final", "Observation"}) {
    const auto hits = me.search(query);
    ASSERT_TRUE(hits) << query << " " << phr::describe(hits.error());
    ASSERT_EQ(hits.value().size(), 1U) << query;
    EXPECT_EQ(hits.value()[0].id(), "22222222-2222-4222-8222-222222222222");
    EXPECT_TRUE(hits.value()[0].json());
  }
  EXPECT_EQ(me.search("Patient?name=muller").value().size(), 1U);
  EXPECT_EQ(me.search("Patient?given:exact=José").value().size(), 1U);
  EXPECT_EQ(me.search("Patient?given:exact=jose").value().size(), 0U);
  EXPECT_EQ(me.search("Patient?nonsense=1").error().code(), errc::unknown_parameter);
}

TEST_F(Import, LandsABundleWholeOrNotAtAll) {
  auto me = owner();
  std::string broken(two_entries);
  broken.replace(broken.find("\"Observation\",\"status\""), 13, "\"Observatioq\"");
  const auto refused = me.import_text(broken);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::unknown_resource_type);
  EXPECT_EQ(refused.error().ordinal(), 1U);
  EXPECT_EQ(refused.error().line(), 3U);
  EXPECT_TRUE(store_.info().value().counts.empty());
}

TEST_F(Import, ReportsTheRefusedLinesOfNdjsonAndKeepsTheOthers) {
  const std::string path = folder_.path("in.ndjson");
  std::ofstream(path) << R"({"resourceType":"Patient","id":"a"})" << "\n"
                      << R"({"resourceType":"Patient","id":"b",})" << "\n\n"
                      << R"({"resourceType":"Patient","id":"c"})" << "\r\n"
                      << R"({"resourceType":"Nonsense","id":"d"})";
  auto me = owner();
  const auto report = me.import_file(path);
  ASSERT_TRUE(report) << phr::describe(report.error());
  EXPECT_EQ(report.value().created, 2U);
  ASSERT_EQ(report.value().refused.size(), 2U);
  EXPECT_EQ(report.value().refused[0].line, 2U);
  EXPECT_EQ(report.value().refused[0].why.code(), errc::malformed_json);
  EXPECT_EQ(report.value().refused[1].line, 5U);
}

TEST_F(Import, LeavesAnAuditTrailThatVerifies) {
  auto me = owner();
  ASSERT_TRUE(me.import_text(two_entries));
  ASSERT_TRUE(me.read(resource_type::Patient, "11111111-1111-4111-8111-111111111111"));
  const auto trail = me.audit_trail();
  ASSERT_TRUE(trail);
  ASSERT_EQ(trail.value().size(), 3U);
  EXPECT_EQ(trail.value()[1].action, phr::audit_action::import);
  EXPECT_EQ(trail.value()[2].action, phr::audit_action::read);
  const auto verdict = me.verify_audit();
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict.value().intact);
}

// Every part of a composite goes with every other: small texts would make rows by the million.
TEST_F(Import, CompositesHaveALimit) {
  std::string codings;
  for (int nth = 0; nth < 400; ++nth) codings += std::string(nth == 0 ? "" : ",") + R"({"system":"s","code":")" + std::to_string(nth) + "\"}";
  const std::string square = R"({"resourceType":"Observation","id":"x","status":"final","code":{"text":"x"},"component":[{"code":{"coding":[)" + codings + R"(]},"valueCodeableConcept":{"coding":[)" + codings + "]}}]}";
  auto me = owner();
  const auto refused = me.import_text(square);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::too_large);
  EXPECT_EQ(me.read(phr::fhir::resource_type::Observation, "x").error().code(), errc::not_found);
}

TEST_F(Import, TakesXmlAsTheJsonThatItIs) {
  auto me = owner();
  constexpr std::string_view xml = R"(<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"><id value="x"/><name><family value="Müller"/></name><birthDate value="1970-01-02"/></Patient>)";
  EXPECT_EQ(me.import_text(xml).value().created, 1U);
  EXPECT_EQ(me.import_text(R"({"resourceType":"Patient","id":"x","name":[{"family":"Müller"}],"birthDate":"1970-01-02"})").value().unchanged, 1U);
  std::ofstream(folder_.path("x.xml")) << xml;
  EXPECT_EQ(me.import_file(folder_.path("x.xml")).value().unchanged, 1U);
  EXPECT_EQ(me.import_text("<Patient xmlns=\"http://hl7.org/fhir\"><nme/></Patient>").error().code(), errc::unknown_element);
  std::ofstream(folder_.path("cda.xml")) << "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";
  EXPECT_EQ(me.import_file(folder_.path("cda.xml")).error().code(), errc::unknown_resource_type);
}

TEST_F(Import, TakesAStream) {
  auto me = owner();
  std::string lines;
  for (int nth = 0; nth < 3'000; ++nth) lines += R"({"resourceType":"Basic","id":"b)" + std::to_string(nth) + "\"}\n";
  std::string_view left = lines;
  const auto next = [&](std::span<char> into) -> phr::result<std::size_t> {
    const std::size_t part = left.substr(0, std::min<std::size_t>(into.size(), 777)).copy(into.data(), into.size());
    left.remove_prefix(part);
    return part;
  };
  const phr::byte_source from(next);
  EXPECT_EQ(me.import_stream(from).value().created, 3'000U);
  left = two_entries;
  EXPECT_EQ(me.import_stream(from).value().created, 2U);
  const auto fails = [](std::span<char>) -> phr::result<std::size_t> { return phr::error{errc::io_failed}.at("the network"); };
  const phr::byte_source failing(fails);
  EXPECT_EQ(me.import_stream(failing).error().code(), errc::io_failed);
}

// A Bundle that is parsed as a whole asks before anything is written, and again before its names are.
TEST_F(Import, OfABundleCanBeCancelledAtAnyAsking) {
  auto me = owner();
  int asked = 0;
  auto count = [&](const phr::progress_step&) { return ++asked, true; };
  ASSERT_TRUE(me.import_text(two_entries, phr::progress(count)));
  ASSERT_GE(asked, 4);
  for (int stop = 1; stop <= 4; ++stop) {
    const auto before = me.changes().value().size();
    int left = stop;
    auto cancel = [&](const phr::progress_step&) { return --left > 0; };
    std::string other(two_entries);
    other.replace(other.find("1970-01-02"), 10, "1971-01-0" + std::to_string(stop));
    EXPECT_EQ(me.import_text(other, phr::progress(cancel)).error().code(), errc::cancelled) << stop;
    EXPECT_EQ(me.changes().value().size(), before);
  }
}

}  // namespace
