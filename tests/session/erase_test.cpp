// Deletion, purge and erasure: three ways to take something away.
#include "session/record_fixture.hpp"

#include "store/records/sweep.hpp"
#include "store/sql/connection.hpp"
#include "support/decrypted_pages.hpp"

#include <set>

namespace {

using namespace phr::test;
using phr::errc;
using phr::write_kind;
using phr::fhir::resource_type;

class Purge : public record_fixture {
 protected:
  void SetUp() override {
    put({patient("p"), observation("o", "p", "1", "2020-01-01", "1"), observation("o", "p", "1", "2020-01-01", "2"), observation("n", "p", "1", "2020-01-01", "3")});
  }
};

TEST_F(Purge, TakesTheResourceAndItsHistoryOutWithoutADeletion) {
  auto me = owner();
  const auto purged = me.purge(resource_type::Observation, "o");
  ASSERT_TRUE(purged) << phr::describe(purged.error());
  EXPECT_EQ(purged.value().kind, write_kind::purged);
  EXPECT_EQ(me.read(resource_type::Observation, "o").error().code(), errc::not_found);
  EXPECT_EQ(me.vread(resource_type::Observation, "o", 1).error().code(), errc::not_found);
  EXPECT_EQ(me.history(resource_type::Observation, "o").error().code(), errc::not_found);
  EXPECT_EQ(found(me, "Observation"), ids{"Observation/n"});
  EXPECT_EQ(found(me, "Observation?value-quantity=2"), ids{});
  EXPECT_EQ(me.history({.type = resource_type::Observation}).value().versions.size(), 1U);
  const auto last = me.changes().value().back();
  EXPECT_EQ(last.kind, write_kind::purged);
  EXPECT_TRUE(last.is_local());
  EXPECT_EQ(last.id, "o");
  EXPECT_TRUE(me.verify_audit().value().intact);
  EXPECT_EQ(me.purge(resource_type::Observation, "o").error().code(), errc::not_found);
  EXPECT_EQ(me.purge(resource_type::Observation, "none").error().code(), errc::not_found);
}

TEST_F(Purge, AResourceThatComesBackHasANewVersionNumber) {
  auto me = owner();
  ASSERT_TRUE(me.purge(resource_type::Observation, "o"));
  const auto back = me.update(observation("o", "p", "1", "2020-01-01", "9"));
  ASSERT_TRUE(back);
  EXPECT_EQ(back.value().version, 3U);
  EXPECT_EQ(me.history(resource_type::Observation, "o").value().size(), 1U);
}

TEST_F(Purge, OfTheHistoryKeepsTheNewestVersion) {
  auto me = owner();
  EXPECT_EQ(me.purge_history(resource_type::Observation, "o").value().kind, write_kind::purged);
  EXPECT_NE(me.read(resource_type::Observation, "o").value().json.find("\"value\":2"), std::string::npos);
  EXPECT_EQ(me.vread(resource_type::Observation, "o", 1).error().code(), errc::not_found);
  EXPECT_EQ(me.history(resource_type::Observation, "o").value().size(), 1U);
  EXPECT_EQ(me.purge_history(resource_type::Observation, "o").value().kind, write_kind::unchanged);
  ASSERT_TRUE(me.remove(resource_type::Observation, "o"));
  EXPECT_EQ(me.purge_history(resource_type::Observation, "o").value().version, 3U);
  EXPECT_EQ(me.read(resource_type::Observation, "o").error().code(), errc::gone);
  EXPECT_TRUE(me.changes().value().back().is_local());
}

TEST_F(Purge, IsTheOwnersAndLeavesARow) {
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.purge(resource_type::Observation, "o").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.purge_history(resource_type::Observation, "o").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.erase(resource_type::Observation, "o").error().code(), errc::access_denied);
  auto me = owner();
  ASSERT_TRUE(me.purge(resource_type::Observation, "o"));
  const auto trail = me.audit_trail().value();
  EXPECT_EQ(trail.back().action, phr::audit_action::purge);
  EXPECT_EQ(trail.back().id, "o");
}

