// Whose record a resource is: any Patient that it names or holds a copy of, at any depth.
#include "session/record_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

// Everything of the patient a practitioner may see.
std::string all_of(const std::string& id, const std::string& patient, const std::string& practitioner) {
  std::string text = consent(id, patient, practitioner, {"Patient"});
  const std::size_t begin = text.find(R"(,"class")");
  return text.replace(begin, text.find("]", begin) + 1 - begin, "");
}

class Subjects : public record_fixture {
 protected:
  void SetUp() override {
    put({patient("a"), patient("b"), observation("oa", "a", "1", "2020", "5"), observation("ob", "b", "1", "2020", "5"), all_of("k", "a", "mia")});
  }
  void add(const std::string& type, const std::string& id, const std::string& body) {
    const std::string text = R"({"resourceType":")" + type + R"(","id":")" + id + "\"," + body + "}";
    const auto done = owner().execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + text +
                                      R"(,"request":{"method":"PUT","url":")" + type + "/" + id + "\"}}]}");  // which takes Bundles, too
    ASSERT_TRUE(done) << text << phr::describe(done.error());
  }
  // Whether mia may see it, by every way that leads there: all say the same.
  bool seen(const std::string& type, const std::string& id) {
    auto mia = as("mia");
    const auto named = phr::fhir::resource_type_named(type).value();
    const auto read = mia.read(named, id);
    const bool is_found = found(mia, type + "?_id=" + id) == ids{type + "/" + id};
    EXPECT_EQ(static_cast<bool>(read), is_found) << type;
    EXPECT_EQ(static_cast<bool>(mia.history(named, id)), is_found) << type;
    const auto words = found(mia, type + "?_content=canary" + id);
    EXPECT_EQ(!words.empty(), is_found && owner().read(named, id).value().json.find("canary" + id) != std::string::npos) << type;
    const auto told = owner().explain(phr::access::practitioner("Practitioner/mia").value(), phr::purpose::treatment, named, id);
    EXPECT_TRUE(told) << type;
    if (told) {
      EXPECT_EQ(told.value().permit, is_found) << type << " " << told.value().why;
    }
    if (!read) {
      EXPECT_EQ(read.error().code(), errc::access_denied) << type;
    }
    return is_found;
  }
};

