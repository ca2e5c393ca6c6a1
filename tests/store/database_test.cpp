// The statements that a connection keeps.
#include "store/sql/database.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace phr::storage;

// A step may call a function that asks for other statements, so many that those that are kept are let go.
TEST(Database, KeepsAStatementThatRunsWhileManyOthersAreAskedFor) {
  auto in = database::in_memory().value();
  auto* const running = in.use_text("SELECT value FROM json_each('[7,8]')").value();
  ASSERT_TRUE(running->step().value());
  EXPECT_EQ(running->integer(0), 7);
  for (int number = 0; number < 500; ++number) {
    auto* const other = in.use_text("SELECT " + std::to_string(number)).value();
    const sql::resetting done(*other);
    ASSERT_TRUE(other->step().value());
    EXPECT_EQ(other->integer(0), number);
  }
  const auto next = running->step();
  ASSERT_TRUE(next);
  ASSERT_TRUE(next.value());
  EXPECT_EQ(running->integer(0), 8);
  running->reset();
}

}  // namespace
