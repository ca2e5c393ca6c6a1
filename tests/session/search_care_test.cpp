// What apps ask of a clinic's records: diagnoses, vaccinations, plans and tasks, with the people that they are of.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class CareSearch : public search_fixture {
 protected:
  static std::string of(const std::string& patient, const char* member = "subject") {
    return "\"" + std::string(member) + R"(":{"reference":"Patient/)" + patient + "\"}";
  }
  static std::string concept_of(const std::string& system, const std::string& value) {
    return R"({"coding":[{"system":")" + system + R"(","code":")" + value + "\"}]}";
  }
  static std::string snomed(const std::string& value) { return concept_of("http://snomed.info/sct", value); }
  void person(const std::string& id, const std::string& family, const std::string& given, const std::string& country, const std::string& doctors) {
    add("Patient", id, R"("name":[{"family":")" + family + R"(","given":[")" + given + R"("]}],"address":[{"country":")" + country + R"("}],"generalPractitioner":[)" + doctors +
                           R"(],"managingOrganization":{"reference":"Organization/clinic"})");
  }
  void diagnosed(const std::string& id, const std::string& patient, const std::string& with, const std::string& recorded) {
    add("Condition", id, "\"code\":" + snomed(with) + "," + of(patient) + R"(,"recordedDate":")" + recorded + "\"");
  }
  void vaccinated(const std::string& id, const std::string& patient, const std::string& with, const std::string& status) {
    add("Immunization", id, R"("vaccineCode":)" + concept_of("http://hl7.org/fhir/sid/cvx", with) + R"(,"status":")" + status + "\"," + of(patient, "patient"));
  }
  void plan(const std::string& id, const std::string& patient, const std::string& category) {
    add("CarePlan", id, R"("status":"active","intent":"plan","category":[)" + snomed(category) + "]," + of(patient));
  }
  void SetUp() override {
    add("Organization", "clinic", R"("name":"Clinic")");
    add("Practitioner", "mia", R"("active":true,"name":[{"family":"Berg","given":["Mia"]}])");
    add("Practitioner", "ada", R"("active":true,"name":[{"family":"Dahl","given":["Ada"]}])");
    add("Practitioner", "tom", R"("active":false,"name":[{"family":"Ek","given":["Tom"]}])");
    const std::string mia = R"({"reference":"Practitioner/mia"})";
    const std::string ada = R"({"reference":"Practitioner/ada"})";
    const std::string tom = R"({"reference":"Practitioner/tom"})";
    person("asha", "Rao", "Asha", "IN", mia + "," + ada);
    person("bela", "Kiss", "Bela", "IN", mia);
    person("cole", "Rao", "Cole", "US", tom);
    person("dina", "Moss", "Dina", "US", "");
    diagnosed("a-diabetes", "asha", diabetes, "2019-01-01");
    diagnosed("a-pressure", "asha", pressure, "2018-01-01");
    diagnosed("b-diabetes", "bela", diabetes, "2020-06-01");
    diagnosed("c-pressure", "cole", pressure, "2017-01-01");
    diagnosed("c-diabetes", "cole", diabetes, "2015-01-01");
    diagnosed("d-migraine", "dina", "37796009", "2021-01-01");
  }
  ids whole(const std::string& query) {
    auto me = owner();
    const auto hits = me.search(query);
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    ids out;
    if (!hits) return out;
    for (const auto& hit : hits.value()) out.push_back((hit.is_included() ? "+" : "") + std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    return out;
  }
  // The matches in their order, then what is included as a set; nothing is given twice.
  void expect_whole(const std::string& query, const ids& matches, const these& included) {
    const ids all = whole(query);
    ASSERT_EQ(all.size(), matches.size() + included.size()) << query << testing::PrintToString(all);
    EXPECT_EQ(ids(all.begin(), all.begin() + std::ssize(matches)), matches) << query;
    EXPECT_EQ(these(all.begin() + std::ssize(matches), all.end()), included) << query;
  }
  static constexpr const char* diabetes = "44054006";
  static constexpr const char* pressure = "38341003";
};

