// $everything and $lastn.
#include "session/search_fixture.hpp"

#include <phr/core/date_time.hpp>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

ids listed(const phr::result<phr::hits>& found) {
  EXPECT_TRUE(found) << (found ? "" : phr::describe(found.error()));
  ids out;
  if (!found) return out;
  for (const auto& hit : found.value()) out.push_back(std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
  return out;
}

// What is streamed is what the hits are; in another order, but for the patient and what is referred to.
void expect_stream(phr::session& me, const phr::everything_options& options) {
  const auto found = me.everything(options);
  ASSERT_TRUE(found);
  std::vector<std::string> expected;
  for (const auto& hit : found.value()) expected.push_back(hit.json().value());
  std::vector<std::string> streamed;
  auto take = [&](std::string_view json) {
    streamed.emplace_back(json);
    return true;
  };
  const auto count = me.everything(options, take);
  ASSERT_TRUE(count);
  EXPECT_EQ(count.value(), streamed.size());
  std::sort(expected.begin(), expected.end());
  std::sort(streamed.begin(), streamed.end());
  EXPECT_EQ(streamed, expected);
}

std::int64_t micros(std::string_view date) { return phr::parse_search_date(date).value().as_interval().low; }

class Everything : public search_fixture {
 protected:
  void SetUp() override {
    add("Practitioner", "dr", "");
    add("Practitioner", "stranger", "");
    add("Organization", "org", "");
    put({patient("q"), R"({"resourceType":"Patient","id":"p","managingOrganization":{"reference":"Organization/org"},"link":[{"other":{"reference":"Patient/q"},"type":"seealso"}]})"});
    put({observation("o2", "p", "1", "2021-05-01", "5"), observation("o1", "p", "1", "2020-05-01", "5"), observation("other", "q", "1", "2020", "5"), condition("c1", "p", "2019")});
    add("Encounter", "e1", R"("status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p"},"period":{"start":"2020-05-01"},"participant":[{"individual":{"reference":"Practitioner/dr"}}])");
    add("AllergyIntolerance", "a1", R"("patient":{"reference":"Patient/p"},"recorder":{"reference":"Practitioner/dr"})");
  }
  const ids all_{"Patient/p", "AllergyIntolerance/a1", "Condition/c1", "Observation/o1", "Encounter/e1", "Observation/o2", "Practitioner/dr", "Organization/org"};
};

TEST_F(Everything, IsThePatientTheCompartmentAndWhatTheyReferTo) {
  auto me = owner();
  const auto found = me.everything({.patient = "p"});
  EXPECT_EQ(listed(found), all_);
  EXPECT_EQ(found.value().matched(), 6U);
  EXPECT_FALSE(found.value()[5].is_included());
  EXPECT_TRUE(found.value()[6].is_included());
  EXPECT_NE(found.value()[3].json().value().find("\"o1\""), std::string::npos);
}

TEST_F(Everything, HasAStartAndAnEndOfCare) {
  auto me = owner();
  EXPECT_EQ(listed(me.everything({.patient = "p", .start = micros("2020"), .end = micros("2021")})),
            (ids{"Patient/p", "AllergyIntolerance/a1", "Observation/o1", "Encounter/e1", "Practitioner/dr", "Organization/org"}));
  EXPECT_EQ(listed(me.everything({.patient = "p", .start = micros("2021")})),
            (ids{"Patient/p", "AllergyIntolerance/a1", "Observation/o2", "Practitioner/dr", "Organization/org"}));
}

TEST_F(Everything, GivesTheTypesAskedFor) {
  auto me = owner();
  EXPECT_EQ(listed(me.everything({.patient = "p", .types = {resource_type::Observation, resource_type::Practitioner}})),
            (ids{"Observation/o1", "Observation/o2", "Practitioner/dr"}));
}

TEST_F(Everything, GivesWhatWasWrittenSince) {
  auto later = store_.session(phr::owner(), {.now = test_now + 1'000'000}).value();
  ASSERT_TRUE(later.update(observation("o1", "p", "1", "2020-05-01", "6")));
  EXPECT_EQ(listed(later.everything({.patient = "p", .since = test_now + 1})), ids{"Observation/o1"});
}

TEST_F(Everything, PagesGiveEachResourceOnceWhateverTheirSize) {
  auto me = owner();
  for (std::uint32_t count = 1; count <= 9; ++count) {
    ids together;
    std::string next;
    std::size_t pages = 0;
    do {
      const auto page = me.everything({.patient = "p", .count = count, .page = next});
      const ids some = listed(page);
      EXPECT_LE(some.size(), count);
      EXPECT_FALSE(some.empty());
      together.insert(together.end(), some.begin(), some.end());
      next = page.value().next_page();
      ASSERT_LE(++pages, 8U);
    } while (!next.empty());
    EXPECT_EQ(together, all_) << count;
    EXPECT_EQ(pages, (8 + count - 1) / count);
  }
  for (const char* wrong : {"x", "c1", "c1.", "p0.0", "c1.2.3"}) {
    EXPECT_EQ(me.everything({.patient = "p", .count = 2, .page = wrong}).error().code(), errc::malformed_query) << wrong;
  }
}

TEST_F(Everything, PagesKeepToTheDatesAskedFor) {
  auto me = owner();
  const ids wanted{"Patient/p", "AllergyIntolerance/a1", "Observation/o1", "Encounter/e1", "Practitioner/dr", "Organization/org"};
  ids together;
  std::string next;
  for (int turn = 0; turn < 9; ++turn) {
    const auto page = me.everything({.patient = "p", .start = micros("2020"), .end = micros("2021"), .count = 2, .page = next});
    for (const std::string& each : listed(page)) together.push_back(each);
    next = page.value().next_page();
    if (next.empty()) break;
  }
  EXPECT_EQ(together, wanted);
}

// Nothing is too much: whole without pages, and in pages of a thousand.
TEST_F(Everything, IsWholeHoweverLargeTheRecord) {
  constexpr std::size_t many = 12'000;
  std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (std::size_t number = 0; number < many; ++number) {
    bundle += (number == 0 ? "" : ",") + (R"({"resource":)" + observation("big" + std::to_string(number), "q", "1", std::to_string(1950 + number % 70) + "-01-01", "5")) + "}";
  }
  auto me = owner();
  ASSERT_TRUE(me.import_text(bundle + "]}"));
  const ids all = listed(me.everything({.patient = "q"}));
  EXPECT_EQ(all.size(), many + 4);  // the patient, the Observation of SetUp, the Patient that links to this one, and that one's Organization
  EXPECT_EQ(these(all.begin(), all.end()).size(), all.size());
  ids together;
  std::string next;
  do {
    const auto page = me.everything({.patient = "q", .count = 1000, .page = next});
    for (const std::string& each : listed(page)) together.push_back(each);
    next = page.value().next_page();
  } while (!next.empty() && together.size() <= all.size());
  EXPECT_EQ(together, all);
}

TEST_F(Everything, PagesOfOneMomentSeeNothingOfWhatIsWrittenBetween) {
  auto me = owner();
  const auto first = me.everything({.patient = "p", .count = 3});
  ASSERT_TRUE(first);
  ASSERT_TRUE(owner().remove(resource_type::Observation, "o2"));
  put({observation("o9", "p", "1", "2022-05-01", "5")});
  const auto rest = me.everything({.patient = "p", .page = first.value().next_page(), .as_of = first.value().as_of()});
  EXPECT_EQ(listed(rest), (ids{all_.begin() + 3, all_.end()}));
  EXPECT_EQ(listed(me.everything({.patient = "p", .page = first.value().next_page()})), (ids{"Observation/o1", "Encounter/e1", "Observation/o9", "Practitioner/dr", "Organization/org"}));
}

TEST_F(Everything, AsksForThePatientWhereThereAreSeveral) {
  auto me = owner();
  EXPECT_EQ(me.everything().error().code(), errc::ambiguous_match);
  EXPECT_EQ(me.everything({.patient = "none"}).error().code(), errc::not_found);
  ASSERT_TRUE(me.remove(resource_type::Patient, "p"));
  EXPECT_EQ(me.everything({.patient = "p"}).error().code(), errc::not_found);
  EXPECT_EQ(listed(me.everything()), (ids{"Patient/q", "Observation/other"}));
}

TEST_F(Everything, IsOfWhatMayBeSeen) {
  put({consent("k", "p", "mia", {"Patient", "Observation", "Organization"}), consent("l", "q", "mia", {"Observation"})});
  auto mia = as("mia");
  EXPECT_EQ(listed(mia.everything({.patient = "p"})), (ids{"Patient/p", "Observation/o1", "Observation/o2", "Organization/org"}));
  // The Encounter that refers to the practitioner is hidden, and with it that there is one. An organization is nobody's record.
  put({consent("k", "p", "mia", {"Patient", "Observation", "Practitioner"})});
  EXPECT_EQ(listed(mia.everything({.patient = "p"})), (ids{"Patient/p", "Observation/o1", "Observation/o2", "Organization/org"}));
  EXPECT_EQ(mia.everything({.patient = "q"}).error().code(), errc::access_denied);
  EXPECT_EQ(mia.everything({.patient = "none"}).error().code(), errc::access_denied);
  EXPECT_EQ(mia.everything().error().code(), errc::ambiguous_match) << "something of both may be seen";
}

TEST_F(Everything, IsAlsoStreamed) {
  auto me = owner();
  expect_stream(me, {.patient = "p"});
  expect_stream(me, {.patient = "p", .start = micros("2020"), .end = micros("2021")});
  expect_stream(me, {.patient = "p", .types = {resource_type::Observation, resource_type::Practitioner}});
  put({consent("k", "p", "mia", {"Patient", "Observation", "Organization"})});
  auto mia = as("mia");
  expect_stream(mia, {.patient = "p"});
  std::vector<std::string> order;
  auto take = [&](std::string_view json) {
    order.emplace_back(json.substr(0, json.find(R"(,"meta")")));
    return true;
  };
  ASSERT_TRUE(mia.everything({.patient = "p"}, take));
  EXPECT_EQ(order, (std::vector<std::string>{R"({"resourceType":"Patient","id":"p")", R"({"resourceType":"Observation","id":"o2")",
                                             R"({"resourceType":"Observation","id":"o1")", R"({"resourceType":"Organization","id":"org")"}));
}

TEST_F(Everything, AStreamEndsWhereItsSinkSaysSo) {
  auto me = owner();
  int left = 3;
  auto take = [&](std::string_view) { return --left > 0; };
  const auto ended = me.everything({.patient = "p"}, take);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code(), errc::cancelled);
  EXPECT_EQ(ended.error().ordinal(), 3U);
  EXPECT_EQ(me.audit_trail().value().back().count, 3);  // what was given was seen
  EXPECT_EQ(me.everything({.patient = "p", .count = 2}, take).error().code(), errc::invalid_argument);
  EXPECT_EQ(as("mia").everything({.patient = "p"}, take).error().code(), errc::access_denied);
}

