// What lies behind our header is a stock SQLCipher database: a build with OpenSSL in place of Botan reads what we wrote,
// and we read what it wrote.
#include "store/engine/engine.hpp"
#include "store/file/vfs.hpp"
#include "store/records/unit.hpp"
#include "store/sql/access.hpp"

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

#include <phr/fhir/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace crypto = phr::crypto;
namespace storage = phr::storage;

using phr::test::read_file;
using phr::test::write_file;

class StoreInterop : public testing::TestWithParam<std::uint32_t> {
 protected:
  // A store with one resource, and the key of its pages.
  void SetUp() override {
    auto opened = storage::engine::open(path_, crypto::passphrase("x"), {.create = true, .cost = crypto::argon2_test_cost, .page_bytes = GetParam()});
    ASSERT_TRUE(opened);
    auto& engine = *opened.value();
    for (const std::uint8_t byte : engine.file().pages.view()) {
      std::array<char, 3> digits{};
      std::snprintf(digits.data(), digits.size(), "%02x", byte);
      key_ += digits.data();
    }
    phr::fhir::json::document parsed;
    ASSERT_TRUE(parsed.parse(R"({"resourceType":"Patient","id":"p","name":[{"family":"Interop"}]})"));
    {
      auto writing = engine.write();
      ASSERT_TRUE(writing);
      ASSERT_TRUE(writing.value().work().put(phr::fhir::resource_type::Patient, "p", parsed.root(), {}, 0));
      ASSERT_TRUE(writing.value().commit({}));
    }
    ASSERT_TRUE(engine.close());
  }

  void strip_header() { write_file(bare_, read_file(path_).substr(storage::header_bytes)); }
  void add_header() { write_file(path_, read_file(path_).substr(0, storage::header_bytes) + read_file(bare_)); }

  std::string openssl(const std::string& sql, const std::string& key) {
    const std::string command = std::string(PHR_OPENSSL_SHELL) + " '" + bare_ + "' " + key + " " + std::to_string(GetParam()) + " \"" + sql + "\" 2>&1";
    std::FILE* running = popen(command.c_str(), "r");
    std::string out;
    std::array<char, 4096> part;
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), running)) out.append(part.data(), got);
    status_ = pclose(running);
    return out;
  }

  phr::test::temporary_folder folder_;
  std::string path_ = folder_.path("me.phr");
  std::string bare_ = folder_.path("bare.db");
  std::string key_;
  int status_ = -1;
};

TEST_P(StoreInterop, OpenSslReadsWhatBotanWrote) {
  strip_header();
  EXPECT_EQ(openssl("PRAGMA cipher_integrity_check; PRAGMA integrity_check; SELECT type, id FROM identity; SELECT normal FROM index_string "
                    "WHERE normal = 'interop' LIMIT 1",
                    key_),
            "ok\n" + std::to_string(static_cast<int>(phr::fhir::resource_type::Patient)) + "|p\ninterop\n");
  EXPECT_EQ(status_, 0);
}

TEST_P(StoreInterop, BotanReadsWhatOpenSslWrote) {
  strip_header();
  EXPECT_EQ(openssl("CREATE TABLE stranger(a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                    "WHERE i < 2000) INSERT INTO stranger SELECT i, hex(zeroblob(200)) FROM n; PRAGMA wal_checkpoint(TRUNCATE)",
                    key_),
            "0|0|0\n");
  add_header();
  auto opened = storage::engine::open(path_, crypto::passphrase("x"), {});
  ASSERT_TRUE(opened);
  auto reading = opened.value()->read();
  ASSERT_TRUE(reading);
  auto& in = sql_of(reading.value().look());
  auto count = in.on().prepare("SELECT count(*), sum(a) FROM stranger");
  ASSERT_TRUE(count && count.value().step().value());
  EXPECT_EQ(count.value().integer(0), 2000);
  EXPECT_EQ(count.value().integer(1), 2001000);
  auto check = in.on().prepare("PRAGMA integrity_check");
  ASSERT_TRUE(check && check.value().step().value());
  EXPECT_EQ(check.value().text(0), "ok");
  const auto key = reading.value().look().key_of(phr::fhir::resource_type::Patient, "p");
  ASSERT_TRUE(key);
  EXPECT_TRUE(reading.value().look().current(key.value()));
}

TEST_P(StoreInterop, OpenSslRefusesAnotherKey) {
  strip_header();
  std::string other = key_;
  other[0] = other[0] == '0' ? '1' : '0';
  EXPECT_NE(openssl("SELECT type, id FROM identity", other).find("not a database"), std::string::npos);
  EXPECT_NE(status_, 0);
}

INSTANTIATE_TEST_SUITE_P(PageBytes, StoreInterop, testing::Values(4096U, 8192U, 16384U));

}  // namespace
