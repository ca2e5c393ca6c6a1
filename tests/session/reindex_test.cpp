// The search index made anew, and files of earlier formats.
#include "session/search_fixture.hpp"

#include <filesystem>

namespace {

using namespace phr::test;
using phr::errc;

class Reindex : public search_fixture {};

const std::vector<std::string> queries{"Patient?family=alm", "Patient?gender=male", "Patient?identifier:of-type=|MR|1", "Observation?component-code-value-quantity=8480-6$gt140",
                                       "Observation?value-quantity=71000|http://unitsofmeasure.org|g", "Observation?date=ge2021", "Observation?patient.family=alm",
                                       "Patient?_has:Observation:patient:code=29463-7", "Condition?code:missing=true", "Patient/anna/*", "Observation?_sort=-date"};

TEST_F(Reindex, FindsTheSameAsBefore) {
  put({patient("anna"), observation("o1", "anna", "1", "2020", "5"), condition("c1", "anna", "2020")});
  auto me = owner();
  const std::vector<std::string> some{"Observation?code=1", "Observation?date=2020", "Patient?family=test", "Observation?patient.family=test", "Patient/anna/*",
                                      "Observation?value-quantity=5", "Observation?value-string:missing=true", "?_sort=_id"};
  std::vector<ids> before;
  for (const auto& query : some) before.push_back(found(me, query));
  std::uint64_t told = 0;
  const auto watch = [&](const phr::progress_step& step) {
    told += step.total;
    return true;
  };
  ASSERT_TRUE(me.reindex(watch));
  EXPECT_EQ(told, 3U);
  for (std::size_t nth = 0; nth < some.size(); ++nth) EXPECT_EQ(found(me, some[nth]), before[nth]) << some[nth];
  put({observation("o2", "anna", "1", "2021", "6")});  // and goes on from there
  EXPECT_EQ(matching("Observation?code=1"), (these{"o1", "o2"}));
  ASSERT_TRUE(me.remove(phr::fhir::resource_type::Observation, "o1"));
  EXPECT_EQ(matching("Observation?code=1"), these{"o2"});
  EXPECT_EQ(me.audit_trail().value().back().action == phr::audit_action::reindex || me.audit_trail().value().size() > 3, true);
}

TEST_F(Reindex, CancelledItLeavesTheOldIndex) {
  put({patient("anna")});
  auto me = owner();
  const auto stop = [](const phr::progress_step&) { return false; };
  EXPECT_EQ(me.reindex(stop).error().code(), errc::cancelled);
  EXPECT_EQ(matching("Patient?family=test"), these{"anna"});
}

// Trap: an index that is half made answers in part, and nothing tells.
TEST_F(Reindex, SearchesDuringItAreWholeAndItIsSeen) {
  put({patient("anna"), patient("bert"), observation("o1", "anna", "1", "2020", "5")});
  auto me = owner();
  auto other = owner();
  int told = 0;
  const auto watch = [&](const phr::progress_step& step) {
    EXPECT_EQ(step.total, 3U);
    EXPECT_EQ(found(other, "Patient?family=test"), (ids{"Patient/anna", "Patient/bert"}));
    EXPECT_EQ(found(other, "Observation?code:missing=true"), ids{});
    EXPECT_EQ(found(other, "Patient?_has:Observation:patient:code=1"), ids{"Patient/anna"});
    ++told;
    return true;
  };
  ASSERT_TRUE(me.reindex(watch));
  EXPECT_GT(told, 0);
  const std::string own = R"({"resourceType":"SearchParameter","code":"born","base":["Patient"],"type":"date","expression":"Patient.birthDate"})";
  const auto look = [&](const phr::progress_step&) {
    EXPECT_EQ(other.search("Patient?born=1980").error().code(), errc::unknown_parameter);
    ++told;
    return true;
  };
  told = 0;
  ASSERT_TRUE(me.add_search_parameter(own, look));
  EXPECT_GT(told, 0);
  EXPECT_EQ(found(other, "Patient?born=1980"), (ids{"Patient/anna", "Patient/bert"}));
}

TEST_F(Reindex, IsTheOwnersAlone) { EXPECT_EQ(as("mia").reindex().error().code(), errc::access_denied); }

TEST_F(Reindex, AFileOfTheFirstFormatIsBroughtUpToDate) {
  const std::string copy = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_1, copy);
  const auto stop = [](const phr::progress_step&) { return false; };
  EXPECT_EQ(phr::store::open(copy, phr::passphrase("old format"), {.watch = stop}).error().code(), errc::cancelled);
  std::uint64_t total = 0;
  const auto watch = [&](const phr::progress_step& step) {
    total = step.total;
    return true;
  };
  auto opened = phr::store::open(copy, phr::passphrase("old format"), {.watch = watch});
  ASSERT_TRUE(opened) << phr::describe(opened.error());
  EXPECT_EQ(total, 6U);
  auto me = opened.value().session(phr::owner(), {.now = test_now}).value();
  std::vector<ids> got;
  for (const auto& query : queries) got.push_back(found(me, query));
  const std::string uuid = "6c2f5f0a-6f0e-4f0e-9a3a-2f4d5c6b7a89";
  EXPECT_EQ(got, (std::vector<ids>{{"Patient/anna"}, {"Patient/" + uuid}, {"Patient/anna"}, {"Observation/o1"}, {"Observation/o2"}, {"Observation/o2"}, {"Observation/o1"},
                                   {"Patient/" + uuid}, {}, {"Condition/c1", "Observation/o1", "Patient/anna"}, {"Observation/o1", "Observation/o2"}}));
  EXPECT_EQ(me.history(phr::fhir::resource_type::Observation, "o2").value().size(), 2U);
  EXPECT_TRUE(me.verify_audit());
  ASSERT_TRUE(opened.value().close());
  total = 0;
  ASSERT_TRUE(phr::store::open(copy, phr::passphrase("old format"), {.watch = watch}));
  EXPECT_EQ(total, 0U);  // once
}

