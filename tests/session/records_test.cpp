#include "session/record_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;
using phr::write_kind;
using phr::fhir::resource_type;

class Records : public record_fixture {};

TEST_F(Records, CreateGivesANewIdAndTheFirstVersion) {
  auto me = owner();
  const auto one = me.create(patient("mine"));
  const auto two = me.create(patient("mine"));
  ASSERT_TRUE(one && two);
  EXPECT_NE(one.value().id, "mine");
  EXPECT_NE(one.value().id, two.value().id);
  EXPECT_EQ(one.value().version, 1U);
  EXPECT_EQ(one.value().kind, write_kind::created);
  EXPECT_EQ(me.read(resource_type::Patient, one.value().id).value().id, one.value().id);
}

TEST_F(Records, AResourceWithoutMetaGetsItsVersionAndItsTime) {
  auto me = owner();
  ASSERT_TRUE(me.update(patient("p")));
  const auto read = me.read(resource_type::Patient, "p").value();
  EXPECT_EQ(read.version, 1U);
  EXPECT_NE(read.json.find(R"("meta":{"versionId":"1","lastUpdated":"2023-11-14T22:13:20.000Z"})"), std::string::npos) << read.json;
  // What it says of itself is of another store.
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"q","meta":{"versionId":"9","lastUpdated":"2001-01-01T00:00:00Z","source":"urn:s"}})"));
  const auto other = me.read(resource_type::Patient, "q").value();
  EXPECT_EQ(other.version, 1U);
  EXPECT_NE(other.json.find(R"("versionId":"1","lastUpdated":"2023-11-14T22:13:20.000Z")"), std::string::npos) << other.json;
  EXPECT_NE(other.json.find(R"("source":"urn:s")"), std::string::npos) << other.json;
}

TEST_F(Records, AReadIsOfTheTypeAndTheIdTogether) {
  put({patient("x"), observation("y", "x", "1", "2020-01-01", "1")});
  auto me = owner();
  EXPECT_NE(me.read(resource_type::Patient, "x").value().json.find(R"("birthDate":"1980-02-03")"), std::string::npos);
  EXPECT_EQ(me.read(resource_type::Patient, "y").error().code(), errc::not_found);
  EXPECT_EQ(me.read(resource_type::Observation, "x").error().code(), errc::not_found);
}

TEST_F(Records, UpdateKeepsEarlierVersions) {
  put({observation("o", "p", "1", "2020-01-01", "5.10"), observation("o", "p", "1", "2020-01-01", "5.20")});
  auto me = owner();
  const auto now = me.read(resource_type::Observation, "o");
  ASSERT_TRUE(now);
  EXPECT_EQ(now.value().version, 2U);
  EXPECT_NE(now.value().json.find("5.20"), std::string::npos);
  EXPECT_NE(me.vread(resource_type::Observation, "o", 1).value().json.find("5.10"), std::string::npos);
  EXPECT_EQ(me.vread(resource_type::Observation, "o", 3).error().code(), errc::not_found);
  const auto versions = me.history(resource_type::Observation, "o");
  ASSERT_TRUE(versions);
  ASSERT_EQ(versions.value().size(), 2U);
  EXPECT_EQ(versions.value()[0].version, 2U);
  EXPECT_EQ(versions.value()[1].version, 1U);
}

TEST_F(Records, UpdateToTheSameTextMakesNoVersion) {
  auto me = owner();
  ASSERT_TRUE(me.update(patient("p")));
  const auto again = me.update(patient("p"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().kind, write_kind::unchanged);
  EXPECT_EQ(again.value().version, 1U);
  EXPECT_EQ(me.history(resource_type::Patient, "p").value().size(), 1U);
}

TEST_F(Records, UpdateOfAResourceAsItWasReadMakesNoVersion) {
  auto me = owner();
  ASSERT_TRUE(me.update(patient("p")));
  const auto again = me.update(me.read(resource_type::Patient, "p").value().json);
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().kind, write_kind::unchanged);
}