TEST_F(CareSearch, PatientsWithADiagnosis) {
  EXPECT_EQ(matching("Patient?_has:Condition:patient:code=http://snomed.info/sct|44054006"), (these{"asha", "bela", "cole"}));
  EXPECT_EQ(matching("Patient?_has:Condition:patient:code=http://snomed.info/sct|37796009"), these{"dina"});
  EXPECT_EQ(matching("Patient?_has:Condition:patient:code=urn:other|44054006"), these{});
}

TEST_F(CareSearch, PatientsWithTwoDiagnoses) {
  EXPECT_EQ(matching("Patient?_has:Condition:patient:code=44054006&_has:Condition:patient:code=38341003"), (these{"asha", "cole"}));
  EXPECT_EQ(matching("Patient?_has:Condition:patient:code=44054006&_has:Condition:patient:code=37796009"), these{});
}

// Two _has may be of two vaccinations. That both hold of one is asked of the vaccination.
TEST_F(CareSearch, PatientsVaccinatedInACountry) {
  vaccinated("a1", "asha", "140", "completed");
  vaccinated("b1", "bela", "140", "not-done");
  vaccinated("b2", "bela", "207", "completed");
  vaccinated("c1", "cole", "140", "completed");
  EXPECT_EQ(matching("Patient?address-country=IN&_has:Immunization:patient:vaccine-code=140"), (these{"asha", "bela"}));
  EXPECT_EQ(matching("Patient?address-country=IN&_has:Immunization:patient:vaccine-code=140&_has:Immunization:patient:status=completed"), (these{"asha", "bela"}));
  expect_whole("Immunization?vaccine-code=140&status=completed&patient.address-country=IN&_include=Immunization:patient", {"Immunization/a1"}, {"+Patient/asha"});
}

TEST_F(CareSearch, VaccinationsOfAnyOfSeveralKinds) {
  vaccinated("a", "asha", "207", "completed");
  vaccinated("b", "bela", "208", "completed");
  vaccinated("c", "cole", "212", "not-done");
  vaccinated("d", "dina", "140", "completed");
  EXPECT_EQ(matching("Immunization?vaccine-code=http://hl7.org/fhir/sid/cvx|207,http://hl7.org/fhir/sid/cvx|208,http://hl7.org/fhir/sid/cvx|212"), (these{"a", "b", "c"}));
  EXPECT_EQ(matching("Immunization?_filter=vaccine-code eq 207 or status eq not-done"), (these{"a", "c"}));
  EXPECT_EQ(matching("Immunization?vaccine-code=207,212&status=completed,entered-in-error"), these{"a"});
}

TEST_F(CareSearch, APatientOfSeveralPlansIsGivenOnce) {
  plan("p1", "asha", diabetes);
  plan("p2", "asha", diabetes);
  plan("p3", "bela", "37796009");
  EXPECT_EQ(ordered("Patient?_has:CarePlan:patient:category=http://snomed.info/sct|44054006"), ids{"asha"});
}

TEST_F(CareSearch, PlansOfAnyNumberOfPatients) {
  constexpr int many = 40;
  for (int number = 0; number < many; ++number) plan("plan" + std::to_string(number), "p" + std::to_string(number), diabetes);
  EXPECT_EQ(matching("CarePlan").size(), static_cast<std::size_t>(many));
  for (const int asked : {1, 2, 3, 4, 8, 40, 3000}) {
    std::string query = "CarePlan?subject=";
    these wanted;
    for (int number = 0; number < asked; ++number) {
      query += (number == 0 ? "" : ",") + ("Patient/p" + std::to_string(number));
      if (number < many) wanted.insert("plan" + std::to_string(number));
    }
    EXPECT_EQ(matching(query), wanted) << asked;
    EXPECT_EQ(matching(query + "&category=44054006"), wanted) << asked;
  }
}