TEST_F(Purge, OfAWholePatientLeavesTheTotalsOfTheOthers) {
  put({patient("q"), observation("q1", "q", "1", "2020-01-01", "1"), condition("c", "q", "2020")});
  auto me = owner();
  const auto total = [&](const std::string& query) { return me.search(query + "_total=accurate&_count=0").value().total(); };
  EXPECT_EQ(total("?"), 6U);
  std::vector<std::pair<resource_type, std::string>> all;
  {
    const auto found = me.everything({.patient = "p"});
    for (const auto& hit : found.value()) all.emplace_back(hit.type(), hit.id());
  }
  EXPECT_EQ(all.size(), 3U);
  for (const auto& [type, id] : all) ASSERT_TRUE(me.purge(type, id));
  EXPECT_EQ(total("?"), 3U);
  EXPECT_EQ(total("Patient?"), 1U);
  EXPECT_EQ(total("Observation?"), 1U);
  EXPECT_EQ(total("Condition?"), 1U);
  EXPECT_EQ(total("Observation?code=1&"), 1U);
}

// Resources with a canary wherever a text can be, told by `mark`; they name another resource that is not there.
std::string canary_patient(const std::string& mark, const std::string& id) {
  return R"({"resourceType":"Patient","id":")" + id + R"(","text":{"status":"additional","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">narrative)" + mark +
         R"(</div>"},"identifier":[{"type":{"coding":[{"system":"http://type.)" + mark + R"(.example","code":"typecode)" + mark + R"("}]},"system":"http://system.)" +
         mark + R"(.example","value":"value)" + mark + R"("}],"name":[{"family":"Family)" + mark + R"(","given":["Given)" + mark +
         R"("]}],"telecom":[{"system":"email","value":"mail)" + mark + R"(@example.org"}],"address":[{"city":"City)" + mark +
         R"("}],"generalPractitioner":[{"reference":"Practitioner/practitioner)" + mark + R"("}],"managingOrganization":{"reference":"http://org.)" + mark +
         R"(.example/Organization/9"},"birthDate":"1931-07-)" + std::to_string(10 + mark.size() % 10) + "\"}";
}
std::string canary_observation(const std::string& mark, const std::string& id, const std::string& of) {
  return R"({"resourceType":"Observation","id":")" + id + R"(","meta":{"profile":["http://profile.)" + mark + R"(.example/x"],"source":"urn:source:)" + mark +
         R"("},"status":"final","code":{"coding":[{"system":"http://code.)" + mark + R"(.example","code":"code)" + mark + R"(","display":"Display)" + mark +
         R"("}],"text":"Text)" + mark + R"("},"subject":{"reference":"Patient/)" + of +
         R"("},"effectiveDateTime":"2021-03-04","valueQuantity":{"value":7.7,"unit":"unit)" + mark + R"(","system":"http://units.)" + mark +
         R"(.example","code":"unitcode)" + mark + R"("},"note":[{"text":"note)" + mark + "\"}]}";
}

class Erase : public record_fixture {
 protected:
  static constexpr const char* gone = "canarygone";
  static constexpr const char* kept = "canarykept";

  void SetUp() override {
    for (int each = 0; each < 40; ++each) put({observation("filler" + std::to_string(each), "someone", "1", "2020-01-01", std::to_string(each))});
    put({canary_patient(kept, "idcanarykept"), canary_observation(kept, "obscanarykept", "idcanarykept")});
    put({canary_patient("canarygoneearlier", "idcanarygone"), canary_patient(gone, "idcanarygone"), canary_observation(gone, "obscanarygone", "idcanarygone")});
    for (int each = 40; each < 80; ++each) put({observation("filler" + std::to_string(each), "someone", "1", "2020-01-01", std::to_string(each))});
    bodies_ = stored_bodies();
  }

  [[nodiscard]] decrypted_pages pages() { return decrypted_pages(folder_.path("me.phr"), folder_.path("copy.phr")); }

  // Parts of the compressed bodies of the resources that are to go, of all their versions, that no other body has.
  std::vector<std::string> stored_bodies() {
    decrypted_pages copied(folder_.path("me.phr"), folder_.path("copy.phr"));
    const auto opened = phr::storage::open_file(folder_.path("copy.phr"), phr::crypto::passphrase("x"), {}).value();
    const auto on = opened.connect(true).value();
    auto select = on.prepare("SELECT b.body, i.id IN ('idcanarygone', 'obscanarygone') FROM (SELECT key, body FROM resource UNION ALL "
                             "SELECT key, body FROM history) b JOIN identity i ON i.key = b.key WHERE b.body IS NOT NULL").value();
    std::string others;
    std::vector<std::string> bodies;
    while (select.step().value()) {
      const auto bytes = select.bytes(0);
      if (select.integer(1) != 0) {
        bodies.emplace_back(bytes.begin(), bytes.end());
      } else {
        others.append(bytes.begin(), bytes.end());
      }
    }
    std::vector<std::string> parts;
    for (const std::string& body : bodies) {
      for (std::size_t at = 0; at + 12 <= body.size(); at += 4) {
        std::string part = body.substr(at, 12);
        if (others.find(part) == std::string::npos) parts.push_back(std::move(part));
      }
    }
    return parts;
  }

  void expect_no_byte_left() {
    const auto plain = pages();
    ASSERT_GT(plain.size(), 0U);
    EXPECT_TRUE(plain.mentions(kept));
    EXPECT_TRUE(plain.mentions("familycanarykept"));
    EXPECT_FALSE(plain.mentions(gone));
    for (const std::string& part : bodies_) EXPECT_FALSE(plain.contains(part));
  }

  std::vector<std::string> bodies_;
};

TEST_F(Erase, TheTestFindsWhatIsThere) {
  const auto plain = pages();
  for (const char* each : {"idcanarygone", "familycanarygone", "valuecanarygone", "codecanarygone", "unitcodecanarygone", "system.canarygone", "org.canarygone", "practitionercanarygone",
                           "profile.canarygone", "source:canarygone", "familycanarygoneearlier"}) {
    EXPECT_TRUE(plain.mentions(each)) << each;
  }
  ASSERT_GT(bodies_.size(), 20U);
  for (const std::string& part : bodies_) EXPECT_TRUE(plain.contains(part));
}

// Why erase is a call of its own.
TEST_F(Erase, ADeletionAndAPurgeLeaveBytes) {
  auto me = owner();
  ASSERT_TRUE(me.remove(resource_type::Observation, "obscanarygone"));
  ASSERT_TRUE(me.purge(resource_type::Patient, "idcanarygone"));
  EXPECT_TRUE(pages().mentions(gone));
}

TEST_F(Erase, LeavesNoByteInAnyPageIndexFreePageOrTheWal) {
  auto me = owner();
  const std::vector<phr::resource_name> which{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "obscanarygone"}};
  const auto erased = me.erase(which);
  ASSERT_TRUE(erased) << phr::describe(erased.error());
  EXPECT_EQ(erased.value().resources, 2U);
  EXPECT_EQ(erased.value().versions, 3U);
  EXPECT_EQ(erased.value().still_named, 0U);
  expect_no_byte_left();
  ASSERT_TRUE(store_.close());
  expect_no_byte_left();
}

