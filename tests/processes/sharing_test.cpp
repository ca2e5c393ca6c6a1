// Several processes, and several stores of one, have a file open.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"

#include <atomic>
#include <filesystem>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Shared : public record_fixture {
 protected:
  [[nodiscard]] std::string me() const { return folder_.path("me.phr"); }
};

TEST_F(Shared, WhatAnotherProcessCommitsIsSeen) {
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  auto session = owner();
  EXPECT_EQ(found(session, "Patient"), ids{});
  EXPECT_EQ(other.ask("put " + patient("p")), "ok");
  EXPECT_EQ(found(session, "Patient"), ids{"Patient/p"});
  put({patient("q")});
  EXPECT_EQ(other.ask("put " + patient("r")), "ok");
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q", "Patient/r"}));
  EXPECT_EQ(other.end(), 0);
  const auto verdict = session.verify_audit();
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict.value().intact);
}

TEST_F(Shared, TwoStoresOfOneProcessAreAsTwoProcesses) {
  const phr::store second = phr::store::open(me(), phr::passphrase("x")).value();
  auto other = second.session(phr::owner(), {.now = test_now}).value();
  put({patient("p")});
  EXPECT_EQ(found(other, "Patient"), ids{"Patient/p"});
  ASSERT_TRUE(other.update(patient("q")));
  auto session = owner();
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
}

// Closing a handle of a file takes all of the process's locks on it, where nobody minds.
TEST_F(Shared, ClosingOneStoreLeavesTheLocksOfTheOther) {
  auto session = owner();
  put({patient("p")});
  const auto held = session.search("Patient");
  { const phr::store second = phr::store::open(me(), phr::passphrase("x")).value(); }
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  EXPECT_EQ(other.ask("put " + patient("q")), "ok");
  EXPECT_EQ(other.end(), 0);
  EXPECT_TRUE(std::filesystem::exists(me() + "-wal")) << "the last process that closes takes it away, and this was not the last";
  EXPECT_EQ(held.value().size(), 1U);
}

TEST_F(Shared, ConsentsThatAnotherProcessWritesCount) {
  put({patient("p"), observation("o", "p", "1", "2020-01-01", "5")});
  auto doctor = as("d");
  EXPECT_EQ(found(doctor, "Observation"), ids{});
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  EXPECT_EQ(other.ask("put " + consent("c", "p", "d", {"Observation"})), "ok");
  EXPECT_EQ(found(doctor, "Observation"), ids{"Observation/o"});
  std::string ended = consent("c", "p", "d", {"Observation"});
  ended.replace(ended.find("active"), 6, "inactive");
  EXPECT_EQ(other.ask("put " + ended), "ok");
  EXPECT_EQ(found(doctor, "Observation"), ids{});
}

TEST_F(Shared, NewSubjectsAndNamesOfAnotherProcessAreDecidedAnew) {
  put({patient("p"), consent("c", "p", "d", {"Observation", "Patient"})});
  auto doctor = as("d");
  EXPECT_EQ(found(doctor, "Observation"), ids{});
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  EXPECT_EQ(other.ask("put " + patient("q")), "ok");
  EXPECT_EQ(other.ask("put " + observation("of-q", "q", "1", "2020-01-01", "5")), "ok");
  EXPECT_EQ(other.ask("put " + observation("of-p", "p", "1", "2020-01-01", "5")), "ok");
  EXPECT_EQ(found(doctor, "Observation"), ids{"Observation/of-p"});
  const auto read = doctor.read(resource_type::Observation, "of-p");
  ASSERT_TRUE(read);
  EXPECT_NE(read.value().json.find("Patient/p"), std::string::npos);
}

