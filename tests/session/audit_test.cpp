// The audit trail: what leaves a row, and that no row can be changed, taken out or added unseen.
#include "session/record_fixture.hpp"

#include "store/file/opening.hpp"
#include "support/file_bytes.hpp"

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace phr::test;
using phr::audit_action;
using phr::audit_outcome;
using phr::errc;

class Audit : public record_fixture {
 protected:
  // Six rows and more: the store made, three writes, a refused and a permitted read.
  void fill() {
    put({patient("p"), observation("o", "p", "4548-4", "2020-01-01", "5.1"), condition("c", "p", "2019-01-01")});
    put({consent("permit", "p", "doctor", {"Observation"})});
    auto doctor = as("doctor");
    EXPECT_TRUE(doctor.read(phr::fhir::resource_type::Observation, "o"));
    EXPECT_FALSE(doctor.read(phr::fhir::resource_type::Condition, "c"));
  }
  void reopen() { store_ = phr::store::open(folder_.path("me.phr"), phr::passphrase("x")).value(); }
  // Runs SQL on the file as one with the key could, past every rule of the library.
  void tamper(const std::string& sql) {
    ASSERT_TRUE(store_.close());
    {
      auto opened = phr::storage::open_file(folder_.path("me.phr"), phr::passphrase("x"), {});
      ASSERT_TRUE(opened);
      auto connection = opened.value().connect(false);
      ASSERT_TRUE(connection);
      ASSERT_TRUE(connection.value().execute(sql.c_str())) << sql;
    }
    reopen();
  }
  phr::audit_verdict verdict(std::string_view head = {}) { return owner().verify_audit(head).value(); }
};

TEST_F(Audit, HasARowForEachOperationWithWhoWhyAndWhat) {
  fill();
  ASSERT_TRUE(owner().search("Observation?code=4548-4"));
  ASSERT_TRUE(store_.close());  // the owner's reads are written at the latest here
  reopen();
  const auto trail = owner().audit_trail().value();
  ASSERT_GE(trail.size(), 7U);
  EXPECT_EQ(trail[0].action, audit_action::create_store);
  std::vector<std::string> told;
  for (const auto& row : trail) {
    const auto action = phr::name(row.action);
    const auto outcome = phr::name(row.outcome);
    told.push_back(row.actor + " " + row.purpose + " " + std::string(action.data(), action.size()) + " " + std::string(outcome.data(), outcome.size()) + " " +
                   std::string(phr::fhir::name(row.type)) + "/" + row.id + " " + std::to_string(row.count));
  }
  const auto has = [&](const std::string& row) { return std::count(told.begin(), told.end(), row); };
  EXPECT_EQ(has("owner PATRQT update done Patient/p 1"), 1) << testing::PrintToString(told);
  EXPECT_EQ(has("owner PATRQT update done Observation/o 1"), 1);
  EXPECT_EQ(has("Practitioner/doctor TREAT read done Observation/o 1"), 1);
  EXPECT_EQ(has("Practitioner/doctor TREAT read denied Condition/c 0"), 1) << testing::PrintToString(told);
  EXPECT_EQ(has("owner PATRQT search done Observation/ 1"), 1);
  for (std::size_t row = 0; row < trail.size(); ++row) EXPECT_EQ(trail[row].sequence, static_cast<std::int64_t>(row + 1));
  EXPECT_TRUE(verdict().intact);
}

