// Facts know their source: issue "two hospitals' Patient/1 are two resources".
#include <phr/core/describe.hpp>
#include <phr/session/session.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace {

using phr::errc;
using phr::fhir::resource_type;

constexpr std::string_view hospital_a = "https://hospital-a.example/fhir";
constexpr std::string_view hospital_b = "https://hospital-b.example/fhir";

class Sources : public testing::Test {
 protected:
  Sources() : store_(phr::store::open(folder_.path("me.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value()) {}

  phr::session owner() { return store_.session(phr::owner(), {.now = now_ += 1'000'000}).value(); }

  // A searchset of a server: its Patient p1 of that name, and an Observation o1 of it.
  static std::string searchset(std::string_view base, std::string_view family, std::string_view value = "5") {
    const std::string at(base);
    return R"({"resourceType":"Bundle","type":"searchset","entry":[{"fullUrl":")" + at + R"(/Patient/p1","resource":{"resourceType":"Patient","id":"p1","name":[{"family":")" +
           std::string(family) + R"("}]}},{"fullUrl":")" + at +
           R"(/Observation/o1","resource":{"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1-8"}]},)"
           R"("subject":{"reference":"Patient/p1"},"valueQuantity":{"value":)" +
           std::string(value) + "}}}]}";
  }

  phr::import_report import(std::string_view text, std::string_view source = {}) {
    auto me = owner();
    auto done = me.import_text(text, phr::import_options{.source = source});
    EXPECT_TRUE(done) << phr::describe(done.error());
    return done ? std::move(done.value()) : phr::import_report{};
  }

  std::vector<std::string> ids(std::string_view query) {
    auto me = owner();
    const auto found = me.search(query);
    EXPECT_TRUE(found) << query << " " << phr::describe(found.error());
    std::vector<std::string> all;
    if (!found) return all;
    for (const auto& each : found.value()) all.push_back(each.id());
    std::sort(all.begin(), all.end());
    return all;
  }

  // "Type/id" there to JSON, as the source has it.
  std::map<std::string, std::string> exported(std::string_view uri) {
    std::map<std::string, std::string> all;
    auto me = owner();
    const auto take = [&](std::string_view json) {
      phr::fhir::json::document parsed;
      EXPECT_TRUE(parsed.parse(json));
      all.emplace(std::string(parsed.root()["resourceType"].raw_text()) + "/" + std::string(parsed.root()["id"].raw_text()), std::string(json));
      return true;
    };
    const auto given = me.export_source(uri, take);
    EXPECT_TRUE(given) << phr::describe(given.error());
    return all;
  }

  std::int64_t now_ = 1'700'000'000'000'000;
  phr::test::temporary_folder folder_;
  phr::store store_;
};

TEST_F(Sources, KeepTwoHospitalsPatientsOfOneIdApart) {
  EXPECT_EQ(import(searchset(hospital_a, "Ash")).created, 2U);
  EXPECT_EQ(import(searchset(hospital_b, "Birch", "9")).created, 2U);
  EXPECT_EQ(ids("Patient").size(), 2U);
  EXPECT_EQ(ids("Patient?name=ash"), std::vector<std::string>{"p1"});
  const auto birch = ids("Patient?name=birch");
  ASSERT_EQ(birch.size(), 1U);
  EXPECT_NE(birch[0], "p1");
  // Each Observation is of its own source's patient.
  EXPECT_EQ(ids("Observation?patient=p1"), std::vector<std::string>{"o1"});
  EXPECT_EQ(ids("Observation?patient=" + birch[0] + "&value-quantity=9").size(), 1U);
  EXPECT_EQ(ids("Observation?patient.name=birch&value-quantity=5").size(), 0U);
  auto me = owner();
  EXPECT_EQ(me.read(resource_type::Patient, "p1").value().version, 1U);
}

