// The rules of Bundles, one at a time.
#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

// "path: rule" (or the message without one) of each error.
std::vector<std::string> errors(const std::string& text) {
  std::vector<std::string> made;
  for (const issue& each : check_text(text).issues) {
    if (each.severity == severity::error || each.severity == severity::fatal) made.push_back(each.path + ": " + (each.rule.empty() ? each.message : std::string(each.rule)));
  }
  return made;
}
using lines = std::vector<std::string>;

std::string bundle(const std::string& type, const std::string& entries, const std::string& more = "") {
  return R"({"resourceType":"Bundle","type":")" + type + "\"," + more + "\"entry\":[" + entries + "]}";
}
const std::string patient = R"("fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p"})";

TEST(Bundle, OfACollectionIsValid) { EXPECT_EQ(errors(bundle("collection", "{" + patient + "}")), lines{}); }

TEST(Bundle, HasATotalOnlyWhereSomethingIsCounted) {
  EXPECT_EQ(errors(bundle("collection", "{" + patient + "}", "\"total\":1,")), lines{"Bundle: bdl-1"});
  EXPECT_EQ(errors(bundle("searchset", "{" + patient + "}", "\"total\":1,")), lines{});
}

TEST(Bundle, HasSearchRequestAndResponseOnlyWhereTheyBelong) {
  EXPECT_EQ(errors(bundle("collection", "{" + patient + R"(,"search":{"mode":"match"}})")), lines{"Bundle.entry[0]: bdl-2"});
  EXPECT_EQ(errors(bundle("collection", "{" + patient + R"(,"request":{"method":"GET","url":"Patient/p"}})")), lines{"Bundle.entry[0]: bdl-3"});
  EXPECT_EQ(errors(bundle("transaction", "{" + patient + "}")), lines{"Bundle.entry[0]: bdl-3"});
  EXPECT_EQ(errors(bundle("batch-response", "{" + patient + "}")), lines{"Bundle.entry[0]: bdl-4"});
  EXPECT_EQ(errors(bundle("history", R"({"fullUrl":"http://a/Patient/p","request":{"method":"DELETE","url":"Patient/p"},"response":{"status":"204"}})")), lines{});
}

TEST(Bundle, HasNoEntryWithoutAnything) {
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"})")), lines{"Bundle.entry[0]: bdl-5"});
}

TEST(Bundle, HasFullUrlsOnce) {
  EXPECT_EQ(errors(bundle("collection", "{" + patient + "},{" + patient + "}")), lines{"Bundle: bdl-7"});
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","meta":{"versionId":"1"}}},)"
                                        R"({"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","meta":{"versionId":"2"}}})")),
            lines{});
}

