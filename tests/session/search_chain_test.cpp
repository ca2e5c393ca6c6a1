// Chains and _has: criteria on the resources at the other end of a reference.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class ChainSearch : public search_fixture {
 protected:
  void SetUp() override {
    add("Organization", "north", R"("name":"North clinic")");
    add("Organization", "south", R"("name":"South clinic","partOf":{"reference":"Organization/north"})");
    add("Practitioner", "mia", R"("name":[{"family":"Berg"}],"gender":"female")");
    add("Practitioner", "jon", R"("name":[{"family":"Dahl"}],"gender":"male")");
    add("Patient", "anna", R"("name":[{"family":"Alm"}],"gender":"female","birthDate":"1980","managingOrganization":{"reference":"Organization/north"},"generalPractitioner":[{"reference":"Practitioner/mia"},{"reference":"Organization/south"}])");
    add("Patient", "bert", R"("name":[{"family":"Borg"}],"gender":"male","managingOrganization":{"reference":"Organization/south"})");
    add("Group", "team", R"("type":"person","actual":true,"code":{"coding":[{"code":"team"}]})");
    observation_of("a1", "Patient/anna", "x", "2020");
    observation_of("a2", "Patient/anna", "y", "2021");
    observation_of("b1", "Patient/bert", "x", "2022");
    observation_of("g1", "Group/team", "x", "2020");
    observation_of("lost", "Patient/nobody", "x", "2020");
    observation_of("none", "", "x", "2020");
  }
  void observation_of(const std::string& id, const std::string& subject, const std::string& code, const std::string& date) {
    add("Observation", id, R"("status":"final","code":{"coding":[{"system":"urn:c","code":")" + code + R"("}]},"effectiveDateTime":")" + date + "\"" +
                               (subject.empty() ? "" : R"(,"subject":{"reference":")" + subject + "\"}"));
  }
};

TEST_F(ChainSearch, AChainFollowsAReference) {
  EXPECT_EQ(matching("Observation?subject:Patient.name=alm"), (these{"a1", "a2"}));
  EXPECT_EQ(matching("Observation?patient.name=alm"), (these{"a1", "a2"}));
  EXPECT_EQ(matching("Observation?subject.name=borg"), these{"b1"});
  EXPECT_EQ(matching("Observation?subject:Patient.name=nobody"), these{});
  EXPECT_EQ(matching("Observation?patient.gender=female&code=y"), these{"a2"});
  EXPECT_EQ(matching("Observation?patient.gender=female,male"), (these{"a1", "a2", "b1"}));
}

TEST_F(ChainSearch, WithoutATypeEveryTypeThatHasTheParameterIsAsked) {
  EXPECT_EQ(matching("Observation?subject.code=team"), these{"g1"});
  EXPECT_EQ(matching("Observation?subject._id=anna,team"), (these{"a1", "a2", "g1"}));
  EXPECT_EQ(refusal("Observation?subject.nothing=1").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Observation?subject:Patient.code=team").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Observation?patient:Group.code=team").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Observation?code.name=x").code(), errc::unknown_parameter);
}

TEST_F(ChainSearch, ChainsOfAnyDepth) {
  EXPECT_EQ(matching("Observation?patient.organization.name=north"), (these{"a1", "a2"}));
  EXPECT_EQ(matching("Observation?patient.organization.partof.name=north"), these{"b1"});
  EXPECT_EQ(matching("Observation?patient.organization:Organization.partof:Organization._id=north"), these{"b1"});
  EXPECT_EQ(matching("Observation?patient.general-practitioner:Practitioner.family=berg"), (these{"a1", "a2"}));
  EXPECT_EQ(matching("Observation?patient.general-practitioner.name=south"), (these{"a1", "a2"}));
}

TEST_F(ChainSearch, DocumentsAreFoundByWhomTheyAreOf) {
  add("Encounter", "visit", R"("status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/bert"})");
  const auto document = [&](const std::string& id, const std::string& patient, const std::string& more) {
    add("DocumentReference", id, R"("status":"current","subject":{"reference":"Patient/)" + patient + "\"}" + more);
  };
  document("a", "anna", R"(,"author":[{"reference":"Practitioner/mia"}])");
  document("b", "bert", R"(,"context":{"encounter":[{"reference":"Encounter/visit"}]},"author":[{"reference":"Practitioner/jon"},{"reference":"Practitioner/mia"}])");
  document("c", "nobody", R"(,"relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/a"}}])");
  EXPECT_EQ(matching("DocumentReference?patient.family=alm"), these{"a"});
  EXPECT_EQ(matching("DocumentReference?encounter.class=AMB"), these{"b"});
  EXPECT_EQ(matching("DocumentReference?author:Practitioner.family=berg"), (these{"a", "b"}));
  EXPECT_EQ(matching("DocumentReference?relatesto.patient.gender=female"), these{"c"});
  EXPECT_EQ(matching("DocumentReference?encounter.patient.organization.partof.name=north"), these{"b"});
}

