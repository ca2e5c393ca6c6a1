// Whose a name is: of the first who brings it, and what others have said of it before stays theirs.
#include "support/temporary_folder.hpp"

#include <phr/core/describe.hpp>
#include <phr/session/session.hpp>

#include <gtest/gtest.h>

namespace {

using phr::errc;
using phr::fhir::resource_type;

constexpr std::string_view a = "https://hospital-a.example/fhir";
constexpr std::string_view b = "https://hospital-b.example/fhir";

class SourceNames : public testing::Test {
 protected:
  SourceNames() : store_(phr::store::open(folder_.path("me.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value()) {}

  phr::session owner() { return store_.session(phr::owner(), {.now = now_ += 1'000'000}).value(); }

  phr::import_report import(std::string_view text, std::string_view source = {}) {
    auto done = owner().import_text(text, phr::import_options{.source = source});
    EXPECT_TRUE(done) << phr::describe(done.error());
    return done ? std::move(done.value()) : phr::import_report{};
  }

  static std::string patient(std::string_view id, std::string_view family) {
    return R"({"resourceType":"Patient","id":")" + std::string(id) + R"(","name":[{"family":")" + std::string(family) + R"("}]})";
  }
  static std::string observation(std::string_view id, std::string_view subject) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"},"subject":{"reference":")" + std::string(subject) + R"("}})";
  }
  static std::string bundle(std::string_view kind, std::initializer_list<std::string> entries, std::string_view more = "") {
    std::string text = R"({"resourceType":"Bundle","type":")" + std::string(kind) + R"(","entry":[)";
    for (const auto& each : entries) text += (text.back() == '[' ? "" : ",") + each;
    return text + "]" + std::string(more) + "}";
  }
  static std::string entry(std::string_view base, std::string_view name, const std::string& resource) {
    return R"({"fullUrl":")" + std::string(base) + "/" + std::string(name) + R"(","resource":)" + resource + "}";
  }

  // What the subject's name is, and what stands there.
  std::string subject_of(std::string_view id) {
    auto me = owner();
    const auto hit = me.read(resource_type::Observation, id);
    EXPECT_TRUE(hit) << id;
    const std::string json = hit ? hit.value().json : "";
    const std::size_t at = json.find(R"("subject":{"reference":")");
    const std::string name = json.substr(at + 24, json.find('"', at + 24) - at - 24);
    const auto there = me.read(resource_type::Patient, std::string_view(name).substr(8));
    return !there ? "nobody" : there.value().json.substr(there.value().json.find("family") + 9, 3);
  }
  std::string source_of(std::string_view query) {
    auto me = owner();
    const auto found = me.search(query).value();
    return found.size() == 1 ? std::string(found[0].source().value()) : std::to_string(found.size()) + " hits";
  }

  std::int64_t now_ = 1'700'000'000'000'000;
  phr::test::temporary_folder folder_;
  phr::store store_;
};

TEST_F(SourceNames, AreNotTakenByAReference) {
  import(observation("e1", "Patient/me"), "urn:evil");
  auto me = owner();
  ASSERT_TRUE(me.update(patient("me", "Own")));
  EXPECT_EQ(source_of("Patient"), phr::owner_source);
  EXPECT_EQ(subject_of("e1"), "nobody");
  EXPECT_EQ(import(patient("me", "Evil"), "urn:evil").created, 1U);
  EXPECT_EQ(owner().search("Patient?name=own").value().size(), 1U);
  EXPECT_EQ(subject_of("e1"), "Evi");
  ASSERT_TRUE(owner().forget_source("urn:evil", phr::forget_as::erased));
  EXPECT_EQ(owner().search("Patient?name=own").value().size(), 1U);
}

TEST_F(SourceNames, GoToWhoBringsThemWhateverOthersHaveReferredToBefore) {
  import(observation("e1", "Patient/ada"), "urn:evil");
  ASSERT_TRUE(owner().update(observation("note", "Patient/other")));
  import(observation("b1", "Patient/ada"), b);
  EXPECT_EQ(import(bundle("searchset", {entry(a, "Patient/ada", patient("ada", "Ada"))})).created, 1U);
  EXPECT_EQ(source_of("Patient?_id=ada"), a);
  EXPECT_EQ(subject_of("e1"), "nobody");
  EXPECT_EQ(subject_of("b1"), "nobody");
  import(patient("ada", "Bea"), b);
  EXPECT_EQ(subject_of("b1"), "Bea");
  EXPECT_EQ(owner().search("Patient?_id=ada").value().size(), 1U);
}

// The owner has referred to a name that a source's own resources refer to, too, before it brings it.
TEST_F(SourceNames, OfTheOwnersReferencesLeadToWhatIsBrought) {
  ASSERT_TRUE(owner().update(observation("note", "Patient/ada")));
  import(observation("o1", "Patient/ada"), "urn:lab");
  EXPECT_EQ(import(patient("ada", "Lab"), "urn:lab").created, 1U);
  EXPECT_EQ(subject_of("note"), "Lab");
  EXPECT_EQ(subject_of("o1"), "Lab");
  EXPECT_EQ(owner().search("Observation?subject=Patient/ada").value().size(), 2U);
  EXPECT_EQ(owner().search("Observation?subject:Patient.name=lab").value().size(), 2U);
}

// In one Bundle of the owner's the reference stands before what it is to.
TEST_F(SourceNames, OfTheOwnersBundleAreTheOwners) {
  import(observation("e1", "Patient/me"), "urn:evil");
  const auto request = [](std::string_view url) { return R"(,"request":{"method":"PUT","url":")" + std::string(url) + R"("}})"; };
  ASSERT_TRUE(owner().execute(bundle("transaction", {R"({"resource":)" + observation("mine", "Patient/me") + request("Observation/mine"),
                                                     R"({"resource":)" + patient("me", "Own") + request("Patient/me")})));
  EXPECT_EQ(subject_of("mine"), "Own");
  EXPECT_EQ(subject_of("e1"), "nobody");
  EXPECT_EQ(owner().search("Observation?subject=Patient/me").value().size(), 1U);
  EXPECT_TRUE(owner().verify_audit().value().intact);
}

TEST_F(SourceNames, InAttachmentsAndVersionsStayTheirSources) {
  import(R"({"resourceType":"DocumentReference","id":"d","status":"current","content":[{"attachment":{"url":"Binary/1"}}]})", b);
  import(observation("o1", "Patient/p/_history/1"), b);
  import(bundle("searchset", {entry(a, "Binary/1", R"({"resourceType":"Binary","id":"1","contentType":"text/plain","data":"QQ=="})"), entry(a, "Patient/p", patient("p", "Ash"))}));
  auto me = owner();
  EXPECT_EQ(me.read(resource_type::DocumentReference, "d").value().json.find(R"("Binary/1")"), std::string::npos);
  EXPECT_EQ(me.read(resource_type::Observation, "o1").value().json.find(R"("Patient/p/)"), std::string::npos);
  import(R"({"resourceType":"Binary","id":"1","contentType":"text/plain","data":"Qg=="})", b);
  const auto binary = owner().search(std::string("Binary?_source=") + std::string(b)).value();
  ASSERT_EQ(binary.size(), 1U);
  EXPECT_NE(owner().read(resource_type::DocumentReference, "d").value().json.find("Binary/" + std::string(binary[0].id())), std::string::npos);
}

// A refused line makes no source, renames nothing and leaves no name.
TEST_F(SourceNames, OfRefusedLinesChangeNothing) {
  import(bundle("searchset", {entry(a, "Observation/o", observation("o", "https://new.example/fhir/Patient/77"))}));
  const std::string refused = R"({"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"https://new.example/fhir/Patient/1","resource":)" + patient("1", "No") +
                              R"(,"request":{"method":"PUT","url":"Patient/1","ifMatch":"W/\"7\""}}]})";
  const auto report = owner().import_lines(refused + "\n" + patient("later", "Lat") + "\n").value();
  EXPECT_EQ(report.created, 1U);
  EXPECT_EQ(report.refused.size(), 1U);
  EXPECT_NE(owner().read(resource_type::Observation, "o").value().json.find("https://new.example/fhir/Patient/77"), std::string::npos);
  const auto sources = owner().sources().value();
  for (const auto& each : sources) EXPECT_NE(each.uri, "https://new.example/fhir");
  EXPECT_EQ(owner().search("Observation?subject=Patient/later").value().size(), 0U);
}

