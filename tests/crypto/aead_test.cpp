// Vectors of RFC 8439, draft-irtf-cfrg-xchacha-03 and the GCM submission to NIST (McGrew and Viega).
#include <phr/crypto/aead.hpp>

#include "crypto/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using phr::errc;
using phr::secret_key;
using phr::crypto::cipher;
using phr::crypto::test::hex;
using phr::crypto::test::to_hex;

struct aead_vector {
  cipher algorithm;
  std::string_view key;
  std::string_view nonce;
  std::string_view associated;
  std::string_view plain;
  std::string_view sealed;  // ciphertext, then tag
};

constexpr std::string_view sunscreen =
    "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a20496620492063"
    "6f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73"
    "637265656e20776f756c642062652069742e";

constexpr aead_vector vectors[] = {
    // GCM test cases 13 to 16: AES-256, nonce of 96 bits.
    {cipher::aes_256_gcm, "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {cipher::aes_256_gcm, "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000", "", "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {cipher::aes_256_gcm, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
     "b094dac5d93471bdec1a502270e3cc6c"},
    {cipher::aes_256_gcm, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
     "76fc6ece0f4e1768cddf8853bb2d551b"},
    // RFC 8439, 2.8.2.
    {cipher::chacha20_poly1305, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
     "070000004041424344454647", "50515253c0c1c2c3c4c5c6c7", sunscreen,
     "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
     "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
     "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"},
    // draft-irtf-cfrg-xchacha-03, A.3.1.
    {cipher::xchacha20_poly1305, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
     "404142434445464748494a4b4c4d4e4f5051525354555657", "50515253c0c1c2c3c4c5c6c7", sunscreen,
     "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
     "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
     "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"},
};

errc refusal(const phr::result<phr::crypto::secret_bytes>& opened) {
  return opened ? errc::internal : opened.error().code();
}

TEST(Aead, MatchesThePublishedVectors) {
  for (const auto& vector : vectors) {
    const auto key = secret_key::from(hex(vector.key)).value();
    const auto nonce = hex(vector.nonce);
    const auto associated = hex(vector.associated);
    const auto sealed = phr::crypto::seal(vector.algorithm, key, nonce, associated, hex(vector.plain)).value();
    EXPECT_EQ(to_hex(sealed), vector.sealed);
    const auto opened = phr::crypto::open(vector.algorithm, key, nonce, associated, sealed).value();
    EXPECT_EQ(to_hex(opened.view()), vector.plain);
  }
}

TEST(Aead, OpensNothingThatWasChangedAnywhere) {
  for (const auto& vector : vectors) {
    const auto key = secret_key::from(hex(vector.key)).value();
    const auto original = std::array{hex(vector.nonce), hex(vector.associated), hex(vector.sealed), hex(vector.key)};
    for (std::size_t part = 0; part != original.size(); ++part) {
      for (std::size_t bit = 0; bit != original[part].size() * 8; ++bit) {
        auto changed = original;
        changed[part][bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        const auto other_key = secret_key::from(changed[3]).value();
        ASSERT_EQ(refusal(phr::crypto::open(vector.algorithm, other_key, changed[0], changed[1], changed[2])),
                  errc::authentication_failed);
      }
    }
  }
}

TEST(Aead, OpensNothingThatWasCutOrExtended) {
  for (const auto& vector : vectors) {
    const auto key = secret_key::from(hex(vector.key)).value();
    const auto nonce = hex(vector.nonce);
    const auto associated = hex(vector.associated);
    auto sealed = hex(vector.sealed);
    for (std::size_t size = 0; size != sealed.size(); ++size) {
      ASSERT_EQ(refusal(phr::crypto::open(vector.algorithm, key, nonce, associated,
                                          phr::bytes_view(sealed).first(size))),
                errc::authentication_failed);
    }
    sealed.push_back(0);
    EXPECT_EQ(refusal(phr::crypto::open(vector.algorithm, key, nonce, associated, sealed)),
              errc::authentication_failed);
  }
}

TEST(Aead, RefusesANonceOfAnotherSizeAndAMovedFromKey) {
  const std::vector<std::uint8_t> bytes(32);
  const phr::bytes_view all(bytes);
  auto key = secret_key::from(all).value();
  for (const auto algorithm : {cipher::aes_256_gcm, cipher::chacha20_poly1305, cipher::xchacha20_poly1305}) {
    for (std::size_t size = 0; size != 33; ++size) {
      const auto sealed = phr::crypto::seal(algorithm, key, all.first(size), {}, {});
      ASSERT_EQ(sealed.has_value(), size == phr::crypto::nonce_size(algorithm));
      if (sealed) continue;
      ASSERT_EQ(sealed.error().code(), errc::invalid_argument);
    }
  }
  const auto taken = std::move(key);
  const auto nonce = all.first(12);
  const auto sealed = phr::crypto::seal(cipher::aes_256_gcm, key, nonce, {}, {});  // NOLINT: the state after a move
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().code(), errc::invalid_argument);
  EXPECT_EQ(refusal(phr::crypto::open(cipher::aes_256_gcm, key, nonce, {}, all)), errc::invalid_argument);
}

TEST(Aead, SealsAMebibyte) {
  const std::vector<std::uint8_t> plain(1 << 20, 0x5A);
  const auto key = secret_key::from(std::vector<std::uint8_t>(32, 1)).value();
  for (const auto algorithm : {cipher::aes_256_gcm, cipher::chacha20_poly1305, cipher::xchacha20_poly1305}) {
    const std::vector<std::uint8_t> nonce(phr::crypto::nonce_size(algorithm), 2);
    const auto sealed = phr::crypto::seal(algorithm, key, nonce, {}, plain).value();
    ASSERT_EQ(sealed.size(), plain.size() + phr::crypto::tag_size);
    const auto opened = phr::crypto::open(algorithm, key, nonce, {}, sealed).value();
    ASSERT_TRUE(phr::crypto::constant_time_equal(opened.view(), plain));
  }
}

}  // namespace
