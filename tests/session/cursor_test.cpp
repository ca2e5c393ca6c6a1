// Going through what is found in portions: of any size, all of one moment.
#include "session/record_fixture.hpp"

#include <set>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Cursor : public record_fixture {
 protected:
  // So many Observations of p by ten Practitioners, each with a date of its own.
  void add_many(int many) {
    std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" + patient("p") + "}";
    for (int number = 0; number < 10; ++number) {
      bundle += R"(,{"resource":{"resourceType":"Practitioner","id":"d)" + std::to_string(number) + R"("}})";
    }
    for (int number = 0; number < many; ++number) {
      const std::string day = std::to_string(1 + number % 28);
      bundle += R"(,{"resource":{"resourceType":"Observation","id":"o)" + std::to_string(number) +
                R"(","status":"final","code":{"coding":[{"system":"s","code":"c"}]},"subject":{"reference":"Patient/p"},"performer":[{"reference":"Practitioner/d)" +
                std::to_string(number % 10) + R"("}],"effectiveDateTime":")" + std::to_string(1950 + number / 28 % 70) + "-01-" + (day.size() == 1 ? "0" : "") + day + "\"}}";
    }
    auto me = owner();
    const auto report = me.import_text(bundle + "]}");
    ASSERT_TRUE(report) << phr::describe(report.error());
  }

  static std::string name_of(const phr::hit& each) { return std::string(phr::fhir::name(each.type())) + "/" + each.id() + (each.is_included() ? "+" : ""); }
  static ids names_of(const phr::hits& all) {
    ids names;
    for (const auto& each : all) names.push_back(name_of(each));
    return names;
  }
  static ids walk(phr::cursor& over) {
    ids names;
    for (;;) {
      const auto found = over.next();
      EXPECT_TRUE(found) << (found ? "" : phr::describe(found.error()));
      if (!found || !found.value()) return names;
      names.push_back(name_of(*found.value()));
    }
  }
};

TEST_F(Cursor, GivesWhatTheSearchGivesInItsOrder) {
  add_many(4000);
  auto me = owner();
  for (const char* query : {"Observation", "Observation?_sort=-date", "Observation?date=ge1990", "Observation?_sort=date,-_id&code=c", "Patient", "Observation?code=none"}) {
    auto whole = names_of(me.search(query).value());
    auto over = me.search_cursor(query).value();
    auto walked = walk(over);
    if (std::string_view(query).find("_sort") == std::string_view::npos) {  // pages may have an order of their own
      std::sort(whole.begin(), whole.end());
      std::sort(walked.begin(), walked.end());
    }
    EXPECT_EQ(walked, whole) << query;
    EXPECT_FALSE(over.next().value()) << query;
    EXPECT_EQ(over.next_page(), "");
  }
  auto over = me.everything_cursor({.patient = "p"}).value();
  const auto walked = walk(over);
  const auto whole = names_of(me.everything({.patient = "p"}).value());
  EXPECT_EQ(walked.size(), whole.size());
  EXPECT_EQ(ids(walked.end() - 12, walked.end()), ids(whole.end() - 12, whole.end()));
  EXPECT_TRUE(walked == whole);
}

TEST_F(Cursor, IsOfOneMoment) {
  add_many(1500);
  auto me = owner();
  const auto before = names_of(me.search("Observation?_sort=-date").value());
  auto over = me.search_cursor("Observation?_sort=-date").value();
  ids names;
  for (int turn = 0; turn < 10; ++turn) names.push_back(name_of(*over.next().value()));
  ASSERT_TRUE(me.remove(resource_type::Observation, before[1400].substr(12)));
  ASSERT_TRUE(me.update(observation("new", "p", "1", "1900-01-01", "1")));
  for (const auto& each : walk(over)) names.push_back(each);
  EXPECT_EQ(names, before);
  EXPECT_EQ(me.search("Observation", {.as_of = over.as_of()}).value().size(), 1500U);
}

TEST_F(Cursor, GivesWhatIsIncludedOnceBehindItsPortion) {
  add_many(2000);
  auto me = owner();
  auto over = me.search_cursor("Observation?_include=Observation:performer&_include=Observation:subject").value();
  ids matches;
  std::multiset<std::string> included;
  for (const auto& each : walk(over)) {
    if (each.back() == '+') {
      included.insert(each);
    } else {
      matches.push_back(each);
    }
  }
  EXPECT_EQ(matches.size(), 2000U);
  EXPECT_EQ(included.size(), 11U);
  EXPECT_EQ(std::set<std::string>(included.begin(), included.end()).size(), 11U);
}

