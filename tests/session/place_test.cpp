// Places that are given out are sealed: nobody can make one, carry one over, or count by two of them.
#include "session/search_fixture.hpp"

#include <random>

namespace {

using namespace phr::test;
using phr::errc;

class SealedPlace : public search_fixture {
 protected:
  void SetUp() override {
    put({patient("p"), consent("k", "p", "mia", {"Patient", "Observation"}), consent("k2", "p", "tom", {"Patient", "Observation"})});
    for (int nth = 0; nth < 6; ++nth) put({observation("o" + std::to_string(nth), "p", "1", "2020-01-0" + std::to_string(nth + 1), "5")});
  }
  static constexpr const char* question = "Observation?code=1&_count=2";
  static constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
};

TEST_F(SealedPlace, IsOfOneQuestionAndOnePrincipal) {
  auto mia = as("mia");
  const std::string place = mia.search(question).value().next_page();
  ASSERT_FALSE(place.empty());
  EXPECT_EQ(mia.search(question, {.page = place}).value().size(), 2U);
  EXPECT_EQ(as("mia").search(question, {.page = place}).value().size(), 2U) << "another session of the same principal goes on";
  auto tom = as("tom");
  EXPECT_EQ(tom.search(question, {.page = place}).error().code(), errc::malformed_query);
  EXPECT_EQ(owner().search(question, {.page = place}).error().code(), errc::malformed_query);
  EXPECT_EQ(mia.search("Observation?_count=2", {.page = place}).error().code(), errc::malformed_query);
  EXPECT_EQ(mia.search(question, {.page = owner().search(question).value().next_page()}).error().code(), errc::malformed_query);
  auto other_purpose = as("mia", phr::purpose::healthcare_payment);
  EXPECT_EQ(other_purpose.search(question, {.page = place}).error().code(), errc::malformed_query);
}

TEST_F(SealedPlace, IsOfOneStore) {
  phr::test::temporary_folder folder;
  auto other = phr::store::open(folder.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  auto me = other.session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(me.search(question, {.page = owner().search(question).value().next_page()}).error().code(), errc::malformed_query);
}

TEST_F(SealedPlace, SurvivesTheClosingOfTheStore) {
  const std::string place = owner().search(question).value().next_page();
  ASSERT_TRUE(store_.close());
  store_ = phr::store::open(folder_.path("me.phr"), phr::passphrase("x")).value();
  EXPECT_EQ(owner().search(question, {.page = place}).value().size(), 2U);
}

TEST_F(SealedPlace, IsOfOneKindOfRead) {
  auto me = owner();
  const std::string page = me.search(question).value().next_page();
  const std::string history = me.history({.count = 2}).value().next;
  const std::string event = me.timeline({.most = 2}).value().back().place;
  const std::string everything = me.everything({.count = 2}).value().next_page();
  const std::vector<std::string> all{page, history, event, everything};
  for (const std::string& each : all) {
    ASSERT_FALSE(each.empty());
    EXPECT_EQ(static_cast<bool>(me.search(question, {.page = each})), each == page);
    EXPECT_EQ(static_cast<bool>(me.history({.count = 2, .page = each})), each == history);
    EXPECT_EQ(static_cast<bool>(me.timeline({.most = 2, .behind = each})), each == event);
    EXPECT_EQ(static_cast<bool>(me.everything({.count = 2, .page = each})), each == everything);
  }
  EXPECT_EQ(me.history({.type = phr::fhir::resource_type::Observation, .count = 2, .page = history}).error().code(), errc::invalid_argument);
  EXPECT_EQ(me.everything({.types = {phr::fhir::resource_type::Observation}, .count = 2, .page = everything}).error().code(), errc::malformed_query);
}

// Plain places could be made, and crashed the process in four ways.
TEST_F(SealedPlace, CannotBeMade) {
  auto mia = as("mia");
  const std::string place = mia.search(question).value().next_page();
  for (std::size_t at = 0; at < place.size(); ++at) {
    std::string forged = place;
    forged[at] = digits[(std::string_view(digits).find(place[at]) + 32) % 64];
    EXPECT_EQ(mia.search(question, {.page = forged}).error().code(), errc::malformed_query) << at;
  }
  std::mt19937 random(1);
  for (int nth = 0; nth < 2'000; ++nth) {
    std::string forged(random() % 200, 'A');
    for (char& each : forged) each = digits[random() % 64];
    for (const char* text : {question, "Observation?_sort=-date&_count=2", "Observation?date=ge2019&_count=2", "Observation?_contained=both&_count=2"}) {
      if (forged.empty()) continue;
      EXPECT_EQ(mia.search(text, {.page = forged}).error().code(), errc::malformed_query);
    }
  }
  EXPECT_FALSE(mia.execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":")" + std::string(question) +
                           R"(&page=dgAAAAAA"}}]})"));
}

// Two numbers counted what had been written in between, hidden or not.
TEST_F(SealedPlace, TellsNothingOfWhatIsBetween) {
  auto me = owner();
  const std::string a = me.history({.count = 1}).value().next;
  put({observation("more", "p", "1", "2022", "5")});
  const std::string b = me.history({.count = 1}).value().next;
  EXPECT_EQ(a.size(), b.size());
  EXPECT_NE(a.substr(0, 16), b.substr(0, 16));
}

TEST_F(SealedPlace, APageOfNothingHasNoNextOne) {
  EXPECT_EQ(owner().search("Observation?_count=0").value().next_page(), "");
}

}  // namespace
