// The name of an open file comes to lead elsewhere.
#include "session/record_fixture.hpp"
#include "support/file_bytes.hpp"

#include <filesystem>
#include <fstream>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

class Replaced : public record_fixture {
 protected:
  Replaced() {
    put({patient("p")});
    const phr::store other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  }
  [[nodiscard]] std::string me() const { return folder_.path("me.phr"); }
};

TEST_F(Replaced, AWriteIsRefusedAndNeitherFileChanges) {
  auto session = owner();
  std::filesystem::rename(me(), folder_.path("moved.phr"));
  std::filesystem::rename(folder_.path("other.phr"), me());
  const std::string moved = read_file(folder_.path("moved.phr"));
  const std::string there = read_file(me());
  const std::string wal = read_file(me() + "-wal");
  EXPECT_EQ(session.update(patient("q")).error().code(), errc::file_replaced);
  EXPECT_EQ(store_.add_host_key(phr::secret_key(std::array<std::uint8_t, 32>{})).error().code(), errc::file_replaced);
  EXPECT_TRUE(store_.close()) << "nothing waited to be written";
  EXPECT_EQ(read_file(folder_.path("moved.phr")), moved);
  EXPECT_EQ(read_file(me()), there);
  EXPECT_EQ(read_file(me() + "-wal"), wal) << "what was not moved into the file is still there for whoever puts the file back";
}

TEST_F(Replaced, ANewReaderIsRefused) {
  auto session = owner();
  const auto held = session.search("Patient");  // the connection that is at hand
  ASSERT_TRUE(held);
  std::filesystem::rename(me(), folder_.path("moved.phr"));
  EXPECT_EQ(session.search("Patient").error().code(), errc::file_replaced);
  EXPECT_EQ(held.value().size(), 1U);
  std::filesystem::rename(folder_.path("moved.phr"), me());
  EXPECT_TRUE(session.search("Patient")) << "put back, it is the same file";
  EXPECT_TRUE(session.update(patient("q")));
}

TEST_F(Replaced, AFileThatIsGoneIsNotMadeAnew) {
  std::filesystem::remove(me());
  EXPECT_EQ(owner().update(patient("q")).error().code(), errc::file_replaced);
  EXPECT_FALSE(std::filesystem::exists(me()));
}

// Each name would have a WAL of its own, and of two writers one would lose all.
TEST_F(Replaced, AFileOfTwoNamesIsNotOpened) {
  std::filesystem::create_hard_link(folder_.path("other.phr"), folder_.path("name.phr"));
  for (const char* const name : {"other.phr", "name.phr"}) {
    EXPECT_EQ(phr::store::open(folder_.path(name), phr::passphrase("x")).error().code(), errc::unsupported) << name;
    EXPECT_EQ(phr::store::open(folder_.path(name), phr::passphrase("x"), {.read_only = true}).error().code(), errc::unsupported) << name;
  }
  std::filesystem::remove(folder_.path("name.phr"));
  EXPECT_TRUE(phr::store::open(folder_.path("other.phr"), phr::passphrase("x")));
}

// Somebody's WAL beside a file: it does not open, and nothing of it is moved into the file.
TEST_F(Replaced, AStrangersWalChangesNothing) {
  const std::string wal = read_file(me() + "-wal");
  ASSERT_FALSE(wal.empty());
  const std::string good = read_file(folder_.path("other.phr"));
  std::ofstream(folder_.path("other.phr-wal"), std::ios::binary) << wal;
  EXPECT_FALSE(phr::store::open(folder_.path("other.phr"), phr::passphrase("x")));
  EXPECT_EQ(read_file(folder_.path("other.phr")), good);
  std::filesystem::remove(folder_.path("other.phr-wal"));
  EXPECT_TRUE(phr::store::open(folder_.path("other.phr"), phr::passphrase("x")));
}

TEST_F(Replaced, WhoOnlyReadsLeavesNothingBesideTheFile) {
  {
    auto opened = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.read_only = true}).value();
    EXPECT_EQ(opened.session(phr::owner(), {.now = 1'700'000'000'000'000}).value().search("Patient").value().size(), 0U);
    EXPECT_TRUE(std::filesystem::exists(folder_.path("other.phr-shm")));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path("other.phr-shm")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("other.phr-wal")));
}

TEST_F(Replaced, GoingToAnotherFolderDoesNoHarm) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path(""));
  auto opened = phr::store::open("other.phr", phr::passphrase("x"));
  ASSERT_TRUE(opened);
  std::filesystem::current_path(before);
  auto session = opened.value().session(phr::owner(), {.now = test_now}).value();
  EXPECT_TRUE(session.update(patient("q")));
  EXPECT_EQ(found(session, "Patient"), ids{"Patient/q"});
  EXPECT_TRUE(opened.value().close());
}

}  // namespace