TEST_F(ChainSearch, NegationAtTheEndIsOfResourcesThatAreThere) {
  EXPECT_EQ(matching("Observation?patient.gender:not=male"), (these{"a1", "a2"}));  // Patient/nobody is not there
  EXPECT_EQ(matching("Observation?patient.birthdate:missing=true"), these{"b1"});
  EXPECT_EQ(matching("Observation?patient.birthdate:missing=false"), (these{"a1", "a2"}));
  EXPECT_EQ(matching("Observation?subject:missing=true"), these{"none"});
}

TEST_F(ChainSearch, HasAsksWhoRefersToIt) {
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=y"), these{"anna"});
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=x"), (these{"anna", "bert"}));
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=urn:c|x&_has:Observation:patient:date=2022"), these{"bert"});
  EXPECT_EQ(matching("Patient?_has:Observation:subject:code=x&gender=female"), these{"anna"});
  EXPECT_EQ(matching("Group?_has:Observation:subject:code=x"), these{"team"});
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=z"), these{});
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code:not=x"), these{"anna"});  // an Observation that is not x
  EXPECT_EQ(refusal("Patient?_has:Observation:nothing:code=x").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Patient?_has:Observation:patient:nothing=x").code(), errc::unknown_parameter);
  EXPECT_EQ(refusal("Practitioner?_has:Observation:patient:code=x").code(), errc::unknown_parameter);
}

TEST_F(ChainSearch, TwoHasMayBeOfDifferentResources) {
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=x&_has:Observation:patient:date=2021"), these{"anna"});
}

TEST_F(ChainSearch, HasWithinHasAndWithChains) {
  EXPECT_EQ(matching("Organization?_has:Patient:organization:_has:Observation:patient:code=y"), these{"north"});
  EXPECT_EQ(matching("Practitioner?_has:Patient:general-practitioner:_has:Observation:patient:code=x"), these{"mia"});
  EXPECT_EQ(matching("Patient?_has:Observation:patient:patient.organization.name=south"), these{"bert"});
  EXPECT_EQ(matching("Patient?organization._has:Organization:partof:name=south"), these{"anna"});
  EXPECT_EQ(matching("Observation?patient._has:Observation:patient:code=y"), (these{"a1", "a2"}));
}

TEST_F(ChainSearch, ChainsGoIntoWhatAResourceContains) {
  const auto request = [&](const std::string& id, const std::string& contained, const std::string& reference, const std::string& patient = "anna") {
    add("MedicationRequest", id, R"("status":"active","intent":"order","subject":{"reference":"Patient/)" + patient + R"("},"contained":[)" + contained + R"(],"medicationReference":{"reference":")" + reference + "\"}");
  };
  const auto medication = [](const std::string& id, const std::string& code, const std::string& maker = "north") {
    return R"({"resourceType":"Medication","id":")" + id + R"(","code":{"coding":[{"system":"urn:rx","code":")" + code + R"("}]},"manufacturer":{"reference":"Organization/)" + maker + "\"}}";
  };
  put({medication("apart", "a", "south")});
  request("in", medication("m", "a"), "#m");
  request("in-b", medication("m", "b", "south"), "#m", "bert");
  request("other", medication("m", "b") + "," + medication("unused", "a"), "#m");
  request("out", medication("m", "a"), "Medication/apart");
  add("MedicationRequest", "none", R"("status":"active","intent":"order","medicationReference":{"reference":"#gone"})");
  EXPECT_EQ(matching("MedicationRequest?medication.code=a"), (these{"in", "out"}));
  EXPECT_EQ(matching("MedicationRequest?medication:Medication.code=urn:rx|b"), (these{"in-b", "other"}));
  EXPECT_EQ(matching("MedicationRequest?medication.code=b&status=active"), (these{"in-b", "other"}));
  EXPECT_EQ(matching("MedicationRequest?medication.code:not=a"), (these{"in-b", "other"}));
  EXPECT_EQ(matching("MedicationRequest?medication.status:missing=true"), (these{"in", "in-b", "other", "out"}));
  EXPECT_EQ(matching("MedicationRequest?medication._id=m"), (these{"in", "in-b", "other"}));
  EXPECT_EQ(matching("MedicationRequest?medication._id=apart,unused"), these{"out"});
  EXPECT_EQ(matching("MedicationRequest?medication.code=nothing"), these{});
  // And from there to the outside.
  EXPECT_EQ(matching("MedicationRequest?medication.manufacturer.name=south"), (these{"in-b", "out"}));
  EXPECT_EQ(matching("MedicationRequest?medication.manufacturer.partof.name=north"), (these{"in-b", "out"}));
  EXPECT_EQ(matching("MedicationRequest?_filter=medication[code eq b].manufacturer.name eq \"north clinic\""), these{"other"});
  EXPECT_EQ(matching("MedicationRequest?_filter=medication[code eq b].code eq b and medication.code ne a"), (these{"in-b", "other"}));
  EXPECT_EQ(matching("Patient?_has:MedicationRequest:patient:medication.code=b"), (these{"anna", "bert"}));
  EXPECT_EQ(matching("Patient?_has:MedicationRequest:patient:medication.manufacturer.name=south"), (these{"anna", "bert"}));
  EXPECT_EQ(ordered("MedicationRequest?medication.code=a,b&_sort=-_id&_count=2"), (ids{"out", "other"}));
  auto me = owner();
  EXPECT_EQ(me.search("MedicationRequest?medication.code=a,b&_total=accurate&_count=1").value().total(), 4U);
  ids paged;
  std::string next;
  do {
    const auto page = me.search("MedicationRequest?medication.code=a,b&_count=1", {.page = next});
    for (const auto& hit : page.value()) paged.push_back(hit.id());
    next = page.value().next_page();
  } while (!next.empty() && paged.size() < 9);
  EXPECT_EQ(these(paged.begin(), paged.end()), (these{"in", "in-b", "other", "out"}));
  EXPECT_EQ(paged.size(), 4U);
  // The index follows.
  request("in", medication("m", "c"), "#m");
  ASSERT_TRUE(me.remove(phr::fhir::resource_type::MedicationRequest, "in-b"));
  EXPECT_EQ(matching("MedicationRequest?medication.code=a"), these{"out"});
  EXPECT_EQ(matching("MedicationRequest?medication.code=b,c"), (these{"in", "other"}));
  ASSERT_TRUE(me.reindex());
  EXPECT_EQ(matching("MedicationRequest?medication.code=b,c"), (these{"in", "other"}));
  EXPECT_EQ(matching("MedicationRequest?medication:missing=true"), these{});
  EXPECT_EQ(matching("MedicationRequest?medication:identifier=Medication"), these{});
}

