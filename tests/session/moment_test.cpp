// One state of the store for every kind of read: rows of then, decisions of today.
#include "session/record_fixture.hpp"

#include <phr/session/transaction.hpp>
#include <phr/views/text.hpp>

#include <map>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

constexpr const char* ids_view = R"json({"resource": "Observation", "select": [{"column": [{"name": "id", "path": "id"}, {"name": "v", "path": "value.ofType(Quantity).value"}]}]})json";

class Moment : public record_fixture {
 protected:
  void SetUp() override {
    put({patient("p"), observation("o1", "p", "4548-4", "2020-01-01", "5.4", "%"), observation("o2", "p", "4548-4", "2021-01-01", "5.9", "%"),
         consent("agreed", "p", "visiting", {"Observation", "Patient"})});
  }

  // What changes every answer below.
  void change() {
    auto me = owner();
    ASSERT_TRUE(me.update(observation("o1", "p", "4548-4", "2020-01-01", "7.7", "%")));
    ASSERT_TRUE(me.remove(resource_type::Observation, "o2"));
    ASSERT_TRUE(me.update(observation("o3", "p", "718-7", "2022-01-01", "13", "g/dL")));
  }

  static std::string text_of(const phr::result<phr::record>& found) { return found ? std::to_string(found.value().version) + found.value().json : phr::describe(found.error()); }
  static std::string text_of(const phr::result<phr::hits>& found) {
    if (!found) return phr::describe(found.error());
    std::string text;
    for (const auto& each : found.value()) text += each.json().value() + "\n";
    return text;
  }
  static std::string text_of(const phr::result<std::vector<phr::record>>& found) {
    if (!found) return phr::describe(found.error());
    std::string text;
    for (const auto& each : found.value()) text += std::string(phr::fhir::name(each.type)) + each.id + std::to_string(each.version) + each.json + "\n";
    return text;
  }
  static std::string rows_of(phr::session& in, const phr::moment& as_of) {
    const auto of = phr::views::view::compile(ids_view).value();
    auto rows = in.view(of, {}, {}, as_of);
    if (!rows) return phr::describe(rows.error());
    std::string text;
    while (auto batch = rows.value().next().value()) phr::views::append_ndjson(text, of, *batch);
    return text;
  }

  // Every kind of read, by name, as text.
  static std::map<std::string, std::string> all_reads(phr::session& in, const phr::moment& as_of) {
    std::map<std::string, std::string> answers;
    answers["read"] = text_of(in.read(resource_type::Observation, "o1", as_of));
    answers["read deleted"] = text_of(in.read(resource_type::Observation, "o2", as_of));
    answers["vread"] = text_of(in.vread(resource_type::Observation, "o1", 2, as_of));
    answers["history of one"] = text_of(in.history(resource_type::Observation, "o1", as_of));
    auto page = in.history({.type = resource_type::Observation, .as_of = as_of});
    answers["history"] = text_of(page ? phr::result<std::vector<phr::record>>(page.value().versions) : page.error());
    answers["search"] = text_of(in.search("Observation?_sort=_id", {.as_of = as_of}));
    answers["everything"] = text_of(in.everything({.patient = "p", .as_of = as_of}));
    std::string streamed;
    auto take = [&](std::string_view json) {
      streamed += std::string(json) + "\n";
      return true;
    };
    EXPECT_TRUE(in.everything({.patient = "p", .as_of = as_of}, take));
    answers["everything as a stream"] = streamed;
    answers["lastn"] = text_of(in.lastn("patient=p", {.max = 1, .as_of = as_of}));
    answers["view"] = rows_of(in, as_of);
    const auto events = in.timeline({.patient = "p", .as_of = as_of}).value();
    for (const auto& each : events) answers["timeline"] += each.id + each.value + ";";
    const auto groups = in.timeline_groups(phr::timeline_period::year, {.patient = "p", .as_of = as_of}).value();
    for (const auto& each : groups) {
      answers["timeline groups"] += std::to_string(each.begin) + std::string(phr::fhir::name(each.type)) + std::to_string(each.count) + ";";
    }
    const auto values = in.latest({.patient = "p", .as_of = as_of}).value();
    for (const auto& each : values) answers["latest"] += each.id + each.value + ";";
    const auto trend = in.lab_trend("4548-4", {.patient = "p", .as_of = as_of});
    if (trend) {
      for (const auto& each : trend.value().series.points) answers["trend"] += std::to_string(each.value) + ";";
    }
    return answers;
  }
};