TEST_F(Everything, LeavesARowInTheTrail) {
  auto me = owner();
  ASSERT_TRUE(me.everything({.patient = "p"}));
  const auto rows = me.audit_trail().value();
  const auto& last = rows.back();
  EXPECT_EQ(last.action, phr::audit_action::search);
  EXPECT_EQ(last.type, resource_type::Patient);
  EXPECT_EQ(last.id, "p");
  EXPECT_EQ(last.count, 8);
}

class LastN : public search_fixture {};

std::string coded(const std::string& id, const std::string& when, const std::string& code, const std::string& category = "laboratory") {
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","category":[{"coding":[{"code":")" + category + R"("}]}],"code":{)" + code +
         R"(},"subject":{"reference":"Patient/p"})" + (when.empty() ? "" : R"(,"effectiveDateTime":")" + when + "\"") + "}";
}

TEST_F(LastN, GivesTheNewestOfEachCode) {
  put({patient("p"), patient("q"), observation("a1", "p", "1", "2019", "5"), observation("a3", "p", "1", "2022", "5"), observation("a2", "p", "1", "2021", "5"),
       observation("b1", "p", "2", "2020", "5"), observation("b2", "p", "2", "2023", "5"), observation("x", "q", "1", "2024", "5")});
  auto me = owner();
  EXPECT_EQ(listed(me.lastn("patient=p")), (ids{"Observation/b2", "Observation/a3"}));
  EXPECT_EQ(listed(me.lastn("patient=p", {.max = 2})), (ids{"Observation/b2", "Observation/b1", "Observation/a3", "Observation/a2"}));
  EXPECT_EQ(listed(me.lastn("patient=p&code=1", {.max = 9})), (ids{"Observation/a3", "Observation/a2", "Observation/a1"}));
  EXPECT_EQ(listed(me.lastn("patient=p&date=lt2022")), (ids{"Observation/a2", "Observation/b1"}));
  EXPECT_EQ(listed(me.lastn("")), (ids{"Observation/x", "Observation/b2"}));
}