TEST_F(Sources, FindEverythingUnchangedTheSecondTime) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch"));
  for (const std::string_view base : {hospital_a, hospital_b}) {
    const auto again = import(searchset(base, base == hospital_a ? "Ash" : "Birch"));
    EXPECT_EQ(again.unchanged, 2U);
    EXPECT_EQ(again.created + again.updated, 0U);
  }
  EXPECT_EQ(import(searchset(hospital_b, "Birch", "10")).updated, 1U);
}

TEST_F(Sources, GiveTheSameIdsOnEveryDevice) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch"));
  auto other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  auto there = other.session(phr::owner(), {.now = now_}).value();
  ASSERT_TRUE(there.import_text(searchset(hospital_a, "Ash")));
  ASSERT_TRUE(there.import_text(searchset(hospital_b, "Birch")));
  EXPECT_EQ(there.search("Patient?name=birch").value()[0].id(), ids("Patient?name=birch")[0]);
}

TEST_F(Sources, GiveEachExportBackWithItsOwnIds) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch", "9"));
  const auto b = exported(hospital_b);
  ASSERT_EQ(b.size(), 2U);
  EXPECT_NE(b.at("Patient/p1").find("Birch"), std::string::npos);
  EXPECT_NE(b.at("Observation/o1").find(R"("reference":"Patient/p1")"), std::string::npos);
  EXPECT_EQ(exported(hospital_a).at("Patient/p1").find("Birch"), std::string::npos);
}

TEST_F(Sources, AreToldByUrlsByTheSelfLinkAndByTheHost) {
  import(searchset(hospital_a, "Ash"));
  import(R"({"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"https://hospital-b.example/fhir/Patient?name=x"}],"entry":[{"resource":{"resourceType":"Patient","id":"p1"}}]})");
  import(R"({"resourceType":"Patient","id":"p1"})", "urn:example:clinic");
  import(R"({"resourceType":"Patient","id":"p1"})");
  auto me = owner();
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"mine"})"));
  const auto all = me.sources().value();
  std::vector<std::string> uris;
  for (const auto& each : all) uris.push_back(each.uri);
  EXPECT_EQ(uris, (std::vector<std::string>{std::string(hospital_a), std::string(hospital_b), "urn:example:clinic", std::string(phr::file_source), std::string(phr::owner_source)}));
  EXPECT_EQ(all[0].kind, phr::source_kind::server);
  EXPECT_EQ(all[0].name, "hospital-a.example");
  EXPECT_EQ(all[2].kind, phr::source_kind::named);
  EXPECT_EQ(all[3].kind, phr::source_kind::file);
  EXPECT_EQ(all[4].kind, phr::source_kind::owner);
  EXPECT_EQ(ids("Patient").size(), 5U);
  EXPECT_EQ(me.import_text("{}", phr::import_options{.source = phr::owner_source}).error().code(), errc::missing_element);
  EXPECT_EQ(me.import_text(R"({"resourceType":"Patient","id":"p1"})", phr::import_options{.source = phr::owner_source}).error().code(), errc::invalid_argument);
}

TEST_F(Sources, AreAParameterBesideMetaSource) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch"));
  import(R"({"resourceType":"Patient","id":"said","meta":{"source":"https://hospital-b.example/fhir"}})", "urn:example:clinic");
  EXPECT_EQ(ids("Patient?_source=https://hospital-a.example/fhir"), std::vector<std::string>{"p1"});
  EXPECT_EQ(ids("Patient?_source=https://hospital-b.example/fhir").size(), 2U);
  EXPECT_EQ(ids("Patient?_source:below=https://hospital-a.example").size(), 1U);
  EXPECT_EQ(ids("Patient?_source=urn:example:clinic&name:missing=true"), std::vector<std::string>{"said"});
  EXPECT_EQ(ids("Observation?patient._source=https://hospital-a.example/fhir"), std::vector<std::string>{"o1"});
  auto me = owner();
  const auto found = me.search("Patient?name=ash").value();
  EXPECT_EQ(found[0].source().value(), hospital_a);
}

