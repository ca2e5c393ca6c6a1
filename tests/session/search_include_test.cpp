// _include and _revinclude, and the parts of resources that a search gives.
#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class IncludeSearch : public search_fixture {
 protected:
  void SetUp() override {
    add("Organization", "north", R"("name":"North","partOf":{"reference":"Organization/all"})");
    add("Organization", "all", R"("name":"All")");
    put({patient("anna"), patient("bert")});
    add("Patient", "anna", R"("managingOrganization":{"reference":"Organization/north"})");
    put({observation("o1", "anna", "1", "2020", "5"), observation("o2", "anna", "1", "2021", "6"), observation("o3", "bert", "1", "2020", "7")});
    add("Observation", "panel", R"("status":"final","code":{"coding":[{"code":"p"}]},"hasMember":[{"reference":"Observation/inner"},{"reference":"Observation/o3"}])");
    add("Observation", "inner", R"("status":"final","code":{"coding":[{"code":"i"}]},"hasMember":[{"reference":"Observation/o1"},{"reference":"Observation/panel"}],"performer":[{"reference":"Practitioner/gone"}])");
  }
  // "+Type/id" for what is included, in the order of the answer.
  ids whole(const std::string& query) {
    auto me = owner();
    const auto hits = me.search(query);
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    ids out;
    if (!hits) return out;
    std::size_t nth = 0;
    for (const auto& hit : hits.value()) {
      EXPECT_EQ(hit.is_included(), nth++ >= hits.value().matched());
      out.push_back((hit.is_included() ? "+" : "") + std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

TEST_F(IncludeSearch, AnIncludeBringsWhatIsReferredToOnce) {
  EXPECT_EQ(whole("Observation?code=1&_include=Observation:patient"),
            (ids{"+Patient/anna", "+Patient/bert", "Observation/o1", "Observation/o2", "Observation/o3"}));
  EXPECT_EQ(whole("Observation?code=1&_include=Observation:subject:Group"), (ids{"Observation/o1", "Observation/o2", "Observation/o3"}));
  EXPECT_EQ(whole("Observation?code=p&_include=*"), (ids{"+Observation/inner", "+Observation/o3", "Observation/panel"}));
  EXPECT_EQ(whole("Observation?code=p&_include=Observation:*"), (ids{"+Observation/inner", "+Observation/o3", "Observation/panel"}));
  EXPECT_EQ(whole("Observation?code=i&_include=Observation:performer"), ids{"Observation/inner"});  // there is no such Practitioner
}

TEST_F(IncludeSearch, ARevincludeBringsWhatRefersToIt) {
  EXPECT_EQ(whole("Patient?_id=anna&_revinclude=Observation:patient"), (ids{"+Observation/o1", "+Observation/o2", "Patient/anna"}));
  EXPECT_EQ(whole("Patient?_revinclude=Observation:subject:Group"), (ids{"Patient/anna", "Patient/bert"}));
  EXPECT_EQ(whole("Patient?_id=bert&_revinclude=*"), (ids{"+Observation/o3", "Patient/bert"}));
  EXPECT_EQ(whole("Organization?_id=north&_revinclude=Patient:organization&_include=Organization:partof"),
            (ids{"+Organization/all", "+Patient/anna", "Organization/north"}));
}

TEST_F(IncludeSearch, IterateGoesOnAndEndsWhereItHasBeen) {
  EXPECT_EQ(whole("Observation?_id=panel&_include=Observation:has-member"), (ids{"+Observation/inner", "+Observation/o3", "Observation/panel"}));
  EXPECT_EQ(whole("Observation?_id=panel&_include:iterate=Observation:has-member"),
            (ids{"+Observation/inner", "+Observation/o1", "+Observation/o3", "Observation/panel"}));
  EXPECT_EQ(whole("Observation?_id=o1&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof"),
            (ids{"+Organization/all", "+Organization/north", "+Patient/anna", "Observation/o1"}));
  EXPECT_EQ(whole("Organization?_id=all&_revinclude:iterate=Organization:partof&_revinclude:iterate=Patient:organization&_revinclude:iterate=Observation:patient"),
            (ids{"+Observation/o1", "+Observation/o2", "+Organization/north", "+Patient/anna", "Organization/all"}));
}

TEST_F(IncludeSearch, CountIsOfMatchesAlone) {
  auto me = owner();
  const auto hits = me.search("Observation?code=1&_count=1&_include=Observation:patient&_total=accurate").value();
  EXPECT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits.matched(), 1U);
  EXPECT_EQ(hits.total(), 3U);
}

TEST_F(IncludeSearch, TotalsAreCountedWhenTheyAreAskedFor) {
  auto me = owner();
  EXPECT_EQ(me.search("Observation?code=1").value().total(), std::nullopt);
  EXPECT_EQ(me.search("Observation?code=1&_total=none").value().total(), std::nullopt);
  EXPECT_EQ(me.search("Observation?code=1&_count=1&_total=estimate").value().total(), 3U);
  EXPECT_EQ(me.search("Observation?code=1&date=2020&_total=accurate").value().total(), 2U);
  EXPECT_EQ(me.search("Observation?_total=accurate").value().total(), 5U);
  EXPECT_EQ(me.search("Observation?code:not=1&_total=accurate&_count=0").value().total(), 2U);
  const auto counted = me.search("Observation?code=1,p&_summary=count").value();
  EXPECT_EQ(counted.total(), 4U);
  EXPECT_EQ(counted.size(), 0U);
}

TEST_F(IncludeSearch, ElementsAndSummariesAreTagged) {
  auto me = owner();
  const std::string tag = R"("tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}])";
  const auto one = [&](const std::string& query) { return me.search(query).value()[0].json().value(); };
  const std::string elements = one("Observation?_id=o1&_elements=subject");
  EXPECT_NE(elements.find(tag), std::string::npos) << elements;
  EXPECT_NE(elements.find(R"("subject":)"), std::string::npos);
  EXPECT_NE(elements.find(R"("status":"final")"), std::string::npos);  // it must be there
  EXPECT_EQ(elements.find("valueQuantity"), std::string::npos);
  EXPECT_NE(one("Observation?_id=o1&_elements=value").find("valueQuantity"), std::string::npos);
  add("Patient", "told", R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"},"gender":"male","contact":[{"gender":"male"}],"communication":[{"language":{"text":"no"}}])");
  const std::string summary = one("Patient?_id=told&_summary=true");
  EXPECT_NE(summary.find(R"("gender":"male")"), std::string::npos) << summary;
  EXPECT_EQ(summary.find("\"text\":{\"status\""), std::string::npos);
  EXPECT_EQ(summary.find("communication"), std::string::npos);
  EXPECT_NE(one("Patient?_id=told&_summary=text").find("\"div\""), std::string::npos);
  EXPECT_EQ(one("Patient?_id=told&_summary=text").find("gender"), std::string::npos);
  EXPECT_EQ(one("Patient?_id=told&_summary=data").find("\"div\""), std::string::npos);
  EXPECT_NE(one("Patient?_id=told&_summary=data").find("communication"), std::string::npos);
  EXPECT_EQ(one("Patient?_id=told&_summary=false").find("SUBSETTED"), std::string::npos);
}

}  // namespace