TEST_F(Cursor, PortionsAndHitsOneByOneMix) {
  add_many(3000);
  auto me = owner();
  const auto whole = names_of(me.search("Observation?_sort=date").value());
  auto over = me.search_cursor("Observation?_sort=date").value();
  ids names;
  for (int turn = 0; turn < 7; ++turn) names.push_back(name_of(*over.next().value()));
  const auto rest = over.portion().value();
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->matched(), rest->size());
  for (const auto& each : names_of(*rest)) names.push_back(each);
  names.push_back(name_of(*over.next().value()));
  auto copy = over;
  auto left = walk(over);
  EXPECT_EQ(walk(copy), left) << "a copy goes on by itself";
  names.insert(names.end(), left.begin(), left.end());
  EXPECT_EQ(names, whole);
  EXPECT_TRUE(over.at_end());
  EXPECT_FALSE(over.portion().value());

  auto none = me.search_cursor("Observation?code=none").value();
  EXPECT_TRUE(none.at_end());
  EXPECT_TRUE(none.portion().value()->empty()) << "the first is given";
  EXPECT_FALSE(none.portion().value());
}

TEST_F(Cursor, EachGivesTheTextsOfAllThatIsLeft) {
  add_many(2500);
  auto me = owner();
  std::string whole;
  std::string streamed;
  const auto found = me.search("Observation?_sort=-date").value();
  auto to_whole = [&](std::string_view json) { return whole.append(json).append("\n").size() != 0; };
  ASSERT_TRUE(found.each(to_whole));
  auto over = me.search_cursor("Observation?_sort=-date").value();
  streamed = over.next().value()->json().value() + "\n";
  auto to_streamed = [&](std::string_view json) { return streamed.append(json).append("\n").size() != 0; };
  EXPECT_EQ(over.each(to_streamed).value(), 2499U);
  EXPECT_EQ(streamed, whole);

  auto again = me.search_cursor("Observation").value();
  int left = 1700;
  auto take = [&](std::string_view) { return --left > 0; };
  const auto ended = again.each(take);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code(), errc::cancelled);
  EXPECT_EQ(ended.error().ordinal(), 1700U);
  EXPECT_FALSE(again.next().value()) << "after an error it has ended";
}

TEST_F(Cursor, OfAPageIsThatPageAlone) {
  add_many(1200);
  auto me = owner();
  const char* query = "Observation?_sort=date&_count=700&_total=accurate";
  const auto page = me.search(query).value();
  auto over = me.search_cursor(query).value();
  EXPECT_EQ(over.total(), 1200U);
  EXPECT_EQ(walk(over), names_of(page));
  ASSERT_FALSE(over.next_page().empty());
  auto rest = me.search_cursor(query, {.page = over.next_page()}).value();
  EXPECT_EQ(walk(rest).size(), 500U);
  EXPECT_EQ(rest.next_page(), "");

  auto everything = me.everything_cursor({.patient = "p", .count = 20}).value();
  EXPECT_EQ(walk(everything).size(), 20U);
  auto more = me.everything_cursor({.patient = "p", .count = 20, .page = everything.next_page()}).value();
  EXPECT_EQ(walk(more).size(), 20U);
}

TEST_F(Cursor, IsDecidedPortionByPortion) {
  add_many(1500);
  put({consent("agreed", "p", "visiting", {"Observation", "Patient"})});
  auto doctor = as("visiting");
  auto over = doctor.search_cursor("Observation").value();
  int seen = 0;
  for (; seen < 500; ++seen) ASSERT_TRUE(over.next().value());
  put({consent("agreed", "p", "nobody", {"Patient"})});
  EXPECT_FALSE(over.next().value()) << "what was withdrawn is on no later portion";
  auto me = owner();
  std::int64_t given = 0;
  const auto trail = me.audit_trail().value();
  for (const auto& row : trail) {
    if (row.actor == "Practitioner/visiting") given += row.count;
  }
  EXPECT_EQ(given, 500) << "every portion has its row";
}

TEST_F(Cursor, OutlivesItsSession) {
  add_many(1500);
  auto over = owner().search_cursor("Observation").value();
  EXPECT_EQ(walk(over).size(), 1500U);
}

TEST_F(Cursor, SaysWhatIsWrongWhereItIsAsked) {
  add_many(10);
  auto me = owner();
  EXPECT_EQ(me.search_cursor("Observation?colour=red").error().code(), errc::unknown_parameter);
  EXPECT_EQ(me.search_cursor("Observation?colour=red", {.lenient = true}).value().ignored(), std::vector<std::uint64_t>{0});
  EXPECT_EQ(me.search_cursor("Observation", {.page = "made up"}).error().code(), errc::malformed_query);
  EXPECT_EQ(me.everything_cursor({.patient = "none"}).error().code(), errc::not_found);
  EXPECT_EQ(as("visiting").everything_cursor({.patient = "p"}).error().code(), errc::access_denied);
  EXPECT_EQ(me.history_cursor({.type = resource_type::Observation, .id = "none"}).error().code(), errc::not_found);
  EXPECT_EQ(as("visiting").changes_cursor().error().code(), errc::access_denied);
  EXPECT_EQ(me.timeline_cursor({.patient = "none"}).error().code(), errc::not_found);
}