TEST_F(Sources, ResolveUrlsOfOtherSourcesNowKnownOrLater) {
  // Of hospital B, before anything of hospital A is here: then of A; and B again.
  const std::string from_b = R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://hospital-b.example/fhir/Observation/o9","resource":{"resourceType":"Observation",)"
                             R"("id":"o9","status":"final","code":{"text":"x"},"subject":{"reference":"https://hospital-a.example/fhir/Patient/p1"}}}]})";
  import(from_b);
  EXPECT_EQ(ids("Observation?patient.name=ash").size(), 0U);
  import(searchset(hospital_a, "Ash"));
  EXPECT_EQ(ids("Observation?patient.name=ash"), (std::vector<std::string>{"o1", "o9"}));
  EXPECT_EQ(import(from_b).unchanged, 1U);
  EXPECT_NE(exported(hospital_b).at("Observation/o9").find(R"("https://hospital-a.example/fhir/Patient/p1")"), std::string::npos);
  auto me = owner();
  EXPECT_EQ(me.read(resource_type::Observation, "o9").value().version, 1U);
  EXPECT_EQ(ids("Observation?patient=p1"), (std::vector<std::string>{"o1", "o9"}));
}

TEST_F(Sources, KeepReferencesToWhatIsNotThereWithinTheirSource) {
  // Hospital A refers to a Patient that it does not send; hospital B sends one of that id.
  import(R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://hospital-a.example/fhir/Condition/c","resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"}}}]})");
  import(searchset(hospital_b, "Birch"));
  EXPECT_EQ(ids("Condition?patient.name=birch").size(), 0U);
  EXPECT_EQ(ids("Observation?patient.name=birch").size(), 1U);
  import(searchset(hospital_a, "Ash"));
  EXPECT_EQ(ids("Condition?patient.name=ash"), std::vector<std::string>{"c"});
}

TEST_F(Sources, LetAnImportHaveANameThatTheOwnerAloneHasUsed) {
  auto me = owner();
  ASSERT_TRUE(me.create(R"({"resourceType":"Condition","subject":{"reference":"Patient/p1"}})"));
  import(searchset(hospital_a, "Ash"));
  EXPECT_EQ(ids("Condition?patient.name=ash").size(), 1U);
  // But what the owner has written stays the owner's.
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"mine","name":[{"family":"Me"}]})"));
  import(R"({"resourceType":"Patient","id":"mine","name":[{"family":"Theirs"}]})", hospital_b);
  EXPECT_EQ(ids("Patient?name=me"), std::vector<std::string>{"mine"});
  EXPECT_EQ(me.read(resource_type::Patient, "mine").value().version, 1U);
  EXPECT_EQ(ids("Patient?name=theirs").size(), 1U);
}

TEST_F(Sources, LookForConditionalReferencesAmongTheirOwn) {
  const auto doctor = [](std::string_view id) {
    return R"({"resourceType":"Practitioner","id":")" + std::string(id) + R"(","identifier":[{"system":"urn:s","value":"7"}]})";
  };
  const std::string visit = R"({"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"participant":[{"individual":{"reference":"Practitioner?identifier=urn:s|7"}}]})";
  import(doctor("d"), hospital_a);
  auto me = owner();
  EXPECT_EQ(me.import_text(visit, phr::import_options{.source = hospital_b}).error().code(), errc::unresolved_reference);
  import(doctor("d"), hospital_b);
  import(visit, hospital_b);
  import(visit, hospital_a);
  EXPECT_EQ(ids("Encounter?participant=Practitioner/d"), std::vector<std::string>{ids("Encounter?_source=https://hospital-a.example/fhir")[0]});
  EXPECT_EQ(ids("Encounter").size(), 2U);
}

TEST_F(Sources, TellEchoFromNews) {
  import(searchset(hospital_a, "Ash"));
  auto me = owner();
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"p1","name":[{"family":"Ash-Corrected"}]})"));
  EXPECT_EQ(import(searchset(hospital_a, "Ash")).unchanged, 2U);  // what A has said before
  EXPECT_EQ(ids("Patient?name=ash-corrected"), std::vector<std::string>{"p1"});
  EXPECT_EQ(import(searchset(hospital_a, "Oak")).updated, 1U);  // what it has not
  const auto changes = me.changes().value();
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].origin, hospital_a);
  EXPECT_EQ(changes[2].origin, phr::owner_source);
  EXPECT_EQ(changes[3].origin, hospital_a);
  std::set<std::string> revisions;
  for (const auto& each : changes) {
    EXPECT_EQ(each.revision.size(), 64U);
    revisions.insert(each.revision);
  }
  EXPECT_EQ(revisions.size(), 4U);
}

