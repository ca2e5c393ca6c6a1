#include "session/search_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;

class StringSearch : public search_fixture {
 protected:
  void put_names() {
    add("Patient", "anna", R"("name":[{"family":"Müller","given":["Anna","Lena"],"prefix":["Dr."]}])");
    add("Patient", "annabel",
        R"("name":[{"family":"de la Cruz","given":["Annabel"]},{"family":"Moller","use":"maiden"}])");
    add("Patient", "joanna", R"("name":[{"family":"O'Neil","given":["Joanna"],"suffix":["III"]}])");
    add("Patient", "text", R"("name":[{"text":"Anna Smith-Jones"}])");
    add("Patient", "none", R"("gender":"other")");
  }
};

TEST_F(StringSearch, AValueIsTheBeginningOfAString) {
  put_names();
  EXPECT_EQ(matching("Patient?given=Anna"), (these{"anna", "annabel"}));
  EXPECT_EQ(matching("Patient?given=Annab"), these{"annabel"});
  EXPECT_EQ(matching("Patient?given=nna"), these{});
  EXPECT_EQ(matching("Patient?given=Annabella"), these{});
}

TEST_F(StringSearch, CaseAndAccentsDoNotMatter) {
  put_names();
  EXPECT_EQ(matching("Patient?family=muller"), these{"anna"});
  EXPECT_EQ(matching("Patient?family=M%C3%9CLLER"), these{"anna"});
  EXPECT_EQ(matching("Patient?family=Mu%CC%88ller"), these{"anna"});  // u and a combining diaeresis
  EXPECT_EQ(matching("Patient?family=m%C3%B6ller"), these{"annabel"});
  EXPECT_EQ(matching("Patient?family=o'neil"), these{"joanna"});
}

TEST_F(StringSearch, SharpSIsTwoLettersS) {
  add("Patient", "gross", R"("name":[{"family":"Groß"}])");
  EXPECT_EQ(matching("Patient?family=gross"), these{"gross"});
  EXPECT_EQ(matching("Patient?family=GRO%C3%9F"), these{"gross"});
  EXPECT_EQ(matching("Patient?family:exact=Gro%C3%9F"), these{"gross"});
  EXPECT_EQ(matching("Patient?family:exact=Gross"), these{});
}

TEST_F(StringSearch, NameLooksAtEveryPartOfEveryName) {
  put_names();
  EXPECT_EQ(matching("Patient?name=anna"), (these{"anna", "annabel", "text"}));
  EXPECT_EQ(matching("Patient?name=m"), (these{"anna", "annabel"}));
  EXPECT_EQ(matching("Patient?name=dr"), these{"anna"});
  EXPECT_EQ(matching("Patient?name=iii"), these{"joanna"});
  EXPECT_EQ(matching("Patient?name=lena"), these{"anna"});
  EXPECT_EQ(matching("Patient?name=smith"), these{});  // in the middle of a text
}

TEST_F(StringSearch, WordsInsideAStringAreNotItsBeginning) {
  put_names();
  EXPECT_EQ(matching("Patient?family=cruz"), these{});
  EXPECT_EQ(matching("Patient?family=de%20la"), these{"annabel"});
  EXPECT_EQ(matching("Patient?family=DE%20%20LA%20"), these{"annabel"});  // white space is one blank
}

TEST_F(StringSearch, ContainsLooksAnywhere) {
  put_names();
  EXPECT_EQ(matching("Patient?name:contains=NNA"), (these{"anna", "annabel", "joanna", "text"}));
  EXPECT_EQ(matching("Patient?family:contains=cruz"), these{"annabel"});
  EXPECT_EQ(matching("Patient?family:contains=LLE"), (these{"anna", "annabel"}));
  EXPECT_EQ(matching("Patient?family:contains=%25"), these{});  // no wildcard
  EXPECT_EQ(matching("Patient?family:contains=_"), these{});
}

TEST_F(StringSearch, ExactIsTheWholeStringAsWritten) {
  put_names();
  EXPECT_EQ(matching("Patient?given:exact=Anna"), these{"anna"});
  EXPECT_EQ(matching("Patient?given:exact=anna"), these{});
  EXPECT_EQ(matching("Patient?family:exact=M%C3%BCller"), these{"anna"});
  EXPECT_EQ(matching("Patient?family:exact=Muller"), these{});
  EXPECT_EQ(matching("Patient?family:exact=Mu%CC%88ller"), these{});  // another text, though it looks the same
  EXPECT_EQ(matching("Patient?name:exact=Anna"), these{"anna"});
}

TEST_F(StringSearch, ExactTellsApartWhatIsOtherwiseTheSame) {
  add("Patient", "p", R"("name":[{"given":["ANNA","Anna"]}])");
  EXPECT_EQ(matching("Patient?given:exact=ANNA"), these{"p"});
  EXPECT_EQ(matching("Patient?given:exact=Anna"), these{"p"});
  EXPECT_EQ(matching("Patient?given:exact=anna"), these{});
  EXPECT_EQ(matching("Patient?given=anna"), these{"p"});
}

TEST_F(StringSearch, CommasAreAlternativesAndRepetitionIsBoth) {
  put_names();
  EXPECT_EQ(matching("Patient?given=joanna,annabel"), (these{"annabel", "joanna"}));
  EXPECT_EQ(matching("Patient?given=anna&family=moller"), these{"annabel"});
  EXPECT_EQ(matching("Patient?given=anna&given=lena"), these{"anna"});
  EXPECT_EQ(matching("Patient?name:contains=jones,neil"), (these{"joanna", "text"}));
}

TEST_F(StringSearch, MissingIsWithoutAnyString) {
  put_names();
  EXPECT_EQ(matching("Patient?name:missing=true"), these{"none"});
  EXPECT_EQ(matching("Patient?family:missing=true"), (these{"none", "text"}));
  EXPECT_EQ(matching("Patient?given:missing=false"), (these{"anna", "annabel", "joanna"}));
}

TEST_F(StringSearch, SpecialCharactersAreEscaped) {
  add("Patient", "comma", R"("name":[{"family":"Smith, John"}])");
  add("Patient", "bar", R"("name":[{"family":"a|b"}])");
  add("Patient", "john", R"("name":[{"family":"John"}])");
  EXPECT_EQ(matching(R"(Patient?family=smith\, john)"), these{"comma"});
  EXPECT_EQ(matching("Patient?family=smith,john"), (these{"comma", "john"}));
  EXPECT_EQ(matching("Patient?family=a|b"), these{"bar"});  // a string has no system: the bar is its own
  EXPECT_EQ(matching(R"(Patient?family=a\|b)"), these{"bar"});
}

TEST_F(StringSearch, EscapesOfTheJsonTextAreUndone) {
  add("Patient", "p", R"("name":[{"family":"M\u00fcller","given":["A\u006ena"]}])");
  EXPECT_EQ(matching("Patient?family=muller"), these{"p"});
  EXPECT_EQ(matching("Patient?given:exact=Anna"), these{"p"});
}

TEST_F(StringSearch, AddressLooksAtItsPartsAndEachPartAtItself) {
  add("Patient", "bonn",
      R"("address":[{"line":["Am Hof 1","Hinterhaus"],"city":"Bonn","postalCode":"53113","country":"DE"}])");
  add("Patient", "hof", R"("address":[{"city":"Hof","state":"Bayern","district":"Bonn-Land"}])");
  EXPECT_EQ(matching("Patient?address=bonn"), (these{"bonn", "hof"}));
  EXPECT_EQ(matching("Patient?address=hinter"), these{"bonn"});
  EXPECT_EQ(matching("Patient?address=531"), these{"bonn"});
  EXPECT_EQ(matching("Patient?address-city=bonn"), these{"bonn"});
  EXPECT_EQ(matching("Patient?address-state=bay"), these{"hof"});
  EXPECT_EQ(matching("Patient?address-country=de"), these{"bonn"});
  EXPECT_EQ(matching("Patient?address-postalcode:missing=true"), these{"hof"});
}

TEST_F(StringSearch, OtherScriptsAreSearchedAsTheyAre) {
  add("Patient", "greek", R"("name":[{"family":"Παπαδόπουλος"}])");
  add("Patient", "hindi", R"("name":[{"family":"शर्मा"}])");
  add("Patient", "cyrillic", R"("name":[{"family":"Йолкин"}])");
  EXPECT_EQ(matching("Patient?family=ΠΑΠΑΔΟΠΟΥΛΟΣ"), these{"greek"});
  EXPECT_EQ(matching("Patient?family=शर्मा"), these{"hindi"});
  EXPECT_EQ(matching("Patient?family=शम"), these{});  // the virama is a part of the word, no accent
  EXPECT_EQ(matching("Patient?family=йол"), these{"cyrillic"});
}

TEST_F(StringSearch, TheLastCharacterOfAllIsWithinThePrefix) {
  add("Patient", "last", "\"name\":[{\"family\":\"a\xF4\x8F\xBF\xBD\"}]");
  EXPECT_EQ(matching("Patient?family=a"), these{"last"});
}

TEST_F(StringSearch, ATextOfNothingButBlanksOrAccentsIsRefused) {
  put_names();
  EXPECT_EQ(refusal("Patient?name=%20").code(), errc::malformed_query);
  EXPECT_EQ(refusal("Patient?name:contains=%CC%81").code(), errc::malformed_query);
}

TEST_F(StringSearch, TextIsThatWordsBeginSo) {
  add("Patient", "a", R"("name":[{"text":"Anna Maria von Trapp"}])");
  add("Patient", "b", R"("name":[{"text":"Maria Anna"}])");
  EXPECT_EQ(matching("Patient?name:text=tra"), these{"a"});
  EXPECT_EQ(matching("Patient?name:text=mar an"), (these{"a", "b"}));
  EXPECT_EQ(matching("Patient?name:text=rapp"), these{});
}

TEST_F(StringSearch, ModifiersOfOtherKindsAreRefused) {
  EXPECT_EQ(refusal("Patient?name:not=x").code(), errc::unsupported);
  EXPECT_EQ(refusal("Patient?name:Exact=x").code(), errc::unknown_modifier);
}

}  // namespace