TEST_F(CareSearch, TasksOfManyPatients) {
  these wanted;
  std::string query = "Task?status=requested&patient=";
  for (int number = 0; number < 1200; ++number) {
    const std::string id = std::to_string(number);
    query += (number == 0 ? "" : ",") + ("Patient/p" + id);
    if (number % 40 != 0) continue;
    const bool open = number % 80 == 0;
    add("Task", "t" + id, R"("intent":"order","status":")" + std::string(open ? "requested" : "completed") + "\"," + of("p" + id, "for"));
    if (open) wanted.insert("t" + id);
  }
  EXPECT_EQ(wanted.size(), 15U);
  EXPECT_EQ(matching(query), wanted);
}

TEST_F(CareSearch, OneGivenNameAndAnyOfSeveralFamilies) {
  person("eve", "Rao", "Bela", "US", "");
  person("fay", "Lund", "Bela", "US", "");
  EXPECT_EQ(matching("Patient?given=bela&family=rao,kiss"), (these{"bela", "eve"}));
  EXPECT_EQ(matching("Patient?given=asha,bela&family=rao,lund"), (these{"asha", "eve", "fay"}));
  EXPECT_EQ(matching("Patient?given=asha,bela"), (these{"asha", "bela", "eve", "fay"}));
  EXPECT_EQ(matching("Patient?_filter=given eq \"asha\" or family eq \"moss\" or address-country eq \"US\""), (these{"asha", "cole", "dina", "eve", "fay"}));
}

TEST_F(CareSearch, ANameThatOccursTwiceGivesItsPatientOnce) {
  add("Patient", "twice", R"("name":[{"given":["Nia","Nia"]},{"given":["Nia"],"family":"Nia"}])");
  EXPECT_EQ(ordered("Patient?given=nia"), ids{"twice"});
  EXPECT_EQ(ordered("Patient?name=nia&_sort=given"), ids{"twice"});
  EXPECT_EQ(ordered("Patient?name:contains=ni&_sort=-name&_count=5"), ids{"twice"});
}

TEST_F(CareSearch, PatientsWithTheirPractitioners) {
  expect_whole("Patient?family=rao&_sort=_id&_include=Patient:general-practitioner:Practitioner", {"Patient/asha", "Patient/cole"},
               {"+Practitioner/ada", "+Practitioner/mia", "+Practitioner/tom"});
  expect_whole("Patient?address-country=IN&_sort=-_id&_include=Patient:general-practitioner", {"Patient/bela", "Patient/asha"}, {"+Practitioner/ada", "+Practitioner/mia"});
  expect_whole("Patient?_id=dina&_include=Patient:general-practitioner", {"Patient/dina"}, {});
}

TEST_F(CareSearch, PatientsWithPractitionersAndOrganizations) {
  expect_whole("Patient?family=kiss&_include=Patient:general-practitioner&_include=Patient:organization", {"Patient/bela"}, {"+Practitioner/mia", "+Organization/clinic"});
}

// An _include has no condition and no order: the practitioners are asked for by their patients.
TEST_F(CareSearch, ActivePractitionersOfPatientsInOrder) {
  const std::string query = "Practitioner?active=true&_has:Patient:general-practitioner:address-country=IN";
  EXPECT_EQ(matching(query), (these{"ada", "mia"}));
  EXPECT_EQ(ordered(query + "&_sort=given"), (ids{"ada", "mia"}));
  EXPECT_EQ(ordered(query + "&_sort=-given"), (ids{"mia", "ada"}));
  EXPECT_EQ(ordered("Practitioner?_has:Patient:general-practitioner:family=rao,kiss&_sort=-family"), (ids{"tom", "ada", "mia"}));
  EXPECT_EQ(matching("Practitioner?active=true&_has:Patient:general-practitioner:address-country=US"), these{});
}

TEST_F(CareSearch, PatientsWithTheirConditions) {
  expect_whole("Patient?family=rao&_sort=_id&_revinclude=Condition:patient", {"Patient/asha", "Patient/cole"},
               {"+Condition/a-diabetes", "+Condition/a-pressure", "+Condition/c-diabetes", "+Condition/c-pressure"});
}