TEST_F(Shared, SearchParametersOfAnotherProcessAreKnown) {
  const auto parameter = [](const std::string& expression) {
    return R"({"resourceType":"SearchParameter","url":"http://x.org/mine","name":"mine","status":"active","description":"d","code":"mine","base":["Observation"],"type":"string","expression":")" + expression + "\"}";
  };
  put({patient("p"), observation("o", "p", "glucose", "2020-01-01", "5")});
  auto session = owner();
  EXPECT_EQ(session.search("Observation?mine=glucose").error().code(), errc::unknown_parameter);
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  EXPECT_EQ(other.ask("parameter " + parameter("Observation.code.coding.code")), "ok");
  EXPECT_EQ(found(session, "Observation?mine=glucose"), ids{"Observation/o"});
  put({observation("o2", "p", "glucose", "2020-01-01", "5")});  // indexed here by what was added there
  EXPECT_EQ(found(session, "Observation?mine=glucose"), (ids{"Observation/o", "Observation/o2"}));
  EXPECT_EQ(other.ask("drop mine"), "ok");
  EXPECT_EQ(session.search("Observation?mine=glucose").error().code(), errc::unknown_parameter);
  EXPECT_EQ(other.ask("parameter " + parameter("Observation.code.coding.display")), "ok");
  EXPECT_EQ(found(session, "Observation?mine=glucose"), ids{});
  EXPECT_EQ(found(session, "Observation?mine=Test"), (ids{"Observation/o", "Observation/o2"}));
}

TEST_F(Shared, KeySlotsOfAnotherProcessAreSeenAndNoneIsLost) {
  std::vector<std::unique_ptr<probe>> others;
  for (int nth = 0; nth < 2; ++nth) others.push_back(std::make_unique<probe>(std::vector<std::string>{"keys", me(), "3"}));
  for (const auto& each : others) EXPECT_EQ(each->end(), 0);
  const auto about = store_.info();
  ASSERT_TRUE(about);
  EXPECT_EQ(std::count(about.value().slots.begin(), about.value().slots.end(), phr::crypto::slot_kind::host_key), 6);
  ASSERT_TRUE(store_.add_host_key(phr::secret_key(std::array<std::uint8_t, 32>{})));
  EXPECT_EQ(store_.add_host_key(phr::secret_key(std::array<std::uint8_t, 32>{})).error().code(), errc::no_free_slot);
  auto session = owner();
  const auto rows = session.audit_trail();
  ASSERT_TRUE(rows);
  EXPECT_EQ(std::count_if(rows.value().begin(), rows.value().end(), [](const auto& row) { return row.action == phr::audit_action::change_keys; }), 7);
}

TEST_F(Shared, OneOfManyProcessesMakesAFileAndTheOthersOpenIt) {
  const std::string path = folder_.path("new.phr");
  std::vector<std::unique_ptr<probe>> all;
  for (int nth = 0; nth < 8; ++nth) all.push_back(std::make_unique<probe>(std::vector<std::string>{"make", path, "p" + std::to_string(nth)}));
  for (const auto& each : all) EXPECT_EQ(each->end(), 0);
  const phr::store opened = phr::store::open(path, phr::passphrase("x")).value();
  auto session = opened.session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(session, "Patient").size(), 8U);
}

TEST_F(Shared, AnOldFileIsBroughtUpToDateOnceByWhoeverComesFirst) {
  const auto times = [](const std::string& path) {
    const phr::store opened = phr::store::open(path, phr::passphrase("old format")).value();
    auto session = opened.session(phr::owner(), {.now = test_now}).value();
    const auto rows = session.audit_trail().value();
    return std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.action == phr::audit_action::reindex; });
  };
  const std::string path = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_4, path);
  std::filesystem::copy_file(PHR_FORMAT_4, folder_.path("alone.phr"));
  std::atomic<int> failed{0};
  std::vector<std::thread> all;
  for (int nth = 0; nth < 4; ++nth) {
    all.emplace_back([&] {
      if (!phr::store::open(path, phr::passphrase("old format"), {.busy_milliseconds = 60'000})) ++failed;
    });
  }
  for (auto& each : all) each.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(times(path), times(folder_.path("alone.phr")));
}

TEST_F(Shared, WaitingForAWriterHasAnEnd) {
  const phr::store second = phr::store::open(me(), phr::passphrase("x"), {.busy_milliseconds = 100}).value();
  auto other = second.session(phr::owner(), {.now = test_now}).value();
  auto session = owner();
  std::atomic<bool> inside{false};
  std::atomic<bool> over{false};
  std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + patient("p") + R"(,"request":{"method":"PUT","url":"Patient/p"}}]})";
  const auto wait = [&](const phr::progress_step&) {
    inside = true;
    while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return true;
  };
  std::thread writer([&] { EXPECT_TRUE(session.import_text(bundle, phr::progress(wait))); });
  while (!inside) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(other.update(patient("q")).error().code(), errc::locked) << "of another store";
  over = true;
  writer.join();
  EXPECT_TRUE(other.update(patient("q")));
}

}  // namespace