TEST_F(Audit, ShowsARefusalEvenWhereTheProcessEndsAtOnce) {
  fill();
  ASSERT_TRUE(store_.close());
  const pid_t child = fork();
  if (child == 0) {
    reopen();
    auto doctor = as("doctor");
    (void)doctor.read(phr::fhir::resource_type::Condition, "c");
    _exit(0);  // no destructor, no close
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  reopen();
  const auto trail = owner().audit_trail().value();
  EXPECT_EQ(std::count_if(trail.begin(), trail.end(), [](const auto& row) { return row.outcome == audit_outcome::denied; }), 2);
  EXPECT_TRUE(verdict().intact);
}

struct tampering {
  const char* name;
  const char* sql;
  std::int64_t first_bad_row;  // 0: past the last row, whichever that is
};

class AuditTampering : public Audit, public testing::WithParamInterface<tampering> {};

TEST_P(AuditTampering, IsFoundAtTheFirstRowThatIsWrong) {
  fill();
  const std::string before = verdict().head;
  ASSERT_TRUE(store_.close());
  reopen();
  const std::int64_t rows = verdict().rows;
  tamper(GetParam().sql);
  const auto found = verdict();
  EXPECT_FALSE(found.intact);
  if (GetParam().first_bad_row != 0) {
    EXPECT_EQ(found.first_bad_row, GetParam().first_bad_row);
  } else {
    EXPECT_GE(found.first_bad_row, rows);
  }
  EXPECT_FALSE(verdict(before).intact);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, AuditTampering,
    testing::Values(tampering{"a_time", "UPDATE audit SET at = at + 1 WHERE sequence = 3", 3},
                    tampering{"an_actor", "UPDATE audit SET actor = (SELECT actor FROM audit WHERE sequence = 1) + 1 WHERE sequence = 3", 3},
                    tampering{"the_name_of_actors", "UPDATE term SET text = 'Practitioner/other' WHERE text = 'Practitioner/doctor'", 6},
                    tampering{"a_purpose", "UPDATE audit SET purpose = 'TREAT' WHERE sequence = 2", 2},
                    tampering{"an_action", "UPDATE audit SET action = 3 WHERE sequence = 4", 4},
                    tampering{"an_outcome", "UPDATE audit SET outcome = 1 WHERE outcome = 2", 7},
                    tampering{"a_type", "UPDATE audit SET type = type + 1 WHERE sequence = 5", 5},
                    tampering{"a_resource", "UPDATE audit SET resource = resource + 1 WHERE sequence = 5", 5},
                    tampering{"a_count", "UPDATE audit SET count = 0 WHERE sequence = 5", 5},
                    tampering{"a_mac", "UPDATE audit SET mac = zeroblob(32) WHERE sequence = 5", 5},
                    tampering{"a_row_taken_out", "DELETE FROM audit WHERE sequence = 4", 4},
                    tampering{"the_first_row_taken_out", "DELETE FROM audit WHERE sequence = 1", 1},
                    tampering{"rows_closed_up",
                              "DELETE FROM audit WHERE sequence = 4; UPDATE audit SET sequence = sequence - 1 WHERE sequence > 4", 4},
                    tampering{"the_last_row_cut", "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)", 0},
                    tampering{"all_rows_cut", "DELETE FROM audit", 1},
                    tampering{"two_rows_swapped",
                              "UPDATE audit SET sequence = 1000 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; "
                              "UPDATE audit SET sequence = 4 WHERE sequence = 1000",
                              3},
                    tampering{"a_row_added",
                              "INSERT INTO audit SELECT max(sequence) + 1, at, actor, purpose, action, outcome, type, resource, count, "
                              "first_change, last_change, mac FROM audit",
                              0},
                    tampering{"a_change_altered", "UPDATE change SET operation = 3 WHERE sequence = 2", 3},
                    tampering{"a_change_taken_out", "DELETE FROM change WHERE sequence = 3", 4},
                    tampering{"a_change_added", "INSERT INTO change SELECT max(sequence) + 1, resource, version, operation FROM change", 0},
                    tampering{"the_head", "UPDATE setting SET value = zeroblob(40) WHERE name = 'audit head'", 0},
                    tampering{"the_head_taken_out", "DELETE FROM setting WHERE name = 'audit head'", 0}),
    [](const auto& each) { return each.param.name; });

TEST_F(Audit, KnowsTheHeadOfAnEarlierVerdictAndNoOther) {
  fill();
  const std::string noted = verdict().head;
  put({patient("q")});
  EXPECT_TRUE(verdict(noted).intact);
  std::string other = noted;
  other[0] = other[0] == '0' ? '1' : '0';
  EXPECT_FALSE(verdict(other).intact);
}

TEST_F(Audit, FindsAFileSetBackAsAWholeByTheNotedHead) {
  fill();
  ASSERT_TRUE(store_.close());
  const std::string earlier = read_file(folder_.path("me.phr"));
  reopen();
  put({patient("q")});
  ASSERT_TRUE(store_.close());
  reopen();
  const std::string noted = verdict().head;
  ASSERT_TRUE(store_.close());
  write_file(folder_.path("me.phr"), earlier);
  reopen();
  EXPECT_TRUE(verdict().intact);        // nothing inside can tell
  EXPECT_FALSE(verdict(noted).intact);  // the noted head can
}

TEST_F(Audit, IsForTheOwnerOnly) {
  fill();
  auto doctor = as("doctor");
  EXPECT_EQ(doctor.audit_trail().error().code(), errc::access_denied);
  EXPECT_EQ(doctor.verify_audit().error().code(), errc::access_denied);
}

}  // namespace