TEST_F(Subjects, OfTypesWithoutACompartmentCount) {
  add("Binary", "bb", R"("contentType":"text/plain","securityContext":{"reference":"Patient/b"},"data":"YQ==")");
  add("Binary", "ba", R"("contentType":"text/plain","securityContext":{"reference":"Patient/a"},"data":"YQ==")");
  add("Binary", "none", R"("contentType":"text/plain","data":"YQ==")");
  add("Device", "db", R"("patient":{"reference":"Patient/b"},"note":[{"text":"canarydb"}])");
  add("Device", "da", R"("patient":{"reference":"Patient/a"},"note":[{"text":"canaryda"}])");
  add("Device", "none", R"("note":[{"text":"canarynone"}])");
  add("Contract", "cb", R"("subject":[{"reference":"Patient/b"}],"title":"canarycb")");
  add("GuidanceResponse", "gb", R"("moduleUri":"http://e.org","status":"success","subject":{"reference":"Patient/b"})");
  add("VerificationResult", "vb", R"("status":"validated","target":[{"reference":"Patient/b"}])");
  add("Linkage", "lb", R"("item":[{"type":"source","resource":{"reference":"Patient/a"}},{"type":"alternate","resource":{"reference":"Patient/b"}}])");
  add("MessageHeader", "mb", R"("eventUri":"http://e.org","source":{"endpoint":"http://e.org"},"focus":[{"reference":"Observation/ob"}])");
  EXPECT_FALSE(seen("Binary", "bb"));
  EXPECT_TRUE(seen("Binary", "ba"));
  EXPECT_FALSE(seen("Binary", "none")) << "of nobody, and not of a shareable type";
  EXPECT_FALSE(seen("Device", "db"));
  EXPECT_TRUE(seen("Device", "da"));
  EXPECT_FALSE(seen("Device", "none"));
  EXPECT_FALSE(seen("Contract", "cb"));
  EXPECT_FALSE(seen("GuidanceResponse", "gb"));
  EXPECT_FALSE(seen("VerificationResult", "vb"));
  EXPECT_FALSE(seen("Linkage", "lb"));
  EXPECT_FALSE(seen("MessageHeader", "mb"));
}

TEST_F(Subjects, OfWhatIsWithinCount) {
  add("Parameters", "pb", R"("parameter":[{"name":"who","resource":{"resourceType":"Patient","id":"b","name":[{"family":"canarypb"}]}}])");
  add("Parameters", "pa", R"("parameter":[{"name":"who","resource":{"resourceType":"Patient","id":"a","name":[{"family":"canarypa"}]}}])");
  add("Bundle", "bb", R"("type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"x","status":"final","code":{"text":"canarybb"},"subject":{"reference":"Patient/b"}}}])");
  add("Bundle", "ba", R"("type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"x","status":"final","code":{"text":"canaryba"},"subject":{"reference":"Patient/a"}}}])");
  add("Bundle", "both", R"("type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"x","status":"final","code":{"text":"canaryboth"},"subject":{"reference":"Patient/a"}}},)"
      R"({"resource":{"resourceType":"Observation","id":"y","status":"final","code":{"text":"y"}}}])");
  add("Bundle", "copy", R"("type":"document","entry":[{"fullUrl":"https://h.org/fhir/Patient/b","resource":{"resourceType":"Patient","id":"b"}}])");
  add("Bundle", "mine", R"("type":"document","entry":[{"fullUrl":"https://h.org/fhir/Patient/a","resource":{"resourceType":"Patient","id":"a"}},)"
      R"({"fullUrl":"https://h.org/fhir/Observation/1","resource":{"resourceType":"Observation","id":"1","status":"final","code":{"text":"x"},"subject":{"reference":"https://h.org/fhir/Patient/a"}}}])");
  EXPECT_FALSE(seen("Parameters", "pb"));
  EXPECT_TRUE(seen("Parameters", "pa"));
  EXPECT_FALSE(seen("Bundle", "bb"));
  EXPECT_TRUE(seen("Bundle", "ba"));
  EXPECT_FALSE(seen("Bundle", "both")) << "an entry that does not say whose it is";
  EXPECT_FALSE(seen("Bundle", "copy"));
  EXPECT_TRUE(seen("Bundle", "mine")) << "a reference to a Patient that the Bundle itself has";
}

TEST_F(Subjects, CountWithinTypesThatHaveACompartment) {
  put({observation("focus", "a", "1", "2020", "5", "mmol/L", R"(,"focus":[{"reference":"Patient/b"}])"),
       observation("within", "a", "1", "2020", "5", "mmol/L", R"(,"contained":[{"resourceType":"Observation","id":"c","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/b"}}])"),
       observation("copy", "a", "1", "2020", "5", "mmol/L", R"(,"contained":[{"resourceType":"Patient","id":"c","name":[{"family":"canarycopy"}]}])"),
       observation("extended", "a", "1", "2020", "5", "mmol/L", R"(,"extension":[{"url":"http://e.org","valueReference":{"reference":"Patient/b"}}])"),
       observation("uri", "a", "1", "2020", "5", "mmol/L", R"(,"extension":[{"url":"http://e.org","valueUri":"Patient/b"}])"),
       observation("escaped", "a", "1", "2020", "5", "mmol/L", R"(,"focus":[{"reference":"Pati\u0065nt\/b"}])"),
       observation("elsewhere", "a", "1", "2020", "5", "mmol/L", R"(,"focus":[{"reference":"https://h.org/fhir/Patient/z"}])"),
       observation("searched", "a", "1", "2020", "5", "mmol/L", R"(,"focus":[{"reference":"https://h.org/fhir/Patient?identifier=1"}])"),
       observation("logical", "a", "1", "2020", "5", "mmol/L", R"(,"focus":[{"type":"Patient","identifier":{"value":"1"}}])"),
       observation("fine", "a", "1", "2020", "5", "mmol/L", R"(,"contained":[{"resourceType":"Practitioner","id":"c"}],"performer":[{"reference":"#c"}])")});
  add("DocumentReference", "d", R"("status":"current","content":[{"attachment":{"url":"x"}}],"subject":{"reference":"Patient/a"},"context":{"sourcePatientInfo":{"reference":"Patient/b"}})");
  add("Account", "acc", R"("status":"active","subject":[{"reference":"https://h.org/fhir/Patient/b"}])");
  for (const char* id : {"focus", "within", "copy", "extended", "uri", "escaped", "elsewhere", "searched", "logical"}) EXPECT_FALSE(seen("Observation", id)) << id;
  EXPECT_TRUE(seen("Observation", "fine"));
  EXPECT_TRUE(seen("Observation", "oa"));
  EXPECT_FALSE(seen("DocumentReference", "d"));
  EXPECT_FALSE(seen("Account", "acc"));
}

// "Link to another patient resource that concerns the same actual patient."
TEST_F(Subjects, OfAPatientAreNotThoseThatItIsLinkedTo) {
  put({R"({"resourceType":"Patient","id":"a","link":[{"other":{"reference":"Patient/b"},"type":"seealso"}]})"});
  EXPECT_TRUE(seen("Patient", "a"));
  put({R"({"resourceType":"Patient","id":"a","link":[{"other":{"reference":"Patient/b"},"type":"seealso"}],"extension":[{"url":"http://e.org","valueReference":{"reference":"Patient/b"}}]})"});
  EXPECT_FALSE(seen("Patient", "a"));
}

// What is nobody's record is open by rule to whom anything is permitted, unless it names a patient.
TEST_F(Subjects, AreNoneOfShareableTypes) {
  add("Practitioner", "p", R"("name":[{"family":"canaryp"}])");
  add("Organization", "o", R"("name":"canaryo")");
  add("Organization", "kin", R"("name":"canarykin","extension":[{"url":"http://e.org","valueReference":{"reference":"Patient/b"}}])");
  add("ValueSet", "v", R"("status":"active","title":"canaryv")");
  EXPECT_TRUE(seen("Practitioner", "p"));
  EXPECT_TRUE(seen("Organization", "o"));
  EXPECT_FALSE(seen("Organization", "kin"));
  EXPECT_TRUE(seen("ValueSet", "v"));
  auto stranger = as("stranger");
  EXPECT_EQ(found(stranger, "Practitioner"), ids{});
}

TEST_F(Subjects, TypesWithinMustBePermittedToo) {
  put({consent("n", "b", "nina", {"DiagnosticReport"})});
  add("DiagnosticReport", "r1", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/b"})");
  add("DiagnosticReport", "r2", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/b"},"contained":[{"resourceType":"Observation","id":"c","status":"final","code":{"text":"x"}}])");
  auto nina = as("nina");
  EXPECT_EQ(found(nina, "DiagnosticReport"), ids{"DiagnosticReport/r1"});
}

// An earlier version may have been of somebody else.
TEST_F(Subjects, AreThoseOfEachVersion) {
  put({observation("moved", "b", "1", "2020", "5"), observation("moved", "a", "1", "2020", "5")});
  auto mia = as("mia");
  EXPECT_TRUE(mia.vread(resource_type::Observation, "moved", 2));
  EXPECT_EQ(mia.vread(resource_type::Observation, "moved", 1).error().code(), errc::access_denied);
  EXPECT_EQ(mia.history(resource_type::Observation, "moved").value().size(), 1U);
}

TEST_F(Subjects, AreMadeAnewWithTheIndex) {
  add("Device", "db", R"("patient":{"reference":"Patient/b"})");
  ASSERT_TRUE(owner().reindex());
  EXPECT_FALSE(seen("Device", "db"));
  EXPECT_TRUE(seen("Observation", "oa"));
  ASSERT_TRUE(owner().erase(resource_type::Observation, "ob"));
  EXPECT_FALSE(seen("Device", "db"));
  EXPECT_TRUE(seen("Observation", "oa"));
}

}  // namespace
