#include <phr/core/describe.hpp>
#include <phr/core/owned.hpp>
#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

phr::result<int> half(int even) {
  if (even % 2 != 0) return phr::error{phr::errc::invalid_argument}.at("half.even").nth(7);
  return even / 2;
}

phr::result<int> quarter(int number) {
  PHR_TRY(auto once, half(number));
  return half(once);
}

TEST(Error, DescribesCodePlaceOrdinalAndPosition) {
  const auto text = phr::describe(phr::error{phr::errc::malformed_json}.at("Bundle.entry").nth(3).in(12, 5));
  EXPECT_EQ(text, "malformed_json at Bundle.entry [3] (line 12, column 5): mend the JSON at this place");
}

// Text of run time is no place: what a record says cannot get into an error.
TEST(Error, TakesNoTextThatIsMadeAtRunTime) {
  static_assert(std::is_constructible_v<phr::static_text, const char (&)[6]>);
  static_assert(!std::is_constructible_v<phr::static_text, std::string>);
  static_assert(!std::is_constructible_v<phr::static_text, std::string_view>);
  static_assert(!std::is_constructible_v<phr::static_text, const char*>);
  const auto text = phr::describe(phr::error{phr::errc::invalid_value});
  EXPECT_EQ(text.find('['), std::string::npos) << text;
}

TEST(Error, KnowsANameAndAdviceForEveryCode) {
  EXPECT_EQ(std::string_view(phr::name(phr::errc::wrong_key).data()), "wrong_key");
  EXPECT_EQ(std::string_view(phr::name(static_cast<phr::errc>(9999)).data()), "unknown");
}

TEST(Result, PropagatesTheErrorThroughTry) {
  ASSERT_TRUE(quarter(8));
  EXPECT_EQ(quarter(8).value(), 2);
  const auto refused = quarter(6);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), phr::errc::invalid_argument);
  EXPECT_EQ(refused.error().ordinal(), 7U);
}

TEST(Result, ThrowsWhenTheValueOfAFailureIsReadUnchecked) {
  const auto refused = half(1);
  EXPECT_THROW(static_cast<void>(refused.value()), std::logic_error);
  const auto fine = half(2);
  EXPECT_THROW(static_cast<void>(fine.error()), std::logic_error);
}

TEST(Progress, GoesOnWithoutACallbackAndStopsWhenToldTo) {
  EXPECT_TRUE(phr::progress{}({1, 2, "bytes"}));
  std::uint64_t seen = 0;
  auto stop_at_two = [&](const phr::progress_step& step) {
    seen = step.done;
    return step.done < 2;
  };
  const phr::progress watched(stop_at_two);
  EXPECT_TRUE(watched({1, 2, "bytes"}));
  EXPECT_FALSE(watched({2, 2, "bytes"}));
  EXPECT_EQ(seen, 2U);
}

TEST(Owned, DeletesOnceAndMoves) {
  int deleted = 0;
  struct counted {
    int* count;
    ~counted() { ++*count; }
  };
  {
    phr::owned<counted> first(new counted{&deleted});
    phr::owned<counted> second(std::move(first));
    EXPECT_FALSE(first);
    EXPECT_TRUE(second);
  }
  EXPECT_EQ(deleted, 1);
}

}  // namespace