TEST_F(ChainSearch, ValueSetsAreAskedOfWhatIsContained) {
  add("ValueSet", "vs", R"("url":"urn:vs","status":"active","compose":{"include":[{"system":"urn:rx","concept":[{"code":"a"}]}]})");
  for (const char* code : {"a", "b"}) {
    add("MedicationRequest", code, R"("status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"urn:rx","code":")" + std::string(code) + R"("}]}}],"medicationReference":{"reference":"#m"})");
  }
  EXPECT_EQ(matching("MedicationRequest?medication.code:in=urn:vs"), these{"a"});
  EXPECT_EQ(matching("MedicationRequest?medication.code:not-in=urn:vs"), these{"b"});
}

TEST_F(ChainSearch, WhatIsDeletedLeadsNowhere) {
  ASSERT_TRUE(owner().remove(phr::fhir::resource_type::Patient, "anna"));
  EXPECT_EQ(matching("Observation?patient.name=alm"), these{});
  EXPECT_EQ(matching("Observation?patient._id=anna"), these{});
  EXPECT_EQ(matching("Observation?patient=anna"), (these{"a1", "a2"}));
  ASSERT_TRUE(owner().remove(phr::fhir::resource_type::Observation, "b1"));
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=x"), these{});
}

// Trap: chains that were cut at a page of a hundred, and lists of ids that break at a thousand.
TEST_F(ChainSearch, ChainsOverThousandsOfResourcesAreWhole) {
  auto me = owner();
  std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  these all;
  for (int number = 0; number < 3000; ++number) {
    const std::string id = std::to_string(number);
    bundle += number == 0 ? "" : ",";
    bundle += R"({"resource":{"resourceType":"Patient","id":"p)" + id + R"(","gender":"other"}},)" +
              R"({"resource":{"resourceType":"Observation","id":"o)" + id + R"(","status":"final","code":{"coding":[{"code":"many"}]},"subject":{"reference":"Patient/p)" + id + "\"}}}";
    all.insert("o" + id);
  }
  const auto report = me.import_text(bundle + "]}");
  ASSERT_TRUE(report) << phr::describe(report.error());
  EXPECT_EQ(matching("Observation?patient.gender=other"), all);
  EXPECT_EQ(matching("Observation?code=many&patient.gender=other"), all);
  EXPECT_EQ(matching("Patient?_has:Observation:patient:code=many").size(), 3000U);
  EXPECT_EQ(ordered("Patient?_has:Observation:patient:code=many&_count=5").size(), 5U);
  EXPECT_EQ(ordered("Observation?patient.gender=other&_count=5").size(), 5U);
}

}  // namespace
