// Wycheproof's vectors for every primitive the module offers, read from the folder named by PHR_SUITES.
//
// Policy: "valid" must give the published result and, where it can be opened, open again. "invalid" must be refused.
// "acceptable" (a weakness that one may refuse or not) occurs in no file read here; a test that meets one fails, so
// that somebody decides.
// Nothing is left out in silence: what the API does not take (AES-128 and AES-192; GCM nonces other than 96 bits, which
// it refuses) is counted and printed by reason. The other files of the suite (ECDSA, EdDSA, ECDH, RSA, JOSE,
// AES-GCM-SIV, AES-CBC, key wrap, HMAC-SHA-384, HKDF-SHA-384, HKDF-SHA-512) belong to primitives that are
// not offered.
#include <phr/crypto/aead.hpp>
#include <phr/crypto/digest.hpp>
#include <phr/crypto/kdf.hpp>

#include "crypto/hex.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace dom = simdjson::dom;
using phr::errc;
using phr::crypto::cipher;
using phr::crypto::test::hex;
using phr::crypto::test::to_hex;
using bytes = std::vector<std::uint8_t>;

struct tally {
  std::size_t ran = 0;
  std::size_t acceptable = 0;
  std::map<std::string, std::size_t> skipped;  // by reason
};

// One vector with its group; what every file shares is read here.
struct test_case {
  dom::element group;
  dom::element test;

  [[nodiscard]] std::string text(const char* name) const {
    return std::string(std::string_view(test[name].get_string().value()));
  }
  [[nodiscard]] bytes data(const char* name) const { return hex(text(name)); }
  [[nodiscard]] std::size_t number(const char* name) const { return test[name].get_uint64().value(); }
  [[nodiscard]] std::size_t group_number(const char* name) const { return group[name].get_uint64().value(); }
  [[nodiscard]] bool valid() const { return text("result") != "invalid"; }
  [[nodiscard]] std::string label() const { return "tcId " + std::to_string(number("tcId")) + " " + text("comment"); }
};

std::optional<std::string> suite() {
  const char* root = std::getenv("PHR_SUITES");
  if (root == nullptr || *root == '\0') return std::nullopt;
  return std::string(root) + "/wycheproof/";
}

// Calls `run(case, tally)` for each vector of the file and checks that each was run or skipped for a reason.
template <class Run>
tally for_each_vector(const std::string& path, Run run) {
  tally counted;
  dom::parser parser;
  const dom::element file = parser.load(path).value();
  std::size_t seen = 0;
  const dom::array groups = file["testGroups"].get_array().value();
  for (const dom::element group : groups) {
    const dom::array tests = group["tests"].get_array().value();
    for (const dom::element test : tests) {
      const test_case vector{group, test};
      SCOPED_TRACE(vector.label());
      ++seen;
      if (vector.text("result") == "acceptable") ++counted.acceptable;
      run(vector, counted);
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get_uint64().value());
  std::size_t skipped = 0;
  for (const auto& [reason, count] : counted.skipped) {
    std::cout << "skipped " << count << ": " << reason << '\n';
    skipped += count;
  }
  EXPECT_EQ(counted.ran + skipped, seen);
  EXPECT_GT(counted.ran, 0U);
  EXPECT_EQ(counted.acceptable, 0U) << "see the policy at the top";
  return counted;
}

#define PHR_WYCHEPROOF_FOLDER(name)                                     \
  const auto name = suite();                                            \
  if (!name) GTEST_SKIP() << "PHR_SUITES is not set: no Wycheproof here"

void run_aead(cipher algorithm, const test_case& vector, tally& counted) {
  const auto key_bits = vector.group_number("keySize");
  const auto nonce_bits = vector.group_number("ivSize");
  if (key_bits != 256) {
    ++counted.skipped["the API takes keys of 256 bits only"];
    return;
  }
  ASSERT_EQ(vector.group_number("tagSize"), 128U);
  const auto key = phr::secret_key::from(vector.data("key")).value();
  const auto nonce = vector.data("iv");
  const auto associated = vector.data("aad");
  auto sealed = vector.data("ct");
  const auto tag = vector.data("tag");
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  const auto opened = phr::crypto::open(algorithm, key, nonce, associated, sealed);
  if (nonce_bits != 8 * phr::crypto::nonce_size(algorithm)) {
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), errc::invalid_argument);
    if (vector.valid()) {
      ++counted.skipped["the API takes nonces of 96 bits only (refused as it should)"];
    } else {
      ++counted.ran;  // Wycheproof asks for the refusal too
    }
    return;
  }
  ++counted.ran;
  if (!vector.valid()) {
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), errc::authentication_failed);
    return;
  }
  ASSERT_TRUE(opened);
  EXPECT_EQ(to_hex(opened.value().view()), vector.text("msg"));
  EXPECT_EQ(phr::crypto::seal(algorithm, key, nonce, associated, vector.data("msg")).value(), sealed);
}