TEST_F(Cursor, CanBeEnded) {
  add_many(3000);
  auto me = owner();
  auto stop = [](const phr::progress_step&) { return false; };
  auto over = me.search_cursor("Observation?_content=final").value();
  for (int turn = 0; turn < 500; ++turn) ASSERT_TRUE(over.next().value());
  EXPECT_EQ(over.next(stop).error().code(), errc::cancelled);
  EXPECT_FALSE(over.next().value()) << "it has ended";
}

template <class Row>
std::vector<Row> all_of(phr::row_cursor<Row> over) {
  std::vector<Row> rows;
  for (;;) {
    auto next = over.next().value();
    if (!next) return rows;
    rows.push_back(std::move(*next));
  }
}

TEST_F(Cursor, OfVersionsChangesAndEventsAreThoseOfThePages) {
  add_many(1300);
  auto me = owner();
  auto versions = me.history_cursor().value();
  auto changes = me.changes_cursor().value();
  auto events = me.timeline_cursor({.patient = "p"}).value();
  const auto whole = me.history({}).value().versions;
  const auto feed = me.changes(0, 10'000).value();
  const auto line = me.timeline({.patient = "p", .most = 10'000}).value();
  ASSERT_TRUE(me.update(observation("late", "p", "1", "2023-01-01", "1")));  // after all of them were made

  const auto walked = all_of(std::move(versions));
  ASSERT_EQ(walked.size(), whole.size());
  for (std::size_t nth = 0; nth < whole.size(); ++nth) ASSERT_EQ(walked[nth].id, whole[nth].id);
  const auto fed = all_of(std::move(changes));
  ASSERT_EQ(fed.size(), feed.size());
  for (std::size_t nth = 0; nth < feed.size(); ++nth) ASSERT_EQ(fed[nth].sequence, feed[nth].sequence);
  const auto lived = all_of(std::move(events));
  ASSERT_EQ(lived.size(), line.size());
  for (std::size_t nth = 0; nth < line.size(); ++nth) ASSERT_EQ(lived[nth].id, line[nth].id);

  EXPECT_EQ(all_of(me.history_cursor({.type = resource_type::Patient}).value()).size(), 1U);
  EXPECT_EQ(all_of(me.changes_cursor(feed[5].sequence).value()).size(), feed.size() - 5);
}

TEST_F(Cursor, PortionsOfRowsAreWhatIsLeft) {
  add_many(700);
  auto me = owner();
  auto over = me.timeline_cursor({.patient = "p"}).value();
  ASSERT_TRUE(over.next().value());
  EXPECT_EQ(over.portion().value().size(), 499U);
  EXPECT_EQ(over.portion().value().size(), 200U);
  EXPECT_EQ(over.portion().value().size(), 0U);
  EXPECT_FALSE(over.next().value());
}

// The Bundle of what is found.
TEST_F(Cursor, SearchsetHasATotalWhereItIsKnown) {
  add_many(30);
  auto me = owner();
  const auto bundle = [&](std::string_view query, std::string_view page = {}) {
    std::string text;
    auto take = [&](std::string_view piece) { return text.append(piece).size() != 0; };
    EXPECT_TRUE(phr::write_searchset(me.search(query, {.page = page}).value(), query, take));
    phr::fhir::json::document parsed;
    EXPECT_TRUE(parsed.parse(text)) << text;
    return text;
  };
  EXPECT_NE(bundle("Observation").find(R"("total":30,)"), std::string::npos);
  EXPECT_EQ(bundle("Observation?_count=20").find(R"("total")"), std::string::npos);
  EXPECT_NE(bundle("Observation?_count=20").find(R"("url":"Observation?_count=20&page=)"), std::string::npos);
  const auto next = me.search("Observation?_count=20").value().next_page();
  EXPECT_EQ(bundle("Observation?_count=20", next).find(R"("total")"), std::string::npos) << "ten are not all";
  const auto counted = me.search("Observation?_count=20&_total=accurate").value().next_page();
  EXPECT_NE(bundle("Observation?_count=20&_total=accurate", counted).find(R"("total":30)"), std::string::npos);
  EXPECT_NE(bundle("Observation?_count=40").find(R"("total":30)"), std::string::npos);
  EXPECT_NE(bundle("Observation?_summary=count").find(R"("total":30)"), std::string::npos);
  EXPECT_NE(bundle("Observation?_id=o1&_include=Observation:subject").find(R"("total":1,)"), std::string::npos);
  EXPECT_EQ(bundle("Observation?_id=none"), R"({"resourceType":"Bundle","type":"searchset","total":0})");
  me = as("visiting");
  EXPECT_EQ(bundle("Observation?_summary=count"), R"({"resourceType":"Bundle","type":"searchset"})");
}

}  // namespace