TEST_F(SourceNames, OfTwoServersUnderOneSourceAreRefused) {
  const std::string both = bundle("collection", {entry(a, "Patient/1", patient("1", "Anna")), entry(b, "Patient/1", patient("1", "Bert"))});
  EXPECT_EQ(owner().import_text(both, phr::import_options{.source = "https://hie.example"}).error().code(), errc::duplicate_id);
  EXPECT_EQ(import(both).created, 2U);
}

// An entry without a server's URL is of the server that the others are of.
TEST_F(SourceNames, OfTwoServersUnderOneSourceAreNoVersionsOfOne) {
  const std::string a_version = R"(,"request":{"method":"PUT","url":"Patient/1"},"response":{"status":"200"}})";
  const auto version = [&](std::string_view base, std::string_view family) {
    std::string text = entry(base, "Patient/1", patient("1", family));
    text.pop_back();
    return text + a_version;
  };
  const auto done = owner().import_text(bundle("history", {version(a, "Anna"), version(b, "Berta")}), phr::import_options{.source = "urn:z"});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), errc::duplicate_id);
  EXPECT_EQ(import(bundle("history", {version(a, "Anna"), version(a, "Anne")}), "urn:z").created, 1U);
}

TEST_F(SourceNames, ThatBecomeKnownMakeNoNews) {
  const std::string lab = observation("o", "https://hospital-b.example/fhir/Patient/1");
  import(lab, a);
  auto me = owner();
  ASSERT_TRUE(me.patch(resource_type::Observation, "o", R"([{"op":"add","path":"/note","value":[{"text":"mine"}]}])"));
  EXPECT_EQ(import(lab, a).unchanged, 1U);
  import(bundle("collection", {entry(b, "Basic/x", R"({"resourceType":"Basic","id":"x","code":{"text":"x"}})")}));
  EXPECT_EQ(import(lab, a).unchanged, 1U);  // the lab says what it said
  EXPECT_NE(owner().read(resource_type::Observation, "o").value().json.find("mine"), std::string::npos);
}

