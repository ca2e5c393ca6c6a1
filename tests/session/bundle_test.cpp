// Transactions and batches (https://hl7.org/fhir/R4/http.html#transaction).
#include "session/record_fixture.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

std::string bundle(const std::string& type, std::initializer_list<std::string> entries) {
  std::string out = R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)";
  for (const std::string& each : entries) out += (out.back() == '[' ? "" : ",") + each;
  return out + "]}";
}
std::string asks(const std::string& method, const std::string& url, const std::string& more = "") {
  return R"("request":{"method":")" + method + R"(","url":")" + url + "\"" + more + "}";
}
std::string entry(const std::string& method, const std::string& url, const std::string& resource = "", const std::string& more = "",
                  const std::string& full_url = "") {
  return "{" + (full_url.empty() ? "" : R"("fullUrl":")" + full_url + "\",") + (resource.empty() ? "" : "\"resource\":" + resource + ",") +
         asks(method, url, more) + "}";
}
std::string someone(const std::string& identifier, const std::string& family = "Test") {
  return R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":")" + identifier + R"("}],"name":[{"family":")" + family + R"("}]})";
}
// An Observation whose subject is the reference as it stands.
std::string about(const std::string& reference, const std::string& id = "") {
  return R"({"resourceType":"Observation",)" + (id.empty() ? "" : R"("id":")" + id + "\",") +
         R"("status":"final","code":{"text":"x"},"subject":{"reference":")" + reference + R"("}})";
}

class Bundles : public record_fixture {
 protected:
  // The response, decoded: it must be FHIR itself.
  static phr::fhir::r4::Bundle executed(phr::session& in, const std::string& text) {
    const auto answered = in.execute(text);
    EXPECT_TRUE(answered) << (answered ? "" : phr::describe(answered.error()));
    if (!answered) return {};
    auto made = phr::fhir::json_decode<phr::fhir::r4::Bundle>(answered.value());
    EXPECT_TRUE(made) << answered.value() << phr::describe(made.error());
    return made ? std::move(made.value()) : phr::fhir::r4::Bundle{};
  }
  static std::string answer_of(phr::session& in, const std::string& text) {
    const auto answered = in.execute(text);
    EXPECT_TRUE(answered) << (answered ? "" : phr::describe(answered.error()));
    return answered ? answered.value() : "";
  }
  // "201 Created" of each entry.
  static ids statuses(const std::string& answered) {
    ids found;
    constexpr std::string_view mark = R"("response":{"status":")";
    for (std::size_t at = answered.find(mark); at != std::string::npos; at = answered.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      found.push_back(answered.substr(begin, answered.find('"', begin) - begin));
    }
    return found;
  }
  std::size_t changes() { return owner().changes().value().size(); }
};