TEST_F(Erase, KeepsAllElse) {
  auto me = owner();
  const auto before = found(me, "Observation?code=1");
  ASSERT_TRUE(me.erase(std::vector<phr::resource_name>{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "obscanarygone"}}));
  EXPECT_EQ(found(me, "Observation?code=1"), before);
  EXPECT_EQ(found(me, "Patient"), ids{"Patient/idcanarykept"});
  EXPECT_EQ(found(me, "Patient?identifier=http://system.canarykept.example|valuecanarykept"), ids{"Patient/idcanarykept"});
  EXPECT_EQ(found(me, "Patient?general-practitioner=Practitioner/practitionercanarykept"), ids{"Patient/idcanarykept"});
  EXPECT_EQ(found(me, "Patient?organization=http://org.canarykept.example/Organization/9"), ids{"Patient/idcanarykept"});
  EXPECT_EQ(found(me, "Observation?value-quantity=7.7|http://units.canarykept.example|unitcodecanarykept"), ids{"Observation/obscanarykept"});
  EXPECT_EQ(found(me, "Observation?code-value-quantity=codecanarykept$7.7"), ids{"Observation/obscanarykept"});
  EXPECT_EQ(found(me, "Observation?subject=Patient/idcanarykept"), ids{"Observation/obscanarykept"});
  EXPECT_EQ(found(me, "Observation?_profile=http://profile.canarykept.example/x"), ids{"Observation/obscanarykept"});
  EXPECT_EQ(me.read(resource_type::Patient, "idcanarygone").error().code(), errc::not_found);
  EXPECT_TRUE(me.verify_audit().value().intact);
  EXPECT_EQ(me.changes().value().back().kind, write_kind::erased);
  EXPECT_EQ(me.changes().value().back().id, "");
  const auto trail = me.audit_trail().value();
  EXPECT_TRUE(std::none_of(trail.begin(), trail.end(), [](const auto& row) { return row.id == "idcanarygone"; }));
  // The same id again is another resource.
  EXPECT_EQ(me.update(canary_patient(gone, "idcanarygone")).value().version, 1U);
  EXPECT_EQ(found(me, "Patient?family=familycanarygone"), ids{"Patient/idcanarygone"});
}

