// Vectors of FIPS 180-4 (examples of NIST) and RFC 4231.
#include <phr/crypto/digest.hpp>

#include "crypto/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using phr::as_bytes;
using phr::crypto::hmac;
using phr::crypto::test::hex;
using phr::crypto::test::to_hex;

struct hash_vector {
  std::string message;
  std::string_view sha256;
  std::string_view sha512;
};

TEST(Digest, MatchesTheExamplesOfFips180) {
  const hash_vector vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
       "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
       "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
       "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335"
       "96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"},
      {std::string(1000000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
       "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
       "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"},
  };
  for (const auto& vector : vectors) {
    EXPECT_EQ(to_hex(phr::crypto::sha256(as_bytes(vector.message)).value()), vector.sha256);
    EXPECT_EQ(to_hex(phr::crypto::sha512(as_bytes(vector.message)).value()), vector.sha512);
  }
}

struct hmac_vector {
  std::string key;
  std::string data;
  std::string_view sha256;  // case 5 publishes the first 128 bits only
  std::string_view sha512;
};

const hmac_vector rfc4231[] = {
    {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
     "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
    {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
     "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
    {std::string(20, '\xaa'), std::string(50, '\xdd'),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
     "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
     "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"},
    {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19",
     std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
     "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
     "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"},
    {std::string(20, '\x0c'), "Test With Truncation", "a3b6167473100ee06e0c796c2955552b",
     "415fad6271580a531d4179bc891d87a6"},
    {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
     "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
    {std::string(131, '\xaa'),
     "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed "
     "before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
     "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
     "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"},
};

TEST(Hmac, MatchesTheVectorsOfRfc4231) {
  for (const auto& vector : rfc4231) {
    const auto short_tag = phr::crypto::hmac_sha256(as_bytes(vector.key), as_bytes(vector.data)).value();
    EXPECT_EQ(to_hex(short_tag).substr(0, vector.sha256.size()), vector.sha256);
    const auto long_tag = phr::crypto::hmac_sha512(as_bytes(vector.key), as_bytes(vector.data)).value();
    EXPECT_EQ(to_hex(long_tag).substr(0, vector.sha512.size()), vector.sha512);
  }
}

TEST(Hmac, GivesTheSameTagInStepsOfAnySize) {
  const auto& vector = rfc4231[6];
  const auto whole = phr::crypto::hmac_sha256(as_bytes(vector.key), as_bytes(vector.data)).value();
  auto mac = hmac::create(as_bytes(vector.key)).value();
  for (std::size_t step = 1; step != vector.data.size(); ++step) {
    for (std::size_t from = 0; from < vector.data.size(); from += step) {
      ASSERT_TRUE(mac.update(as_bytes(std::string_view(vector.data).substr(from, step))));
    }
    ASSERT_EQ(mac.finish().value(), whole);  // and the key is still set for the next message
  }
}

TEST(Hmac, TagsTheEmptyMessage) {
  const auto key = phr::secret_key::from(std::vector<std::uint8_t>(32, 7)).value();
  auto mac = hmac::create(key).value();
  EXPECT_EQ(mac.finish().value(), phr::crypto::hmac_sha256(key.view(), {}).value());
  ASSERT_TRUE(mac.update({}));
  EXPECT_EQ(mac.finish().value(), phr::crypto::hmac_sha256(key.view(), {}).value());
}

TEST(Hmac, RefusesAKeyOver4096BytesAndAMovedFromObject) {
  const std::string key(4097, 'k');
  EXPECT_EQ(phr::crypto::hmac_sha256(as_bytes(key), {}).error().code(), phr::errc::invalid_argument);
  EXPECT_EQ(hmac::create(as_bytes(key)).error().code(), phr::errc::invalid_argument);
  EXPECT_TRUE(phr::crypto::hmac_sha256(as_bytes(key).first(4096), {}));
  auto first = hmac::create(as_bytes("key")).value();
  auto second = std::move(first);
  EXPECT_EQ(first.update({}).error().code(), phr::errc::invalid_argument);  // NOLINT: the state after a move
  EXPECT_EQ(first.finish().error().code(), phr::errc::invalid_argument);    // NOLINT
  EXPECT_TRUE(second.finish());
}

TEST(ConstantTimeEqual, ComparesLengthAndBytes) {
  using phr::crypto::constant_time_equal;
  EXPECT_TRUE(constant_time_equal({}, {}));
  EXPECT_TRUE(constant_time_equal(hex("0102"), hex("0102")));
  EXPECT_FALSE(constant_time_equal(hex("0102"), hex("0103")));
  EXPECT_FALSE(constant_time_equal(hex("0102"), hex("8102")));
  EXPECT_FALSE(constant_time_equal(hex("0102"), hex("01")));
  EXPECT_FALSE(constant_time_equal(hex("0102"), {}));
}

}  // namespace
