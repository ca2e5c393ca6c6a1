// A store gives its file up for a while.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"
#include "support/file_bytes.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Suspend : public record_fixture {
 protected:
  Suspend() { put({patient("p")}); }
  [[nodiscard]] std::string me() const { return folder_.path("me.phr"); }

  // Handles of this process on the file and what lies beside it.
  [[nodiscard]] int handles() const {
    int many = 0;
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (std::filesystem::read_symlink(each.path(), gone).string().starts_with(me())) ++many;
    }
    return many;
  }
  // Locks of this process on the file, of either kind.
  [[nodiscard]] int locks() const {
    struct stat about {};
    if (stat(me().c_str(), &about) != 0) return -1;
    const std::string inode = ":" + std::to_string(about.st_ino) + " ";
    const std::string process = " " + std::to_string(getpid()) + " ";
    std::ifstream all("/proc/locks");
    int many = 0;
    for (std::string line; std::getline(all, line);) many += line.find(inode) != std::string::npos && line.find(process) != std::string::npos ? 1 : 0;
    return many;
  }
};

TEST_F(Suspend, HoldsNothingOnTheFileUntilItIsResumed) {
  auto session = owner();
  ASSERT_TRUE(session.read(resource_type::Patient, "p"));  // leaves a row that waits
  EXPECT_GT(handles(), 0);
  EXPECT_GT(locks(), 0);
  ASSERT_TRUE(store_.suspend());
  EXPECT_EQ(handles(), 0);
  EXPECT_EQ(locks(), 0);
  EXPECT_FALSE(std::filesystem::exists(me() + "-wal"));
  EXPECT_EQ(session.read(resource_type::Patient, "p").error().code(), errc::suspended);
  EXPECT_EQ(session.update(patient("q")).error().code(), errc::suspended);
  EXPECT_EQ(store_.info().error().code(), errc::suspended);
  EXPECT_EQ(store_.remove_slot(0).error().code(), errc::suspended);
  EXPECT_TRUE(store_.suspend()) << "again does nothing";
  ASSERT_TRUE(store_.resume());
  EXPECT_TRUE(store_.resume());
  EXPECT_TRUE(session.update(patient("q")));
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
  const auto rows = session.audit_trail().value();
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.action == phr::audit_action::read; }), 1);
  EXPECT_TRUE(session.verify_audit().value().intact);
}

TEST_F(Suspend, IsRefusedWhileSomethingIsHeldAndGoesOnAsBefore) {
  auto session = owner();
  auto hits = std::make_optional(session.search("Patient").value());
  auto moment = std::make_optional(session.moment().value());
  const auto refused = store_.suspend({.wait_milliseconds = 30});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::locked);
  EXPECT_EQ(refused.error().ordinal(), 2U);
  EXPECT_TRUE(session.update(patient("q")));
  hits.reset();
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    moment.reset();
  });
  EXPECT_TRUE(store_.suspend()) << "it waits";
  later.join();
  EXPECT_TRUE(store_.resume());
}

TEST_F(Suspend, CancelsWhatRunsWhereItIsAskedTo) {
  auto session = owner();
  std::string lines;
  for (int nth = 0; nth < 20'000; ++nth) lines += observation("o" + std::to_string(nth), "p", "1", "2020-01-01", std::to_string(nth)) + "\n";
  write_file(folder_.path("lines.ndjson"), lines);
  std::atomic<bool> begun{false};
  const auto watch = [&](const phr::progress_step&) {
    begun = true;
    return true;
  };
  std::string code;
  std::thread import([&] {
    const auto done = session.import_file(folder_.path("lines.ndjson"), phr::progress(watch));
    code = done ? "done" : std::string(phr::name(done.error().code()).data());
  });
  while (!begun) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(store_.suspend({.wait_milliseconds = 20'000, .cancel_running = true}));
  import.join();
  EXPECT_TRUE(code == "cancelled" || code == "suspended") << code;
  ASSERT_TRUE(store_.resume());
  const auto landed = found(session, "Observation").size();
  EXPECT_EQ(landed % 1200, 0U) << "a batch lands whole or not at all";
  EXPECT_LT(landed, 20'000U);
  EXPECT_TRUE(session.verify_audit().value().intact);
}

TEST_F(Suspend, FindsThatAnotherFileIsThere) {
  ASSERT_TRUE(store_.suspend());
  std::filesystem::rename(me(), folder_.path("moved.phr"));
  EXPECT_EQ(store_.resume().error().code(), errc::no_such_file);
  { const phr::store other = phr::store::open(me(), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value(); }
  EXPECT_EQ(store_.resume().error().code(), errc::file_replaced);
  EXPECT_EQ(owner().update(patient("q")).error().code(), errc::suspended);
  std::filesystem::rename(folder_.path("moved.phr"), me());
  EXPECT_TRUE(store_.resume());
  EXPECT_TRUE(owner().update(patient("q")));
}

TEST_F(Suspend, SeesWhatAnotherProcessDidMeanwhile) {
  auto session = owner();
  EXPECT_EQ(found(session, "Patient"), ids{"Patient/p"});
  ASSERT_TRUE(store_.suspend());
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  EXPECT_EQ(other.ask("put " + patient("q")), "ok");
  EXPECT_EQ(other.ask("key"), "ok");
  EXPECT_EQ(other.end(), 0);
  ASSERT_TRUE(store_.resume());
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
  EXPECT_EQ(store_.info().value().slots[1], phr::crypto::slot_kind::host_key);
}

TEST_F(Suspend, CanBeClosed) {
  ASSERT_TRUE(store_.suspend());
  EXPECT_TRUE(store_.close());
  EXPECT_EQ(store_.resume().error().code(), errc::invalid_argument);
}

// PHR_NIGHTLY: for a minute.
TEST_F(Suspend, UnderLoadOfSeveralThreads) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::getenv("PHR_NIGHTLY") != nullptr ? 60 : 2);
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::atomic<int> written{0};
  const auto is_fine = [&](const auto& done) {
    if (done) return true;
    if (done.error().code() != errc::suspended) ++wrong;
    return false;
  };
  std::vector<std::thread> threads;
  for (int nth = 0; nth < 3; ++nth) {
    threads.emplace_back([&] {
      for (auto session = owner(); !stop;) {
        const auto hits = session.search("Patient?_id=p");
        if (is_fine(hits) && hits.value().size() != 1) ++wrong;
      }
    });
  }
  threads.emplace_back([&] {
    for (auto session = owner(); !stop;) {
      if (is_fine(session.update(observation("o", "p", "1", "2020-01-01", std::to_string(written + 1))))) ++written;
    }
  });
  int suspended = 0;
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_TRUE(store_.suspend({.wait_milliseconds = 20'000}));
    EXPECT_EQ(handles(), 0);
    ++suspended;
    ASSERT_TRUE(store_.resume());
    std::this_thread::sleep_for(std::chrono::milliseconds(suspended % 7));
  }
  stop = true;
  for (auto& each : threads) each.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(suspended, 3);
  EXPECT_EQ(owner().read(resource_type::Observation, "o").value().version, static_cast<std::uint32_t>(written));
  EXPECT_TRUE(owner().verify_audit().value().intact);
  std::printf("%d times, %d writes\n", suspended, written.load());
}

}  // namespace