TEST_F(Erase, AlsoWhatWasDeletedOrPurgedBefore) {
  auto me = owner();
  ASSERT_TRUE(me.remove(resource_type::Observation, "obscanarygone"));
  ASSERT_TRUE(me.purge(resource_type::Patient, "idcanarygone"));
  const auto erased = me.erase(std::vector<phr::resource_name>{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "obscanarygone"}});
  ASSERT_TRUE(erased) << phr::describe(erased.error());
  expect_no_byte_left();
}

TEST_F(Erase, AllOrNone) {
  auto me = owner();
  const auto failed = me.erase(std::vector<phr::resource_name>{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "none"}});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), errc::not_found);
  EXPECT_EQ(failed.error().ordinal(), 1U);
  EXPECT_EQ(found(me, "Patient?family=familycanarygone"), ids{"Patient/idcanarygone"});
}

TEST_F(Erase, OfEverythingLeavesAnEmptyStore) {
  auto me = owner();
  std::vector<phr::resource_name> all;
  {
    const auto found = me.search("?");
    for (const auto& hit : found.value()) all.push_back({hit.type(), hit.id()});
  }
  ASSERT_EQ(all.size(), 84U);
  ASSERT_TRUE(me.erase(all));
  EXPECT_EQ(found(me, "?"), ids{});
  EXPECT_EQ(me.search("?_summary=count").value().total(), 0U);
  EXPECT_TRUE(store_.info().value().counts.empty());
  EXPECT_TRUE(me.history({}).value().versions.empty());
  EXPECT_EQ(me.read(resource_type::Observation, "filler0").error().code(), errc::not_found);
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(Erase, SaysWhatOthersStillName) {
  auto me = owner();
  const auto erased = me.erase(resource_type::Patient, "idcanarygone");
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased.value().still_named, 1U);
  EXPECT_EQ(found(me, "Observation?subject=Patient/idcanarygone"), ids{"Observation/obscanarygone"});
  const auto plain = pages();
  EXPECT_TRUE(plain.mentions("idcanarygone"));
  EXPECT_FALSE(plain.mentions("familycanarygone"));
  EXPECT_FALSE(plain.mentions("valuecanarygone"));
}

TEST_F(Erase, LeavesNoWordInTheIndexOfWords) {
  auto me = owner();
  ASSERT_TRUE(me.index_full_text());
  EXPECT_EQ(found(me, "Patient?_text=narrativecanarygone"), ids{"Patient/idcanarygone"});
  EXPECT_TRUE(pages().mentions("narrativecanarygone"));
  ASSERT_TRUE(me.erase(std::vector<phr::resource_name>{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "obscanarygone"}}));
  EXPECT_EQ(found(me, "Patient?_text=narrativecanarykept"), ids{"Patient/idcanarykept"});
  EXPECT_TRUE(pages().mentions("narrativecanarykept"));
  expect_no_byte_left();
}

// Bodies name others by keys: an erased Patient that an earlier version of something refers to keeps its name there.
TEST_F(Erase, LeavesTheReferencesOfEarlierVersionsAsTheyWere) {
  put({canary_observation("canaryother", "moved", "idcanarygone"), canary_observation("canaryother", "moved", "idcanarykept")});
  auto me = owner();
  const auto erased = me.erase(std::vector<phr::resource_name>{{resource_type::Patient, "idcanarygone"}, {resource_type::Observation, "obscanarygone"}});
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased.value().still_named, 1U);
  put({patient("another"), patient("yet-another")});  // their keys must not be those of what was swept away
  EXPECT_NE(me.vread(resource_type::Observation, "moved", 1).value().json.find("Patient/idcanarygone"), std::string::npos);
  EXPECT_NE(me.read(resource_type::Observation, "moved").value().json.find("Patient/idcanarykept"), std::string::npos);
  EXPECT_FALSE(pages().mentions("familycanarygone"));
}