TEST_F(CareSearch, OneConditionOfPatientsInOrder) {
  const std::string query = "Condition?code=http://snomed.info/sct|44054006&patient.family=rao,kiss&_include=Condition:patient&_sort=";
  expect_whole(query + "recorded-date", {"Condition/c-diabetes", "Condition/a-diabetes", "Condition/b-diabetes"}, {"+Patient/asha", "+Patient/bela", "+Patient/cole"});
  expect_whole(query + "-recorded-date", {"Condition/b-diabetes", "Condition/a-diabetes", "Condition/c-diabetes"}, {"+Patient/asha", "+Patient/bela", "+Patient/cole"});
}

TEST_F(CareSearch, EncountersAndConditionsOfPatients) {
  add("Encounter", "e1", R"("status":"finished","period":{"start":"2020-02-01"},)" + of("asha"));
  add("Encounter", "e2", R"("status":"finished","period":{"start":"2021-02-01"},)" + of("asha"));
  add("Encounter", "e3", R"("status":"planned","period":{"start":"2022-02-01"},)" + of("bela"));
  expect_whole("Patient?_id=asha&_revinclude=Encounter:patient&_revinclude=Condition:patient", {"Patient/asha"},
               {"+Encounter/e1", "+Encounter/e2", "+Condition/a-diabetes", "+Condition/a-pressure"});
  EXPECT_EQ(whole("?_type=Encounter,Condition&patient.family=rao,kiss&_lastUpdated=gt2000").size(), 8U);
  EXPECT_EQ(ordered("Encounter?status=finished&patient.address-country=IN&_sort=-date"), (ids{"e2", "e1"}));
  EXPECT_EQ(ordered("Encounter?patient.address-country=IN&_sort=date"), (ids{"e1", "e2", "e3"}));
}

TEST_F(CareSearch, APersonOfTwoPatientsIsBroughtOnce) {
  add("Person", "x", R"("link":[{"target":{"reference":"Patient/asha"}},{"target":{"reference":"Patient/cole"}}])");
  add("Person", "y", R"("link":[{"target":{"reference":"Patient/cole"}}])");
  expect_whole("Patient?family=rao&_sort=_id&_revinclude=Person:patient", {"Patient/asha", "Patient/cole"}, {"+Person/x", "+Person/y"});
}

TEST_F(CareSearch, WhatIsBroughtByTwoWaysIsGivenOnce) {
  add("Patient", "asha", R"("link":[{"other":{"reference":"Patient/bela"},"type":"seealso"}],"generalPractitioner":[{"reference":"Practitioner/mia"}])");
  add("Patient", "bela", R"("link":[{"other":{"reference":"Patient/asha"},"type":"seealso"}],"generalPractitioner":[{"reference":"Practitioner/mia"},{"reference":"Practitioner/mia"}])");
  expect_whole("Patient?_id=asha&_include=Patient:link&_revinclude=Patient:link&_include=*&_include=Patient:general-practitioner", {"Patient/asha"}, {"+Patient/bela", "+Practitioner/mia"});
  // A match is no include, too.
  expect_whole("Patient?_id=asha,bela&_sort=_id&_include=Patient:link&_revinclude=Patient:link", {"Patient/asha", "Patient/bela"}, {});
}

TEST_F(CareSearch, SortedMatchesBringWhatTheyReferToOnce) {
  for (const bool falling : {false, true}) {
    const ids order = falling ? ids{"Patient/cole", "Patient/bela", "Patient/asha"} : ids{"Patient/asha", "Patient/bela", "Patient/cole"};
    const std::string query = "Patient?_has:Condition:patient:code=44054006&_sort=" + std::string(falling ? "-" : "") + "given";
    expect_whole(query + "&_include=Patient:organization", order, {"+Organization/clinic"});
    expect_whole(query + "&_revinclude=Condition:patient", order, {"+Condition/a-diabetes", "+Condition/a-pressure", "+Condition/b-diabetes", "+Condition/c-diabetes", "+Condition/c-pressure"});
  }
}

