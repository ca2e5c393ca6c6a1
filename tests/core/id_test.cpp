#include <phr/core/id.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace {

using phr::uuid;

TEST(Id, TakesOneToSixtyFourOfItsCharacters) {
  for (const char* text : {"a", "0", "-", ".", "..", "Abc-123.x", "2f1b0e8a-5c1d-4e3f-9a7b-0123456789ab"}) {
    EXPECT_TRUE(phr::is_valid_id(text)) << text;
  }
  EXPECT_TRUE(phr::is_valid_id(std::string(64, 'x')));
  EXPECT_FALSE(phr::is_valid_id(""));
  EXPECT_FALSE(phr::is_valid_id(std::string(65, 'x')));
}

TEST(Id, TakesExactlyTheSixtyFourCharactersOfFhir) {
  const std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
  for (int c = 0; c < 256; ++c) {
    const std::string text{'a', static_cast<char>(c), 'b'};
    EXPECT_EQ(phr::is_valid_id(text), allowed.find(static_cast<char>(c)) != std::string_view::npos) << c;
  }
}

TEST(Uuid, ReadsAndWritesTheCanonicalText) {
  const std::string text = "00112233-4455-6677-8899-aabbccddeeff";
  const uuid id = uuid::parse(text).value();
  EXPECT_EQ(id.bytes, (std::array<std::uint8_t, 16>{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa,
                                                    0xbb, 0xcc, 0xdd, 0xee, 0xff}));
  EXPECT_EQ(id.to_string(), text);
  EXPECT_EQ(uuid{}.to_string(), "00000000-0000-0000-0000-000000000000");
}

TEST(Uuid, ReadsUpperCaseButCallsOnlyLowerCaseCanonical) {
  const char* upper = "00112233-4455-6677-8899-AABBCCDDEEFF";
  EXPECT_EQ(uuid::parse(upper).value().to_string(), "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_FALSE(phr::is_canonical_uuid(upper));
  EXPECT_TRUE(phr::is_canonical_uuid("00112233-4455-6677-8899-aabbccddeeff"));
}

TEST(Uuid, RefusesOtherForms) {
  for (const char* text :
       {"", "00112233445566778899aabbccddeeff", "{00112233-4455-6677-8899-aabbccddeeff}",
        "urn:uuid:00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeef",
        "00112233-4455-6677-8899-aabbccddeeff0", "00112233-4455-6677-8899-aabbccddeefg",
         "0011223-34455-6677-8899-aabbccddeeff",
        "00112233_4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccdde-ff",
         " 0112233-4455-6677-8899-aabbccddeeff"}) {
    ASSERT_FALSE(uuid::parse(text)) << text;
    EXPECT_EQ(uuid::parse(text).error().code(), phr::errc::invalid_id);
    EXPECT_FALSE(phr::is_canonical_uuid(text)) << text;
  }
}

TEST(Uuid, MarksRandomBytesAsVersionFourAndKeepsTheOther122Bits) {
  std::array<std::uint8_t, 16> all_set{};
  all_set.fill(0xFF);
  EXPECT_EQ(uuid::from_random_bytes(all_set).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(uuid::from_random_bytes({}).to_string(), "00000000-0000-4000-8000-000000000000");
}

TEST(Uuid, RoundTripsRandomValuesInOrder) {
  std::mt19937 random(20240505);
  uuid previous;
  for (int round = 0; round < 2000; ++round) {
    uuid id;
    for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
    const std::string text = id.to_string();
    ASSERT_TRUE(phr::is_canonical_uuid(text));
    ASSERT_EQ(uuid::parse(text).value(), id);
    ASSERT_EQ(id < previous, text < previous.to_string());  // bytes and text have the same order
    previous = id;
  }
}

}  // namespace