TEST_F(Sources, GiveOneRevisionWhateverTheIdHereIs) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch"));
  auto other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  auto there = other.session(phr::owner(), {.now = now_}).value();
  ASSERT_TRUE(there.import_text(searchset(hospital_b, "Birch")));  // first, under its own ids
  auto me = owner();
  const auto here = me.changes().value();
  const auto over_there = there.changes().value();
  ASSERT_EQ(here.size(), 4U);
  ASSERT_EQ(over_there.size(), 2U);
  EXPECT_NE(here[2].id, over_there[0].id);
  EXPECT_EQ(here[2].revision, over_there[0].revision);
  EXPECT_EQ(here[3].revision, over_there[1].revision);
}

TEST_F(Sources, CanBeRenamedAndThenGoOn) {
  import(searchset(hospital_a, "Ash"), "urn:example:a");
  auto me = owner();
  ASSERT_TRUE(me.rename_source("urn:example:a", hospital_a, "Hospital A"));
  EXPECT_EQ(me.sources().value()[0].name, "Hospital A");
  EXPECT_EQ(import(searchset(hospital_a, "Ash")).unchanged, 2U);
  EXPECT_EQ(me.rename_source("urn:nobody", "urn:x").error().code(), errc::not_found);
  EXPECT_EQ(me.rename_source(phr::owner_source, "urn:x").error().code(), errc::invalid_argument);
  import(searchset(hospital_b, "Birch"));
  EXPECT_EQ(me.rename_source(hospital_b, hospital_a).error().code(), errc::already_exists);
}

TEST_F(Sources, CanBeForgottenAfterAPreview) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch", "9"));
  import(searchset(hospital_b, "Birch", "10"));
  auto me = owner();
  ASSERT_TRUE(me.create(R"({"resourceType":"Condition","subject":{"reference":"Patient/)" + ids("Patient?name=birch")[0] + "\"}}"));
  const auto preview = me.preview_forget(hospital_b).value();
  EXPECT_EQ(preview.resources, 2U);
  EXPECT_EQ(preview.versions, 3U);
  EXPECT_EQ(preview.still_named, 1U);
  ASSERT_EQ(preview.counts.size(), 2U);
  const auto done = me.forget_source(hospital_b, phr::forget_as::purged).value();
  EXPECT_EQ(done.resources, 2U);
  EXPECT_EQ(done.versions, 3U);
  EXPECT_EQ(ids("Patient"), std::vector<std::string>{"p1"});
  EXPECT_EQ(ids("Observation"), std::vector<std::string>{"o1"});
  EXPECT_EQ(me.sources().value().size(), 2U);
  EXPECT_TRUE(me.verify_audit().value().intact);
  // It comes again as what it was; its versions are counted on.
  EXPECT_EQ(import(searchset(hospital_b, "Birch", "10")).updated, 2U);
  EXPECT_EQ(ids("Condition?patient.name=birch").size(), 1U);
}

TEST_F(Sources, LeaveNothingBehindWhenTheyAreErased) {
  import(searchset(hospital_a, "Ash"));
  import(searchset(hospital_b, "Birch"));
  auto me = owner();
  ASSERT_TRUE(me.forget_source(hospital_b, phr::forget_as::erased));
  EXPECT_EQ(me.preview_forget(hospital_b).error().code(), errc::not_found);
  EXPECT_EQ(import(searchset(hospital_b, "Birch")).created, 2U);
}