TEST_F(SourceNames, InUrlsOfAnyCaseAreFoundWhenTheSourceSaysSoAgain) {
  const std::string lab = observation("o", "https://Hospital-B.example/fhir/Patient/1");
  import(lab, a);
  import(bundle("collection", {entry(b, "Patient/1", patient("1", "Bea"))}));
  EXPECT_EQ(import(lab, a).unchanged, 1U);
  EXPECT_EQ(subject_of("o"), "Bea");
  EXPECT_EQ(owner().search("Observation?subject=Patient/1").value().size(), 1U);
}

TEST_F(SourceNames, AreAskedForBesideWhateverElse) {
  std::string lines;
  for (int nth = 0; nth < 60; ++nth) lines += observation("o" + std::to_string(nth), "Patient/" + std::to_string(nth % 3)) + "\n";
  ASSERT_TRUE(owner().import_lines(lines, phr::import_options{.source = a}));
  auto me = owner();
  const std::string of_a = "Observation?_source=" + std::string(a);
  EXPECT_EQ(me.search(of_a + "&_id=o1").value().size(), 1U);
  EXPECT_EQ(me.search(of_a + "&subject=Patient/1").value().size(), 20U);
  EXPECT_EQ(me.search(of_a + "&" + of_a.substr(12)).value().size(), 60U);
  EXPECT_EQ(me.search("Observation?_id=o1&_source=" + std::string(b)).value().size(), 0U);
}