class EraseBesideReaders : public Erase {
 protected:
  EraseBesideReaders() {
    store_ = phr::store::open(folder_.path("two.phr"), phr::passphrase("x"), {.create = true, .busy_milliseconds = 50, .cost = phr::crypto::argon2_test_cost}).value();
  }
  void SetUp() override { put({canary_patient(kept, "idcanarykept"), canary_patient(gone, "idcanarygone")}); }
};

TEST_F(EraseBesideReaders, TheBytesGoWhenTheStoreCloses) {
  {
    auto me = owner();
    const auto hits = me.search("Patient");
    ASSERT_TRUE(hits);
    const auto erased = me.erase(resource_type::Patient, "idcanarygone");
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().code(), errc::locked);
    EXPECT_EQ(hits.value().size(), 2U);  // their moment was before
    EXPECT_EQ(me.read(resource_type::Patient, "idcanarygone").error().code(), errc::not_found);
  }
  ASSERT_TRUE(store_.close());
  const decrypted_pages plain(folder_.path("two.phr"), folder_.path("copy.phr"));
  EXPECT_TRUE(plain.mentions(kept));
  EXPECT_FALSE(plain.mentions(gone));
}

// A column that the sweep does not know could keep what an erasure is to remove. Whoever adds one to the schema says here what it holds,
// and in store/records/sweep.cpp where it is a key.
TEST(Sweep, KnowsEveryColumnOfTheSchema) {
  const phr::test::temporary_folder folder;
  auto opened = phr::storage::open_file(folder.path("me.phr"), phr::crypto::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  const auto on = opened.connect(true).value();
  auto select = on.prepare("SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.sql IS NOT NULL").value();
  std::set<std::string> columns;
  while (select.step().value()) columns.emplace(select.text(0));
  const std::set<std::string> no_keys{
      "setting.name", "setting.value", "term.id", "term.text", "coding.id", "coding.code", "identity.key", "identity.type", "identity.id", "resource.version",
      "resource.updated", "resource.dictionary", "resource.shape", "resource.body", "history.version", "history.updated", "history.operation", "history.dictionary",
      "history.body", "change.sequence", "change.resource", "change.version", "change.operation", "audit.sequence", "audit.at", "audit.purpose", "audit.action",
      "audit.outcome", "audit.type", "audit.resource", "audit.count", "audit.first_change", "audit.last_change", "audit.mac", "shape.id", "shape.type", "shape.present",
      "shape_parameter.parameter", "shape_parameter.shape", "index_token.parameter", "index_string.parameter", "index_string.normal", "index_string.original",
      "index_date.slot", "index_date.low", "index_date.length", "index_reference.parameter", "index_quantity.parameter", "index_quantity.value",
      "index_number.parameter", "index_number.value", "index_uri.parameter", "index_composite.parameter", "index_composite.third", "compartment.happened",
      "custom_parameter.id", "custom_parameter.type", "custom_parameter.code", "custom_parameter.kind", "custom_parameter.expression", "resource.subjects", "subject_set.id", "subject_set.name", "subject_set.closed",
      "subject_set.types", "subject.subjects", "consent_verdict.adopted", "consent_verdict.rejected", "late.type", "late.place", "source.id", "source.uri", "source.name", "source.kind", "source.first_seen", "source.last_seen",
      "foreign_name.source", "foreign_name.type", "foreign_name.id", "foreign_name.key", "identity.source", "resource.origin", "history.origin", "sqlite_sequence.name", "sqlite_sequence.seq"};
  for (const auto& each : phr::storage::key_columns()) {
    EXPECT_EQ(columns.erase(std::string(each.table) + "." + std::string(each.column)), 1U) << each.table << "." << each.column;
  }
  EXPECT_EQ(columns, no_keys);
}

}  // namespace