// The same record as PHR left it with the fourth format, and a prescription with its medication inside, which that format did not index.
TEST_F(Reindex, AFileOfTheFourthFormatIsBroughtUpToDate) {
  const std::string copy = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_4, copy);
  std::uint64_t total = 0;
  const auto watch = [&](const phr::progress_step& step) {
    total = step.total;
    return true;
  };
  auto opened = phr::store::open(copy, phr::passphrase("old format"), {.watch = watch});
  ASSERT_TRUE(opened) << phr::describe(opened.error());
  EXPECT_EQ(total, 7U);
  auto me = opened.value().session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(me, "MedicationRequest?medication.code=zz"), ids{"MedicationRequest/m1"});
  EXPECT_EQ(found(me, "MedicationRequest?authoredon=2021-03"), ids{"MedicationRequest/m1"});
  EXPECT_EQ(found(me, "Observation"), (ids{"Observation/o1", "Observation/o2"}));
  EXPECT_EQ(me.history(phr::fhir::resource_type::Observation, "o2").value().size(), 2U);
  EXPECT_TRUE(me.verify_audit());
}

// A record as PHR left it with the fifth format: whose record resources are did not stand beside them, and it did not say which Consents the owner had
// written.
TEST_F(Reindex, AFileOfTheFifthFormatIsBroughtUpToDate) {
  const std::string copy = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_5, copy);
  auto opened = phr::store::open(copy, phr::passphrase("old format"));
  ASSERT_TRUE(opened) << phr::describe(opened.error());
  auto me = opened.value().session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(me, "Observation"), (ids{"Observation/both", "Observation/o1", "Observation/o2"}));
  auto mia = opened.value().session(phr::access::practitioner("Practitioner/mia").value(), {.purpose = phr::purpose::treatment, .now = test_now}).value();
  EXPECT_EQ(found(mia, "Observation"), ids{}) << "its Consents wait for the owner";
  const auto pending = me.pending_consents().value();
  ASSERT_EQ(pending.size(), 1U);
  ASSERT_TRUE(me.adopt_consent("k", pending[0].version));
  EXPECT_EQ(found(mia, "Observation"), ids{"Observation/o1"});
  EXPECT_EQ(found(mia, "Device"), ids{});
  EXPECT_TRUE(me.verify_audit());
}

// A file of the sixth: an Observation that does not say whose it is was open to whom its performer permitted everything.
TEST_F(Reindex, AFileOfTheSixthFormatIsBroughtUpToDate) {
  const std::string copy = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_6, copy);
  auto opened = phr::store::open(copy, phr::passphrase("old format"));
  ASSERT_TRUE(opened) << phr::describe(opened.error());
  auto me = opened.value().session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(me, "Observation"), (ids{"Observation/o1", "Observation/whose"}));
  auto mia = opened.value().session(phr::access::practitioner("Practitioner/mia").value(), {.purpose = phr::purpose::treatment, .now = test_now}).value();
  EXPECT_EQ(found(mia, "Observation"), ids{"Observation/o1"}) << "what was adopted stays adopted";
  EXPECT_TRUE(me.pending_consents().value().empty());
  EXPECT_TRUE(me.verify_audit().value().intact);
}

// A file of the seventh, which knew of no sources: all that it has becomes one, which an import is of that does not say.
TEST_F(Reindex, AFileOfTheSeventhFormatIsBroughtUpToDate) {
  const std::string copy = folder_.path("old.phr");
  std::filesystem::copy_file(PHR_FORMAT_7, copy);
  auto opened = phr::store::open(copy, phr::passphrase("old format"));
  ASSERT_TRUE(opened) << phr::describe(opened.error());
  auto me = opened.value().session(phr::owner(), {.now = test_now}).value();
  EXPECT_EQ(found(me, "Observation?patient=p1"), (ids{"Observation/o1", "Observation/o2"}));
  EXPECT_EQ(me.history(phr::fhir::resource_type::Observation, "o2").value().size(), 2U);
  EXPECT_EQ(me.read(phr::fhir::resource_type::Condition, "gone").error().code(), phr::errc::gone);
  const auto sources = me.sources().value();
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].uri, phr::file_source);
  EXPECT_GT(sources[0].first_seen, 0);
  EXPECT_TRUE(me.verify_audit().value().intact);
  // The hospital's next export is another source's, unless the owner says that it is this one.
  ASSERT_TRUE(me.rename_source(phr::file_source, "https://hospital-a.example/fhir"));
  const auto again = me.import_text(R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://hospital-a.example/fhir/Patient/p1","resource":)"
                                    R"({"resourceType":"Patient","id":"p1","name":[{"family":"Ash"}]}}]})");
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().unchanged, 1U);
  ASSERT_TRUE(me.import_text(R"({"resourceType":"Patient","id":"p1","name":[{"family":"Birch"}]})"));
  EXPECT_EQ(found(me, "Patient").size(), 2U);
}

}  // namespace
