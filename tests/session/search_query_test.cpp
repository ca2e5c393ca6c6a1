#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

constexpr std::int64_t one_second = 1'000'000;
constexpr std::int64_t day = 86'400 * one_second;

class QuerySearch : public search_fixture {
 protected:
  void dated(const std::string& id, const std::string& date, const std::string& more = "") {
    const std::string effective = date.empty() ? "" : R"(,"effectiveDateTime":")" + date + "\"";
    add("Observation", id, R"("status":"final")" + effective + more);
  }
  void put_at(std::int64_t now, const std::string& id) {
    auto me = store_.session(phr::owner(), {.now = now}).value();
    ASSERT_TRUE(me.update(R"({"resourceType":"Observation","id":")" + id + R"(","status":"final"})"));
  }
  // The code and the ordinal of what a search refuses.
  std::pair<errc, int> refused_at(const std::string& query) {
    const auto refused = refusal(query);
    return {refused.code(), refused.has_ordinal() ? static_cast<int>(refused.ordinal()) : -1};
  }
};

using at = std::pair<errc, int>;

TEST_F(QuerySearch, ATypeAloneIsAllThatAreThere) {
  dated("a", "2020");
  dated("b", "");
  add("Patient", "a", "");
  dated("gone", "2020");
  ASSERT_TRUE(owner().remove(phr::fhir::resource_type::Observation, "gone"));
  add("Observation", "refers", R"("hasMember":[{"reference":"Observation/elsewhere"}])");
  EXPECT_EQ(matching("Observation"), (these{"a", "b", "refers"}));
  EXPECT_EQ(matching("Observation?"), (these{"a", "b", "refers"}));
  EXPECT_EQ(matching("Patient"), these{"a"});
  EXPECT_EQ(matching("Condition"), these{});
}

TEST_F(QuerySearch, WithoutSortTheOrderIsThatOfFirstWriting) {
  dated("c", "2020");
  dated("a", "2022");
  dated("b", "2021");
  dated("c", "2023");
  EXPECT_EQ(ordered("Observation"), (ids{"c", "a", "b"}));
  EXPECT_EQ(ordered("Observation?status=final"), (ids{"c", "a", "b"}));
}

