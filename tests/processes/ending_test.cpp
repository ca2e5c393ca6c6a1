// A process ends with a store open, wherever that is kept.
#include "processes/child.hpp"
#include "session/record_fixture.hpp"

#include <filesystem>

namespace {

using namespace phr::test;

class EndingProcess : public record_fixture, public testing::WithParamInterface<const char*> {};
TEST_P(EndingProcess, IsSafeAndWritesWhatWaits) {
  ASSERT_TRUE(store_.close());
  const std::string path = folder_.path("me.phr");
  probe ends({"end", path, GetParam()});
  EXPECT_EQ(ends.end(), 0);
  if (std::string_view(GetParam()) != "session") EXPECT_FALSE(std::filesystem::exists(path + "-wal")) << "the WAL is moved into the file";
  store_ = phr::store::open(path, phr::passphrase("x")).value();
  auto me = owner();
  EXPECT_EQ(found(me, "Patient"), ids{"Patient/left"});
  const auto rows = me.audit_trail().value();
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.action == phr::audit_action::read; }), 1) << "the row that waited is there";
  EXPECT_TRUE(me.verify_audit().value().intact);
}
INSTANTIATE_TEST_SUITE_P(Kept, EndingProcess, testing::Values("global", "session", "static", "leaked"),
                         [](const auto& of) { return std::string(of.param); });

}  // namespace