TEST_F(Moment, IsTheSameForEveryReadWhateverIsWrittenLater) {
  for (const bool is_owner : {true, false}) {
    SCOPED_TRACE(is_owner);
    auto reader = is_owner ? owner() : as("visiting");
    const auto before = all_reads(reader, {});
    const phr::moment then = reader.moment().value();
    if (is_owner) {
      change();
    } else {
      auto me = owner();
      ASSERT_TRUE(me.update(observation("o1", "p", "4548-4", "2020-01-01", "8.8", "%")));
      ASSERT_TRUE(me.remove(resource_type::Observation, "o3"));
      ASSERT_TRUE(me.update(observation("o4", "p", "4548-4", "2023-01-01", "1", "%")));
    }
    const auto after = all_reads(reader, {});
    const auto as_of = all_reads(reader, then);
    ASSERT_EQ(before.size(), after.size());
    for (const auto& [name, answer] : before) {
      EXPECT_EQ(as_of.at(name), answer) << name;
      EXPECT_TRUE(after.at(name) != answer || name == "read deleted" || name == "vread") << name << " does not change";
    }
  }
}

TEST_F(Moment, IsThatOfTheCallNotOfTheFirstRead) {
  auto me = owner();
  const phr::moment then = me.moment().value();
  change();
  EXPECT_EQ(me.read(resource_type::Observation, "o1", then).value().version, 1U);
}

TEST_F(Moment, OfOneReadServesAnother) {
  auto me = owner();
  const phr::moment then = me.search("Observation").value().as_of();
  change();
  EXPECT_EQ(me.search("Observation?_sort=_id", {.as_of = then}).value().size(), 2U);
  EXPECT_EQ(me.timeline({.patient = "p", .as_of = then}).value().size(), 2U);
}

TEST_F(Moment, TheOlderWayToNameTheMomentOfHits) {
  auto me = owner();
  const auto seen = me.search("Observation").value();
  change();
  EXPECT_EQ(me.search("Observation", {.moment_of = &seen}).value().size(), 2U);
  EXPECT_EQ(me.everything({.patient = "p", .moment_of = &seen}).value().matched(), 4U);
}

TEST_F(Moment, OutlivesTheSessionAndTheHitsThatGaveIt) {
  phr::moment then;
  EXPECT_TRUE(then.is_now());
  {
    auto me = owner();
    const auto found = me.search("Observation").value();
    then = found.as_of();
  }
  const phr::moment copy = then;
  then = {};
  change();
  auto me = owner();
  EXPECT_FALSE(copy.is_now());
  EXPECT_EQ(me.read(resource_type::Observation, "o1", copy).value().version, 1U);
}

// What was withdrawn since is not seen any more, and what was given since is: of the rows of then.
TEST_F(Moment, IsDecidedByTheConsentsOfToday) {
  auto doctor = as("visiting");
  auto stranger = as("other");
  const phr::moment then = doctor.moment().value();
  change();
  put({consent("agreed", "p", "other", {"Observation", "Patient"})});
  EXPECT_EQ(doctor.read(resource_type::Observation, "o1", then).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.search("Observation", {.as_of = then}).value().size(), 0U);
  EXPECT_TRUE(doctor.timeline({.patient = "p", .as_of = then}).value().empty());
  EXPECT_EQ(doctor.history({.type = resource_type::Observation, .as_of = then}).value().versions.size(), 0U);
  EXPECT_EQ(stranger.read(resource_type::Observation, "o1", then).value().version, 1U);
  EXPECT_EQ(stranger.search("Observation", {.as_of = then}).value().size(), 2U);
}

TEST_F(Moment, OfAnotherStoreIsRefused) {
  auto other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  auto there = other.session(phr::owner(), {.now = test_now}).value();
  const phr::moment then = there.moment().value();
  for (const bool is_owner : {true, false}) {
    auto in = is_owner ? owner() : as("visiting");
    EXPECT_EQ(in.read(resource_type::Observation, "o1", then).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.search("Observation", {.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.history({.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.timeline({.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.timeline_groups(phr::timeline_period::year, {.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.latest({.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.lab_trend("1", {.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.everything({.as_of = then}).error().code(), errc::invalid_argument);
    EXPECT_EQ(in.lastn("", {.as_of = then}).error().code(), errc::invalid_argument);
  }
}

// The bytes of what a moment sees stay in the file while it does; the erasure itself holds at once for everybody else.
TEST_F(Moment, HoldsAnErasureUp) {
  auto me = owner();
  {
    const phr::moment then = me.moment().value();
    EXPECT_EQ(me.erase(resource_type::Observation, "o1").error().code(), errc::locked);
    EXPECT_EQ(me.read(resource_type::Observation, "o1").error().code(), errc::not_found);
    EXPECT_TRUE(me.read(resource_type::Observation, "o1", then));
  }
  EXPECT_TRUE(me.erase(resource_type::Observation, "o2"));
}

TEST_F(Moment, OfTheFeedOfChanges) {
  auto me = owner();
  const phr::moment then = me.moment().value();
  const auto before = me.changes().value().size();
  change();
  EXPECT_EQ(me.changes(0, 1000, then).value().size(), before);
  EXPECT_EQ(me.changes().value().size(), before + 3);
  EXPECT_EQ(as("visiting").changes(0, 1000, then).error().code(), errc::access_denied);
}

}  // namespace