TEST_F(LastN, CodesThatShareACodingAreOneGroup) {
  put({patient("p"), coded("loinc", "2020", R"("coding":[{"system":"l","code":"1"}])"), coded("local", "2021", R"("coding":[{"system":"m","code":"x"}])"),
       coded("both", "2019", R"("coding":[{"system":"l","code":"1"},{"system":"m","code":"x"}])"), coded("n1", "2018", R"("coding":[{"system":"n","code":"1"}])")});
  auto me = owner();
  EXPECT_EQ(listed(me.lastn("patient=p")), (ids{"Observation/local", "Observation/n1"}));
  EXPECT_EQ(listed(me.lastn("patient=p", {.max = 3})), (ids{"Observation/local", "Observation/loinc", "Observation/both", "Observation/n1"}));
}

TEST_F(LastN, TextsAreCodesWhereThereIsNoCodingAndUndatedOnesComeLast) {
  put({patient("p"), coded("t1", "", R"("text":"mood")"), coded("t2", "2001", R"("text":"mood")"), coded("u", "", R"("text":"sleep")", "survey")});
  auto me = owner();
  EXPECT_EQ(listed(me.lastn("patient=p", {.max = 5})), (ids{"Observation/t2", "Observation/t1", "Observation/u"}));
  EXPECT_EQ(listed(me.lastn("patient=p&category=survey")), ids{"Observation/u"});
}

TEST_F(LastN, GivesPartsAndRefusesWhatItDoesNotDo) {
  put({patient("p"), observation("a", "p", "1", "2019", "5")});
  auto me = owner();
  EXPECT_NE(me.lastn("patient=p&_elements=status").value()[0].json().value().find("SUBSETTED"), std::string::npos);
  for (const char* wrong : {"_sort=date", "_count=1", "_include=*", "_summary=count"}) EXPECT_EQ(me.lastn(wrong).error().code(), errc::unsupported) << wrong;
  EXPECT_EQ(me.lastn("kode=1").error().code(), errc::unknown_parameter);
  EXPECT_EQ(me.lastn("patient=p", {.max = 0}).error().code(), errc::invalid_argument);
}

TEST_F(LastN, IsOfWhatMayBeSeen) {
  put({patient("p"), patient("q"), observation("old", "p", "1", "2019", "5"), observation("new", "q", "1", "2022", "5"), consent("k", "p", "mia", {"Observation"})});
  auto mia = as("mia");
  EXPECT_EQ(listed(mia.lastn("code=1")), ids{"Observation/old"});
}

}  // namespace
