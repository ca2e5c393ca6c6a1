// Callbacks run in the middle of work: what would wait for that work is refused, and nothing hangs.
#include "session/record_fixture.hpp"

#include <future>

namespace {

using namespace phr::test;
using phr::errc;

class Callback : public record_fixture {
 protected:
  void SetUp() override { put({patient("p"), observation("o", "p", "1", "2020", "5"), consent("k", "p", "mia", {"Observation"})}); }
  static std::string bundle() {
    return R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":)" + patient("q") + R"(},{"resource":)" + patient("r") + "}]}";
  }
};

TEST_F(Callback, AWriteInTheMiddleOfAWriteIsRefused) {
  auto other = owner();
  std::vector<errc> codes;
  auto tell = [&](const phr::progress_step&) {
    const auto made = other.update(patient("x"));
    codes.push_back(made ? errc{} : made.error().code());
    return true;
  };
  ASSERT_TRUE(owner().import_text(bundle(), tell));
  EXPECT_GE(codes.size(), 2U);
  for (const errc each : codes) EXPECT_EQ(each, errc::locked);
  EXPECT_TRUE(other.update(patient("x"))) << "and possible behind it";
}

// NDJSON lands in batches: its callbacks come between them, where nothing is held.
TEST_F(Callback, AWriteBetweenTheBatchesOfLinesWorks) {
  std::string lines;
  for (int nth = 0; nth < 6'000; ++nth) lines += patient("n" + std::to_string(nth)) + "\n";
  auto other = owner();
  auto mia = as("mia");
  std::size_t calls = 0;
  auto tell = [&](const phr::progress_step& step) {
    EXPECT_LE(step.done, lines.size());
    EXPECT_TRUE(other.update(patient("x" + std::to_string(calls++))));
    EXPECT_TRUE(mia.search("Observation"));
    return true;
  };
  ASSERT_TRUE(owner().import_lines(lines, {.watch = tell}));
  EXPECT_GE(calls, 2U);
  EXPECT_TRUE(other.read(phr::fhir::resource_type::Patient, "x1"));
}

TEST_F(Callback, ReadsInTheMiddleAreTheOwnersAlone) {
  auto me = owner();
  auto mia = as("mia");
  std::size_t seen = 0;
  std::vector<errc> codes;
  auto tell = [&](const phr::progress_step&) {
    seen += found(me, "Observation").size();
    const auto hers = mia.search("Observation");
    codes.push_back(hers ? errc{} : hers.error().code());
    return true;
  };
  ASSERT_TRUE(owner().execute(R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/p"}}]})", tell));
  EXPECT_EQ(seen, 1U);
  EXPECT_EQ(codes, std::vector{errc::locked}) << "her row of the trail would wait for the work";
  EXPECT_EQ(found(mia, "Observation"), ids{"Observation/o"});
}

TEST_F(Callback, TheStoreStaysOpenUnderneath) {
  auto tell = [&](const phr::progress_step&) {
    const auto closed = store_.close();
    EXPECT_FALSE(closed);
    EXPECT_EQ(closed ? errc{} : closed.error().code(), errc::locked);
    return true;
  };
  ASSERT_TRUE(owner().import_text(bundle(), tell));
  EXPECT_TRUE(owner().search("Patient"));
}

TEST_F(Callback, AnotherThreadWaitsForItsTurn) {
  std::future<bool> written;
  auto tell = [&](const phr::progress_step&) {
    if (!written.valid()) {
      written = std::async(std::launch::async, [&] { return static_cast<bool>(owner().update(patient("other"))); });
    }
    return true;
  };
  ASSERT_TRUE(owner().import_text(bundle(), tell));
  ASSERT_TRUE(written.valid());
  EXPECT_TRUE(written.get());
}

}  // namespace