TEST_F(CareSearch, APageOfWhatIsFoundInOrder) {
  EXPECT_EQ(ordered("Condition?code=44054006,38341003&_sort=recorded-date&_count=2&_offset=1"), (ids{"c-pressure", "a-pressure"}));
  EXPECT_EQ(ordered("Condition?code=44054006,38341003&_sort=-recorded-date&_count=2"), (ids{"b-diabetes", "a-diabetes"}));
  EXPECT_EQ(ordered("Condition?code=44054006,38341003&_sort=-recorded-date&_count=9&_offset=4"), ids{"c-diabetes"});
}

// Trap: whatever has no value of the key was left out of the answer.
TEST_F(CareSearch, WhatHasNoValueOfTheSortKeyIsStillFound) {
  add("Condition", "e-undated", "\"code\":" + snomed(diabetes) + "," + of("dina"));
  EXPECT_EQ(ordered("Condition?code=44054006&_sort=recorded-date"), (ids{"c-diabetes", "a-diabetes", "b-diabetes", "e-undated"}));
  EXPECT_EQ(ordered("Condition?code=44054006&_sort=-recorded-date"), (ids{"b-diabetes", "a-diabetes", "c-diabetes", "e-undated"}));
  add("Patient", "nameless", R"("address":[{"country":"IN"}])");
  EXPECT_EQ(ordered("Patient?address-country=IN&_sort=-family"), (ids{"asha", "bela", "nameless"}));
}

TEST_F(CareSearch, RepeatedValuesOfASortKeyGiveAResourceOnce) {
  add("RiskAssessment", "r1", R"("status":"final","prediction":[{"probabilityDecimal":0.1},{"probabilityDecimal":0.9},{"probabilityDecimal":0.1}])");
  add("RiskAssessment", "r2", R"("status":"final","prediction":[{"probabilityDecimal":0.5},{"probabilityDecimal":0.95}])");
  EXPECT_EQ(ordered("RiskAssessment?_sort=probability"), (ids{"r1", "r2"}));
  EXPECT_EQ(ordered("RiskAssessment?_sort=-probability"), (ids{"r2", "r1"}));
  add("Patient", "n1", R"("active":true,"name":[{"given":["B","Z","B"]}])");
  add("Patient", "n2", R"("active":true,"name":[{"given":["C","A"]},{"given":["A"]}])");
  EXPECT_EQ(ordered("Patient?active=true&_sort=given"), (ids{"n2", "n1"}));
  EXPECT_EQ(ordered("Patient?active=true&_sort=-given"), (ids{"n1", "n2"}));
  add("Observation", "d1", R"("status":"final","effectiveTiming":{"event":["2020-01-01","2022-01-01","2020-01-01"]})");
  add("Observation", "d2", R"("status":"final","effectiveTiming":{"event":["2021-01-01","2021-06-01"]})");
  EXPECT_EQ(ordered("Observation?_sort=date"), (ids{"d1", "d2"}));
  EXPECT_EQ(ordered("Observation?_sort=-date"), (ids{"d1", "d2"}));
}

// As doubles, which the index holds, these are neighbours.
TEST_F(CareSearch, NumbersThatAreVeryCloseKeepTheirOrder) {
  add("RiskAssessment", "b", R"("status":"final","prediction":[{"probabilityDecimal":0.30000000000000004}])");
  add("RiskAssessment", "a", R"("status":"final","prediction":[{"probabilityDecimal":0.29999999999999999}])");
  add("RiskAssessment", "c", R"("status":"final","prediction":[{"probabilityDecimal":0.3000000000000001}])");
  EXPECT_EQ(ordered("RiskAssessment?_sort=probability"), (ids{"a", "b", "c"}));
  EXPECT_EQ(ordered("RiskAssessment?_sort=-probability"), (ids{"c", "b", "a"}));
  EXPECT_EQ(matching("RiskAssessment?probability=gt0.30000000000000004"), these{"c"});
  EXPECT_EQ(matching("RiskAssessment?probability=lt0.30000000000000004"), these{"a"});
}

}  // namespace
