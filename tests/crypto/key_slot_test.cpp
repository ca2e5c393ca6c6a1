#include <phr/crypto/digest.hpp>
#include <phr/crypto/key_slot.hpp>
#include <phr/crypto/random.hpp>

#include "crypto/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using phr::errc;
using phr::passphrase;
using phr::recovery_code;
using phr::secret_key;
using phr::crypto::argon2_cost;
using phr::crypto::argon2_test_cost;
using phr::crypto::credential;
using phr::crypto::slot_bytes;
using phr::crypto::slot_kind;

static_assert(!std::is_copy_constructible_v<credential>, "a credential borrows and must not be kept");
static_assert(argon2_cost{}.memory_kib == 65536 && argon2_cost{}.passes == 3 && argon2_cost{}.lanes == 1);

const phr::bytes_view binding = phr::as_bytes("file 1, format 1");
const phr::bytes_view other_binding = phr::as_bytes("file 2, format 1");

// One data key and a slot of each kind around it.
struct KeySlot : testing::Test {
  secret_key data_key = phr::crypto::random_key().value();
  secret_key host_key = phr::crypto::random_key().value();
  recovery_code code = recovery_code::generate().value();
  passphrase typed{"correct horse"};
  slot_bytes by_passphrase = phr::crypto::seal_passphrase(data_key, typed, argon2_test_cost, binding).value();
  slot_bytes by_host_key = phr::crypto::seal_host_key(data_key, host_key, binding).value();
  slot_bytes by_code = phr::crypto::seal_recovery(data_key, code, binding).value();
};

errc refusal(const slot_bytes& slot, const credential& with, phr::bytes_view bound = binding) {
  const auto opened = phr::crypto::open(slot, with, bound);
  return opened ? errc::internal : opened.error().code();
}

// Makes the checksum agree with the rest, as somebody who edits a slot on purpose would.
slot_bytes with_checksum(slot_bytes slot) {
  const auto digest = phr::crypto::sha256(phr::bytes_view(slot).first(240)).value();
  std::copy_n(digest.begin(), 16, slot.begin() + 240);
  return slot;
}

TEST_F(KeySlot, GivesTheDataKeyBackForEachKind) {
  EXPECT_TRUE(phr::crypto::open(by_passphrase, typed, binding).value() == data_key);
  EXPECT_TRUE(phr::crypto::open(by_host_key, host_key, binding).value() == data_key);
  EXPECT_TRUE(phr::crypto::open(by_code, code, binding).value() == data_key);
}

TEST_F(KeySlot, TellsItsKindAndCost) {
  EXPECT_EQ(phr::crypto::kind(by_passphrase), slot_kind::passphrase);
  EXPECT_EQ(phr::crypto::kind(by_host_key), slot_kind::host_key);
  EXPECT_EQ(phr::crypto::kind(by_code), slot_kind::recovery_code);
  EXPECT_EQ(phr::crypto::kind(slot_bytes{}), slot_kind::empty);
  EXPECT_EQ(phr::crypto::cost(by_passphrase), argon2_test_cost);
  EXPECT_EQ(phr::crypto::cost(by_host_key), (argon2_cost{0, 0, 0}));
}

TEST_F(KeySlot, ReportsWrongKeyForAnotherSecret) {
  EXPECT_EQ(refusal(by_passphrase, passphrase("correct horsf")), errc::wrong_key);
  EXPECT_EQ(refusal(by_passphrase, passphrase("")), errc::wrong_key);
  EXPECT_EQ(refusal(by_host_key, data_key), errc::wrong_key);
  EXPECT_EQ(refusal(by_code, recovery_code::generate().value()), errc::wrong_key);
}

TEST_F(KeySlot, ReportsWrongKeyForAnotherKindOfSecretAndForAnEmptySlot) {
  EXPECT_EQ(refusal(by_passphrase, host_key), errc::wrong_key);
  EXPECT_EQ(refusal(by_host_key, typed), errc::wrong_key);
  EXPECT_EQ(refusal(by_code, host_key), errc::wrong_key);
  EXPECT_EQ(refusal(slot_bytes{}, typed), errc::wrong_key);
}

// The secret is right, so this is not a wrong key: the slot stands in a place it was not sealed for.
TEST_F(KeySlot, ReportsDamagedHeaderUnderAnotherBinding) {
  EXPECT_EQ(refusal(by_passphrase, typed, other_binding), errc::damaged_header);
  EXPECT_EQ(refusal(by_host_key, host_key, other_binding), errc::damaged_header);
  EXPECT_EQ(refusal(by_code, code, {}), errc::damaged_header);
}