TEST_F(Bundles, ATransactionAnswersEachEntryInItsOrder) {
  put({patient("old"), patient("gone")});
  auto me = owner();
  const auto text = answer_of(me, bundle("transaction", {entry("GET", "Patient/new"), entry("PUT", "Patient/new", patient("new")),
                                                         entry("POST", "Patient", patient("ignored")), entry("DELETE", "Patient/gone"),
                                                         entry("PUT", "Patient/old", patient("old")), entry("HEAD", "Patient/old")}));
  EXPECT_EQ(statuses(text), (ids{"200 OK", "201 Created", "201 Created", "204 No Content", "200 OK", "200 OK"}));
  EXPECT_TRUE(phr::fhir::json_decode<phr::fhir::r4::Bundle>(text)) << text;
  EXPECT_NE(text.find(R"("type":"transaction-response","entry":[{"resource":{"resourceType":"Patient","id":"new")"), std::string::npos);
  EXPECT_NE(text.find(R"("location":"Patient/new/_history/1","etag":"W/\"1\"","lastModified":"2023-11-14T22:13:20.000Z")"), std::string::npos);
  EXPECT_EQ(found(me, "Patient").size(), 3U);
  EXPECT_EQ(me.read(resource_type::Patient, "ignored").error().code(), errc::not_found);
}

TEST_F(Bundles, TheOrderIsDeletionsCreationsUpdatesReads) {
  put({R"({"resourceType":"Patient","id":"a","identifier":[{"system":"urn:x","value":"1"}]})"});
  auto me = owner();
  // The creation's condition finds nothing, because the deletion comes first; the search comes last.
  const auto text = answer_of(me, bundle("transaction", {entry("GET", "Patient?identifier=urn:x|1&_total=accurate"),
                                                         entry("POST", "Patient", someone("1"), R"(,"ifNoneExist":"identifier=urn:x|1")"),
                                                         entry("DELETE", "Patient?identifier=urn:x|1")}));
  EXPECT_EQ(statuses(text), (ids{"200 OK", "201 Created", "204 No Content"}));
  EXPECT_NE(text.find(R"("type":"searchset","total":1)"), std::string::npos) << text;
  EXPECT_EQ(me.read(resource_type::Patient, "a").error().code(), errc::gone);
}

TEST_F(Bundles, ReferencesToFullUrlsAreRewritten) {
  auto me = owner();
  const std::string urn = "urn:uuid:11111111-1111-4111-8111-111111111111";
  answer_of(me, bundle("transaction", {entry("POST", "Observation", about(urn)), entry("POST", "Patient", someone("1"), "", urn),
                                       entry("POST", "Patient", someone("2"), "", "http://a.example/fhir/Patient/7"),
                                       entry("POST", "Observation", about("Patient/7"), "", "http://a.example/fhir/Observation/8"),
                                       entry("POST", "Observation", about("http://a.example/fhir/Patient/7"))}));
  EXPECT_EQ(found(me, "Patient").size(), 2U);
  EXPECT_EQ(found(me, "Observation?subject=" + found(me, "Patient?identifier=1").at(0)).size(), 1U);
  EXPECT_EQ(found(me, "Observation?subject=" + found(me, "Patient?identifier=2").at(0)).size(), 2U);
  EXPECT_EQ(found(me, "Patient?identifier=1").at(0).find("11111111"), std::string::npos);  // a creation is under a new id
}

TEST_F(Bundles, ARelativeReferenceOfTwoBasesStays) {
  auto me = owner();
  answer_of(me, bundle("transaction", {entry("POST", "Patient", someone("1"), "", "http://a.example/Patient/7"),
                                       entry("POST", "Patient", someone("2"), "", "http://b.example/Patient/7"), entry("POST", "Observation", about("Patient/7"))}));
  EXPECT_EQ(found(me, "Observation?subject=Patient/7").size(), 1U);
}

TEST_F(Bundles, ReferencesGoToTheMatchOfAConditionalEntry) {
  put({R"({"resourceType":"Patient","id":"there","identifier":[{"system":"urn:x","value":"1"}]})"});
  auto me = owner();
  const std::string urn = "urn:uuid:11111111-1111-4111-8111-111111111111";
  const std::string other = "urn:uuid:22222222-2222-4222-8222-222222222222";
  const auto text = answer_of(me, bundle("transaction", {entry("POST", "Observation", about(urn)), entry("POST", "Observation", about(other)),
                                                         entry("POST", "Patient", someone("1"), R"(,"ifNoneExist":"identifier=1")", urn),
                                                         entry("PUT", "Patient?identifier=2", someone("2"), "", other)}));
  EXPECT_EQ(statuses(text), (ids{"201 Created", "201 Created", "200 OK", "201 Created"}));
  EXPECT_NE(text.find(R"("location":"Patient/there/_history/1")"), std::string::npos);
  EXPECT_EQ(found(me, "Observation?subject=Patient/there").size(), 1U);
  EXPECT_EQ(found(me, "Observation?subject=" + found(me, "Patient?identifier=2").at(0)).size(), 1U);
}

TEST_F(Bundles, AConditionalReferenceFindsWhatIsThereAndWhatTheTransactionCreates) {
  put({R"({"resourceType":"Patient","id":"there","identifier":[{"system":"urn:x","value":"1"}]})"});
  auto me = owner();
  answer_of(me, bundle("transaction", {entry("POST", "Observation", about("Patient?identifier=urn:x|1")), entry("POST", "Observation", about("Patient?identifier=urn:x|2")),
                                       entry("POST", "Patient", someone("2"))}));
  EXPECT_EQ(found(me, "Observation?subject=Patient/there").size(), 1U);
  EXPECT_EQ(found(me, "Observation?subject=" + found(me, "Patient?identifier=2").at(0)).size(), 1U);
}

TEST_F(Bundles, AConditionalReferenceToNoneOrSeveralFailsTheTransaction) {
  put({R"({"resourceType":"Patient","id":"there","identifier":[{"system":"urn:x","value":"1"}]})"});
  auto me = owner();
  const auto before = changes();
  const auto none = me.execute(bundle("transaction", {entry("POST", "Patient", someone("3")), entry("POST", "Observation", about("Patient?identifier=zero"))}));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), errc::unresolved_reference);
  EXPECT_EQ(none.error().ordinal(), 1U);
  const auto several = me.execute(bundle("transaction", {entry("POST", "Observation", about("Patient?identifier=urn:x|1")), entry("POST", "Patient", someone("1"))}));
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().code(), errc::ambiguous_match);
  EXPECT_EQ(changes(), before);
}

