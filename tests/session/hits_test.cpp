// Hits that are read all at once are what they are one by one.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

std::vector<std::string> one_by_one(const phr::hits& of) {
  std::vector<std::string> out;
  for (const auto& hit : of) out.push_back(hit.json().value());
  return out;
}

std::vector<std::string> together(const phr::hits& of) {
  std::vector<std::string> out;
  auto take = [&](std::string_view json) {
    out.emplace_back(json);
    return true;
  };
  EXPECT_TRUE(of.each(take));
  return out;
}

class Hits : public search_fixture {
 protected:
  // In an order that has nothing to do with that of their dates.
  void add_many(int count, std::size_t size) {
    std::string lines = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (int nth = 0; nth < count; ++nth) {
      const int day = (nth * 7919) % count;
      lines += (nth == 0 ? "" : ",") + std::string(R"({"resource":{"resourceType":"Observation","id":"o)") + std::to_string(nth) +
               R"(","status":"final","subject":{"reference":"Patient/p"},"code":{"text":"t"},"effectiveDateTime":")" + std::to_string(1000 + day / 28) +
               "-02-" + (day % 28 < 9 ? "0" : "") + std::to_string(day % 28 + 1) + R"(","valueString":")" + std::string(size, static_cast<char>('a' + nth % 26)) +
               R"("},"request":{"method":"PUT","url":"Observation/o)" + std::to_string(nth) + R"("}})";
    }
    put({patient("p")});
    ASSERT_TRUE(owner().import_text(lines + "]}"));
  }
};

TEST_F(Hits, MoreThanAreReadAhead) {
  add_many(5000, 1);
  auto me = owner();
  for (const char* query : {"Observation", "Observation?_sort=-date", "Observation?_sort=date&_elements=status", "Observation?_count=3&_include=Observation:subject"}) {
    const auto found = me.search(query).value();
    EXPECT_EQ(together(found), one_by_one(found)) << query;
  }
}

TEST_F(Hits, SomeOfThemAreThoseInTheMiddle) {
  add_many(50, 1);
  const auto found = owner().search("Observation?_sort=-date").value();
  const auto all = one_by_one(found);
  const auto some = [&](std::size_t first, std::size_t last) {
    std::vector<std::string> out;
    auto take = [&](std::string_view json) {
      out.emplace_back(json);
      return out.size() < 30;
    };
    const auto ended = found.each(take, first, last);
    EXPECT_EQ(ended ? 0U : ended.error().ordinal(), ended ? 0U : 30U);
    return out;
  };
  EXPECT_EQ(some(20, 25), (std::vector<std::string>{all.begin() + 20, all.begin() + 25}));
  EXPECT_EQ(some(45, 99), (std::vector<std::string>{all.begin() + 45, all.end()}));
  EXPECT_EQ(some(10, 50), (std::vector<std::string>{all.begin() + 10, all.begin() + 40}));
  EXPECT_TRUE(some(50, 50).empty() && some(70, 80).empty() && some(9, 3).empty());
}

TEST_F(Hits, MoreTextThanIsReadAhead) {
  add_many(50, 1 << 19);  // 25 MiB
  const auto found = owner().search("Observation?_sort=date").value();
  EXPECT_EQ(together(found), one_by_one(found));
}

TEST_F(Hits, AreOfTheMomentOfTheSearch) {
  add_many(20, 1);
  auto me = owner();
  const auto found = me.search("Observation?_sort=date").value();
  const auto before = one_by_one(found);
  ASSERT_TRUE(me.remove(phr::fhir::resource_type::Observation, "o3"));
  ASSERT_TRUE(me.update(R"({"resourceType":"Observation","id":"o4","status":"amended","code":{"text":"u"}})"));
  EXPECT_EQ(together(found), before);
}

TEST_F(Hits, EndWhereTheSinkSaysSo) {
  add_many(5, 1);
  const auto found = owner().search("Observation").value();
  int left = 2;
  auto take = [&](std::string_view) { return --left > 0; };
  const auto ended = found.each(take);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code(), errc::cancelled);
  EXPECT_EQ(ended.error().ordinal(), 2U);
}

}  // namespace
