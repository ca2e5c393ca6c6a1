// What a store in memory has in place of a file, beside a plain string.
#include "store/file/memory_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace {

using phr::storage::memory_file;
using level = memory_file::level;

TEST(MemoryFile, HoldsWhatIsWrittenWhereverThatIs) {
  std::mt19937 random(7);  // NOLINT: the same in every run
  memory_file file;
  std::vector<std::uint8_t> model;
  constexpr std::size_t farthest = 300'000;
  for (int step = 0; step < 2'000; ++step) {
    const std::size_t at = random() % farthest;
    std::vector<std::uint8_t> bytes(1 + random() % 9'000);
    for (auto& each : bytes) each = static_cast<std::uint8_t>(random());
    switch (random() % 5) {
      case 0: {
        file.truncate(at);
        if (at < model.size()) model.resize(at);
        break;
      }
      case 1:
      case 2: {
        file.write(bytes, at);
        model.resize(std::max(model.size(), at + bytes.size()));
        std::copy(bytes.begin(), bytes.end(), model.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      }
      default: {
        const std::size_t got = file.read(bytes, at);
        std::vector<std::uint8_t> expected(bytes.size());
        const std::size_t have = at >= model.size() ? 0 : std::min(bytes.size(), model.size() - at);
        std::copy_n(model.begin() + static_cast<std::ptrdiff_t>(std::min(at, model.size())), have, expected.begin());
        ASSERT_EQ(got, have);
        ASSERT_EQ(bytes, expected);
      }
    }
    ASSERT_EQ(file.size(), model.size());
  }
}

TEST(MemoryFile, ManyReadOneWrites) {
  memory_file file;
  memory_file::holder a;
  memory_file::holder b;
  memory_file::holder c;
  EXPECT_TRUE(file.lock(a, level::shared));
  EXPECT_TRUE(file.lock(b, level::shared));
  EXPECT_TRUE(file.lock(a, level::reserved));
  EXPECT_TRUE(file.is_reserved());
  EXPECT_FALSE(file.lock(b, level::reserved));
  EXPECT_TRUE(file.lock(c, level::shared));  // still
  EXPECT_FALSE(file.lock(a, level::exclusive));
  file.unlock(c, level::none);
  EXPECT_FALSE(file.lock(c, level::shared));  // no more: one waits for those that are there
  file.unlock(b, level::none);
  EXPECT_TRUE(file.lock(a, level::exclusive));
  file.unlock(a, level::shared);
  EXPECT_FALSE(file.is_reserved());
  EXPECT_TRUE(file.lock(c, level::shared));
}

TEST(MemoryFile, SlotsAreSharedOrOnes) {
  memory_file file;
  memory_file::holder a;
  memory_file::holder b;
  EXPECT_TRUE(file.lock_slots(a, 0b0110, false));
  EXPECT_TRUE(file.lock_slots(b, 0b0010, false));
  EXPECT_FALSE(file.lock_slots(b, 0b0111, true));
  EXPECT_TRUE(file.lock_slots(b, 0b0001, true));  // nothing was taken by the refused call
  EXPECT_FALSE(file.lock_slots(a, 0b0001, false));
  file.unlock_slots(b, 0b0011);
  EXPECT_TRUE(file.lock_slots(a, 0b0001, false));
  file.unmap(a);
  EXPECT_TRUE(file.lock_slots(b, 0b1111, true));
}

TEST(MemoryFile, SharedPiecesAreZeroAndTheSameForAll) {
  memory_file file;
  memory_file::holder a;
  memory_file::holder b;
  EXPECT_EQ(file.map(a, 1, 64, false), nullptr);
  auto* const piece = static_cast<volatile std::uint8_t*>(file.map(a, 1, 64, true));
  ASSERT_NE(piece, nullptr);
  EXPECT_EQ(piece[63], 0);
  piece[63] = 7;
  EXPECT_EQ(file.map(b, 1, 64, false), piece);
  file.unmap(a);
  EXPECT_EQ(file.map(b, 1, 64, false), piece);
  file.unmap(b);
  EXPECT_EQ(file.map(a, 1, 64, false), nullptr);
}

}  // namespace