TEST_F(Records, IfMatchRefusesAnotherVersionAndChangesNothing) {
  auto me = owner();
  ASSERT_TRUE(me.update(observation("o", "p", "1", "2020-01-01", "1")));
  const auto refused = me.update(observation("o", "p", "1", "2020-01-01", "2"), 7);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::version_conflict);
  EXPECT_EQ(refused.error().ordinal(), 1U);
  EXPECT_EQ(me.remove(resource_type::Observation, "o", 2).error().code(), errc::version_conflict);
  EXPECT_EQ(me.read(resource_type::Observation, "o").value().version, 1U);
  EXPECT_EQ(me.update(observation("o", "p", "1", "2020-01-01", "2"), 1).value().version, 2U);
  EXPECT_EQ(me.update(observation("new", "p", "1", "2020-01-01", "2"), 1).error().code(), errc::version_conflict);
}

TEST_F(Records, DeletedResourcesAreGoneButTheirHistoryStays) {
  put({patient("p")});
  auto me = owner();
  const auto removed = me.remove(resource_type::Patient, "p");
  ASSERT_TRUE(removed);
  EXPECT_EQ(removed.value().version, 2U);
  const auto gone = me.read(resource_type::Patient, "p");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code(), errc::gone);
  EXPECT_EQ(gone.error().ordinal(), 2U);
  EXPECT_EQ(found(me, "Patient"), ids{});
  EXPECT_EQ(found(me, "Patient?name=test"), ids{});
  const auto versions = me.history(resource_type::Patient, "p").value();
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_TRUE(versions[0].deleted);
  EXPECT_TRUE(versions[0].json.empty());
  EXPECT_EQ(me.vread(resource_type::Patient, "p", 2).error().code(), errc::gone);
  EXPECT_EQ(me.update(patient("p")).value().version, 3U);
  EXPECT_EQ(found(me, "Patient?name=test"), ids{"Patient/p"});
}

TEST_F(Records, WhatIsOnlyReferredToIsNotThere) {
  put({observation("o", "ghost", "1", "2020-01-01", "1")});
  auto me = owner();
  EXPECT_EQ(me.read(resource_type::Patient, "ghost").error().code(), errc::not_found);
  EXPECT_EQ(me.history(resource_type::Patient, "ghost").error().code(), errc::not_found);
  EXPECT_EQ(me.remove(resource_type::Patient, "ghost").error().code(), errc::not_found);
  EXPECT_EQ(found(me, "Observation?subject=Patient/ghost"), ids{"Observation/o"});
}

TEST_F(Records, IndexFollowsAnUpdate) {
  put({observation("o", "p", "4548-4", "2020-01-01", "5.4"), observation("o", "p", "2339-0", "2021-01-01", "91", "mg/dL")});
  auto me = owner();
  EXPECT_EQ(found(me, "Observation?code=4548-4"), ids{});
  EXPECT_EQ(found(me, "Observation?code=2339-0"), ids{"Observation/o"});
  EXPECT_EQ(found(me, "Observation?date=2020"), ids{});
  EXPECT_EQ(found(me, "Observation?value-quantity=91||mg/dL"), ids{"Observation/o"});
}

TEST_F(Records, HitsSeeTheMomentOfTheirSearch) {
  put({observation("o", "p", "1", "2020-01-01", "1.0")});
  auto me = owner();
  const auto hits = me.search("Observation");
  ASSERT_TRUE(hits);
  put({observation("o", "p", "1", "2020-01-01", "2.0")});
  EXPECT_NE(hits.value()[0].json().value().find("\"value\":1.0"), std::string::npos);
  EXPECT_NE(me.read(resource_type::Observation, "o").value().json.find("\"value\":2.0"), std::string::npos);
}

TEST_F(Records, AClosedStoreRefusesItsSessions) {
  auto me = owner();
  ASSERT_TRUE(store_.close());
  EXPECT_EQ(me.read(resource_type::Patient, "p").error().code(), errc::invalid_argument);
  EXPECT_EQ(me.update(patient("p")).error().code(), errc::invalid_argument);
  EXPECT_EQ(me.search("Patient").error().code(), errc::invalid_argument);
}

}  // namespace
