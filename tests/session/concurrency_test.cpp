// Readers and writers at once. PHR_LONG_RUN_SECONDS makes the first one run so long (nightly: 60 s).
#include "session/record_fixture.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <set>
#include <thread>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Concurrency : public record_fixture {
 protected:
  static std::chrono::seconds duration() {
    const char* const asked = std::getenv("PHR_LONG_RUN_SECONDS");
    return std::chrono::seconds(asked != nullptr ? std::max(1, std::atoi(asked)) : 2);
  }
  // One transaction that puts three Observations of the same value.
  static std::string together(int value) {
    std::string text = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (const char* id : {"a", "b", "c"}) {
      if (text.back() != '[') text += ",";
      text += R"({"resource":)" + observation(id, "p", "together", "2020-01-01", std::to_string(value)) + R"(,"request":{"method":"PUT","url":"Observation/)" +
              id + "\"}}";
    }
    return text + "]}";
  }
  static std::string value_in(const std::string& json) {
    const std::size_t at = json.find("\"value\":");
    return at == std::string::npos ? "" : json.substr(at, json.find(',', at) - at);
  }
};

TEST_F(Concurrency, NoReaderSeesHalfATransaction) {
  ASSERT_TRUE(owner().execute(together(0)));
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::atomic<int> failed{0};
  std::atomic<std::int64_t> reads{0};
  const auto reader = [&](int nth) {
    auto me = owner();
    while (!stop) {
      const auto hits = me.search("Observation?code=together");
      if (!hits || hits.value().size() != 3) {
        ++failed;
        continue;
      }
      std::set<std::string> values;
      std::set<std::uint32_t> versions;
      for (const auto& hit : hits.value()) {
        const auto text = hit.json();
        values.insert(text ? value_in(text.value()) : "none");
        versions.insert(hit.version());
      }
      if (values.size() != 1 || versions.size() != 1) ++torn;
      if (nth == 0) {  // a page of history is of one moment, too: three versions for each transaction
        const auto page = me.history({.type = resource_type::Observation, .count = 6});
        if (!page || page.value().versions.size() % 3 != 0 || page.value().versions[0].version != page.value().versions[2].version) ++torn;
      }
      ++reads;
    }
  };
  std::vector<std::thread> readers;
  for (int nth = 0; nth < 8; ++nth) readers.emplace_back(reader, nth);
  auto writer = owner();
  const auto end = std::chrono::steady_clock::now() + duration();
  int written = 0;
  while (std::chrono::steady_clock::now() < end) {
    const auto done = writer.execute(together(++written));
    if (!done) ++failed;
  }
  stop = true;
  for (auto& each : readers) each.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(failed, 0);
  EXPECT_GT(written, 3);
  EXPECT_GT(reads, 8);
  auto me = owner();
  EXPECT_EQ(me.read(resource_type::Observation, "a").value().version, static_cast<std::uint32_t>(written + 1));
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(Concurrency, WritersTakeTurnsAndLoseNothing) {
  std::vector<std::thread> writers;
  std::atomic<int> failed{0};
  for (int nth = 0; nth < 4; ++nth) {
    writers.emplace_back([&, nth] {
      auto me = owner();
      for (int each = 0; each < 20; ++each) {
        if (!me.update(patient("w" + std::to_string(nth) + "-" + std::to_string(each)))) ++failed;
      }
    });
  }
  for (auto& each : writers) each.join();
  EXPECT_EQ(failed, 0);
  auto me = owner();
  EXPECT_EQ(found(me, "Patient").size(), 80U);
  EXPECT_TRUE(me.verify_audit().value().intact);
}

// Optimistic locking: of those who read one version and change it, one succeeds.
TEST_F(Concurrency, OfManyWithOneIfMatchOneWins) {
  put({observation("o", "p", "1", "2020-01-01", "0")});
  std::vector<std::thread> writers;
  std::atomic<int> won{0};
  std::atomic<int> refused{0};
  for (int nth = 1; nth <= 6; ++nth) {
    writers.emplace_back([&, nth] {
      auto me = owner();
      const auto done = me.update(observation("o", "p", "1", "2020-01-01", std::to_string(nth)), 1);
      if (done) ++won;
      if (!done && done.error().code() == errc::version_conflict) ++refused;
    });
  }
  for (auto& each : writers) each.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(owner().read(resource_type::Observation, "o").value().version, 2U);
}

TEST_F(Concurrency, ManyStoresAreOpenAtOnceAndKnowNothingOfEachOther) {
  constexpr int many = 12;
  std::vector<phr::store> stores;
  for (int nth = 0; nth < many; ++nth) {
    stores.push_back(phr::store::open(folder_.path("store" + std::to_string(nth) + ".phr"), phr::passphrase("x"),
                                      {.create = true, .cost = phr::crypto::argon2_test_cost}).value());
  }
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int nth = 0; nth < many; ++nth) {
    threads.emplace_back([&, nth] {
      auto me = stores[static_cast<std::size_t>(nth)].session(phr::owner(), {.now = test_now}).value();
      for (int each = 0; each <= nth; ++each) {
        if (!me.update(patient("p" + std::to_string(each)))) ++failed;
      }
    });
  }
  for (auto& each : threads) each.join();
  EXPECT_EQ(failed, 0);
  for (int nth = 0; nth < many; ++nth) {
    auto me = stores[static_cast<std::size_t>(nth)].session(phr::owner(), {.now = test_now}).value();
    EXPECT_EQ(found(me, "Patient").size(), static_cast<std::size_t>(nth + 1));
  }
}

TEST_F(Concurrency, ManySubjectsLiveInOneStore) {
  auto me = owner();
  for (int nth = 0; nth < 30; ++nth) {
    const std::string id = "subject" + std::to_string(nth);
    put({patient(id), observation("of-" + id, id, "1", "2020-01-01", std::to_string(nth))});
  }
  put({consent("agreed", "subject7", "visiting", {"Observation", "Patient"})});
  EXPECT_EQ(found(me, "Observation?subject=Patient/subject7"), ids{"Observation/of-subject7"});
  EXPECT_EQ(me.timeline({.patient = "subject9"}).value().size(), 1U);
  auto doctor = as("visiting");
  EXPECT_EQ(found(doctor, "Observation"), ids{"Observation/of-subject7"});
  EXPECT_EQ(doctor.history(phr::history_query{}).value().versions.size(), 2U);
  ASSERT_TRUE(me.erase(resource_type::Observation, "of-subject3"));
  EXPECT_EQ(found(me, "Observation").size(), 29U);
}

}  // namespace