TEST(Wycheproof, AgreesOnAesGcm) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted = for_each_vector(*folder + "aes_gcm_test.json", [](const test_case& vector, tally& into) {
    run_aead(cipher::aes_256_gcm, vector, into);
  });
  EXPECT_EQ(counted.skipped.size(), 2U);
  EXPECT_GE(counted.ran, 66U);
}

TEST(Wycheproof, AgreesOnChaCha20Poly1305) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted =
      for_each_vector(*folder + "chacha20_poly1305_test.json", [](const test_case& vector, tally& into) {
        run_aead(cipher::chacha20_poly1305, vector, into);
      });
  EXPECT_TRUE(counted.skipped.empty());
}

TEST(Wycheproof, AgreesOnXChaCha20Poly1305) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted =
      for_each_vector(*folder + "xchacha20_poly1305_test.json", [](const test_case& vector, tally& into) {
        run_aead(cipher::xchacha20_poly1305, vector, into);
      });
  EXPECT_TRUE(counted.skipped.empty());
}

// The API gives whole tags; a group with shorter ones is checked against the first bytes, as RFC 2104 truncates.
template <class Mac>
void run_hmac(Mac mac, const test_case& vector, tally& counted) {
  const auto tag = mac(vector.data("key"), vector.data("msg")).value();
  const auto size = vector.group_number("tagSize") / 8;
  ASSERT_LE(size, tag.size());
  ++counted.ran;
  EXPECT_EQ(phr::crypto::constant_time_equal(phr::bytes_view(tag).first(size), vector.data("tag")), vector.valid());
}

TEST(Wycheproof, AgreesOnHmacSha256) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted = for_each_vector(*folder + "hmac_sha256_test.json", [](const test_case& vector, tally& into) {
    run_hmac(phr::crypto::hmac_sha256, vector, into);
  });
  EXPECT_TRUE(counted.skipped.empty());
}

TEST(Wycheproof, AgreesOnHmacSha512) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted = for_each_vector(*folder + "hmac_sha512_test.json", [](const test_case& vector, tally& into) {
    run_hmac(phr::crypto::hmac_sha512, vector, into);
  });
  EXPECT_TRUE(counted.skipped.empty());
}

TEST(Wycheproof, AgreesOnHkdfSha256) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted = for_each_vector(*folder + "hkdf_sha256_test.json", [](const test_case& vector, tally& into) {
    bytes okm(vector.number("size"));
    const auto done =
        phr::crypto::hkdf_sha256(vector.data("ikm"), vector.data("salt"), vector.data("info"), okm);
    ++into.ran;
    ASSERT_EQ(done.has_value(), vector.valid());
    if (!vector.valid()) {
      EXPECT_EQ(done.error().code(), errc::invalid_argument);  // longer than 255 blocks
      return;
    }
    EXPECT_EQ(to_hex(okm), vector.text("okm"));
  });
  EXPECT_TRUE(counted.skipped.empty());
}

template <class Kdf>
void run_pbkdf2(Kdf kdf, const test_case& vector, tally& counted) {
  bytes key(vector.number("dkLen"));
  const auto password = vector.data("password");
  const auto done = kdf(phr::passphrase(phr::as_text(password)), vector.data("salt"),
                        static_cast<std::uint32_t>(vector.number("iterationCount")), key);
  ++counted.ran;
  ASSERT_EQ(done.has_value(), vector.valid());
  if (!vector.valid()) return;
  EXPECT_EQ(to_hex(key), vector.text("dk"));
}

TEST(Wycheproof, AgreesOnPbkdf2HmacSha256) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted =
      for_each_vector(*folder + "pbkdf2_hmacsha256_test.json", [](const test_case& vector, tally& into) {
        run_pbkdf2(phr::crypto::pbkdf2_hmac_sha256, vector, into);
      });
  EXPECT_TRUE(counted.skipped.empty());
}

TEST(Wycheproof, AgreesOnPbkdf2HmacSha512) {
  PHR_WYCHEPROOF_FOLDER(folder);
  const auto counted =
      for_each_vector(*folder + "pbkdf2_hmacsha512_test.json", [](const test_case& vector, tally& into) {
        run_pbkdf2(phr::crypto::pbkdf2_hmac_sha512, vector, into);
      });
  EXPECT_TRUE(counted.skipped.empty());
}

}  // namespace