TEST_F(SourceNames, OfWhatIsPurgedAreNotTheOwners) {
  import(patient("1", "Ann"), a);
  auto me = owner();
  const auto before = me.changes().value();
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before.front().origin, a);
  ASSERT_TRUE(me.purge(resource_type::Patient, "1"));
  const auto after = me.changes().value();
  ASSERT_FALSE(after.empty());
  for (const auto& each : after) EXPECT_EQ(each.origin, "");  // who said it is gone with it
}

TEST_F(SourceNames, OfUnnamedEntriesAreTheBundles) {
  const auto of = [](std::string_view base, std::string_view family) {
    return bundle("collection", {R"({"fullUrl":"urn:uuid:0c7f0c1e-5a4e-4d8e-9c3a-111111111111","resource":)" + patient("p", family) + "}",
                                 entry(base, "Observation/o", observation("o", "Patient/p"))});
  };
  EXPECT_EQ(import(of(a, "Ash")).created, 2U);
  EXPECT_EQ(import(of(b, "Birch")).created, 2U);
  EXPECT_EQ(import(of(a, "Ash")).unchanged, 2U);
  EXPECT_EQ(owner().search("Observation?subject:Patient.name=birch").value().size(), 1U);
}

// A Bundle that is read entry by entry is of the source that its link names, wherever that stands.
TEST_F(SourceNames, OfALargeBundleAreThoseOfASmallOne) {
  ASSERT_TRUE(owner().update(patient("1", "Own")));
  const std::string link = R"(,"link":[{"relation":"self","url":"https://hospital-a.example/fhir/Patient"}])";
  const std::string padding = std::string(std::size_t{17} << 20U, ' ');
  EXPECT_EQ(import(bundle("searchset", {R"({"resource":)" + patient("1", "Ash") + padding + "}"}, link)).created, 1U);
  EXPECT_EQ(owner().search("Patient?name=own").value().size(), 1U);
  EXPECT_EQ(source_of("Patient?name=ash"), a);
}

TEST_F(SourceNames, OfThisFileGoWithItsNewUri) {
  import(patient("p", "Old"));
  ASSERT_TRUE(owner().rename_source(phr::file_source, a));
  EXPECT_EQ(source_of("Patient?name=old"), a);
  ASSERT_TRUE(owner().update(patient("ada", "Own")));
  EXPECT_EQ(import(bundle("searchset", {entry(a, "Patient/ada", patient("ada", "Evil"))})).created, 1U);
  EXPECT_EQ(import(patient("ada", "This"), phr::file_source).updated, 1U);  // still speaks of what the owner's names mean
}

TEST_F(SourceNames, OfSourcesAreTextThatCanBeRead) {
  for (const std::string_view bad : {" ", "a b", "\xFF", "x\ny", "URN:PHR:OWNER", "urn:phr:other", "x\xE2\x80\xAEy"}) {
    EXPECT_EQ(owner().import_text(patient("p", "P"), phr::import_options{.source = bad}).error().code(), errc::invalid_argument) << bad;
  }
  EXPECT_EQ(owner().import_text(patient("p", "P"), phr::import_options{.source = std::string(3000, 'x')}).error().code(), errc::invalid_argument);
  EXPECT_EQ(import(patient("p", "P"), "HTTPS://Hospital-A.example/fhir/").created, 1U);
  EXPECT_EQ(source_of("Patient"), a);
  EXPECT_EQ(owner().rename_source(a, {}, {}).error().code(), errc::invalid_argument);
  EXPECT_EQ(owner().rename_source(a, "not a uri").error().code(), errc::invalid_argument);
}

// The first 16 bytes of SHA-256, computed by another implementation, with version 8 and the variant: docs/sources.md has the formula.
TEST_F(SourceNames, ThatAreDerivedAreTheSameEverywhere) {
  import(patient("p1", "Ash"), a);
  import(patient("p1", "Birch"), b);
  EXPECT_EQ(owner().search("Patient?name=birch").value()[0].id(), "f5ee3834-78b4-8057-afe1-f3131b549692");
}

