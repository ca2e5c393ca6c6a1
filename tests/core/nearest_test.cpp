// What was meant by a name that is none.
#include "core/nearest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using phr::did_you_mean;
using phr::edits_between;
using phr::nearest;
using names = std::vector<std::string>;

TEST(Nearest, CountsEdits) {
  EXPECT_EQ(edits_between("", "abc"), 3U);
  EXPECT_EQ(edits_between("kitten", "sitting"), 3U);
  EXPECT_EQ(edits_between("Code", "code"), 0U);
  EXPECT_EQ(edits_between("cdoe", "code"), 1U);  // neighbours exchanged
  EXPECT_EQ(edits_between("ca", "abc"), 3U);     // no part of it is edited twice
}

TEST(Nearest, IsWhatIsMeant) {
  constexpr std::array<std::string_view, 8> known{"import", "info", "init", "erase", "read", "search", "source", "changes"};
  EXPECT_EQ(nearest("inport", known), names{"import"});
  EXPECT_EQ(nearest("sarch", known), names{"search"});
  EXPECT_EQ(nearest("SEARCH", known), names{"search"});
  EXPECT_EQ(nearest("imp", known), names{"import"});
  EXPECT_EQ(nearest("frobnicate", known), names{});
  EXPECT_EQ(nearest("", known), names{});
  EXPECT_EQ(nearest(std::string(1000, 'x'), known), names{});
}

TEST(Nearest, IsASentence) {
  EXPECT_EQ(did_you_mean(names{}), "");
  EXPECT_EQ(did_you_mean(names{"a"}), "; did you mean a?");
  EXPECT_EQ(did_you_mean(names{"a", "b", "c"}), "; did you mean a, b or c?");
}

}  // namespace
