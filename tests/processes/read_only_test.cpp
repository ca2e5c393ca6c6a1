// A store that is opened to be read only.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"
#include "support/file_bytes.hpp"

#include <filesystem>
#include <sys/stat.h>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class ReadOnly : public record_fixture {
 protected:
  ReadOnly() { put({patient("p")}); }
  [[nodiscard]] std::string me() const { return folder_.path("me.phr"); }
  static phr::result<phr::store> opened(const std::string& path) { return phr::store::open(path, phr::passphrase("x"), {.read_only = true}); }
};

TEST_F(ReadOnly, RefusesEveryWriteAndOthersAndLeavesNoTrace) {
  ASSERT_TRUE(store_.close());
  const std::string before = read_file(me());
  {
    auto reader = opened(me()).value();
    auto session = reader.session(phr::owner(), {.now = test_now}).value();
    EXPECT_EQ(found(session, "Patient"), ids{"Patient/p"});
    EXPECT_TRUE(session.read(resource_type::Patient, "p"));
    EXPECT_EQ(session.update(patient("q")).error().code(), errc::read_only);
    EXPECT_EQ(session.import_text(patient("q")).error().code(), errc::read_only);
    EXPECT_EQ(session.reindex().error().code(), errc::read_only);
    EXPECT_EQ(session.erase(resource_type::Patient, "p").error().code(), errc::read_only);
    EXPECT_EQ(reader.add_passphrase(phr::passphrase("y"), phr::crypto::argon2_test_cost).error().code(), errc::read_only);
    EXPECT_EQ(reader.remove_slot(0).error().code(), errc::read_only);
    const auto doctor = reader.session(phr::access::practitioner("Practitioner/d").value(), {.purpose = phr::purpose::treatment, .now = test_now});
    EXPECT_EQ(doctor.error().code(), errc::read_only);
    EXPECT_EQ(reader.session(phr::access::anonymous(), {.now = test_now}).error().code(), errc::read_only);
    EXPECT_TRUE(session.verify_audit().value().intact);
    EXPECT_TRUE(reader.suspend());
    EXPECT_TRUE(reader.resume());
    EXPECT_EQ(found(session, "Patient"), ids{"Patient/p"});
    EXPECT_TRUE(reader.close());
  }
  EXPECT_EQ(read_file(me()), before);
}

TEST_F(ReadOnly, WorksBesideAWriterOfAnotherProcess) {
  probe other({"obey", me()});
  ASSERT_EQ(other.line(), "ready");
  ASSERT_TRUE(store_.close());
  auto reader = opened(me()).value();
  auto session = reader.session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(other.ask("put " + patient("q")), "ok");
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
  EXPECT_EQ(other.end(), 0);
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
}

TEST_F(ReadOnly, WorksBesideAWriterOfThisProcess) {
  auto reader = opened(me()).value();
  put({patient("q")});
  auto session = reader.session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(session, "Patient"), (ids{"Patient/p", "Patient/q"}));
}

// Root may write everywhere, so somebody else reads.
TEST_F(ReadOnly, WorksInAFolderThatTakesNoFile) {
  ASSERT_TRUE(store_.close());
  chmod(me().c_str(), 0444);
  chmod(folder_.path("").c_str(), 0555);
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && setuid(nobody) != 0) std::_Exit(2);
    auto reader = opened(me());
    if (!reader) std::_Exit(3);
    auto session = reader.value().session(phr::owner(), {.now = test_now}).value();
    const bool all = found(session, "Patient") == ids{"Patient/p"} && session.read(resource_type::Patient, "p") && session.read(resource_type::Patient, "p") &&
                     session.update(patient("q")).error().code() == errc::read_only;
    std::_Exit(all ? 0 : 4);
  }
  EXPECT_EQ(ended(child, std::chrono::seconds(20)), 0);
  chmod(folder_.path("").c_str(), 0755);
}

TEST_F(ReadOnly, RefusesAFileOfAnEarlierFormatAndOneThatIsToBeMade) {
  const std::string old = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_4, old);
  const std::string before = read_file(old);
  EXPECT_EQ(phr::store::open(old, phr::passphrase("old format"), {.read_only = true}).error().code(), errc::read_only);
  EXPECT_EQ(read_file(old), before);
  EXPECT_EQ(phr::store::open(folder_.path("new.phr"), phr::passphrase("x"), {.create = true, .read_only = true}).error().code(), errc::invalid_argument);
}

}  // namespace
