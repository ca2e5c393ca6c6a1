// Stores that are nowhere but in memory.
#include "session/record_fixture.hpp"

#include "core/platform/file.hpp"

#include <atomic>
#include <thread>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

phr::store open_in_memory() { return phr::store::open(":memory:", phr::passphrase("x"), {.cost = phr::crypto::argon2_test_cost}).value(); }

phr::session owner_of(const phr::store& of) { return of.session(phr::owner(), {.now = test_now}).value(); }

std::string named(const std::string& family) { return R"({"resourceType":"Patient","id":"p","name":[{"family":")" + family + "\"}]}"; }

TEST(InMemory, StoresAreApartAndNoFileIsLeft) {
  const auto before = phr::platform::names_in(".", "here").value();
  {
    const phr::store first = open_in_memory();
    const phr::store second = open_in_memory();
    ASSERT_TRUE(owner_of(first).update(named("Only")));
    EXPECT_EQ(owner_of(first).search("Patient").value().size(), 1U);
    EXPECT_EQ(owner_of(second).search("Patient").value().size(), 0U);
    EXPECT_EQ(phr::platform::names_in(".", "here").value(), before);
  }
  EXPECT_EQ(phr::platform::names_in(".", "here").value(), before);
}

TEST(InMemory, AnswersAsAFileDoes) {
  phr::store in = open_in_memory();
  auto me = owner_of(in);
  for (int nth = 0; nth < 300; ++nth) ASSERT_TRUE(me.update(observation("o" + std::to_string(nth), "p", "heart", "2020-01-01", std::to_string(nth))));
  ASSERT_TRUE(me.erase(resource_type::Observation, "o7"));
  EXPECT_EQ(me.search("Observation?_count=1000").value().size(), 299U);
  EXPECT_TRUE(me.history(resource_type::Observation, "o8"));
  EXPECT_TRUE(me.verify_audit().value().intact);
  EXPECT_EQ(in.info().value().slots[0], phr::crypto::slot_kind::passphrase);
  EXPECT_GT(in.info().value().file_bytes, 4096U);
  ASSERT_TRUE(in.add_passphrase(phr::crypto::passphrase("another"), phr::crypto::argon2_test_cost));
  EXPECT_EQ(in.info().value().slots[1], phr::crypto::slot_kind::passphrase);
  EXPECT_TRUE(in.remove_slot(1));
}

TEST(InMemory, WhatIsHeldStaysAsItWasWhileOthersWrite) {
  const phr::store in = open_in_memory();
  auto me = owner_of(in);
  ASSERT_TRUE(me.update(named("Before")));
  const auto held = me.search("Patient").value();
  ASSERT_TRUE(me.update(named("After")));
  EXPECT_NE(held[0].json().value().find("Before"), std::string::npos);
  EXPECT_NE(me.read(resource_type::Patient, "p").value().json.find("After"), std::string::npos);
}

TEST(InMemory, IsThereAgainAfterItWasSuspended) {
  phr::store in = open_in_memory();
  auto me = owner_of(in);
  ASSERT_TRUE(me.update(named("Kept")));
  ASSERT_TRUE(in.suspend());
  EXPECT_EQ(me.search("Patient").error().code(), errc::suspended);
  ASSERT_TRUE(in.resume());
  EXPECT_EQ(me.search("Patient").value().size(), 1U);
  ASSERT_TRUE(in.close());
  EXPECT_EQ(me.search("Patient").error().code(), errc::invalid_argument);
}

TEST(InMemory, IsNotReadOnly) {
  EXPECT_EQ(phr::store::open(":memory:", phr::passphrase("x"), {.read_only = true}).error().code(), errc::invalid_argument);
}

TEST(InMemory, ReadersAndWritersAtOnceSeeWholeTransactions) {
  const phr::store in = open_in_memory();
  const auto both = [](int value) {
    std::string text = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (const char* id : {"a", "b"}) {
      if (text.back() != '[') text += ",";
      text += R"({"resource":)" + observation(id, "p", "both", "2020-01-01", std::to_string(value)) + R"(,"request":{"method":"PUT","url":"Observation/)" + id + "\"}}";
    }
    return text + "]}";
  };
  ASSERT_TRUE(owner_of(in).execute(both(0)));
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::atomic<int> looks{0};
  std::vector<std::thread> readers;
  for (int nth = 0; nth < 3; ++nth) {
    readers.emplace_back([&] {
      auto me = owner_of(in);
      while (!stop) {
        const auto now = me.search("Observation?_sort=_id").value();
        const auto value = [&](std::size_t at) {
          const std::string json(now[at].json().value());
          return json.substr(json.find("\"value\":"), 14);
        };
        if (now.size() != 2 || value(0) != value(1)) ++torn;
        ++looks;
      }
    });
  }
  auto me = owner_of(in);
  int written = 0;
  for (int value = 1; value <= 300 || looks < 300; ++value, ++written) ASSERT_TRUE(me.execute(both(value)));
  stop = true;
  for (std::thread& each : readers) each.join();
  EXPECT_EQ(torn, 0);
  EXPECT_GE(written, 300);
}

}  // namespace