TEST_F(Bundles, ATransactionLandsWholeOrNotAtAll) {
  put({patient("old")});
  auto me = owner();
  const auto before = changes();
  struct failing {
    std::string entry;
    errc code;
  };
  const failing cases[] = {
      {entry("PUT", "Patient/old", patient("old"), R"(,"ifMatch":"W/\"9\"")"), errc::version_conflict},
      {entry("GET", "Patient/nobody"), errc::not_found},
      {entry("GET", "Patient?colour=blue"), errc::unknown_parameter},
      {entry("POST", "Observation", about("urn:uuid:99999999-9999-4999-8999-999999999999")), errc::unresolved_reference},
      {entry("PUT", "Patient/z", patient("y")), errc::invalid_value},
      {entry("POST", "Condition", patient("y")), errc::invalid_value},
      {entry("OPTIONS", "Patient"), errc::unsupported},
      {entry("PUT", "Patient/first", patient("first")), errc::duplicate_id},
      {entry("DELETE", "Patient/first"), errc::duplicate_id},
      {entry("PATCH", "Patient/nobody", R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="})"), errc::not_found},
      {entry("DELETE", "Patient/old", "", R"(,"ifMatch":"W/\"9\"")"), errc::version_conflict},
  };
  for (const auto& each : cases) {
    const auto failed = me.execute(bundle("transaction", {entry("PUT", "Patient/first", patient("first")), entry("POST", "Patient", patient("x")), each.entry}));
    ASSERT_FALSE(failed) << each.entry;
    EXPECT_EQ(failed.error().code(), each.code) << each.entry << phr::describe(failed.error());
    EXPECT_EQ(failed.error().ordinal(), 2U) << each.entry;
    EXPECT_EQ(changes(), before) << each.entry;
  }
  EXPECT_EQ(found(me, "Patient"), ids{"Patient/old"});
  EXPECT_TRUE(me.verify_audit().value().intact);
  const auto trail = me.audit_trail().value();
  EXPECT_EQ(std::count_if(trail.begin(), trail.end(), [](const auto& row) { return row.outcome == phr::audit_outcome::failed; }), std::ssize(cases));
}

TEST_F(Bundles, OfABatchEachEntryHasItsOwnOutcome) {
  put({patient("old")});
  auto me = owner();
  const auto text = answer_of(me, bundle("batch", {entry("PUT", "Patient/a", patient("a")), entry("PUT", "Patient/b", patient("c")), entry("GET", "Patient/nobody"),
                                                   entry("PUT", "Patient/old", patient("old"), R"(,"ifMatch":"W/\"9\"")"), "{}", entry("GET", "Patient/a"),
                                                   entry("GET", "Patient?colour=blue"), entry("DELETE", "Patient/nobody"), entry("POST", "Patient", patient("d"))}));
  EXPECT_EQ(statuses(text), (ids{"201 Created", "400 Bad Request", "404 Not Found", "412 Precondition Failed", "422 Unprocessable Entity", "200 OK",
                                 "400 Bad Request", "204 No Content", "201 Created"}));
  const auto decoded = phr::fhir::json_decode<phr::fhir::r4::Bundle>(text);
  ASSERT_TRUE(decoded) << text;
  EXPECT_NE(text.find(R"("outcome":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found")"), std::string::npos);
  EXPECT_EQ(found(me, "Patient").size(), 3U);
  EXPECT_TRUE(me.verify_audit().value().intact);
}

// What an entry had written before it failed is undone, with its index rows and what it interned.
TEST_F(Bundles, AFailedEntryOfABatchLeavesNothingBehind) {
  auto me = owner();
  const auto before = changes();
  const std::string broken = R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:only-here","code":"only-here"}]},)"
                             R"("subject":{"reference":"Patient?identifier=zero"}})";
  const auto text = answer_of(me, bundle("batch", {entry("POST", "Observation", broken), entry("PUT", "Observation/o", observation("o", "p", "only-here", "2020-01-01", "1")),
                                                   entry("PUT", "Patient?identifier=5", R"({"resourceType":"Patient","id":"p5","identifier":[{"value":"6"}]})")}));
  EXPECT_EQ(statuses(text), (ids{"422 Unprocessable Entity", "201 Created", "201 Created"}));
  EXPECT_EQ(changes(), before + 2);
  EXPECT_EQ(found(me, "Observation?code=urn:only-here|only-here"), ids{});
  EXPECT_EQ(found(me, "Observation?code=only-here"), ids{"Observation/o"});
  EXPECT_EQ(found(me, "Patient?identifier=6"), ids{"Patient/p5"});
}

TEST_F(Bundles, PatchesAreBinariesOrParameters) {
  put({patient("p")});
  auto me = owner();
  // [{"op":"replace","path":"/birthDate","value":"1999-01-01"}]
  const std::string data = "W3sib3AiOiJyZXBsYWNlIiwicGF0aCI6Ii9iaXJ0aERhdGUiLCJ2YWx1ZSI6IjE5OTktMDEtMDEifV0=";
  const auto by_json = answer_of(me, bundle("transaction", {entry("PATCH", "Patient/p", R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":")" + data + "\"}")}));
  EXPECT_EQ(statuses(by_json), ids{"200 OK"});
  EXPECT_EQ(found(me, "Patient?birthdate=1999-01-01"), ids{"Patient/p"});
  const auto by_path = answer_of(me, bundle("transaction", {entry("PATCH", "Patient?birthdate=1999", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[
    {"name":"type","valueCode":"delete"},{"name":"path","valueString":"Patient.birthDate"}]}]})")}));
  EXPECT_EQ(statuses(by_path), ids{"200 OK"});
  EXPECT_EQ(found(me, "Patient?birthdate=1999"), ids{});
  const auto bad = me.execute(bundle("transaction", {entry("PATCH", "Patient/p", R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":"@@@@"})")}));
  EXPECT_EQ(bad.error().code(), errc::invalid_value);
  EXPECT_EQ(me.execute(bundle("transaction", {entry("PATCH", "Patient/p", patient("p"))})).error().code(), errc::wrong_type);
}

TEST_F(Bundles, ATransactionDeletesBySeveralConditions) {
  put({patient("p"), observation("o", "p", "1", "2020-01-01", "1"), observation("kept", "p", "2", "2020-01-01", "1"), condition("c", "p", "2020")});
  auto me = owner();
  const auto text = answer_of(me, bundle("transaction", {entry("DELETE", "Observation?code=1"), entry("DELETE", "Condition?patient=p"), entry("DELETE", "Condition?patient=nobody"),
                                                         entry("DELETE", "Patient/p")}));
  EXPECT_EQ(statuses(text), (ids{"204 No Content", "204 No Content", "204 No Content", "204 No Content"}));
  EXPECT_EQ(found(me, "?"), ids{"Observation/kept"});
  EXPECT_EQ(me.read(resource_type::Condition, "c").error().code(), errc::gone);
}

TEST_F(Bundles, AResourceThatIsNullIsNone) {
  auto me = owner();
  const std::string null = R"({"resource":null,"request":{"method":"POST","url":"Patient"}})";
  const auto failed = me.execute(bundle("transaction", {entry("PUT", "Patient/p", patient("p")), null}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().ordinal(), 1U);
  EXPECT_EQ(found(me, "Patient"), ids{});
  const auto text = answer_of(me, bundle("batch", {null, entry("PUT", "Patient/p", patient("p"))}));
  EXPECT_EQ(statuses(text), (ids{"400 Bad Request", "201 Created"}));
}

// R4 has If-None-Match for reads. Ignored, an update would overwrite what it was to leave.
TEST_F(Bundles, IfNoneMatchOfAWriteIsRefused) {
  put({patient("p")});
  auto me = owner();
  auto renamed = patient("p");
  renamed.replace(renamed.find("1980"), 4, "1981");
  const auto failed = me.execute(bundle("transaction", {entry("PUT", "Patient/p", renamed, R"(,"ifNoneMatch":"*")")}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), errc::unsupported);
  EXPECT_EQ(me.read(resource_type::Patient, "p").value().version, 1U);
}

TEST_F(Bundles, ReadsKnowVersionsHistoriesAndPreconditions) {
  put({patient("p"), patient("q")});
  auto me = owner();
  auto renamed = patient("p");
  renamed.replace(renamed.find("1980"), 4, "1981");
  ASSERT_TRUE(me.update(renamed));
  const auto text = answer_of(me, bundle("batch", {entry("GET", "Patient/p/_history/1"), entry("GET", "Patient/p/_history"), entry("GET", "Patient/_history?_count=1"),
                                                   entry("GET", "_history?_since=2100-01-01T00:00:00Z"), entry("GET", "Patient/p", "", R"(,"ifNoneMatch":"W/\"2\"")"),
                                                   entry("GET", "Patient/p", "", R"(,"ifNoneMatch":"W/\"1\"")"),
                                                   entry("GET", "Patient/p", "", R"(,"ifModifiedSince":"2023-11-14T22:13:20Z")"),
                                                   entry("GET", "Patient/p", "", R"(,"ifModifiedSince":"2023-11-14T22:13:19Z")"), entry("GET", "Patient/_history?colour=blue"),
                                                   entry("GET", "_history?_since=2100-01-01T00%3A00%3A00%2B01:00"), entry("GET", "Nobody/1")}));
  EXPECT_EQ(statuses(text), (ids{"200 OK", "200 OK", "201 Created", "200 OK", "200 OK", "200 OK", "200 OK", "304 Not Modified", "200 OK", "304 Not Modified", "200 OK",
                                 "400 Bad Request", "200 OK", "404 Not Found"}));
  EXPECT_TRUE(phr::fhir::json_decode<phr::fhir::r4::Bundle>(text)) << text;
}

TEST_F(Bundles, ASearchGoesOnBehindThePageThatItsAnswerNames) {
  put({patient("a"), patient("b"), patient("c"), observation("o", "a", "1", "2020-01-01", "1")});
  auto me = owner();
  const auto first = answer_of(me, bundle("batch", {entry("GET", "Patient?name=test&_count=2")}));
  constexpr std::string_view mark = R"("relation":"next","url":")";
  const std::size_t begin = first.find(mark);
  ASSERT_NE(begin, std::string::npos) << first;
  const auto url = first.substr(begin + mark.size(), first.find('"', begin + mark.size()) - begin - mark.size());
  const auto second = answer_of(me, bundle("batch", {entry("GET", url)}));
  EXPECT_EQ(second.find(mark), std::string::npos);
  for (const char* id : {"a", "b", "c"}) {
    const std::string member = R"("resourceType":"Patient","id":")" + std::string(id) + "\"";
    EXPECT_EQ((first.find(member) != std::string::npos) + (second.find(member) != std::string::npos), 1) << id;
  }
  const auto with = answer_of(me, bundle("batch", {entry("GET", "Observation?_include=Observation:subject&_elements=status")}));
  EXPECT_NE(with.find(R"("search":{"mode":"include"})"), std::string::npos);
  EXPECT_NE(with.find("SUBSETTED"), std::string::npos);
  EXPECT_TRUE(phr::fhir::json_decode<phr::fhir::r4::Bundle>(with)) << with;
}

TEST_F(Bundles, ExecutedTwiceTheSameCreationsCreateTwice) {
  auto me = owner();
  const auto text = bundle("transaction", {entry("POST", "Patient", someone("1"), "", "urn:uuid:11111111-1111-4111-8111-111111111111")});
  answer_of(me, text);
  answer_of(me, text);
  EXPECT_EQ(found(me, "Patient").size(), 2U);
  // An import is another thing: it finds its resources again.
  ASSERT_TRUE(me.import_text(text));
  EXPECT_EQ(me.import_text(text).value().unchanged, 1U);
  EXPECT_EQ(found(me, "Patient").size(), 3U);
}

TEST_F(Bundles, TwoCreationsUnderOneConditionAreRefused) {
  auto me = owner();
  const auto twice = entry("POST", "Patient", someone("1"), R"(,"ifNoneExist":"identifier=1")");
  EXPECT_EQ(me.execute(bundle("transaction", {twice, twice})).error().code(), errc::duplicate_id);
  EXPECT_EQ(found(me, "Patient").size(), 0U);
}

TEST_F(Bundles, AConditionThatFindsWhatAnotherEntryNamesIsRefused) {
  put({R"({"resourceType":"Patient","id":"there","identifier":[{"system":"urn:x","value":"1"}]})"});
  auto me = owner();
  EXPECT_EQ(me.execute(bundle("transaction", {entry("PUT", "Patient/there", patient("there")), entry("PUT", "Patient?identifier=1", someone("1"))})).error().code(),
            errc::duplicate_id);
}

TEST_F(Bundles, OtherBundlesAreRefused) {
  auto me = owner();
  EXPECT_EQ(me.execute(bundle("collection", {})).error().code(), errc::invalid_value);
  EXPECT_EQ(me.execute(patient("p")).error().code(), errc::wrong_type);
  EXPECT_EQ(statuses(answer_of(me, bundle("transaction", {}))), ids{});
}

class SharedBundles : public Bundles {
 protected:
  void SetUp() override {
    put({patient("p"), patient("q"), observation("o", "p", "1", "2020-01-01", "1"), observation("oq", "q", "1", "2020-01-01", "1"),
         consent("agreed", "p", "visiting", {"Observation", "Patient"})});
  }
};

TEST_F(SharedBundles, SomeoneElseReadsWhatConsentPermitsAndWritesNothing) {
  auto doctor = as("visiting");
  const auto text = answer_of(doctor, bundle("batch", {entry("GET", "Observation/o"), entry("GET", "Observation/oq"), entry("GET", "Observation/none"),
                                                       entry("GET", "Observation?code=1"), entry("PUT", "Patient/p", patient("p")), entry("DELETE", "Patient?name=test"),
                                                       entry("POST", "Patient", patient("x"), R"(,"ifNoneExist":"name=test")"), entry("GET", "_history")}));
  EXPECT_EQ(statuses(text), (ids{"200 OK", "403 Forbidden", "403 Forbidden", "200 OK", "403 Forbidden", "403 Forbidden", "403 Forbidden", "201 Created", "201 Created", "200 OK"}))
      << text;
  EXPECT_EQ(text.find("\"total\""), std::string::npos);
  EXPECT_EQ(text.find("Patient/q"), std::string::npos);
  EXPECT_EQ(text.find("\"oq\""), std::string::npos);
  auto me = owner();
  const auto trail = me.audit_trail().value();
  EXPECT_EQ(std::count_if(trail.begin(), trail.end(), [](const auto& row) { return row.outcome == phr::audit_outcome::denied; }), 5);
  EXPECT_TRUE(me.verify_audit().value().intact);
}

TEST_F(SharedBundles, ATransactionOfSomeoneElseIsRefusedWholeAndLeavesItsRefusal) {
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.execute(bundle("transaction", {entry("GET", "Observation/o"), entry("PUT", "Patient/p", patient("p"))})).error().code(), errc::access_denied);
  EXPECT_EQ(owner().audit_trail().value().back().action, phr::audit_action::transaction);
  const auto hidden = doctor.execute(bundle("transaction", {entry("GET", "Observation/o"), entry("GET", "Observation/oq")}));
  EXPECT_EQ(hidden.error().code(), errc::access_denied);
  const auto row = owner().audit_trail().value().back();
  EXPECT_EQ(row.outcome, phr::audit_outcome::denied);
  EXPECT_EQ(row.action, phr::audit_action::read);
  EXPECT_EQ(row.id, "oq");
  EXPECT_EQ(statuses(answer_of(doctor, bundle("transaction", {entry("GET", "Observation/o"), entry("GET", "Patient")}))), (ids{"200 OK", "200 OK"}));
}

}  // namespace