TEST_F(KeySlot, ReportsDamagedHeaderForEveryFlippedBit) {
  for (std::size_t i = 0; i != by_host_key.size(); ++i) {
    for (unsigned bit = 0; bit != 8; ++bit) {
      auto flipped = by_host_key;
      flipped[i] ^= static_cast<std::uint8_t>(1U << bit);
      ASSERT_EQ(refusal(flipped, host_key), errc::damaged_header) << "byte " << i << " bit " << bit;
    }
  }
  for (std::size_t i = 0; i != by_passphrase.size(); ++i) {
    auto flipped = by_passphrase;
    flipped[i] ^= 0xFF;
    ASSERT_EQ(refusal(flipped, typed), errc::damaged_header) << "byte " << i;
  }
}

TEST_F(KeySlot, OpensForNoEditEvenWithAMatchingChecksum) {
  for (std::size_t i = 0; i != 240; ++i) {
    for (unsigned bit = 0; bit != 8; ++bit) {
      auto edited = by_host_key;
      edited[i] ^= static_cast<std::uint8_t>(1U << bit);
      ASSERT_FALSE(phr::crypto::open(with_checksum(edited), host_key, binding)) << "byte " << i << " bit " << bit;
    }
  }
}

TEST_F(KeySlot, CannotBeMixedFromTwoSlotsOfOneKey) {
  const auto second = phr::crypto::seal_host_key(data_key, host_key, binding).value();
  auto mixed = by_host_key;
  std::copy(second.begin() + 104, second.begin() + 152, mixed.begin() + 104);
  EXPECT_EQ(refusal(with_checksum(mixed), host_key), errc::damaged_header);
}

TEST_F(KeySlot, RefusesAHostileCostBeforeItIsPaid) {
  const auto with_cost = [&](std::size_t offset, std::uint32_t value) {
    auto slot = by_passphrase;
    for (std::size_t i = 0; i != 4; ++i) slot[offset + i] = static_cast<std::uint8_t>(value >> (8 * i));
    return with_checksum(slot);
  };
  EXPECT_EQ(refusal(with_cost(4, 1048577), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(4, 0xFFFFFFFF), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(4, 7), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(8, 65), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(8, 0), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(12, 17), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(12, 0), typed), errc::damaged_header);
  EXPECT_EQ(refusal(with_cost(8, 2), typed), errc::wrong_key);  // allowed, but not what it was sealed with
}

TEST_F(KeySlot, ReportsNewerFormatForALaterLayout) {
  auto later = by_host_key;
  later[1] = 2;
  EXPECT_EQ(refusal(with_checksum(later), host_key), errc::newer_format);
  auto earlier = by_host_key;
  earlier[1] = 0;
  EXPECT_EQ(refusal(with_checksum(earlier), host_key), errc::damaged_header);
}

TEST_F(KeySlot, CountsAsEmptyOnlyWhenAllBytesAreZero) {
  slot_bytes almost{};
  almost[255] = 1;
  EXPECT_EQ(phr::crypto::kind(almost), slot_kind::unknown);
  EXPECT_EQ(refusal(almost, typed), errc::damaged_header);
  auto later = by_host_key;
  later[0] = 4;
  EXPECT_EQ(phr::crypto::kind(later), slot_kind::unknown);
  EXPECT_EQ(refusal(with_checksum(later), host_key), errc::damaged_header);
}

TEST_F(KeySlot, SealsDifferentlyEachTimeAndHidesTheKey) {
  const auto again = phr::crypto::seal_passphrase(data_key, typed, argon2_test_cost, binding).value();
  EXPECT_FALSE(std::equal(again.begin() + 16, again.begin() + 48, by_passphrase.begin() + 16));
  EXPECT_FALSE(std::equal(again.begin() + 48, again.begin() + 72, by_passphrase.begin() + 48));
  EXPECT_FALSE(std::equal(again.begin() + 104, again.begin() + 152, by_passphrase.begin() + 104));
  for (const slot_bytes& slot : {again, by_passphrase, by_host_key, by_code}) {
    for (const auto secret : {data_key.view(), host_key.view(), code.view(), typed.view()}) {
      EXPECT_EQ(std::search(slot.begin(), slot.end(), secret.begin(), secret.end()), slot.end());
    }
  }
}

