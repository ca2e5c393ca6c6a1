#include "session/record_fixture.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>

namespace {

using namespace phr::test;
using phr::errc;
using phr::history_query;
using phr::write_kind;
using phr::fhir::resource_type;

constexpr std::int64_t second = 1'000'000;

class History : public record_fixture {
 protected:
  // Writes at `test_now` plus so many seconds.
  void put_at(std::int64_t seconds, const std::string& resource) {
    auto me = owner();
    me.set_now(test_now + seconds * second);
    ASSERT_TRUE(me.update(resource)) << resource;
  }
  void remove_at(std::int64_t seconds, resource_type type, const std::string& id) {
    auto me = owner();
    me.set_now(test_now + seconds * second);
    ASSERT_TRUE(me.remove(type, id));
  }
  // "Patient/p/2" of each version, "-" behind a deletion, in order.
  static ids lines(const phr::history_page& page) {
    ids out;
    for (const auto& each : page.versions) {
      out.push_back(std::string(phr::fhir::name(each.type)) + "/" + each.id + "/" + std::to_string(each.version) + (each.deleted ? "-" : ""));
    }
    return out;
  }
  static ids history(phr::session& in, const history_query& asked) {
    const auto page = in.history(asked);
    EXPECT_TRUE(page) << (page ? "" : phr::describe(page.error()));
    return page ? lines(page.value()) : ids{};
  }