TEST_F(Sources, OfTwoServersInOneBundleAreTwo) {
  std::string both = searchset(hospital_a, "Ash");
  const std::string b = searchset(hospital_b, "Birch");
  both.replace(both.size() - 2, 2, "," + b.substr(b.find("[{") + 1));
  EXPECT_EQ(import(both).created, 4U);
  EXPECT_EQ(ids("Patient").size(), 2U);
  EXPECT_EQ(ids("Observation?patient.name=birch").size(), 1U);
  EXPECT_EQ(import(both).unchanged, 4U);
}

TEST_F(Sources, ImportHistoriesAsHistories) {
  auto me = owner();
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"p","name":[{"family":"One"}]})"));
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"p","name":[{"family":"Two"}]})"));
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"q"})"));
  ASSERT_TRUE(me.remove(resource_type::Patient, "q"));
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"p","name":[{"family":"Three"}]})"));
  const std::string history = phr::to_bundle(me.history(phr::history_query{}).value());
  auto other = phr::store::open(folder_.path("other.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value();
  auto there = other.session(phr::owner(), {.now = now_}).value();
  const auto done = there.import_text(history);
  ASSERT_TRUE(done) << phr::describe(done.error());
  EXPECT_EQ(done.value().created, 2U);
  EXPECT_EQ(done.value().updated, 2U);
  EXPECT_EQ(done.value().deleted, 1U);
  const auto versions = there.history(resource_type::Patient, "p").value();
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_NE(versions[0].json.find("Three"), std::string::npos);
  EXPECT_NE(versions[2].json.find("One"), std::string::npos);
  EXPECT_EQ(there.read(resource_type::Patient, "q").error().code(), errc::gone);
  EXPECT_EQ(there.import_text(history).value().unchanged, 5U);
  // A longer one goes on where that ended.
  ASSERT_TRUE(me.update(R"({"resourceType":"Patient","id":"p","name":[{"family":"Four"}]})"));
  const auto more = there.import_text(phr::to_bundle(me.history(phr::history_query{}).value())).value();
  EXPECT_EQ(more.updated, 1U);
  EXPECT_EQ(more.unchanged, 5U);
  EXPECT_EQ(there.history(resource_type::Patient, "p").value().size(), 4U);
}

TEST_F(Sources, LeaveOutWhatASearchsetSaysOfTheSearch) {
  const auto done = import(R"({"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[]},"search":{"mode":"outcome"}},)"
                           R"({"resource":{"resourceType":"Patient","id":"p"},"search":{"mode":"match"}}]})");
  EXPECT_EQ(done.created, 1U);
  EXPECT_EQ(done.left_out, 1U);
  EXPECT_EQ(ids("OperationOutcome").size(), 0U);
}

TEST_F(Sources, OfOneImportAreNotWithoutEnd) {
  std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (int nth = 0; nth < 257; ++nth) {
    const std::string base = "https://s" + std::to_string(nth) + ".example";
    bundle += (nth == 0 ? "" : ",") + (R"({"fullUrl":")" + base + R"(/Patient/p","resource":{"resourceType":"Patient","id":"p"}})");
  }
  auto me = owner();
  EXPECT_EQ(me.import_text(bundle + "]}").error().code(), errc::too_large);
  EXPECT_EQ(ids("Patient").size(), 0U);
  EXPECT_TRUE(me.sources().value().empty());
}

TEST_F(Sources, AreTheOwnersToSee) {
  import(searchset(hospital_a, "Ash"));
  auto doctor = store_.session(phr::access::practitioner("Practitioner/d").value(), {.purpose = phr::access::purpose::treatment, .now = now_}).value();
  EXPECT_EQ(doctor.sources().error().code(), errc::access_denied);
  EXPECT_EQ(doctor.rename_source(hospital_a, "urn:x").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.preview_forget(hospital_a).error().code(), errc::access_denied);
  EXPECT_EQ(doctor.forget_source(hospital_a, phr::forget_as::purged).error().code(), errc::access_denied);
  const auto none = [](std::string_view) { return true; };
  EXPECT_EQ(doctor.export_source(hospital_a, none).error().code(), errc::access_denied);
}

}  // namespace
