// Writes that are collected and land together.
#include "session/record_fixture.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/session/transaction.hpp>

#include <functional>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

std::string known_person(const std::string& identifier, const std::string& family = "Test") {
  return R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":")" + identifier + R"("}],"name":[{"family":")" + family + R"("}]})";
}
std::string about(const std::string& reference) {
  return R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":")" + reference + R"("}})";
}
constexpr std::string_view born = R"([{"op":"replace","path":"/birthDate","value":"1999-01-01"}])";

class Transactions : public record_fixture {
 protected:
  std::size_t changes() { return owner().changes().value().size(); }
  std::vector<phr::landed_write> landed(phr::session& in) {
    auto done = all_.land(in);
    EXPECT_TRUE(done) << (done ? "" : phr::describe(done.error()));
    return done ? std::move(done.value()) : std::vector<phr::landed_write>{};
  }
  // The code of the failed landing, which must leave store and transaction as they were; and which write it was.
  std::pair<errc, std::uint64_t> failure(phr::session& in) {
    const auto before = changes();
    const auto size = all_.size();
    const auto text = all_.bundle();
    const auto done = all_.land(in);
    EXPECT_FALSE(done);
    EXPECT_EQ(changes(), before);
    EXPECT_EQ(all_.size(), size);
    EXPECT_EQ(all_.bundle(), text);
    if (done) return {errc::internal, 0};
    EXPECT_EQ(done.error().line(), 0U);  // of a text that nobody has seen
    return {done.error().code(), done.error().ordinal()};
  }

  phr::transaction all_;
};

TEST_F(Transactions, NothingIsWrittenBeforeTheyLandAndThenAllIs) {
  auto me = owner();
  const auto who = all_.create(known_person("1")).value();
  ASSERT_TRUE(all_.create(about(who)));
  ASSERT_TRUE(all_.update(patient("p")));
  EXPECT_EQ(all_.size(), 3U);
  EXPECT_EQ(changes(), 0U);
  const auto done = landed(me);
  ASSERT_EQ(done.size(), 3U);
  EXPECT_EQ(all_.size(), 0U);
  for (const auto& each : done) EXPECT_TRUE(each.created && each.version == 1U);
  EXPECT_EQ(done[2].id, "p");
  EXPECT_EQ(done[0].name, who);
  EXPECT_EQ(done[1].type, resource_type::Observation);
  EXPECT_EQ(found(me, "Observation?subject=Patient/" + done[0].id), ids{"Observation/" + done[1].id});
  EXPECT_EQ(who.find(done[0].id), std::string::npos);
}