TEST_F(SourceNames, AreFoundByTheirUrls) {
  import(bundle("searchset", {entry(a, "Patient/1", patient("1", "Ash"))}));
  import(bundle("searchset", {entry(b, "Patient/1", patient("1", "Birch")), entry(b, "Observation/o", observation("o", "Patient/1"))}));
  EXPECT_EQ(owner().search("Observation?subject=https://hospital-b.example/fhir/Patient/1").value().size(), 1U);
  EXPECT_EQ(owner().search("Observation?subject=https://hospital-a.example/fhir/Patient/1").value().size(), 0U);
  ASSERT_TRUE(owner().purge(resource_type::Patient, owner().search("Patient?name=birch").value()[0].id()));
  EXPECT_EQ(owner().search("Observation?subject:Patient._source=https://hospital-b.example/fhir").value().size(), 0U);  // nobody is there to pass through
}

TEST_F(SourceNames, OfOthersAreNotMistakenInAnExport) {
  import(bundle("searchset", {entry(b, "Patient/1", patient("1", "B1")), entry(b, "Observation/o", observation("o", "Patient/1"))}));
  ASSERT_TRUE(owner().update(patient("mine", "Own")));
  ASSERT_TRUE(owner().update(observation("o", "Patient/mine")));
  std::string all;
  const auto take = [&](std::string_view json) {
    all += json;
    return true;
  };
  ASSERT_TRUE(owner().export_source(b, take));
  EXPECT_NE(all.find(R"("reference":"urn:phr:owner:Patient/mine")"), std::string::npos);
}

struct history_case {
  const char* before;
  const char* then;
  const char* expected;
};

class SourceHistories : public SourceNames, public testing::WithParamInterface<history_case> {
 protected:
  static std::string history(std::string_view versions) {
    std::string text;
    for (const char each : versions) {  // the newest first
      const std::string one = each == 'D' ? R"({"fullUrl":"https://hospital-a.example/fhir/Patient/p","request":{"method":"DELETE","url":"Patient/p"}})"
                                          : R"({"fullUrl":"https://hospital-a.example/fhir/Patient/p","resource":)" + patient("p", std::string(1, each)) +
                                                R"(,"request":{"method":"PUT","url":"Patient/p"}})";
      text = one + (text.empty() ? "" : ",") + text;
    }
    return R"({"resourceType":"Bundle","type":"history","entry":[)" + text + "]}";
  }
  std::string stored() {
    std::string text;
    const auto versions = owner().history(resource_type::Patient, "p").value();
    for (const auto& each : versions) {
      text.insert(text.begin(), each.deleted ? 'D' : each.json[each.json.find("family") + 9]);
    }
    return text;
  }
};

TEST_P(SourceHistories, GoOnWhereTheyEnded) {
  import(history(GetParam().before));
  EXPECT_EQ(stored(), GetParam().before);
  import(history(GetParam().then));
  EXPECT_EQ(stored(), GetParam().expected);
  import(history(GetParam().then));
  EXPECT_EQ(stored(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(, SourceHistories,
                         testing::Values(history_case{"abc", "ab", "abc"}, history_case{"abD", "ab", "abD"}, history_case{"a", "aba", "aba"}, history_case{"aD", "aDbD", "aDbD"},
                                         history_case{"abc", "bcd", "abcd"}, history_case{"abc", "abc", "abc"}, history_case{"c", "abc", "c"}, history_case{"ab", "cd", "abcd"}));

TEST_F(SourceNames, OfAHistoryHaveAnEntryEach) {
  const std::string text = R"({"resourceType":"Bundle","type":"history","entry":[{"fullUrl":"https://hospital-a.example/fhir/Patient/p","response":{"status":"204"}}]})";
  EXPECT_EQ(owner().import_text(text).error().code(), errc::missing_element);
}

}  // namespace
