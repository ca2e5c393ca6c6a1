// Searches of all types at once: `?...`.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class SystemSearch : public search_fixture {
 protected:
  void SetUp() override {
    add("Patient", "a", R"("meta":{"tag":[{"system":"urn:t","code":"x"}],"security":[{"system":"urn:s","code":"R"}],"profile":["http://p/1|2.0"],"source":"urn:source:1"})");
    add("Observation", "a", R"("meta":{"tag":[{"system":"urn:t","code":"y"}],"profile":["http://p/1"]},"status":"final","code":{"coding":[{"code":"c"}]},"subject":{"reference":"Patient/a"})");
    add("Condition", "b", R"("meta":{"tag":[{"system":"urn:t","code":"x"}],"security":[{"system":"urn:s","code":"V"}],"source":"urn:source:1#part"},"subject":{"reference":"Patient/a"})");
    add("Group", "g", R"("actual":true,"type":"person")");
    add("Observation", "of-group", R"("status":"final","code":{"coding":[{"code":"c"}]},"subject":{"reference":"Group/g"})");
    add("List", "l", R"("status":"current","mode":"working","entry":[{"item":{"reference":"Condition/b"}},{"item":{"reference":"Patient/a"}},{"item":{"reference":"Patient/gone"}}])");
  }
  ids all(const std::string& query) {
    auto me = owner();
    return found(me, query);
  }
  errc refused(const std::string& query) { return owner().search(query).error().code(); }
};

TEST_F(SystemSearch, ById) {
  EXPECT_EQ(all("?_id=a"), (ids{"Observation/a", "Patient/a"}));
  EXPECT_EQ(all("?_id=b,g,nothing"), (ids{"Condition/b", "Group/g"}));
  EXPECT_EQ(all("?_id=nothing"), ids{});
  EXPECT_EQ(all("?_type=Patient,Group&_id=a,b,g"), (ids{"Group/g", "Patient/a"}));
}

TEST_F(SystemSearch, ByTag) {
  EXPECT_EQ(all("?_tag=urn:t|x"), (ids{"Condition/b", "Patient/a"}));
  EXPECT_EQ(all("?_tag=y"), ids{"Observation/a"});
  EXPECT_EQ(all("?_tag=urn:t|"), (ids{"Condition/b", "Observation/a", "Patient/a"}));
  EXPECT_EQ(all("?_tag:not=urn:t|"), (ids{"Group/g", "List/l", "Observation/of-group"}));
}

TEST_F(SystemSearch, BySecurityLabel) {
  EXPECT_EQ(all("?_security=urn:s|R"), ids{"Patient/a"});
  EXPECT_EQ(all("?_security=R,V"), (ids{"Condition/b", "Patient/a"}));
  EXPECT_EQ(all("?_security=urn:t|R"), ids{});
}

TEST_F(SystemSearch, ByProfile) {
  EXPECT_EQ(all("?_profile=http://p/1"), (ids{"Observation/a", "Patient/a"}));
  EXPECT_EQ(all("?_profile=http://p/1|2.0"), ids{"Patient/a"});
  EXPECT_EQ(all("?_profile=http://p/1|3.0"), ids{});
}

TEST_F(SystemSearch, BySource) {
  EXPECT_EQ(all("?_source=urn:source:1"), ids{"Patient/a"});
  EXPECT_EQ(all("?_source=urn:source:1%23part"), ids{"Condition/b"});
  EXPECT_EQ(all("?_source=urn:source:2"), ids{});
}

TEST_F(SystemSearch, ByTheTimeOfTheLastVersion) {
  auto later = store_.session(phr::owner(), {.now = test_now + 86'400'000'000}).value();
  ASSERT_TRUE(later.update(R"({"resourceType":"Group","id":"g","actual":false,"type":"person"})"));
  EXPECT_EQ(all("?_lastUpdated=2023-11-15"), ids{"Group/g"});
  EXPECT_EQ(all("?_lastUpdated=lt2023-11-15"), (ids{"Condition/b", "List/l", "Observation/a", "Observation/of-group", "Patient/a"}));
  EXPECT_EQ(all("?_lastUpdated=gt2023-11-15"), ids{});
}

TEST_F(SystemSearch, ByAListThatHoldsThem) {
  EXPECT_EQ(all("?_list=l"), (ids{"Condition/b", "Patient/a"}));
  EXPECT_EQ(all("?_list=none"), ids{});
  EXPECT_EQ(all("?_type=Patient&_list=l"), ids{"Patient/a"});
}

TEST_F(SystemSearch, ByWhatRefersToThem) {
  EXPECT_EQ(all("?_type=Patient,Group&_has:Observation:subject:code=c"), (ids{"Group/g", "Patient/a"}));
  EXPECT_EQ(all("?_type=Patient,Group&_has:Observation:subject:code=d"), ids{});
  EXPECT_EQ(all("?_type=Patient&_has:Observation:subject:code=c"), ids{"Patient/a"});
  EXPECT_EQ(refused("?_type=Patient,Practitioner&_has:Observation:patient:code=c"), errc::unknown_parameter);
}

TEST_F(SystemSearch, CountsWithoutGivingThem) {
  auto me = owner();
  EXPECT_EQ(me.search("?_summary=count").value().total(), 6U);
  EXPECT_EQ(me.search("?_summary=count").value().size(), 0U);
  EXPECT_EQ(me.search("?_tag=urn:t|x&_summary=count").value().total(), 2U);
  EXPECT_EQ(me.search("?_type=Observation,Group&_total=accurate&_count=1").value().total(), 3U);
}

}  // namespace