TEST(Bundle, HasFullUrlsOfTheirResources) {
  EXPECT_EQ(errors(bundle("collection", R"({"resource":{"resourceType":"Patient","id":"p"}})")), lines{"Bundle.entry[0]: fullUrl is missing"});
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"Patient/p","resource":{"resourceType":"Patient","id":"p"}})")), lines{"Bundle.entry[0]: a fullUrl is absolute"});
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"http://a/Patient/q","resource":{"resourceType":"Patient","id":"p"}})")),
            lines{"Bundle.entry[0]: the fullUrl is that of a server, but does not end with the type and id of the resource"});
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"http://a/Patient/q","resource":{"resourceType":"Patient"}})")),
            lines{"Bundle.entry[0]: the fullUrl is that of a server, but the resource has no id"});
  EXPECT_EQ(errors(bundle("collection", R"({"fullUrl":"http://a/Patient/p/_history/1","resource":{"resourceType":"Patient","id":"p"}})")),
            (lines{"Bundle.entry[0]: bdl-8", "Bundle.entry[0]: the fullUrl is that of a server, but does not end with the type and id of the resource"}));
}

TEST(Bundle, OfADocumentBeginsWithItsComposition) {
  EXPECT_EQ(errors(bundle("document", "{" + patient + "}")), (lines{"Bundle: bdl-9", "Bundle: bdl-10", "Bundle: bdl-11"}));
  EXPECT_EQ(errors(bundle("message", "{" + patient + "}")), lines{"Bundle: bdl-12"});
}

const std::string named = R"("identifier":{"system":"urn:x","value":"1"},"timestamp":"2020-01-01T00:00:00Z",)";
std::string composition(const std::string& author) {
  return R"({"fullUrl":"http://a/Composition/c","resource":{"resourceType":"Composition","id":"c","status":"final","type":{"text":"x"},"date":"2020","title":"x","author":[{"reference":")" + author + "\"}]}}";
}

TEST(Bundle, OfADocumentHoldsWhatItsCompositionRefersTo) {
  EXPECT_EQ(errors(bundle("document", composition("Patient/p") + ",{" + patient + "}", named)), lines{});
  EXPECT_EQ(errors(bundle("document", composition("http://a/Patient/p") + ",{" + patient + "}", named)), lines{});
  EXPECT_EQ(errors(bundle("document", composition("Patient/q") + ",{" + patient + "}", named)),
            (lines{"Bundle.entry[1]: no link leads from the Composition to this entry, or back",
                   "Bundle.entry[0].resource.author[0]: the document does not hold what its Composition refers to"}));
  EXPECT_EQ(errors(bundle("document", composition("http://b/Patient/p") + ",{" + patient + "}", named)),
            (lines{"Bundle.entry[1]: no link leads from the Composition to this entry, or back",
                   "Bundle.entry[0].resource.author[0]: the document holds this only by a fullUrl that the reference does not mean"}));
}

TEST(Bundle, LinksToEntriesOfTheRightType) {
  const std::string refers = R"({"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Patient","managingOrganization":{"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}}})";
  EXPECT_EQ(errors(bundle("collection", refers)), lines{"Bundle.entry[0].resource.managingOrganization: a reference to Patient is not allowed here"});
}

TEST(Bundle, KnowsWhichEntryAReferenceWithAVersionMeans) {
  const auto observation = [](const std::string& reference) {
    return R"({"fullUrl":"http://a/Observation/o","resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":")" + reference + "\"}}}";
  };
  const std::string versions = R"({"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","meta":{"versionId":"1"}}},)"
                               R"({"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","meta":{"versionId":"2"}}},)";
  EXPECT_EQ(errors(bundle("collection", versions + observation("Patient/p/_history/2"))), lines{});
  EXPECT_EQ(errors(bundle("collection", versions + observation("Patient/p"))), lines{"Bundle.entry[2].resource.subject: several entries of the Bundle have this fullUrl"});
}

TEST(Bundle, OfASearchTellsWhatItFound) {
  const std::string link = R"("link":[{"relation":"self","url":"http://a/Patient?name=x"}],)";
  EXPECT_EQ(errors(bundle("searchset", "{" + patient + R"(,"search":{"mode":"match"}})", link)), lines{});
  EXPECT_EQ(errors(bundle("searchset", R"({"fullUrl":"http://a/x","resource":{"resourceType":"Basic","code":{"text":"x"}},"search":{"mode":"match"}})", link)),
            (lines{"Bundle.entry[0].resource: what a search finds has an id", "Bundle.entry[0].resource: the search did not ask for this type"}));
  EXPECT_EQ(errors(bundle("searchset", "{" + patient + R"(,"search":{"mode":"outcome"}})", link)), lines{"Bundle.entry[0].resource: an outcome is an OperationOutcome"});
  EXPECT_EQ(errors(bundle("searchset", "{" + patient + "}", R"("link":[{"relation":"self","url":"a"},{"relation":"self","url":"b"}],)")),
            lines{"Bundle.link[1]: a second link of this relation"});
}

}  // namespace
}  // namespace phr::validate