  void some_versions() {
    put_at(0, patient("p"));
    put_at(10, observation("o", "p", "1", "2020-01-01", "1"));
    put_at(20, observation("o", "p", "1", "2020-01-01", "2"));
    put_at(30, observation("n", "p", "1", "2020-01-01", "3"));
    remove_at(40, resource_type::Observation, "o");
  }
};

TEST_F(History, OfTheStoreOfATypeAndOfOneResourceIsNewestFirst) {
  some_versions();
  auto me = owner();
  EXPECT_EQ(history(me, {}), (ids{"Observation/o/3-", "Observation/n/1", "Observation/o/2", "Observation/o/1", "Patient/p/1"}));
  EXPECT_EQ(history(me, {.type = resource_type::Observation}), (ids{"Observation/o/3-", "Observation/n/1", "Observation/o/2", "Observation/o/1"}));
  EXPECT_EQ(history(me, {.type = resource_type::Observation, .id = "o"}), (ids{"Observation/o/3-", "Observation/o/2", "Observation/o/1"}));
  EXPECT_EQ(history(me, {.type = resource_type::Condition}), ids{});
  EXPECT_EQ(me.history({.type = resource_type::Observation, .id = "none"}).error().code(), errc::not_found);
  EXPECT_EQ(me.history({.id = "o"}).error().code(), errc::invalid_argument);
}

TEST_F(History, SinceGivesWhatWasMadeThenOrLater) {
  some_versions();
  auto me = owner();
  EXPECT_EQ(history(me, {.since = test_now + 20 * second}), (ids{"Observation/o/3-", "Observation/n/1", "Observation/o/2"}));
  EXPECT_EQ(history(me, {.type = resource_type::Observation, .id = "o", .since = test_now + 21 * second}), ids{"Observation/o/3-"});
  EXPECT_EQ(history(me, {.type = resource_type::Observation, .id = "o", .since = test_now + 41 * second}), ids{});
}

TEST_F(History, AtGivesWhatWasCurrentAtSomeMomentOfTheInterval) {
  some_versions();
  auto me = owner();
  const auto at = [&](std::int64_t from, std::int64_t to) {
    return history(me, {.at = phr::time_interval{test_now + from * second, test_now + to * second}});
  };
  EXPECT_EQ(at(15, 16), (ids{"Observation/o/1", "Patient/p/1"}));
  EXPECT_EQ(at(15, 25), (ids{"Observation/o/2", "Observation/o/1", "Patient/p/1"}));
  EXPECT_EQ(at(-10, -5), ids{});
  EXPECT_EQ(at(50, 51), (ids{"Observation/o/3-", "Observation/n/1", "Patient/p/1"}));
}

TEST_F(History, PagesAreOfTheMomentOfTheFirst) {
  some_versions();
  auto me = owner();
  history_query asked{.count = 2};
  const auto first = me.history(asked);
  ASSERT_TRUE(first);
  EXPECT_EQ(lines(first.value()), (ids{"Observation/o/3-", "Observation/n/1"}));
  put_at(50, observation("o", "p", "1", "2020-01-01", "9"));
  put_at(60, patient("q"));
  put_at(61, observation("n", "p", "1", "2020-01-01", "4"));
  asked.page = first.value().next;
  const auto middle = me.history(asked);
  ASSERT_TRUE(middle);
  EXPECT_EQ(lines(middle.value()), (ids{"Observation/o/2", "Observation/o/1"}));
  asked.page = middle.value().next;
  const auto last = me.history(asked);
  ASSERT_TRUE(last);
  EXPECT_EQ(lines(last.value()), ids{"Patient/p/1"});
  EXPECT_EQ(last.value().next, "");
  asked.page = "-1";
  EXPECT_EQ(me.history(asked).error().code(), errc::invalid_argument);
}

TEST_F(History, PagesOfATypeAndOfOneResourceGoOnAfterAWrite) {
  some_versions();
  auto me = owner();
  for (const std::string& id : {std::string(), std::string("o")}) {
    history_query asked{.type = resource_type::Observation, .id = id, .count = 1};
    const ids whole = history(me, {.type = resource_type::Observation, .id = id});
    ids seen;
    for (int turn = 0; turn < 9; ++turn) {
      const auto page = me.history(asked);
      ASSERT_TRUE(page) << phr::describe(page.error());
      for (const std::string& line : lines(page.value())) seen.push_back(line);
      if (page.value().next.empty()) break;
      asked.page = page.value().next;
      put_at(50 + turn + (id.empty() ? 0 : 20), observation("o", "p", "1", "2020-01-01", std::to_string(100 + turn)));
      put_at(51 + turn + (id.empty() ? 0 : 20), observation("more" + std::to_string(turn) + id, "p", "1", "2020-01-01", "1"));
    }
    EXPECT_EQ(seen, whole) << id;
  }
}

TEST_F(History, ThePageThatEndsWithTheLastVersionHasNoNext) {
  some_versions();
  auto me = owner();
  EXPECT_EQ(me.history({.count = 5}).value().next, "");
  EXPECT_NE(me.history({.count = 4}).value().next, "");
  EXPECT_EQ(me.history({.type = resource_type::Observation, .id = "o", .count = 3}).value().next, "");
}

TEST_F(History, ShowsAnyoneElseTheVersionsThatConsentPermits) {
  put_at(0, patient("p"));
  put_at(1, patient("q"));
  put_at(2, observation("moved", "q", "1", "2020-01-01", "1"));
  put_at(3, observation("moved", "p", "1", "2020-01-01", "2"));
  put_at(4, observation("hidden", "q", "1", "2020-01-01", "3"));
  put_at(5, condition("c", "p", "2020"));
  put_at(6, observation("left", "p", "1", "2020-01-01", "4"));
  put_at(7, observation("left", "q", "1", "2020-01-01", "5"));
  put_at(8, consent("agreed", "p", "visiting", {"Observation", "Patient"}));
  auto doctor = as("visiting");
  EXPECT_EQ(history(doctor, {}), (ids{"Observation/moved/2", "Patient/p/1"}));
  EXPECT_EQ(history(doctor, {.type = resource_type::Condition}), ids{});
  const auto page = doctor.history({.count = 1});
  ASSERT_TRUE(page);
  EXPECT_EQ(lines(page.value()), ids{"Observation/moved/2"});
  const auto rest = doctor.history({.count = 1, .page = page.value().next});
  ASSERT_TRUE(rest);
  EXPECT_EQ(lines(rest.value()), ids{"Patient/p/1"});
  EXPECT_EQ(rest.value().next, "");
  for (const char* id : {"hidden", "left", "not-there"}) {
    EXPECT_EQ(doctor.history({.type = resource_type::Observation, .id = id}).error().code(), errc::access_denied) << id;
  }
}

TEST_F(History, LeavesARowOfTheTrail) {
  some_versions();
  auto me = owner();
  ASSERT_TRUE(me.history({.type = resource_type::Observation}));
  const auto last = me.audit_trail().value().back();
  EXPECT_EQ(last.action, phr::audit_action::history);
  EXPECT_EQ(last.type, resource_type::Observation);
  EXPECT_EQ(last.count, 4);
}

TEST_F(History, IsABundleOfRequestsAndResponses) {
  some_versions();
  auto me = owner();
  const auto text = phr::to_bundle(me.history({.type = resource_type::Observation, .id = "o", .count = 2}).value());
  const auto bundle = phr::fhir::json_decode<phr::fhir::r4::Bundle>(text);
  ASSERT_TRUE(bundle) << text << phr::describe(bundle.error());
  EXPECT_NE(text.find(R"("type":"history","link":[{"relation":"next")"), std::string::npos);
  EXPECT_NE(text.find(R"({"request":{"method":"DELETE","url":"Observation/o"},"response":{"status":"204 No Content","etag":"W/\"3\"",)"
                      R"("lastModified":"2023-11-14T22:14:00.000Z"}})"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("request":{"method":"PUT","url":"Observation/o"},"response":{"status":"200 OK","etag":"W/\"2\"")"), std::string::npos);
}

TEST_F(History, TheFeedOfChangesGoesOnFromASequence) {
  some_versions();
  auto me = owner();
  const auto all = me.changes();
  ASSERT_TRUE(all);
  ASSERT_EQ(all.value().size(), 5U);
  EXPECT_EQ(all.value()[4].kind, write_kind::deleted);
  EXPECT_EQ(all.value()[4].id, "o");
  const auto rest = me.changes(all.value()[2].sequence, 1);
  ASSERT_TRUE(rest);
  ASSERT_EQ(rest.value().size(), 1U);
  EXPECT_EQ(rest.value()[0].id, "n");
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.changes().error().code(), errc::access_denied);
}

TEST_F(History, TheFeedHasOneRowForEachWriteThatChangedSomething) {
  auto me = owner();
  EXPECT_EQ(me.changes().value().size(), 0U);
  put_at(0, patient("p"));
  ASSERT_EQ(me.changes().value().size(), 1U);
  EXPECT_EQ(me.changes().value()[0].kind, write_kind::created);
  put_at(1, patient("q"));
  EXPECT_EQ(me.changes().value().size(), 2U);
  put_at(2, patient("q"));  // the same again
  EXPECT_EQ(me.changes().value().size(), 2U);
  EXPECT_EQ(me.remove(resource_type::Patient, "nobody").error().code(), errc::not_found);
  EXPECT_EQ(me.changes().value().size(), 2U);
  remove_at(3, resource_type::Patient, "q");
  ASSERT_EQ(me.changes().value().size(), 3U);
  EXPECT_EQ(me.changes().value()[2].kind, write_kind::deleted);
}

TEST_F(History, IsOfTheTypeAndTheIdTogether) {
  put_at(0, patient("x"));
  put_at(1, observation("y", "x", "1", "2020-01-01", "1"));
  put_at(2, observation("y", "x", "1", "2020-01-01", "2"));
  auto me = owner();
  EXPECT_EQ(history(me, {.type = resource_type::Patient, .id = "x"}), ids{"Patient/x/1"});
  EXPECT_EQ(history(me, {.type = resource_type::Observation, .id = "y"}), (ids{"Observation/y/2", "Observation/y/1"}));
  EXPECT_EQ(me.history({.type = resource_type::Observation, .id = "x"}).error().code(), errc::not_found);
  EXPECT_EQ(me.history({.type = resource_type::Patient, .id = "z"}).error().code(), errc::not_found);
}

}  // namespace
