// Searches built as expressions: the text, and what it finds.
#include "session/search_fixture.hpp"

#include <phr/fhir/r4/encounter.hpp>
#include <phr/fhir/r4/location.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/organization.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/fhir/r4/risk_assessment.hpp>
#include <phr/fhir/r4/value_set.hpp>
#include <phr/fhir/search/query.hpp>

namespace {

using namespace phr::fhir::search;
using namespace phr::test;
using phr::fhir::r4::Encounter;
using phr::fhir::r4::Location;
using phr::fhir::r4::Observation;
using phr::fhir::r4::Organization;
using phr::fhir::r4::Patient;
using phr::fhir::r4::RiskAssessment;
using phr::fhir::r4::ValueSet;

TEST(QueryBuilder, GivesTheTextOfASearch) {
  EXPECT_EQ(query<Observation>().text(), "Observation");
  EXPECT_EQ(query<Observation>().where(by::code == coding(loinc, "8867-4")).where(by::date >= "2020").sort(-by::date).count(50).text(),
            "Observation?code=http://loinc.org|8867-4&date=ge2020&_sort=-date&_count=50");
  EXPECT_EQ(query<Patient>().sort(by::family, -by::birthdate).total().elements({"name", "birthDate"}).text(),
            "Patient?_sort=family,-birthdate&_total=accurate&_elements=name,birthDate");
}

TEST(QueryBuilder, HasEveryComparison) {
  EXPECT_EQ(query<Observation>().where(by::date < "2020").where(by::date <= "2021").where(by::date > "2019").where(by::date != "2019-05").text(),
            "Observation?date=lt2020&date=le2021&date=gt2019&date=ne2019-05");
  EXPECT_EQ(query<Observation>().where(starts_after(by::date, "2020")).where(ends_before(by::date, "2021")).where(approximately(by::date, "2022")).text(),
            "Observation?date=sa2020&date=eb2021&date=ap2022");
  EXPECT_EQ(query<Observation>().where(by::status != "final").where(in_value_set(by::code, "http://v")).where(called(by::code, "sugar")).text(),
            "Observation?status:not=final&code:in=http://v&code:text=sugar");
  EXPECT_EQ(query<Patient>().where(contains(by::family, "a")).where(exactly(by::given, "B")).where(by::active == true).where(missing(by::gender, false)).text(),
            "Patient?family:contains=a&given:exact=B&active=true&gender:missing=false");
  EXPECT_EQ(query<Observation>().where(by::value_quantity > quantity("5.40", ucum, "mmol/L")).where(by::subject == reference<Patient>("p")).text(),
            "Observation?value-quantity=gt5.40|http://unitsofmeasure.org|mmol/L&subject=Patient/p");
  EXPECT_EQ(query<RiskAssessment>().where(by::probability >= 1).text(), "RiskAssessment?probability=ge1");
  EXPECT_EQ(query<ValueSet>().where(below(by::url, "http://a")).text(), "ValueSet?url:below=http://a");
  EXPECT_EQ(query<Location>().where(by::near == raw("1|2|3|km")).text(), "Location?near=1|2|3|km");
  EXPECT_EQ(query<Observation>().where(by::code_value_quantity == parts(coding(loinc, "1"), at_least("5.4"))).text(),
            "Observation?code-value-quantity=http://loinc.org|1$ge5.4");
  EXPECT_EQ(query<Observation>().where(identified(by::subject, coding("urn:x", "1"))).text(), "Observation?subject:identifier=urn:x|1");
}

TEST(QueryBuilder, AlternativesTakeThePrefixEach) {
  EXPECT_EQ(query<Observation>().where(by::code == any_of("a,b", "c")).where(by::date >= any_of("2020", "2022")).text(), "Observation?code=a\\,b,c&date=ge2020,ge2022");
}

TEST(QueryBuilder, ChainsAreCheckedOnBothEnds) {
  EXPECT_EQ(query<Observation>().where(leads_to<Patient>(by::subject, by::family == "x")).where(leads_to<Encounter>(by::encounter, leads_to<Patient>(by::subject, by::gender == "male"))).text(),
            "Observation?subject:Patient.family=x&encounter:Encounter.subject:Patient.gender=male");
  EXPECT_EQ(query<Patient>().where(has<Observation>(by::patient, by::code == "x")).revinclude<Observation>(by::subject).include(by::organization).text(),
            "Patient?_has:Observation:patient:code=x&_revinclude=Observation:subject&_include=Patient:organization");
}

TEST(QueryBuilder, ANameMayBeOfAnotherKindElsewhere) {
  EXPECT_EQ(query<Encounter>().where(by::location == reference<Location>("l")).text(), "Encounter?location=Location/l");
  EXPECT_EQ(query<Encounter>().where(by::class_ == "AMB").text(), "Encounter?class=AMB");
}

inline constexpr custom_parameter<"marital", search_kind::token, Patient> marital{};
inline constexpr custom_parameter<"kin", search_kind::string, Patient> kin{};
inline constexpr custom_parameter<"kin-at", search_kind::reference, Patient> kin_at{};
inline constexpr custom_parameter<"pictured", search_kind::date> pictured{};

static_assert(decltype(marital)::is_of(phr::fhir::resource_type::Patient) && !decltype(marital)::is_of(phr::fhir::resource_type::Observation));
static_assert(decltype(pictured)::is_of(phr::fhir::resource_type::Patient) && decltype(pictured)::is_of(phr::fhir::resource_type::VisionPrescription));
static_assert(!decltype(pictured)::is_of(phr::fhir::resource_type{}));

TEST(QueryBuilder, TakesParametersOfTheStoresOwn) {
  EXPECT_EQ(query<Patient>().where(marital != coding("urn:m", "M")).where(missing(kin)).sort(-pictured, kin).include(kin_at).text(),
            "Patient?marital:not=urn:m|M&kin:missing=true&_sort=-pictured,kin&_include=Patient:kin-at");
}

class BuiltQuery : public search_fixture {};

TEST_F(BuiltQuery, ParametersOfTheStoresOwnFindTheirs) {
  add("Organization", "o", R"("name":"North")");
  add("Patient", "anna", R"("maritalStatus":{"coding":[{"system":"urn:m","code":"M"}]},"contact":[{"name":{"family":"Ohm"},"organization":{"reference":"Organization/o"}}],"photo":[{"creation":"2020-05-05"}])");
  add("Patient", "bert", R"("contact":[{"name":{"family":"Berg"}}],"photo":[{"creation":"2021-05-05"}])");
  auto me = owner();
  const auto own = [&](const std::string& code, const std::string& type, const std::string& expression) {
    const auto added = me.add_search_parameter(R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":["Patient"],"type":")" + type + R"(","expression":")" + expression + "\"}");
    ASSERT_TRUE(added) << code;
  };
  own("marital", "token", "Patient.maritalStatus");
  own("kin", "string", "Patient.contact.name");
  own("kin-at", "reference", "Patient.contact.organization");
  own("pictured", "date", "Patient.photo.creation");
  EXPECT_EQ(matching(query<Patient>().where(marital == coding("urn:m", "M")).text()), these{"anna"});
  EXPECT_EQ(matching(query<Patient>().where(contains(kin, "er")).text()), these{"bert"});
  EXPECT_EQ(ordered(query<Patient>().where(pictured >= "2020").sort(-pictured).text()), (ids{"bert", "anna"}));
  EXPECT_EQ(matching(query<Patient>().where(leads_to<Organization>(kin_at, by::name == "north")).text()), these{"anna"});
  EXPECT_EQ(matching(query<Organization>().where(has<Patient>(kin_at, kin == "ohm")).text()), these{"o"});
  EXPECT_EQ(found(me, query<Patient>().where(kin == "ohm").include(kin_at).text()), (ids{"Organization/o", "Patient/anna"}));
  EXPECT_EQ(found(me, query<Organization>().revinclude<Patient>(kin_at).text()), (ids{"Organization/o", "Patient/anna"}));
}