TEST_F(QuerySearch, IdsAreFoundByTheirNames) {
  dated("a", "2020");
  dated("A", "2020");
  dated("6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89", "2020");
  add("Patient", "p", "");
  EXPECT_EQ(matching("Observation?_id=a"), these{"a"});
  EXPECT_EQ(matching("Observation?_id=A,a,none"), (these{"A", "a"}));
  EXPECT_EQ(matching("Observation?_id=6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89"),
            these{"6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89"});
  EXPECT_EQ(matching("Observation?_id=6C2F5F0A-6F0E-4F0E-9A3A-2F4D5C6B7A89"), these{});
  EXPECT_EQ(matching("Observation?_id=p"), these{});
  EXPECT_EQ(matching("Observation?_id=a&_id=A"), these{});
  EXPECT_EQ(matching("Observation?_id=a,A&date=2020&_id=a"), these{"a"});
  EXPECT_EQ(refusal("Observation?_id=Observation/a").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Observation?_id:not=a").code(), errc::unknown_modifier);
}

TEST_F(QuerySearch, LastUpdatedIsComparedAsAMoment) {
  put_at(test_now, "first");            // 2023-11-14T22:13:20Z
  put_at(test_now + one_second, "second");
  put_at(test_now + day, "third");
  EXPECT_EQ(matching("Observation?_lastUpdated=2023-11-14"), (these{"first", "second"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=2023-11-14T22:13:20Z"), these{"first"});
  EXPECT_EQ(matching("Observation?_lastUpdated=ge2023-11-14T22:13:21Z"), (these{"second", "third"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=gt2023-11-14T22:13:21Z"), these{"third"});
  EXPECT_EQ(matching("Observation?_lastUpdated=lt2023-11-14T22:13:21Z"), these{"first"});
  EXPECT_EQ(matching("Observation?_lastUpdated=le2023-11-14T22:13:21Z"), (these{"first", "second"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=gt2023-11-14"), these{"third"});
  EXPECT_EQ(matching("Observation?_lastUpdated=sa2023-11-14"), these{"third"});
  EXPECT_EQ(matching("Observation?_lastUpdated=eb2023-11-15"), (these{"first", "second"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=ne2023-11-14"), these{"third"});
  EXPECT_EQ(matching("Observation?_lastUpdated=2023-11-14T23:13:20%2B01:00"), these{"first"});
  EXPECT_EQ(matching("Observation?_lastUpdated=ge2023-11-14&_lastUpdated=lt2023-11-15"), (these{"first", "second"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=lt2023-11-14T22:13:21Z,ge2023-11-15"), (these{"first", "third"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=ge2024"), these{});
}

TEST_F(QuerySearch, LastUpdatedFollowsTheNewestVersion) {
  put_at(test_now, "o");
  auto later = store_.session(phr::owner(), {.now = test_now + day}).value();
  ASSERT_TRUE(later.update(R"({"resourceType":"Observation","id":"o","status":"amended"})"));
  EXPECT_EQ(matching("Observation?_lastUpdated=2023-11-14"), these{});
  EXPECT_EQ(matching("Observation?_lastUpdated=2023-11-15"), these{"o"});
}

TEST_F(QuerySearch, SortByDateGoesEitherWayWithMissingValuesLast) {
  dated("b", "2021");
  dated("none", "");
  dated("a", "2022-05-01");
  dated("c", "2020-01-01");
  EXPECT_EQ(ordered("Observation?_sort=date"), (ids{"c", "b", "a", "none"}));
  EXPECT_EQ(ordered("Observation?_sort=-date"), (ids{"a", "b", "c", "none"}));
  EXPECT_EQ(ordered("Observation?_sort=date&date=ge2021"), (ids{"b", "a"}));
}

TEST_F(QuerySearch, SortKeysDecideInTheirOrder) {
  dated("b", "2021", R"(,"issued":"2022-01-01T00:00:00Z")");
  dated("a", "2021", R"(,"issued":"2022-01-01T00:00:00Z")");
  dated("d", "2020");
  dated("c", "2021");
  EXPECT_EQ(ordered("Observation?_sort=date,_id"), (ids{"d", "a", "b", "c"}));
  EXPECT_EQ(ordered("Observation?_sort=-date,-_id"), (ids{"c", "b", "a", "d"}));
  EXPECT_EQ(ordered("Observation?_sort=date"), (ids{"d", "b", "a", "c"}));  // equal: as first written
  EXPECT_EQ(ordered("Observation?_sort=-date"), (ids{"c", "a", "b", "d"}));  // falling: the last written first
  EXPECT_EQ(ordered("Observation?_sort=date&_sort=-_id"), (ids{"d", "c", "b", "a"}));
}

TEST_F(QuerySearch, SortByIdIsInTheOrderOfText) {
  ids expected{"b",   "a",   "B",          "10",        "9",          "ab",
               "a-c", "a.d", "6c2f5f0a-7", "6c2f5f0a", "6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89"};
  for (const std::string& id : expected) dated(id, "2020");
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(ordered("Observation?_sort=_id"), expected);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(ordered("Observation?_sort=-_id"), expected);
}

TEST_F(QuerySearch, SortByLastUpdatedGoesEitherWay) {
  put_at(test_now + day, "late");
  put_at(test_now, "early");
  put_at(test_now + one_second, "mid");
  EXPECT_EQ(ordered("Observation?_sort=_lastUpdated"), (ids{"early", "mid", "late"}));
  EXPECT_EQ(ordered("Observation?_sort=-_lastUpdated"), (ids{"late", "mid", "early"}));
}

TEST_F(QuerySearch, AResourceWithSeveralDatesSortsByTheFirstRisingAndTheLastFalling) {
  add("Observation", "many", R"("effectiveTiming":{"event":["2010-01-01","2030-01-01"]})");
  dated("middle", "2020");
  EXPECT_EQ(ordered("Observation?_sort=date"), (ids{"many", "middle"}));
  EXPECT_EQ(ordered("Observation?_sort=-date"), (ids{"many", "middle"}));
}

TEST_F(QuerySearch, WhatHasNoOrderIsRefusedAtItsPlace) {
  EXPECT_EQ(refused_at("Observation?status=final&_sort=code-value-quantity"), at(errc::unsupported, 1));
  EXPECT_EQ(refused_at("Observation?_sort=date,nothing"), at(errc::unknown_parameter, 0));
  EXPECT_EQ(refused_at("Observation?_count=1&_sort=date,,_id"), at(errc::malformed_query, 1));
  EXPECT_EQ(refused_at("Observation?_sort=-"), at(errc::malformed_query, 0));
}

TEST_F(QuerySearch, CountAndOffsetCutAPageOutOfTheSameOrder) {
  for (const char* id : {"a", "b", "c", "d", "e"}) dated(id, "2020");
  EXPECT_EQ(ordered("Observation?_sort=_id&_count=2"), (ids{"a", "b"}));
  EXPECT_EQ(ordered("Observation?_sort=_id&_count=2&_offset=2"), (ids{"c", "d"}));
  EXPECT_EQ(ordered("Observation?_sort=_id&_count=2&_offset=4"), ids{"e"});
  EXPECT_EQ(ordered("Observation?_sort=_id&_offset=3"), (ids{"d", "e"}));
  EXPECT_EQ(ordered("Observation?_sort=_id&_offset=9"), ids{});
  EXPECT_EQ(ordered("Observation?_count=0"), ids{});
  EXPECT_EQ(ordered("Observation?_count=4000000000").size(), 5U);
  for (const char* value : {"-1", "+1", "1.5", "x", "4294967296", "1%20"}) {
    EXPECT_EQ(refusal("Observation?_count=" + std::string(value)).code(), errc::malformed_query) << value;
    EXPECT_EQ(refusal("Observation?_offset=" + std::string(value)).code(), errc::malformed_query) << value;
  }
}

TEST_F(QuerySearch, CriteriaOfAllKindsHoldTogether) {
  const auto add_one = [&](const char* id, const std::string& of, const char* date, const std::string& value) {
    dated(id, date,
          R"(,"code":{"coding":[{"code":"c"}]},"subject":{"reference":"Patient/)" + of +
              R"("},"valueQuantity":{"value":)" + value + R"(,"unit":"mg"})");
  };
  add_one("hit", "p", "2020-05-05", "5");
  add_one("value", "p", "2020-05-05", "9");
  add_one("date", "p", "2021-05-05", "5");
  add_one("subject", "q", "2020-05-05", "5");
  const std::string all = "Observation?patient=p&code=c&date=2020&value-quantity=5||mg";
  EXPECT_EQ(matching(all), these{"hit"});
  EXPECT_EQ(matching(all + "&status:not=amended&category:missing=true"), these{"hit"});
  EXPECT_EQ(matching("Observation?status:not=amended&_lastUpdated=ge2000&value-quantity=5||mg"),
            (these{"date", "hit", "subject"}));
  EXPECT_EQ(matching("Observation?_lastUpdated=ge2000&status:not=final"), these{});
}

TEST_F(QuerySearch, WhatIsUnknownIsRefusedAndNeverIgnored) {
  EXPECT_EQ(refused_at("Observation?nothing=1"), at(errc::unknown_parameter, 0));
  EXPECT_EQ(refused_at("Observation?status=final&birthdate=2020"), at(errc::unknown_parameter, 1));
  EXPECT_EQ(refused_at("Observation?Status=final"), at(errc::unknown_parameter, 0));
  EXPECT_EQ(refused_at("Observation?code=1&status:nothing=final"), at(errc::unknown_modifier, 1));
  EXPECT_EQ(refused_at("Observation?code=1&code=2&date=xy2020"), at(errc::unknown_prefix, 2));
  EXPECT_EQ(refused_at("Observation?code=1&value-quantity=zz5"), at(errc::unknown_prefix, 1));
  EXPECT_EQ(refused_at("Observation?_lastUpdated=xy2020"), at(errc::unknown_prefix, 0));
  EXPECT_EQ(refusal("Nothing?code=1").code(), errc::unknown_resource_type);
  EXPECT_EQ(refusal("observation").code(), errc::unknown_resource_type);
  EXPECT_EQ(refusal("").code(), errc::unknown_resource_type);
  EXPECT_EQ(refusal("Observation/a").code(), errc::unknown_resource_type);
}

TEST_F(QuerySearch, TheOrdinalCountsEveryPartOfTheQuery) {
  EXPECT_EQ(refused_at("Observation?_count=5&nothing=1"), at(errc::unknown_parameter, 1));
  EXPECT_EQ(refused_at("Observation?_sort=date&_count=5&_offset=1&code=1&date=x2020"), at(errc::unknown_prefix, 4));
  EXPECT_EQ(refused_at("Observation?_sort=date&code=%"), at(errc::malformed_query, 1));
  EXPECT_EQ(refused_at("Observation?_count=1&code-value-quantity=a$x5"), at(errc::unknown_prefix, 1));
}

TEST_F(QuerySearch, ResultParametersAreReadStrictly) {
  for (const char* part : {"_total=many", "_summary=yes", "_elements=", "_elements=,", "_include=x", "_include=Observation", "_include=Observation:",
                           "_include=Observation:subject:Patient:x", "_type=Patient", "_has:Observation=x", "_has:Nothing:patient:code=x"}) {
    EXPECT_EQ(refused_at("Observation?code=1&" + std::string(part)), at(errc::malformed_query, 1)) << part;
  }
  EXPECT_EQ(refused_at("Observation?_include=Nothing:subject"), at(errc::unknown_resource_type, 0));
  EXPECT_EQ(refused_at("Observation?_include:again=Observation:subject"), at(errc::unknown_modifier, 0));
  EXPECT_EQ(refused_at("Observation?_include=Observation:nothing"), at(errc::unknown_parameter, 0));
  EXPECT_EQ(refused_at("Observation?_include=Observation:code"), at(errc::unknown_parameter, 0));
  EXPECT_EQ(refused_at("Observation?_include=Observation:patient:Group"), at(errc::unknown_parameter, 0));
}

TEST_F(QuerySearch, WhatIsNotDoneSaysUnsupported) {
  EXPECT_EQ(refused_at("Observation?code=1&_query=current-high-risk"), at(errc::unsupported, 1));  // no query has a name
  EXPECT_EQ(refused_at("?_query=x"), at(errc::unsupported, 0));
  dated("o", "2020", R"(,"code":{"coding":[{"code":"1"}]})");
  auto me = owner();
  const auto lenient = me.search("Observation?code=1&_query=current-high-risk", {.lenient = true});
  ASSERT_TRUE(lenient) << phr::describe(lenient.error());
  EXPECT_EQ(lenient.value().size(), 1U);
  EXPECT_EQ(lenient.value().ignored(), std::vector<std::uint64_t>{1});
}

TEST_F(QuerySearch, MalformedTextIsRefusedAtItsPlace) {
  for (const char* part : {"code", "=1", "code=", "code:=1", "code=%", "code=%4", "code=%zz", "code=%00", "code=a\\",
                           "code=a\\b", "%zz=1", "code=,", "code=a,", "", "_sort=", "_count="}) {
    EXPECT_EQ(refused_at("Observation?status=final&" + std::string(part)), at(errc::malformed_query, 1)) << part;
  }
  EXPECT_EQ(refused_at("Observation?&status=final"), at(errc::malformed_query, 0));
  EXPECT_EQ(refused_at("Observation?status=final&&code=1"), at(errc::malformed_query, 1));
}

TEST_F(QuerySearch, PercentEscapesStandInNamesAndValues) {
  dated("o", "2020-05-05", R"(,"code":{"coding":[{"system":"urn:a&b","code":"x=y"}]})");
  EXPECT_EQ(matching("Observation?code=urn:a%26b|x=y"), these{"o"});
  EXPECT_EQ(matching("Observation?code=urn:a%26b%7cx%3Dy"), these{"o"});
  EXPECT_EQ(matching("Observation?c%6Fde=x%3dy"), these{"o"});
  EXPECT_EQ(matching("Observation?code%3Anot=x%3dy"), these{});
}

TEST_F(QuerySearch, TextOfTheUserIsNeverSql) {
  add("Patient", "p", R"("name":[{"family":"O'Neil"}])");
  EXPECT_EQ(matching("Patient?family=o'neil"), these{"p"});
  for (const char* value : {"'", "' OR 1=1 --", "x') OR (1=1", "\"", "%3B DROP TABLE resource%3B--"}) {
    const std::string text(value);
    EXPECT_EQ(matching("Patient?family=" + text), these{}) << value;
    EXPECT_EQ(matching("Patient?family:exact=" + text), these{}) << value;
    EXPECT_EQ(matching("Patient?identifier=" + text + "|" + text), these{}) << value;
    EXPECT_EQ(matching("Patient?general-practitioner=urn:" + text), these{}) << value;
  }
  EXPECT_EQ(matching("Patient"), these{"p"});
}

TEST_F(QuerySearch, ManyAlternativesAreNoProblem) {
  dated("o", "2020", R"(,"code":{"coding":[{"code":"c1999"}]},"subject":{"reference":"Patient/p1999"})");
  std::string codes;
  std::string patients;
  std::string dates;
  for (int number = 0; number < 2000; ++number) {
    const std::string comma = number == 0 ? "" : ",";
    codes += comma + "c" + std::to_string(number);
    patients += comma + "p" + std::to_string(number);
    dates += comma + "lt" + std::to_string(1000 + number % 900);
  }
  EXPECT_EQ(matching("Observation?code=" + codes), these{"o"});
  EXPECT_EQ(matching("Observation?patient=" + patients), these{"o"});
  EXPECT_EQ(matching("Observation?code=" + codes + "&patient=" + patients), these{"o"});
  EXPECT_EQ(matching("Observation?_id=o," + codes), these{"o"});
  EXPECT_EQ(matching("Observation?date=2020," + dates), these{"o"});
}

TEST_F(QuerySearch, WhatIsTooLongIsRefusedBeforeItHarms) {
  dated("o", "2020");
  const auto repeated = [](const std::string& one, const char* separator, int times) {
    std::string text = one;
    for (int number = 1; number < times; ++number) text += separator + one;
    return text;
  };
  EXPECT_EQ(matching("Observation?date=" + repeated("2020", ",", 10'000)), these{"o"});
  EXPECT_EQ(matching("Observation?value-quantity=" + repeated("ne5||mg", ",", 10'000)), these{});
  EXPECT_EQ(matching("Patient?name=" + repeated("x", ",", 10'000)), these{});
  EXPECT_EQ(matching("Observation?_lastUpdated=" + repeated("ge2000", ",", 10'000)), these{"o"});
  EXPECT_EQ(matching("Observation?" + repeated("date=2020", "&", 250)), these{"o"});
  EXPECT_EQ(matching("Observation?_sort=" + repeated("-date", ",", 50)), these{"o"});
  EXPECT_EQ(refused_at("Observation?code=1&date=" + repeated("2020", ",", 10'000)), at(errc::too_large, 1));
  EXPECT_EQ(refused_at("Observation?" + repeated("date=2020", "&", 251)), at(errc::too_large, 250));
  EXPECT_EQ(refused_at("Observation?_sort=" + repeated("-date", ",", 51)), at(errc::too_large, 0));
}

}  // namespace