TEST_F(KeySlot, RefusesToSealWithAnImpossibleCostOrAMovedFromKey) {
  const auto code_of = [](const auto& sealed) { return sealed ? errc::internal : sealed.error().code(); };
  for (const argon2_cost cost : {argon2_cost{1048577, 1, 1}, argon2_cost{64, 65, 1}, argon2_cost{1024, 1, 17},
                                 argon2_cost{64, 0, 1}, argon2_cost{64, 1, 0}, argon2_cost{15, 1, 2}}) {
    EXPECT_EQ(code_of(phr::crypto::seal_passphrase(data_key, typed, cost, binding)), errc::invalid_argument);
  }
  const auto taken = std::move(host_key);
  EXPECT_EQ(code_of(phr::crypto::seal_host_key(data_key, host_key, binding)), errc::invalid_argument);  // NOLINT
  EXPECT_EQ(code_of(phr::crypto::seal_passphrase(host_key, typed, argon2_test_cost, binding)), errc::invalid_argument);
  EXPECT_EQ(refusal(by_host_key, host_key), errc::invalid_argument);
  const auto gone = std::move(code);
  EXPECT_EQ(code_of(phr::crypto::seal_recovery(data_key, code, binding)), errc::invalid_argument);  // NOLINT
}

TEST_F(KeySlot, OpensWithTheDefaultCost) {
  const auto slot = phr::crypto::seal_passphrase(data_key, typed, {}, binding).value();
  EXPECT_EQ(phr::crypto::cost(slot), argon2_cost{});
  EXPECT_TRUE(phr::crypto::open(slot, typed, binding).value() == data_key);
}

// Three slots written by another program (its own ChaCha20 and Poly1305, another Argon2 library) from the layout in the
// header. Files in the field hold such slots: when this fails, they no longer open.
struct known_slot {
  std::string_view start;     // bytes 0 to 151; 88 zeros follow
  std::string_view checksum;  // bytes 240 to 255

  [[nodiscard]] slot_bytes bytes() const {
    slot_bytes slot{};
    std::ranges::copy(phr::crypto::test::hex(start), slot.begin());
    std::ranges::copy(phr::crypto::test::hex(checksum), slot.begin() + 240);
    return slot;
  }
};

constexpr known_slot known_by_passphrase{
     "01010101400000000100000001000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
     "404142434445464748494a4b4c4d4e4f5051525354555657af6a4b3dbaa29e15c99e112602a4879db0dacfd680842878"
     "7de2fa5b3ee0a66ba82c872076fdfc25ba94d045741449c432cd0016c95531eb939ef2b91882adc03145e9c0cd67e633"
     "125786bf34f17f21",
     "ce66df3a4c63045266c87c2351d99f4b"};
constexpr known_slot known_by_host_key{
     "02010201000000000000000000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
     "404142434445464748494a4b4c4d4e4f5051525354555657e41e649d7d8feea9b439aee3bda23923a8f8600ed5de92c2"
     "54f9a63e3fc87b4a46e91937ebd4afa446d1d784fa353f0ed0505d8d830394a6f46e5cf5f1949471138fd9a53592d469"
     "2ded9d60b2a0dde0",
     "c8f3f57cdd285e4e1982a47d6349a651"};
constexpr known_slot known_by_code{
     "03010201000000000000000000000000101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
     "404142434445464748494a4b4c4d4e4f5051525354555657602249615b6cf071166e88c5b4d81383b029c8ba0e907623"
     "d44e61e5d04a8d623aef50eeddca435237c9ff3fc01d5913c234b0a0c60ab35f068ce74b784cab3e0b957f072fc606cd"
     "8ec52e7808767d42",
     "cd89b39526f49172aa29c7fa057f7179"};

secret_key counting_from(std::uint8_t first) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i != bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return secret_key(bytes);
}

TEST(KeySlotLayout, OpensSlotsWrittenByAnotherProgram) {
  const auto data_key = counting_from(0x80);
  const auto code = recovery_code::parse("000G4-0R40M-30E20-9185G-R38E1-WAMB8").value();
  EXPECT_TRUE(phr::crypto::open(known_by_passphrase.bytes(), passphrase("correct horse"), binding).value() == data_key);
  EXPECT_TRUE(phr::crypto::open(known_by_host_key.bytes(), counting_from(0xC0), binding).value() == data_key);
  EXPECT_TRUE(phr::crypto::open(known_by_code.bytes(), code, binding).value() == data_key);
}

}  // namespace
