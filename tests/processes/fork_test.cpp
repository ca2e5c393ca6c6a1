// What a forked child may do with what it has from its parent: nothing, and without harm.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"

#include "core/platform/file.hpp"

#include <filesystem>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Fork : public record_fixture {
 protected:
  Fork() { put({patient("p")}); }
  // How a child that does this ends.
  template <class Work>
  static std::optional<int> in_child(const Work& work) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) std::exit(work() ? 0 : 1);
    const auto code = ended(child, std::chrono::seconds(20));
    if (!code) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
    return code;
  }
};

TEST_F(Fork, AChildThatExitsByItselfEnds) {
  EXPECT_EQ(in_child([] { return true; }), 0) << "no thread of the parent is waited for";
}

TEST_F(Fork, HandlesOfTheParentAreRefusedWithAClearPlace) {
  auto me = owner();
  auto hits = me.search("Patient").value();
  const auto code = in_child([&] {
    const auto is_refused = [](const auto& done) {
      return !done && done.error().code() == errc::invalid_argument && std::string_view(done.error().place().data()).find("after fork") != std::string_view::npos;
    };
    bool all = is_refused(me.search("Patient")) && is_refused(me.read(resource_type::Patient, "p")) && is_refused(me.update(patient("q")));
    all = all && is_refused(store_.info()) && is_refused(store_.suspend()) && is_refused(store_.resume()) && is_refused(store_.close());
    all = all && is_refused(store_.session(phr::owner(), {.now = test_now})) && is_refused(store_.remove_slot(0));
    for (const auto& hit : hits) all = all && is_refused(hit.json());
    return all;
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE(me.update(patient("q")));
  EXPECT_EQ(found(me, "Patient"), (ids{"Patient/p", "Patient/q"}));
}

TEST_F(Fork, WhatAChildDestroysIsStillTheParents) {
  auto me = owner();
  auto hits = std::make_optional(me.search("Patient").value());
  const auto code = in_child([&] {
    hits.reset();
    { const phr::session gone = std::move(me); }
    const phr::store gone = std::move(store_);
    return true;
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE((*hits)[0].json());
  EXPECT_TRUE(me.update(patient("q")));
  EXPECT_TRUE(std::filesystem::exists(folder_.path("me.phr-wal")));
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(Fork, AChildOpensTheFileItselfAndBothWrite) {
  auto me = owner();
  const auto held = me.search("Patient");  // locks of the parent, which the child must not think its own
  const auto code = in_child([&] {
    auto opened = phr::store::open(folder_.path("me.phr"), phr::passphrase("x"));
    if (!opened) return false;
    auto mine = opened.value().session(phr::owner(), {.now = test_now}).value();
    return mine.update(patient("child")) && found(mine, "Patient").size() == 2 && opened.value().close();
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_.path("me.phr-wal"))) << "the child was not the last one that had it open";
  put({patient("q")});
  EXPECT_EQ(found(me, "Patient"), (ids{"Patient/child", "Patient/p", "Patient/q"}));
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(Fork, AChildKeepsNoLockOfAParentThatCloses) {
  const std::string path = folder_.path("me.phr");
  int hold[2];
  int runs[2];
  ASSERT_EQ(pipe(hold), 0);
  ASSERT_EQ(pipe(runs), 0);
  const pid_t child = fork();
  char byte = 0;
  if (child == 0) {
    ::close(hold[1]);
    static_cast<void>(!::write(runs[1], &byte, 1));
    static_cast<void>(!::read(hold[0], &byte, 1));
    std::_Exit(0);
  }
  ::close(hold[0]);
  ASSERT_EQ(::read(runs[0], &byte, 1), 1) << "until the child runs it has what its parent had";
  ASSERT_TRUE(store_.close());
  const auto exclusive = [&] {  // as an earlier version of PHR
    const auto file = phr::platform::file::open(path, phr::platform::file_access::read_write, "the file").value();
    return file.lock(phr::platform::file::lock_kind::exclusive, "the file").value();
  };
  EXPECT_TRUE(exclusive());
  ::close(hold[1]);
  EXPECT_EQ(ended(child, std::chrono::seconds(20)), 0);
}

}  // namespace
