// Which word of a refused search is told to whoever typed it.
#include <phr/interactions/query_advice.hpp>

#include "session/record_fixture.hpp"

namespace {

class QueryAdvice : public phr::test::record_fixture {
 protected:
  std::string of(const std::string& query) {
    const auto found = owner().search(query);
    EXPECT_FALSE(found) << query;
    const auto advice = found ? std::nullopt : phr::advise(found.error(), query);
    return advice ? advice->text() : "nothing";
  }
};

TEST_F(QueryAdvice, NamesTheWordAndWhatIsNear) {
  EXPECT_EQ(of("Observation?cod=4548-4"), "cod (of Observation); did you mean code?");
  EXPECT_EQ(of("Observation?status=final&dat=2020"), "dat (of Observation); did you mean date?");
  EXPECT_EQ(of("Observation?_conut=3"), "_conut (of Observation); did you mean _count?");
  EXPECT_EQ(of("Observation?subject:Patient.nam=x"), "nam (of Patient); did you mean name?");
  EXPECT_EQ(of("Observation?patient.famly=x"), "famly (of Patient); did you mean family?");
  EXPECT_EQ(of("Patient?_has:Observation:patient:cod=x"), "cod (of Observation); did you mean code?");
  EXPECT_EQ(of("Patient?_has:Observation:pateint:code=x"), "pateint (of Observation); did you mean patient?");
  EXPECT_EQ(of("Observation?_sort=-date,statuz"), "statuz (of Observation); did you mean status?");
  EXPECT_EQ(of("Observation?_include=Observation:subjct"), "subjct (of Observation); did you mean subject?");
  EXPECT_EQ(of("Patient?name:exakt=x"), "exakt; did you mean exact?");
  EXPECT_EQ(of("Patint?name=x"), "Patint; did you mean Patient?");
  EXPECT_EQ(of("Observation?zzzzzzzz=1"), "zzzzzzzz (of Observation)");
}

// A value is never repeated, whatever is wrong with it.
TEST_F(QueryAdvice, SaysNothingOfValues) {
  for (const char* const query : {"Observation?date=ge20Secret", "Observation?value-quantity=xSecret", "Patient?name=", "Observation?code=Secret&_count=Secret", "Patient?_filter=Secret"}) {
    EXPECT_EQ(of(query), "nothing") << query;
  }
  EXPECT_EQ(of("Observation?cod=Secret").find("Secret"), std::string::npos);
  EXPECT_FALSE(phr::advise(phr::error{phr::errc::unknown_parameter}.nth(99), "Observation?code=1"));
  EXPECT_FALSE(phr::advise(phr::error{phr::errc::wrong_key}, "Observation?cod=1"));
}

}  // namespace
