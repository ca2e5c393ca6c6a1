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


// What is of a patient by its type says whose it is, or is closed: who else is named in it cannot open it.
TEST_F(Subjects, WhoElseIsNamedDoesNotStandForWhoseItIs) {
  const std::string a = R"({"reference":"Patient/a"})";
  int nth = 0;
  for (const char* whose : {R"({"identifier":{"system":"urn:h","value":"b"}})", R"({"display":"Eve"})", R"({"reference":"Group/g"})", R"({"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"})",
                            R"({"reference":"http://h.example/records/123"})", R"({"reference":"#z"})", R"({"reference":"Patient/b "})", R"({"reference":" Patient/b"})",
                            R"({"reference":"PATIENT/b"})", R"({"reference":"Device/d"})"}) {
    const std::string id = "x" + std::to_string(nth++);
    put({R"({"resourceType":"Condition","id":")" + id + R"(","code":{"text":"x"},"subject":)" + std::string(whose) + R"(,"asserter":)" + a + "}"});
    EXPECT_FALSE(seen("Condition", id)) << whose;
    put({R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":)" + std::string(whose) + R"(,"performer":[)" + a + "]}"});
    EXPECT_FALSE(seen("Observation", id)) << whose;
  }
  add("Observation", "nobody", R"("status":"final","code":{"text":"x"},"performer":[)" + a + "]");
  add("AllergyIntolerance", "b", R"("patient":{"identifier":{"value":"b"}},"recorder":)" + a);
  add("QuestionnaireResponse", "b", R"("status":"completed","subject":{"display":"Eve"},"author":)" + a);
  add("Coverage", "b", R"("status":"active","beneficiary":{"identifier":{"value":"b"}},"subscriber":)" + a + R"(,"payor":[{"reference":"Organization/o"}])");
  add("List", "b", R"("status":"current","mode":"working","source":)" + a);
  add("Bundle", "b", R"("type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"y","status":"final","code":{"text":"x"},"subject":{"display":"Eve"},"performer":[)" + a + "]}}]");
  for (const char* closed : {"Observation/nobody", "AllergyIntolerance/b", "QuestionnaireResponse/b", "Coverage/b", "List/b", "Bundle/b"}) {
    const std::string name = closed;
    EXPECT_FALSE(seen(name.substr(0, name.find('/')), name.substr(name.find('/') + 1))) << closed;
  }
  add("Condition", "a", R"("code":{"text":"x"},"subject":)" + a + R"(,"asserter":{"identifier":{"value":"a practitioner"}})");
  add("Coverage", "a", R"("status":"active","beneficiary":)" + a + R"(,"subscriber":{"display":"an employer"},"payor":[{"reference":"Organization/o"}])");
  add("Appointment", "a", R"("status":"booked","participant":[{"actor":{"reference":"Practitioner/d"},"status":"accepted"},{"actor":)" + a + R"(,"status":"accepted"}])");
  add("Account", "a", R"("status":"active","subject":[{"reference":"Device/d"},)" + a + "]");
  add("Group", "a", R"("type":"person","actual":true,"member":[{"entity":)" + a + "}]");
  add("AuditEvent", "a", R"("type":{"code":"rest"},"recorded":"2020-01-01T00:00:00Z","agent":[{"who":)" + a + R"(,"requestor":true}],"source":{"observer":{"display":"x"}})");
  add("Bundle", "a", R"("type":"collection","entry":[{"fullUrl":"http://e.example/who/1","resource":{"resourceType":"Patient","id":"a"}},)"
                     R"({"resource":{"resourceType":"Observation","id":"y","status":"final","code":{"text":"x"},"subject":{"reference":"http://e.example/who/1"}}}])");
  for (const char* open : {"Condition/a", "Coverage/a", "Appointment/a", "Account/a", "Group/a", "AuditEvent/a", "Bundle/a"}) {
    const std::string name = open;
    EXPECT_TRUE(seen(name.substr(0, name.find('/')), name.substr(name.find('/') + 1))) << open;
  }
}

// A text that nearly is a reference to a Patient is to somebody who cannot be told.
TEST_F(Subjects, WhatMayBeMeantForAPatientCounts) {
  int nth = 0;
  const auto of_a = [&](const std::string& performer) {
    const std::string id = "p" + std::to_string(nth++);
    put({R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"performer":[)" + performer + "]}"});
    return seen("Observation", id);
  };
  for (const char* text : {"Patient/b ", " Patient/b", "\xc2\xa0Patient/b", "patient/b", "PATIENT/b", "Patient%2Fb", "Patient", "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "urn:oid:1.2.3",
                           "http://h.example/fhir/Patient/b", "http://h.example/fhir/patient/b", "Patient/b/", "//x/Patient/b", "Patient/../Patient/b", "Patient?identifier=1", "Patient\\u002fb"}) {
    EXPECT_FALSE(of_a(R"({"reference":")" + std::string(text) + "\"}")) << text;
  }
  EXPECT_FALSE(of_a(R"({"reference":"Person/b","type":"Patient"})"));
  EXPECT_FALSE(of_a(R"({"type":"Patient","display":"Eve"})"));
  EXPECT_FALSE(of_a(R"({"type":"http://hl7.org/fhir/StructureDefinition/Patient","identifier":{"value":"b"}})"));
  EXPECT_FALSE(of_a(R"({"reference":"Practitioner/z","type":"Patient","identifier":{"value":"b"}})"));
  for (const char* text : {"Practitioner/d", "Organization/o", "Patient/a", "Patient/a/_history/1", "http://h.example/fhir/Practitioner/d", "RelatedPerson/patient-of-c", "Practitioner/patient",
                           "http://h.example/fhir/Practitioner/in-patient-1", "http://h.example/RelatedPatient/c"}) {
    EXPECT_TRUE(of_a(R"({"reference":")" + std::string(text) + "\"}")) << text;
  }
  EXPECT_TRUE(of_a(R"({"reference":"Patient/a","type":"Patient"})"));
  EXPECT_TRUE(of_a(R"({"display":"the practice"})"));
}


// Where several may be whose it is, each must be told; what is contained and says not what it is, or is a person, is somebody.
TEST_F(Subjects, EveryOneWhoseItMayBeIsTold) {
  const std::string a = R"({"reference":"Patient/a"})";
  const std::string b = R"({"identifier":{"system":"urn:h","value":"b"}})";
  add("Account", "b", R"("status":"active","subject":[)" + a + "," + b + "]");
  add("Group", "b", R"("type":"person","actual":true,"member":[{"entity":)" + a + R"(},{"entity":)" + b + "}]");
  add("Appointment", "b", R"("status":"booked","participant":[{"actor":)" + a + R"(,"status":"accepted"},{"actor":{"display":"Eve"},"status":"accepted"}])");
  put({R"({"resourceType":"Observation","id":"person","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"contained":[{"resourceType":"Person","id":"c","birthDate":"2010-01-01"}]})",
       R"({"resourceType":"Observation","id":"nameless","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"contained":[{"id":"c","name":[{"family":"Eve"}]}]})",
       R"({"resourceType":"Observation","id":"device","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"contained":[{"resourceType":"Device","id":"c"}]})"});
  for (const char* closed : {"Account/b", "Group/b", "Appointment/b", "Observation/person", "Observation/nameless"}) {
    const std::string name = closed;
    EXPECT_FALSE(seen(name.substr(0, name.find('/')), name.substr(name.find('/') + 1))) << closed;
  }
  EXPECT_TRUE(seen("Observation", "device"));
}

}  // namespace
