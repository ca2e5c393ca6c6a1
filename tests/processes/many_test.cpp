// Twenty processes read while one writes, and some of them are killed. PHR_NIGHTLY: for a minute.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"

#include <random>

namespace {

using namespace phr::test;

class Many : public record_fixture {
 protected:
  static double seconds() { return std::getenv("PHR_NIGHTLY") != nullptr ? 60 : 4; }
};

TEST_F(Many, ReadersSeeWholeTransactionsAndNoCommitIsLost) {
  put({patient("p")});
  ASSERT_TRUE(store_.close());
  const std::string path = folder_.path("me.phr");
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(static_cast<long>(1000 * seconds()));
  const auto left = [&] { return std::to_string(std::max(0.3, std::chrono::duration<double>(end - std::chrono::steady_clock::now()).count())); };
  std::vector<std::unique_ptr<probe>> readers;
  const auto reader = [&] { return std::make_unique<probe>(std::vector<std::string>{"read", path, left()}); };
  for (int nth = 0; nth < 20; ++nth) readers.push_back(reader());
  std::mt19937 draw(7);
  std::int64_t durable = -1;
  int kills = 0;
  int writers = 0;
  while (std::chrono::steady_clock::now() < end) {
    probe writer({"write", path, left()});
    ++writers;
    const bool is_killed = writers % 2 == 1;
    int lines = 5 + static_cast<int>(draw() % 60);
    for (std::string line = writer.line(); !line.empty(); line = writer.line()) {
      durable = std::max(durable, static_cast<std::int64_t>(std::atoll(line.c_str())));
      if (draw() % 10 == 0) {  // a reader dies, another comes
        auto& gone = readers[draw() % readers.size()];
        gone->kill();
        ++kills;
        gone = reader();
      }
      if (is_killed && --lines == 0) writer.kill();
    }
    const auto code = writer.end();
    EXPECT_TRUE(code == 0 || (is_killed && code == -SIGKILL)) << code.value_or(-1000);
  }
  for (const auto& each : readers) EXPECT_EQ(each->end(), 0);
  store_ = phr::store::open(path, phr::passphrase("x")).value();
  auto me = owner();
  const auto hits = me.search("Observation?code=together").value();
  ASSERT_EQ(hits.size(), 3U);
  for (const auto& hit : hits) {
    const std::string json = hit.json().value();
    EXPECT_GE(std::atoll(json.c_str() + json.find("\"value\":") + 8), durable) << "what a writer was told is durable is there";
  }
  EXPECT_TRUE(me.verify_audit().value().intact);
  EXPECT_GT(durable, 3);
  std::printf("%lld transactions, %d writers, %d readers killed\n", static_cast<long long>(durable + 1), writers, kills);
}

}  // namespace
