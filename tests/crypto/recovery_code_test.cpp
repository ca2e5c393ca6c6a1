#include <phr/crypto/recovery_code.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace {

using phr::recovery_code;

std::string printed(const recovery_code& code) {
  const auto text = code.text().value();
  return std::string(phr::as_text(text.view()));
}

// invalid_argument at "recovery_code", and nothing else.
bool is_refused(std::string_view typed) {
  const auto code = recovery_code::parse(typed);
  return !code && code.error().code() == phr::errc::invalid_argument &&
         std::string_view(code.error().place().data()) == "recovery_code";
}

TEST(RecoveryCode, PrintsSixGroupsOfFiveCrockfordSymbols) {
  const auto text = printed(recovery_code::generate().value());
  ASSERT_EQ(text.size(), 35U);
  for (std::size_t i = 0; i != text.size(); ++i) {
    if (i % 6 == 5) {
      EXPECT_EQ(text[i], '-');
    } else {
      EXPECT_NE(std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ").find(text[i]), std::string_view::npos);
    }
  }
}

TEST(RecoveryCode, ParsesWhatItPrints) {
  for (int i = 0; i != 500; ++i) {
    const auto code = recovery_code::generate().value();
    const auto again = recovery_code::parse(printed(code));
    ASSERT_TRUE(again);
    ASSERT_TRUE(again.value() == code);
    ASSERT_EQ(again.value().view().size(), 16U);
  }
}

// Bytes 00 01 .. 0F; the printed form was computed by another program from the definition in the header.
constexpr std::string_view known_text = "000G4-0R40M-30E20-9185G-R38E1-WAMB8";

TEST(RecoveryCode, WritesKnownBytesAsKnownText) {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i != bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  const auto code = recovery_code::parse(known_text).value();
  EXPECT_TRUE(std::ranges::equal(code.view(), bytes));
  EXPECT_EQ(printed(code), known_text);
  const auto second = recovery_code::parse("ZZQDV-K5VNA-CRGXV-6AN23-68GH0-20XG4").value();
  EXPECT_EQ(second.view().front(), 0xFF);
  EXPECT_EQ(second.view().back(), 0x00);
  EXPECT_EQ(printed(second), "ZZQDV-K5VNA-CRGXV-6AN23-68GH0-20XG4");
}

TEST(RecoveryCode, ForgivesCaseSpacesDashesAndLookalikes) {
  for (const std::string_view typed :
       {"000G40R40M30E209185GR38E1WAMB8", "000G4 0R40M 30E20 9185G R38E1 WAMB8",
        " 000G4-0R40M-30E20-9185G-R38E1-WAMB8\r\n",
        "000g4-0r40m-30e20-9185g-r38e1-wamb8", "OOOG4-OR4OM-3OE2O-9185G-R38E1-WAMB8",
        "oooG4-oR4oM-3oE2o-9185G-R38E1-WAMB8",
        "000G4-0R40M-30E20-9I85G-R38EL-WAMB8", "000G4-0R40M-30E20-9l85G-R38Ei-WAMB8",
        "--000G4--0R40M30E20 9185G\tR38E1WAMB8-"}) {
    const auto code = recovery_code::parse(typed);
    ASSERT_TRUE(code) << typed;
    EXPECT_EQ(printed(code.value()), known_text);
  }
}

TEST(RecoveryCode, NoticesOneWrongSymbol) {
  for (std::size_t i = 0; i != known_text.size(); ++i) {
    if (known_text[i] == '-') continue;
    for (const char symbol : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      std::string typed(known_text);
      typed[i] = symbol;
      if (typed == known_text) continue;
      ASSERT_TRUE(is_refused(typed)) << typed;
    }
  }
}

TEST(RecoveryCode, NoticesTwoNeighboursSwapped) {
  for (std::size_t i = 1; i != known_text.size(); ++i) {
    std::string typed(known_text);
    std::swap(typed[i - 1], typed[i]);
    if (typed[i] == '-' || typed[i - 1] == '-' || typed == known_text) continue;
    EXPECT_TRUE(is_refused(typed)) << typed;
  }
}

TEST(RecoveryCode, RefusesAWrongLengthSymbolOrNothing) {
  const auto text = printed(recovery_code::generate().value());
  EXPECT_TRUE(is_refused(""));
  EXPECT_TRUE(is_refused("-----"));
  EXPECT_TRUE(is_refused(text.substr(0, 34)));
  EXPECT_TRUE(is_refused(text + "0"));
  EXPECT_TRUE(is_refused(std::string(100000, 'A')));
  auto typed = text;
  for (const char bad : {'U', 'u', '*', '_', '\0', '\x7F', '\xC3'}) {
    typed[3] = bad;
    EXPECT_TRUE(is_refused(typed));
  }
}

}  // namespace