TEST_F(Transactions, EveryKindOfWriteLandsInOneTransaction) {
  put({patient("old"), patient("patched"), patient("gone"), R"({"resourceType":"Patient","id":"known","identifier":[{"system":"urn:x","value":"1"}]})",
       R"({"resourceType":"Patient","id":"two","identifier":[{"system":"urn:x","value":"2"}],"birthDate":"1980"})",
       R"({"resourceType":"Patient","id":"three","identifier":[{"system":"urn:x","value":"3"}]})", condition("c", "old", "2020")});
  auto me = owner();
  const auto before = changes();
  auto renamed = patient("old");
  renamed.replace(renamed.find("1980"), 4, "1981");
  EXPECT_EQ(all_.update(renamed, 1).value(), "Patient/old");
  EXPECT_EQ(all_.patch(resource_type::Patient, "patched", born, 1).value(), "Patient/patched");
  ASSERT_TRUE(all_.remove(resource_type::Patient, "gone", 1));
  ASSERT_TRUE(all_.remove(resource_type::Patient, "nobody"));
  const auto known = all_.create_if_none(known_person("1"), "identifier=urn:x|1").value();
  const auto two = all_.patch_where("Patient?identifier=urn:x|2", born, 1).value();
  const auto three = all_.update_where(known_person("3", "Changed"), "identifier=urn:x|3", 1).value();
  ASSERT_TRUE(all_.remove_where("Condition?patient=old", 1));
  for (const auto& each : {known, two, three}) ASSERT_TRUE(all_.create(about(each)));
  const auto done = landed(me);
  ASSERT_EQ(done.size(), 11U);
  const auto line = [](const phr::landed_write& of) { return of.id + "/" + (of.version ? std::to_string(*of.version) : "none") + (of.created ? " created" : ""); };
  ids lines;
  for (std::size_t at = 0; at < 8; ++at) lines.push_back(line(done[at]));
  EXPECT_EQ(lines, (ids{"old/2", "patched/2", "gone/2", "nobody/none", "known/1", "two/2", "three/2", "/2"}));
  for (const char* id : {"known", "two", "three"}) EXPECT_EQ(found(me, "Observation?subject=Patient/" + std::string(id)).size(), 1U) << id;
  EXPECT_EQ(found(me, "Patient?birthdate=1999-01-01"), (ids{"Patient/patched", "Patient/two"}));
  EXPECT_EQ(me.read(resource_type::Condition, "c").error().code(), errc::gone);
  EXPECT_EQ(changes(), before + 9);  // not the one that was there, not the one that was not
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(Transactions, WhatTheStoreRefusesLeavesEverythingAsItWas) {
  put({patient("old"), known_person("2").insert(1, R"("id":"a",)"), known_person("2").insert(1, R"("id":"b",)")});
  auto me = owner();
  struct failing {
    errc code;
    std::function<void(phr::transaction&)> add;
    std::uint64_t ordinal = 2;
  };
  const failing cases[] = {
      {errc::version_conflict, [](auto& to) { ASSERT_TRUE(to.update(patient("old"), 9)); }},
      {errc::version_conflict, [](auto& to) { ASSERT_TRUE(to.remove(resource_type::Patient, "old", 9)); }},
      {errc::not_found, [](auto& to) { ASSERT_TRUE(to.patch(resource_type::Patient, "nobody", born)); }},
      {errc::not_found, [](auto& to) { ASSERT_TRUE(to.patch_where("Patient?identifier=nobody", born)); }},
      {errc::ambiguous_match, [](auto& to) { ASSERT_TRUE(to.remove_where("Patient?identifier=2")); }},
      {errc::unknown_parameter, [](auto& to) { ASSERT_TRUE(to.update_where(known_person("1"), "colour=blue")); }, 0},  // which criterion
      {errc::unresolved_reference, [](auto& to) { ASSERT_TRUE(to.create(about("urn:uuid:99999999-9999-4999-8999-999999999999"))); }},
      {errc::duplicate_id, [](auto& to) { ASSERT_TRUE(to.remove(resource_type::Patient, "first")); }},
  };
  for (const auto& each : cases) {
    all_ = {};
    ASSERT_TRUE(all_.update(patient("first")));
    ASSERT_TRUE(all_.create(known_person("9")));
    each.add(all_);
    EXPECT_EQ(failure(me), std::pair(each.code, each.ordinal));
  }
  EXPECT_EQ(found(me, "Patient"), (ids{"Patient/a", "Patient/b", "Patient/old"}));
}

TEST_F(Transactions, AfterAFailureItCanLandWhenTheCauseIsGone) {
  put({patient("old")});
  auto me = owner();
  ASSERT_TRUE(all_.update(patient("new")));
  ASSERT_TRUE(all_.update(patient("old"), 2));
  EXPECT_EQ(failure(me).first, errc::version_conflict);
  auto renamed = patient("old");
  renamed.replace(renamed.find("1980"), 4, "1981");
  ASSERT_TRUE(me.update(renamed));
  EXPECT_EQ(landed(me).size(), 2U);
  EXPECT_TRUE(me.read(resource_type::Patient, "new"));
}

TEST_F(Transactions, WhatIsWrongInACallIsToldAtOnceAndNotCollected) {
  EXPECT_EQ(all_.create("{").error().code(), errc::malformed_json);
  EXPECT_EQ(all_.create("[]").error().code(), errc::wrong_type);
  EXPECT_EQ(all_.create(R"({"resourceType":"Nothing"})").error().code(), errc::unknown_resource_type);
  EXPECT_EQ(all_.create(R"({"resourceType":"Bundle","type":"batch"})").error().code(), errc::invalid_value);
  EXPECT_EQ(all_.update(known_person("1")).error().code(), errc::missing_element);
  EXPECT_EQ(all_.update(patient("no id")).error().code(), errc::invalid_id);
  EXPECT_EQ(all_.remove(resource_type::Patient, "no id").error().code(), errc::invalid_id);
  EXPECT_EQ(all_.patch(resource_type::Patient, "", born).error().code(), errc::invalid_id);
  EXPECT_EQ(all_.patch(resource_type::Patient, "p", patient("p")).error().code(), errc::wrong_type);
  EXPECT_EQ(all_.patch(resource_type::Patient, "p", "[").error().code(), errc::malformed_json);
  EXPECT_EQ(all_.create_if_none(known_person("1"), "").error().code(), errc::malformed_query);
  EXPECT_EQ(all_.update_where(known_person("1"), "").error().code(), errc::malformed_query);
  for (const char* query : {"Patient", "Patient?"}) {
    EXPECT_EQ(all_.remove_where(query).error().code(), errc::malformed_query);
    EXPECT_EQ(all_.patch_where(query, born).error().code(), errc::malformed_query);
  }
  EXPECT_EQ(all_.remove_where("Nothing?a=b").error().code(), errc::unknown_resource_type);
  EXPECT_EQ(all_.size(), 0U);
}

TEST_F(Transactions, ThePatchOfABundleIsTheOneThatWasGiven) {
  // All three lengths of base64's last group, and text beyond ASCII.
  for (const std::string family : {"a", "ab", "abc", "Å\\\"ç"}) {
    put({patient("p" + std::to_string(family.size()))});
    auto me = owner();
    const std::string id = "p" + std::to_string(family.size());
    ASSERT_TRUE(all_.patch(resource_type::Patient, id, R"([{"op":"replace","path":"/name/0/family","value":")" + family + R"("}])"));
    landed(me);
    EXPECT_NE(me.read(resource_type::Patient, id).value().json.find(R"("family":")" + family + "\""), std::string::npos) << family;
  }
  put({patient("q")});
  auto me = owner();
  ASSERT_TRUE(all_.patch(resource_type::Patient, "q", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[
    {"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.birthDate"}]}]})"));
  EXPECT_EQ(landed(me).at(0).version, 2U);
}

