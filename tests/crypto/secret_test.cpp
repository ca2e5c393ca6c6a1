#include <phr/crypto/random.hpp>
#include <phr/crypto/recovery_code.hpp>
#include <phr/crypto/secret.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using phr::crypto::secret_bytes;

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept gives_text = std::is_convertible_v<const T&, std::string> || std::is_convertible_v<const T&, std::string_view>;
template <class T>
concept lends_from_a_temporary = requires(T&& gone) { std::move(gone).view(); };
template <class T>
concept ordered = requires(const T& value) { value < value; };

// What the rules for secrets forbid does not compile.
template <class Secret>
constexpr bool keeps_the_rules = !std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret> &&
                                 std::is_nothrow_move_constructible_v<Secret> &&
                                 std::is_nothrow_move_assignable_v<Secret> && !printable<Secret> &&
                                 !gives_text<Secret> && !lends_from_a_temporary<Secret> && !ordered<Secret>;
static_assert(keeps_the_rules<secret_bytes>);
static_assert(keeps_the_rules<phr::secret_key>);
static_assert(keeps_the_rules<phr::passphrase>);
static_assert(keeps_the_rules<phr::recovery_code>);
static_assert(!std::is_convertible_v<std::string_view, phr::passphrase>);
static_assert(!std::is_default_constructible_v<phr::secret_key>);
static_assert(!std::is_convertible_v<phr::bytes_view, secret_bytes>);

secret_bytes secret(std::string_view text) { return secret_bytes(phr::as_bytes(text)); }

TEST(SecretBytes, LeavesNothingBehindWhenMoved) {
  auto first = secret("one");
  const auto* where = first.view().data();
  auto second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT: the state after a move is the subject
  EXPECT_EQ(first.view().data(), nullptr);
  EXPECT_EQ(second.view().data(), where);
  EXPECT_EQ(phr::as_text(second.view()), "one");

  auto third = secret("three");
  third = std::move(second);
  EXPECT_TRUE(second.empty());  // NOLINT
  EXPECT_EQ(phr::as_text(third.view()), "one");
  auto& itself = third;
  third = std::move(itself);
  EXPECT_EQ(phr::as_text(third.view()), "one");
}

TEST(SecretBytes, HoldNoSecretInTheObjectItself) {
  const auto held = secret("a secret of a good length");
  std::string image(sizeof held, '\0');
  std::memcpy(image.data(), &held, sizeof held);
  EXPECT_EQ(image.find("secret"), std::string::npos);
}

TEST(SecretBytes, AreEqualOnlyWithTheSameLengthAndBytes) {
  EXPECT_TRUE(secret("abc") == secret("abc"));
  EXPECT_FALSE(secret("abc") == secret("abd"));
  EXPECT_FALSE(secret("abc") == secret("xbc"));
  EXPECT_FALSE(secret("abc") == secret("ab"));
  EXPECT_TRUE(secret("") == secret_bytes());
}

TEST(SecretBytes, CloneToTheirOwnMemory) {
  auto first = secret("abc");
  const auto second = first.clone();
  first.edit()[0] = 'x';
  EXPECT_EQ(phr::as_text(second.view()), "abc");
  EXPECT_EQ(phr::as_text(first.view()), "xbc");
}

TEST(SecretKey, TakesExactly32Bytes) {
  const std::array<std::uint8_t, 33> bytes{7};
  const phr::bytes_view all(bytes);
  EXPECT_EQ(phr::secret_key::from(all.first(31)).error().code(), phr::errc::invalid_argument);
  EXPECT_EQ(phr::secret_key::from(all).error().code(), phr::errc::invalid_argument);
  ASSERT_TRUE(phr::secret_key::from(all.first(32)));
  auto key = phr::secret_key::from(all.first(32)).value();
  EXPECT_EQ(key.view()[0], 7);
  const auto other = std::move(key);
  EXPECT_TRUE(key.empty());  // NOLINT
  EXPECT_FALSE(other.empty());
}

TEST(Passphrase, KeepsEveryByteAndTheLength) {
  using namespace std::string_view_literals;
  EXPECT_EQ(phr::passphrase("").size(), 0U);
  const phr::passphrase with_nul("a\0b"sv);
  EXPECT_EQ(with_nul.size(), 3U);
  EXPECT_EQ(phr::as_text(with_nul.view()), "a\0b"sv);
  EXPECT_EQ(phr::passphrase(std::string(100000, 'p')).size(), 100000U);
}

TEST(Passphrase, TellsTheUnicodeFormsOfALetterApart) {
  EXPECT_FALSE(phr::passphrase("\u00e9") == phr::passphrase("e\u0301"));
}

TEST(Wipe, LeavesZeros) {
  std::array<std::uint8_t, 5> bytes{1, 2, 3, 4, 5};
  phr::crypto::wipe(bytes);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 5>{}));
}

TEST(Random, NeverGivesTheSameKeyTwice) {
  const auto first = phr::crypto::random_key();
  const auto second = phr::crypto::random_key();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first.value().view().size(), 32U);
  EXPECT_FALSE(first.value() == second.value());
}

TEST(Random, FillsTheWholeBuffer) {
  std::array<std::uint8_t, 4096> bytes{};
  ASSERT_TRUE(phr::crypto::fill(bytes));
  std::array<bool, 256> seen{};
  for (const auto byte : bytes) seen[byte] = true;
  EXPECT_GT(std::count(seen.begin(), seen.end(), true), 240);  // each value is missed once in nine million runs
  EXPECT_NE(bytes.back() | bytes[4094] | bytes[4093] | bytes[4092], 0);
  EXPECT_TRUE(phr::crypto::fill({}));
}

}  // namespace
