// Vectors of RFC 5869, RFC 9106, the Argon2 reference implementation and RFC 7914.
#include <phr/crypto/kdf.hpp>

#include "crypto/argon2id.hpp"
#include "crypto/hex.hpp"

#include <botan/version.h>
#if BOTAN_VERSION_MAJOR == 2
#include <botan/argon2.h>
#endif
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

using phr::as_bytes;
using phr::errc;
using phr::passphrase;
using phr::crypto::argon2_cost;
using phr::crypto::test::hex;
using phr::crypto::test::to_hex;

struct hkdf_vector {
  std::string_view ikm;
  std::string_view salt;
  std::string_view info;
  std::string_view okm;
};

TEST(Hkdf, MatchesTheVectorsOfRfc5869) {
  constexpr hkdf_vector vectors[] = {
      {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
       "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
      {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233343536"
       "3738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
       "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f90919293949596"
       "9798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
       "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6"
       "e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
       "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09"
       "b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
      {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
       "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
  };
  for (const auto& vector : vectors) {
    std::vector<std::uint8_t> okm(vector.okm.size() / 2);
    ASSERT_TRUE(phr::crypto::hkdf_sha256(hex(vector.ikm), hex(vector.salt), hex(vector.info), okm));
    EXPECT_EQ(to_hex(okm), vector.okm);
  }
}

TEST(Hkdf, RefusesNoOutputTooMuchOutputAndALongSalt) {
  const std::string salt(4097, 's');
  std::vector<std::uint8_t> out(8161);
  const phr::bytes_span all(out);
  EXPECT_TRUE(phr::crypto::hkdf_sha256({}, {}, {}, all.first(8160)));
  EXPECT_EQ(phr::crypto::hkdf_sha256({}, {}, {}, all).error().code(), errc::invalid_argument);
  EXPECT_EQ(phr::crypto::hkdf_sha256({}, {}, {}, {}).error().code(), errc::invalid_argument);
  EXPECT_EQ(phr::crypto::hkdf_sha256({}, as_bytes(salt), {}, all.first(32)).error().code(), errc::invalid_argument);
}

// RFC 9106, 5.3. The vector has a secret and associated data, which the public argon2id() leaves empty.
TEST(Argon2id, MatchesTheVectorOfRfc9106) {
  std::array<std::uint8_t, 32> tag{};
  phr::crypto::detail::argon2id_full(std::vector<std::uint8_t>(32, 1), std::vector<std::uint8_t>(16, 2),
                                     std::vector<std::uint8_t>(8, 3), std::vector<std::uint8_t>(12, 4),
                                     {.memory_kib = 32, .passes = 3, .lanes = 4}, tag);
  EXPECT_EQ(to_hex(tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

#if BOTAN_VERSION_MAJOR == 2
TEST(Argon2id, GivesWhatBotanGivesForManyCosts) {
  for (std::uint32_t nth = 0; nth < 60; ++nth) {
    const argon2_cost cost{8 * (1 + nth % 4) + 7 * nth, 1 + nth % 3, 1 + nth % 4};
    const std::string typed(nth, 'p');
    const std::string salt(8 + nth, 's');
    std::vector<std::uint8_t> ours(4 + 2 * nth);
    std::vector<std::uint8_t> theirs(ours.size());
    phr::crypto::detail::argon2id_full(as_bytes(typed), as_bytes(salt), {}, {}, cost, ours);
    Botan::argon2(theirs.data(), theirs.size(), typed.data(), typed.size(), as_bytes(salt).data(), salt.size(), nullptr, 0, nullptr, 0, 2, cost.lanes,
                  cost.memory_kib, cost.passes);
    EXPECT_EQ(ours, theirs) << nth;
  }
}
#endif

struct argon2_vector {
  argon2_cost cost;
  std::string_view typed;
  std::string_view salt;
  std::string_view tag;
};

// The reference implementation's own tests (phc-winner-argon2, src/test.c, Argon2id version 0x13).
TEST(Argon2id, MatchesTheReferenceImplementation) {
  constexpr argon2_vector vectors[] = {
      {{65536, 2, 1}, "password", "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"},
      {{256, 2, 1}, "password", "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"},
      {{256, 2, 2}, "password", "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"},
      {{65536, 1, 1}, "password", "somesalt", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"},
      {{65536, 4, 1}, "password", "somesalt", "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c"},
      {{65536, 2, 1}, "differentpassword", "somesalt",
       "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"},
      {{65536, 2, 1}, "password", "diffsalt", "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"},
  };
  for (const auto& vector : vectors) {
    std::array<std::uint8_t, 32> tag{};
    ASSERT_TRUE(phr::crypto::argon2id(passphrase(vector.typed), as_bytes(vector.salt), vector.cost, tag));
    EXPECT_EQ(to_hex(tag), vector.tag);
  }
}

TEST(Argon2id, RefusesCostsSaltsAndOutputsOutsideItsLimits) {
  std::array<std::uint8_t, 32> out{};
  const phr::bytes_span tag(out);
  const auto code_of = [&](argon2_cost cost, std::string_view salt, phr::bytes_span to) {
    const auto done = phr::crypto::argon2id(passphrase("p"), as_bytes(salt), cost, to);
    return done ? errc::internal : done.error().code();
  };
  EXPECT_EQ(code_of({1048577, 1, 1}, "somesalt", tag), errc::invalid_argument);
  EXPECT_EQ(code_of({64, 65, 1}, "somesalt", tag), errc::invalid_argument);
  EXPECT_EQ(code_of({64, 1, 17}, "somesalt", tag), errc::invalid_argument);
  EXPECT_EQ(code_of({0, 0, 0}, "somesalt", tag), errc::invalid_argument);
  EXPECT_EQ(code_of({64, 1, 1}, "7 bytes", tag), errc::invalid_argument);
  EXPECT_EQ(code_of({64, 1, 1}, "somesalt", tag.first(3)), errc::invalid_argument);
  EXPECT_EQ(code_of({64, 1, 1}, "somesalt", tag.first(4)), errc::internal);
  EXPECT_TRUE(phr::crypto::argon2id(passphrase(""), as_bytes("somesalt"), {64, 1, 1}, tag));
}

// RFC 7914, 11.
TEST(Pbkdf2, MatchesTheVectorsOfRfc7914) {
  std::array<std::uint8_t, 64> key{};
  ASSERT_TRUE(phr::crypto::pbkdf2_hmac_sha256(passphrase("passwd"), as_bytes("salt"), 1, key));
  EXPECT_EQ(to_hex(key),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
            "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
  ASSERT_TRUE(phr::crypto::pbkdf2_hmac_sha256(passphrase("Password"), as_bytes("NaCl"), 80000, key));
  EXPECT_EQ(to_hex(key),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
            "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d");
}

TEST(Pbkdf2, RefusesNoIterationsNoOutputAndALongPassphrase) {
  std::array<std::uint8_t, 32> out{};
  const passphrase typed("p");
  EXPECT_EQ(phr::crypto::pbkdf2_hmac_sha512(typed, {}, 0, out).error().code(), errc::invalid_argument);
  EXPECT_EQ(phr::crypto::pbkdf2_hmac_sha256(typed, {}, 1, {}).error().code(), errc::invalid_argument);
  EXPECT_EQ(phr::crypto::pbkdf2_hmac_sha256(passphrase(std::string(4097, 'p')), {}, 1, out).error().code(),
            errc::invalid_argument);
}

}  // namespace
