#include "store/file/opening.hpp"

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

#include <phr/crypto/random.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

namespace crypto = phr::crypto;
namespace storage = phr::storage;
using phr::errc;

const phr::store_options cheap{.create = true, .cost = crypto::argon2_test_cost};

using phr::test::read_file;
using phr::test::write_file;

template <class... Key>
phr::result<void> add(storage::opened_file& to, const Key&... key) {
  const auto slot = storage::sealed(to, key...);
  return slot ? storage::add_slot(to, slot.value()) : phr::result<void>(slot.error());
}

class StoreOpen : public testing::Test {
 protected:
  StoreOpen() {
    auto made = storage::open_file(path_, crypto::passphrase("correct horse"), cheap);
    EXPECT_TRUE(made);
  }

  // What opening reports; and that the file is not changed by a refusal.
  errc refusal(std::string_view typed = "correct horse", const phr::store_options& options = {}) {
    const std::string before = read_file(path_);
    const auto opened = storage::open_file(path_, crypto::passphrase(typed), options);
    EXPECT_FALSE(opened);
    EXPECT_EQ(read_file(path_), before) << "a refused file must stay as it was";
    return opened ? errc::internal : opened.error().code();
  }

  void flip(std::size_t offset) {
    std::string bytes = read_file(path_);
    bytes[offset] = static_cast<char>(bytes[offset] ^ 0x40);
    write_file(path_, bytes);
  }

  phr::test::temporary_folder folder_;
  std::string path_ = folder_.path("me.phr");
};

TEST_F(StoreOpen, SucceedsWithThePassphraseItWasMadeWith) {
  EXPECT_TRUE(storage::open_file(path_, crypto::passphrase("correct horse"), {}));
}

TEST_F(StoreOpen, ReportsWrongKeyWhenThePassphraseIsWrong) { EXPECT_EQ(refusal("incorrect horse"), errc::wrong_key); }

TEST_F(StoreOpen, ReportsDamagedHeaderForAnyFlippedByteAfterTheMagic) {
  const std::string good = read_file(path_);
  for (const std::size_t offset : {12UL, 16UL, 33UL, 36UL, 40UL, 64UL, 100UL, 200UL, 2500UL, 4063UL, 4064UL, 4095UL}) {
    flip(offset);
    EXPECT_EQ(refusal(), errc::damaged_header) << offset;
    write_file(path_, good);
  }
}

TEST_F(StoreOpen, ReadsTheSpareHeaderWhenAskedTo) {
  flip(100);
  EXPECT_EQ(refusal(), errc::damaged_header);
  EXPECT_TRUE(storage::open_file(path_, crypto::passphrase("correct horse"), {.use_spare_header = true}));
}

TEST_F(StoreOpen, ReportsDamagedHeaderWhenTheFileIsCutInsideIt) {
  write_file(path_, read_file(path_).substr(0, 1000));
  EXPECT_EQ(refusal(), errc::damaged_header);
}

TEST_F(StoreOpen, ReportsDamagedPageWhenAPageIsDamaged) {
  flip(static_cast<std::size_t>(storage::header_bytes) + 500);
  EXPECT_EQ(refusal(), errc::damaged_page);
}

TEST_F(StoreOpen, ReportsDamagedPageWhenTheDatabaseIsCutOff) {
  write_file(path_, read_file(path_).substr(0, static_cast<std::size_t>(storage::header_bytes)));
  EXPECT_EQ(refusal(), errc::damaged_page);
}

TEST_F(StoreOpen, ReportsNewerFormatBeforeItLooksAtAnythingElse) {
  std::string bytes = read_file(path_);
  bytes[8] = 2;
  write_file(path_, bytes);
  EXPECT_EQ(refusal(), errc::newer_format);
}

TEST_F(StoreOpen, ReportsNotAPhrFileForOtherFilesAndEmptyOnes) {
  write_file(path_, "SQLite format 3");
  EXPECT_EQ(refusal(), errc::not_a_phr_file);
  EXPECT_EQ(refusal("correct horse", cheap), errc::not_a_phr_file) << "create must not replace a file";
  write_file(path_, "");
  EXPECT_EQ(refusal("correct horse", cheap), errc::not_a_phr_file);
}

TEST_F(StoreOpen, OpensBesideAnotherStoreOfThisProcess) {
  const auto first = storage::open_file(path_, crypto::passphrase("correct horse"), {});
  ASSERT_TRUE(first);
  const auto second = storage::open_file(path_, crypto::passphrase("correct horse"), {});
  ASSERT_TRUE(second);
  EXPECT_EQ(first.value().file.held(), second.value().file.held()) << "one handle for both: closing a second one would take the locks of the first";
}

TEST_F(StoreOpen, ReportsLockedWhileAnEarlierVersionHasItAndOpensOnceThatIsKilled) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {  // that locked the file for itself
    const int descriptor = open(path_.c_str(), O_RDWR);
    const char answer = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 'y' : 'n';
    static_cast<void>(!write(ready[1], &answer, 1));
    pause();
    _exit(0);
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  EXPECT_EQ(refusal("correct horse", {.busy_milliseconds = 50}), errc::locked);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(storage::open_file(path_, crypto::passphrase("correct horse"), {}));
  close(ready[0]);
  close(ready[1]);
}

