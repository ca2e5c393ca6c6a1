// Places that are sealed as they should be, of numbers that no answer ended at: whoever holds the key of the file could make them.
#include "gate/door.hpp"
#include "interactions/search.hpp"
#include "interactions/writes.hpp"
#include "store/search/walk/order.hpp"
#include "support/resources.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace phr::test {
namespace {

class SealedNumbers : public testing::Test {
 protected:
  void SetUp() override {
    static_cast<void>(interactions::update(me_, patient("p"), {}).value());
    for (int nth = 0; nth < 6; ++nth) {
      static_cast<void>(interactions::update(me_, observation("o" + std::to_string(nth), "p", "1", "2020-01-0" + std::to_string(nth + 1), "5"), {}).value());
    }
  }

  // The page of this search behind such a position.
  result<hits> behind(const std::string& text, const storage::page_position& at) {
    const std::string sealed = me_.places().seal("search " + text, storage::to_bytes(at)).value();
    return interactions::search(me_, text, {.page = sealed});
  }
  // That this search gives out.
  storage::page_position given_out(const std::string& text) {
    const auto page = interactions::search(me_, text, {}).value();
    return storage::page_position_of(me_.places().open("search " + text, page.next_page()).value()).value();
  }

  temporary_folder folder_;
  std::shared_ptr<storage::engine> engine_ = storage::engine::open(folder_.path("me.phr"), passphrase("x"), {.create = true, .cost = crypto::argon2_test_cost}).value();
  gate::door me_ = gate::door::open(engine_, owner(), access::purpose::patient_request, 1'700'000'000'000'000).value();
};

// One more than the greatest number was the least one: the page began anew.
TEST_F(SealedNumbers, NothingIsBehindTheGreatestKey) {
  const std::string text = "Observation?code=1&_count=2";
  storage::page_position at = given_out(text);
  ASSERT_EQ(at.way, 'k');
  EXPECT_EQ(behind(text, at).value().size(), 2U);
  at.row.key = INT64_MAX;
  at.row.place = INT64_MAX;
  EXPECT_EQ(behind(text, at).value().size(), 0U);
  at.row.key = INT64_MIN;
  EXPECT_EQ(behind(text, at).value().size(), 2U);
}

// By keys alone, by the two columns of a criterion's rows, by the keys of the order.
TEST_F(SealedNumbers, APositionIsOfAWayThatTheSearchCanGo) {
  struct asked {
    const char* text;
    std::set<std::pair<char, std::size_t>> ways;  // with so many values
  };
  for (const auto& [text, ways] : {asked{"Observation?code=1&_count=2", {{'k', 0}, {'v', 2}}}, asked{"Observation?_sort=date&_count=2", {{'s', 1}}},
                                   asked{"Observation?_sort=status,-date&_count=2", {{'s', 2}}}}) {
    const storage::page_position genuine = given_out(text);
    for (const char way : {'k', 'v', 's', 'c'}) {
      for (std::size_t values = 0; values < 4; ++values) {
        storage::page_position at = genuine;
        at.way = way;
        at.row.values.resize(values);
        const auto page = behind(text, at);
        EXPECT_EQ(page.has_value(), ways.contains({way, values})) << text << " " << way << " " << values;
        if (!page) {
          EXPECT_EQ(page.error().code(), errc::malformed_query);
        }
      }
    }
  }
}

}  // namespace
}  // namespace phr::test
