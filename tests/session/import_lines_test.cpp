// NDJSON line by line: what a refused line leaves behind (nothing), and what it costs (itself).
#include "gate/door.hpp"
#include "interactions/import/import.hpp"
#include "store/sql/access.hpp"
#include "support/resources.hpp"
#include "support/temporary_folder.hpp"

#include <phr/core/describe.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <random>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace phr::test {
namespace {

struct opened {
  explicit opened(const std::string& path)
      : engine(storage::engine::open(path, passphrase("x"), {.create = true, .cost = crypto::argon2_test_cost}).value()),
        me(gate::door::open(engine, owner(), access::purpose::patient_request, 1'700'000'000'000'000).value()) {}

  import_report lines(const std::string& text) {
    auto done = interactions::import_lines(me, text, {});
    EXPECT_TRUE(done) << describe(done.error());
    return done ? done.value() : import_report{};
  }
  std::int64_t key_of(fhir::resource_type type, std::string_view id) {
    auto writing = engine->write().value();
    return writing.work().key_of(type, id).value();
  }
  // Rows that were ever written, also those that were taken back.
  std::int64_t written() {
    auto writing = engine->write().value();
    return storage::sql_of(writing.work()).on().all_changes();
  }
  // Every row of every table but those of the trail.
  std::string dump() {
    auto writing = engine->write().value();
    const auto& on = storage::sql_of(writing.work()).on();
    std::string all;
    for (const char* table : {"term", "coding", "identity", "history", "change", "resource", "subject_set", "late", "subject", "shape", "shape_parameter", "index_token",
                              "index_string", "index_date", "index_reference", "index_quantity", "unit", "index_number", "index_uri", "index_composite", "compartment"}) {
      const std::string name = table;
      auto columns = on.prepare("SELECT group_concat('quote(\"' || name || '\")', ' || ''|'' || ') FROM pragma_table_info('" + name + "')").value();
      EXPECT_TRUE(columns.step().value());
      auto rows = on.prepare("SELECT " + std::string(columns.text(0)) + " FROM " + name + " ORDER BY 1").value();
      while (rows.step().value()) all += name + ": " + std::string(rows.text(0)) + "\n";
    }
    return all;
  }

  std::shared_ptr<storage::engine> engine;
  gate::door me;
};

class ImportLines : public testing::Test {
 protected:
  temporary_folder folder_;
  opened in_{folder_.path("me.phr")};
};

std::string person(const std::string& id, const std::string& identifier) {
  return R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"system":"urn:s","value":")" + identifier + R"("}],"name":[{"family":"F)" + id + R"("}]})";
}
std::string value_of(const std::string& id, const std::string& subject, const std::string& code) {
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]},"subject":{"reference":")" + subject +
         R"("},"effectiveDateTime":"2020-05-01","valueQuantity":{"value":5.4,"unit":"%","system":"http://unitsofmeasure.org","code":")" + code + R"("}})";
}
// Its composites have too many combinations.
std::string square(const std::string& id, const std::string& subject) {
  std::string codings;
  for (int nth = 0; nth < 400; ++nth) codings += std::string(nth == 0 ? "" : ",") + R"({"system":"ghost","code":")" + std::to_string(nth) + "\"}";
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":{"reference":")" + subject + R"("},"component":[{"code":{"coding":[)" + codings +
         R"(]},"valueCodeableConcept":{"coding":[)" + codings + "]}}]}";
}
std::string collection(const std::vector<std::string>& resources) {
  std::string text;
  for (const std::string& each : resources) text += (text.empty() ? R"({"resource":)" : R"(,{"resource":)") + each + "}";
  return R"({"resourceType":"Bundle","type":"collection","entry":[)" + text + "]}";
}

TEST_F(ImportLines, ARefusedLineLeavesNoNameBehind) {
  const auto done = in_.lines(person("a", "1") + "\n" + square("x", "Patient/ghost") + "\n" +
                              collection({value_of("y", "Patient/phantom", "c"), value_of("z", "Practitioner?identifier=none", "c")}) + "\n" + value_of("o", "Patient/a", "d") + "\n");
  ASSERT_EQ(done.refused.size(), 2U);
  EXPECT_EQ(done.refused[0].line, 2U);
  EXPECT_EQ(done.refused[0].why.code(), errc::too_large);
  EXPECT_EQ(done.refused[1].why.code(), errc::unresolved_reference);
  EXPECT_EQ(done.created, 2U);
  for (const char* ghost : {"ghost", "phantom"}) EXPECT_EQ(in_.key_of(fhir::resource_type::Patient, ghost), 0) << ghost;
  for (const char* ghost : {"x", "y", "z"}) EXPECT_EQ(in_.key_of(fhir::resource_type::Observation, ghost), 0) << ghost;
  opened other(folder_.path("other.phr"));
  other.lines(person("a", "1") + "\n" + value_of("o", "Patient/a", "d"));
  EXPECT_EQ(in_.dump(), other.dump());
}