TEST_F(Transactions, TheBundleIsFhirAndKeepsNumbersAsWritten) {
  ASSERT_TRUE(all_.update(observation("o", "p", "1", "2020", "5.40")));
  ASSERT_TRUE(all_.create_if_none(known_person("1"), R"(identifier=urn:x|"1")"));
  ASSERT_TRUE(all_.remove_where("Patient?identifier=2", 3));
  const auto text = all_.bundle();
  const auto decoded = phr::fhir::json_decode<phr::fhir::r4::Bundle>(text);
  ASSERT_TRUE(decoded) << text;
  EXPECT_NE(text.find(R"("value":5.40)"), std::string::npos);
  EXPECT_NE(text.find(R"("ifNoneExist":"identifier=urn:x|\"1\"")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"({"method":"DELETE","url":"Patient?identifier=2","ifMatch":"W/\"3\""})"), std::string::npos) << text;
}

TEST_F(Transactions, ModelsAreTakenToo) {
  auto me = owner();
  auto model = phr::fhir::json_decode<phr::fhir::r4::Patient>(patient("m")).value();
  EXPECT_EQ(all_.update(model).value(), "Patient/m");
  ASSERT_TRUE(all_.create(model));
  EXPECT_EQ(landed(me).size(), 2U);
  EXPECT_EQ(found(me, "Patient").size(), 2U);
}

TEST_F(Transactions, OnlyTheOwnerLandsThem) {
  put({patient("p"), consent("c", "p", "d", {"Patient"})});
  auto other = as("d");
  ASSERT_TRUE(all_.update(patient("p")));
  EXPECT_EQ(failure(other).first, errc::access_denied);
}

TEST_F(Transactions, AnEmptyOneDoesNothing) {
  auto me = owner();
  const auto rows = me.audit_trail().value().size();
  EXPECT_TRUE(landed(me).empty());
  EXPECT_EQ(me.audit_trail().value().size(), rows + 1);  // that of looking
}

TEST_F(Transactions, StoppedByItsWatchItHasDoneNothing) {
  auto me = owner();
  for (int at = 0; at < 5; ++at) ASSERT_TRUE(all_.create(known_person("1")));
  std::uint64_t steps = 0;
  const auto stop = [&](const phr::progress_step&) { return ++steps < 3; };
  const auto done = all_.land(me, phr::progress(stop));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), errc::cancelled);
  EXPECT_EQ(changes(), 0U);
  EXPECT_EQ(all_.size(), 5U);
}

}  // namespace