TEST_F(StoreOpen, KeepsAnEarlierVersionOut) {
  const auto held = storage::open_file(path_, crypto::passphrase("correct horse"), {});
  ASSERT_TRUE(held);
  const pid_t child = fork();
  if (child == 0) {
    const int descriptor = open(path_.c_str(), O_RDWR);
    _exit(flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(StoreOpen, WaitsForAHeaderThatIsBeingWritten) {
  const std::string good = read_file(path_);
  flip(2500);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    std::fstream(path_, std::ios::in | std::ios::out | std::ios::binary).seekp(2500).put(good[2500]);
  });
  EXPECT_TRUE(storage::open_file(path_, crypto::passphrase("correct horse"), {}));
  writer.join();
}

TEST_F(StoreOpen, OpensAFileThroughAFolderThatIsLeftAndFindsItAgain) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path(""));
  const auto opened = storage::open_file("me.phr", crypto::passphrase("correct horse"), {});
  std::filesystem::current_path(before);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened.value().connect(false));
}

TEST_F(StoreOpen, TellsAFolderAndAnAbsentFileApart) {
  EXPECT_EQ(storage::open_file(folder_.path(""), crypto::passphrase("x"), {}).error().code(), errc::is_a_directory);
  EXPECT_EQ(storage::open_file(folder_.path("none.phr"), crypto::passphrase("x"), {}).error().code(), errc::no_such_file);
  EXPECT_EQ(storage::open_file(folder_.path("none/none.phr"), crypto::passphrase("x"), cheap).error().code(), errc::no_such_file);
}

TEST_F(StoreOpen, RefusesAFileItMayNotWrite) {
  chmod(path_.c_str(), 0444);
  chmod(folder_.path("").c_str(), 0755);
  const pid_t child = fork();
  if (child == 0) {  // root may write every file, so as somebody else
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && setuid(nobody) != 0) _exit(2);
    const auto opened = storage::open_file(path_, crypto::passphrase("correct horse"), {});
    _exit(!opened && opened.error().code() == errc::permission_denied ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(StoreOpen, KeepsNothingOfAFileItCouldNotMake) {
  const std::string other = folder_.path("bad.phr");
  const auto refused = storage::open_file(other, crypto::passphrase("x"), {.create = true, .cost = {.memory_kib = 1, .passes = 0, .lanes = 1}});
  ASSERT_FALSE(refused);
  EXPECT_NE(access(other.c_str(), F_OK), 0);
}

TEST_F(StoreOpen, HoldsNoPlainTextInTheFile) {
  const std::string bytes = read_file(path_);
  EXPECT_EQ(bytes.find("CREATE TABLE"), std::string::npos);
  EXPECT_EQ(bytes.find("SQLite format"), std::string::npos);
}

TEST_F(StoreOpen, OpensWithEverySlotThatWasAddedAndNotWithARemovedOne) {
  auto opened = storage::open_file(path_, crypto::passphrase("correct horse"), {});
  ASSERT_TRUE(opened);
  const auto host_key = crypto::random_key().value();
  const auto code = crypto::recovery_code::generate().value();
  ASSERT_TRUE(add(opened.value(), host_key));
  ASSERT_TRUE(add(opened.value(), code));
  ASSERT_TRUE(add(opened.value(), crypto::passphrase("second"), crypto::argon2_test_cost));
  ASSERT_TRUE(storage::remove_slot(opened.value(), 0));
  EXPECT_EQ(storage::remove_slot(opened.value(), 0).error().code(), errc::not_found);
  opened = phr::error{errc::internal};  // closes
  EXPECT_EQ(refusal("correct horse"), errc::wrong_key);
  EXPECT_TRUE(storage::open_file(path_, host_key, {}));
  EXPECT_TRUE(storage::open_file(path_, code, {}));
  EXPECT_TRUE(storage::open_file(path_, crypto::passphrase("second"), {}));
  EXPECT_EQ(storage::open_file(path_, crypto::random_key().value(), {}).error().code(), errc::wrong_key);
}

TEST_F(StoreOpen, NeverRemovesTheLastSlotAndRefusesANinth) {
  auto opened = storage::open_file(path_, crypto::passphrase("correct horse"), {});
  ASSERT_TRUE(opened);
  EXPECT_EQ(storage::remove_slot(opened.value(), 0).error().code(), errc::last_slot);
  for (int more = 0; more < 7; ++more) ASSERT_TRUE(add(opened.value(), crypto::random_key().value()));
  EXPECT_EQ(add(opened.value(), crypto::random_key().value()).error().code(), errc::no_free_slot);
}

TEST_F(StoreOpen, CanBeCopiedToAnotherPlaceAsOneFile) {
  const std::string copy = folder_.path("copy.phr");
  write_file(copy, read_file(path_));
  EXPECT_TRUE(storage::open_file(copy, crypto::passphrase("correct horse"), {}));
  EXPECT_NE(access((path_ + "-wal").c_str(), F_OK), 0) << "a closed store leaves one file";
}

// Trap: what one connection was told, the next has never heard of.
TEST_F(StoreOpen, EveryConnectionHasItsSettings) {
  const auto opened = storage::open_file(path_, crypto::passphrase("correct horse"), {.busy_milliseconds = 120});
  ASSERT_TRUE(opened);
  for (int nth = 0; nth < 4; ++nth) {
    const auto on = opened.value().connect(nth % 2 == 1);
    ASSERT_TRUE(on);
    const auto setting = [&](const char* text) {
      auto select = on.value().prepare(text);
      EXPECT_TRUE(select && select.value().step().value()) << text;
      return std::string(select.value().text(0));
    };
    EXPECT_EQ(setting("PRAGMA busy_timeout"), "120");
    EXPECT_EQ(setting("PRAGMA foreign_keys"), "0");  // the schema has none
    EXPECT_EQ(setting("PRAGMA trusted_schema"), "0");
    EXPECT_EQ(setting("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(setting("PRAGMA synchronous"), "2");
    EXPECT_EQ(setting("PRAGMA query_only"), nth % 2 == 1 ? "1" : "0");
    EXPECT_EQ(setting("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '% REFERENCES %'"), "0");
  }
}

}  // namespace