// The rows of a line before it were written because the refused line's search had to see them.
TEST_F(ImportLines, ARefusedLineKeepsWhatWaitedBeforeIt) {
  const std::string good = person("a", "1") + "\n" + value_of("o", "Patient?identifier=urn:s|1", "d") + "\n";
  const auto done = in_.lines(good + collection({person("b", "2"), value_of("p", "Patient?identifier=urn:s|2", "e"), value_of("q", "Patient?identifier=urn:s|3", "e")}) + "\n" + value_of("r", "Patient/b", "f"));
  ASSERT_EQ(done.refused.size(), 1U);
  EXPECT_EQ(done.refused[0].line, 3U);
  opened other(folder_.path("other.phr"));
  other.lines(good + value_of("r", "Patient/b", "f"));
  EXPECT_EQ(in_.dump(), other.dump());
}

// A line costs what is of it: 1 % of refused lines does not have the others written again.
TEST_F(ImportLines, RefusedLinesCostThemselves) {
  const auto input = [](int lines, bool with_refused) {
    std::string text = person("a", "1") + "\n";
    for (int nth = 0; nth < lines; ++nth) {
      const std::string id = "o" + std::to_string(nth);
      const bool refused = nth % 100 == 50;
      if (!refused || with_refused) text += value_of(id, refused ? "Practitioner?identifier=none" : "Patient/a", "c" + std::to_string(nth % 50)) + "\n";
    }
    return text;
  };
  std::int64_t before = in_.written();
  const auto written_by = [&](int lines, bool with_refused) {
    opened into(folder_.path(std::to_string(lines) + (with_refused ? "r" : "") + ".phr"));
    before = into.written();
    EXPECT_EQ(into.lines(input(lines, with_refused)).refused.size(), with_refused ? static_cast<std::size_t>(lines / 100) : 0U);
    return static_cast<double>(into.written() - before) / lines;
  };
  const double plain = written_by(2'000, false);
  const double few = written_by(2'000, true);
  const double many = written_by(8'000, true);
  std::printf("rows written a line: %.2f without refused lines, %.2f with 1 %% of 2,000, %.2f with 1 %% of 8,000\n", plain, few, many);
  EXPECT_LT(few, plain * 1.1);
  EXPECT_LT(many, few * 1.1);
}

// Whoever writes a pipe may pause: what came is in by then, and the store is free.
TEST_F(ImportLines, APipeThatPausesHoldsNothing) {
  const std::string path = folder_.path("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  auto done = std::async(std::launch::async, [&] { return interactions::import_file(in_.me, path, {}); });
  std::ofstream pipe(path);
  pipe << person("a", "1") << "\n" << person("b", "2") << "\n" << std::flush;
  for (int tries = 0; in_.key_of(fhir::resource_type::Patient, "a") == 0 && tries < 1'000; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_NE(in_.key_of(fhir::resource_type::Patient, "a"), 0) << "while the pipe is open";
  pipe << person("c", "3") << std::flush;
  pipe.close();
  const auto report = done.get();
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report.value().created, 3U);
}

// Lines of every kind in one import, beside those that were taken, each imported by itself: the stores are alike to the last row.
TEST_F(ImportLines, RandomLinesAreWrittenAsTheyAreAlone) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 dice(seed);
    const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
    const auto number = [&](int sides) { return std::to_string(roll(sides)); };
    const auto subject = [&]() -> std::string {
      const int kind = roll(6);
      if (kind < 4) return "Patient/p" + number(30);
      return "Patient?identifier=urn:s|" + number(40);
    };
    const auto one = [&]() -> std::string {
      const int kind = roll(20);
      if (kind == 0) return square("x" + number(5), "Patient/ghost" + number(100));
      if (kind < 7) return person("p" + number(30), number(40));
      return value_of("o" + number(60), subject(), "c" + number(20));
    };
    std::vector<std::string> lines;
    for (int nth = 0; nth < 200; ++nth) {
      const int kind = roll(20);
      if (kind == 0) {
        lines.push_back(one().substr(0, 40));
      } else if (kind == 1) {
        lines.push_back(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + person("p7", number(40)) + R"(,"request":{"method":"PUT","url":"Patient/p7"}},{"request":{"method":"DELETE","url":"Patient/p)" +
                        number(7) + R"(","ifMatch":"W/\")" + std::to_string(1 + roll(2)) + R"(\""}}]})");
      } else if (kind < 6) {
        lines.push_back(collection({one(), one(), one()}));
      } else {
        lines.push_back(one());
      }
    }
    std::string text;
    for (const std::string& each : lines) text += each + "\n";
    opened together(folder_.path("t" + std::to_string(seed)));
    const auto done = together.lines(text);
    EXPECT_GT(done.refused.size(), 5U);
    std::set<std::uint64_t> refused;
    for (const auto& each : done.refused) refused.insert(each.line);
    opened alone(folder_.path("a" + std::to_string(seed)));
    for (std::size_t nth = 0; nth < lines.size(); ++nth) {
      const auto imported = interactions::import_text(alone.me, lines[nth], {});
      EXPECT_EQ(static_cast<bool>(imported), !refused.contains(nth + 1)) << nth + 1 << ": " << lines[nth];
    }
    EXPECT_EQ(together.dump(), alone.dump());
  }
}

}  // namespace
}  // namespace phr::test