TEST_F(BuiltQuery, ValuesWithMarksAreFoundAsTheyAre) {
  std::set<std::string> expected;
  const std::string marks[] = {"a,b", "a|b", "a$b", "a\\b", "a&b=c", "a%41", "a+b", "a b", "a#b", "\xC3\xA4\xC3\xB6"};
  int number = 0;
  for (const std::string& each : marks) {
    std::string text;
    phr::fhir::json::append_quoted(text, each);
    add("Observation", "o" + std::to_string(number++), R"("status":"final","code":{"coding":[{"system":"s","code":)" + text + "}]}");
    add("Patient", "p" + std::to_string(number - 1), R"("name":[{"family":)" + text + "}]");
  }
  number = 0;
  for (const std::string& each : marks) {
    const std::string nth = std::to_string(number++);
    EXPECT_EQ(matching(query<Observation>().where(by::code == coding("s", each)).text()), these{"o" + nth}) << each;
    EXPECT_EQ(matching(query<Observation>().where(by::code == each).text()), these{"o" + nth}) << each;
    EXPECT_EQ(matching(query<Patient>().where(exactly(by::family, each)).text()), these{"p" + nth}) << each;
  }
}

TEST_F(BuiltQuery, FindsWhatTheTextWould) {
  put({patient("p"), patient("q"), observation("a", "p", "8867-4", "2019", "5"), observation("b", "p", "8867-4", "2021", "7"), observation("c", "q", "8867-4", "2022", "9")});
  EXPECT_EQ(ordered(query<Observation>().where(by::code == coding(loinc, "8867-4")).where(by::date >= "2020").sort(-by::date).text()), (ids{"c", "b"}));
  EXPECT_EQ(matching(query<Observation>().where(by::value_quantity < any_of(quantity("6", "mmol/L"), quantity("1", "mmol/L"))).text()), these{"a"});
  EXPECT_EQ(matching(query<Patient>().where(has<Observation>(by::patient, by::date >= "2022")).text()), these{"q"});
}

}  // namespace
