#include "fhirpath/syntax/lexer.hpp"
#include "fhirpath/syntax/parser.hpp"

#include <gtest/gtest.h>

namespace phr::fhirpath {
namespace {

// The expression as it is printed, or the error and its place.
std::string printed(std::string_view text) {
  const auto made = parse(text);
  if (made) return print(made.value());
  const auto code = name(made.error().code());
  return std::string(code.data(), code.size()) + " " + std::to_string(made.error().line()) + ":" + std::to_string(made.error().column());
}

TEST(FhirPathParse, PrintsWhatItReads) {
  for (const char* each : {
           "Patient.name.where(use = 'official').given.first()",
           "name[0].given | name.family",
           "(a | b).c",
           "a and b or c implies d",
           "a.where($this > 5 and $index < 3)",
           "value is Quantity",
           "(value as FHIR.Quantity).value",
           "-1 + 2 * 3",
           "(1 + 2) * 3",
           "1 - (2 - 3)",
           "5 'mg' > 4 days",
           "@2020-01-01T12:00:00.5+02:00 < now()",
           "@2020 = @2020-01",
           "@T12:30 > @T12",
           "{}",
           "%resource.id = %`vs-name`",
           "`and`.a contains 'x\\'y'",
           "iif(a, b, c).d[1 + 2]",
           "a & b & c",
           "contains in as",
       }) {
    EXPECT_EQ(printed(each), each);
  }
}

TEST(FhirPathParse, BindsAsTheGrammarSays) {
  EXPECT_EQ(printed("a or b and c"), "a or b and c");
  EXPECT_EQ(printed("(a or b) and c"), "(a or b) and c");
  EXPECT_EQ(printed("((a)).b"), "a.b");
  EXPECT_EQ(printed("(a.b).c"), "a.b.c");
  EXPECT_EQ(printed("a implies (b implies c)"), "a implies (b implies c)");
  EXPECT_EQ(printed("(a implies b) implies c"), "a implies b implies c");
  EXPECT_EQ(printed("-(1).abs()"), "-1.abs()");
  EXPECT_EQ(printed("(-1).abs()"), "(-1).abs()");
  EXPECT_EQ(printed("1 + 2 is Integer"), "1 + 2 is Integer");
  EXPECT_EQ(printed("1 | 2 is Integer"), "1 | 2 is Integer");
  EXPECT_EQ(printed("(1 | 2) is Integer"), "(1 | 2) is Integer");
  EXPECT_EQ(printed("a is FHIR.`Bundle.entry.request`"), "a is FHIR.`Bundle.entry.request`");
  EXPECT_EQ(printed("a is `Bundle.entry.request`"), "a is Bundle.`entry.request`");  // the same type
  EXPECT_EQ(printed("a is b.``"), "a is b.``");
}

TEST(FhirPathParse, GoesPastWhiteSpaceAndComments) {
  EXPECT_EQ(printed(" a // to the end\n . /* here */ b\t"), "a.b");
  EXPECT_EQ(printed("a /* no end"), "malformed_query 1:3");
}

TEST(FhirPathParse, TellsWhereItDoesNotUnderstand) {
  EXPECT_EQ(printed(""), "malformed_query 1:1");
  EXPECT_EQ(printed("a."), "malformed_query 1:3");
  EXPECT_EQ(printed("a b"), "malformed_query 1:3");
  EXPECT_EQ(printed("a.\n  (b)"), "malformed_query 2:3");
  EXPECT_EQ(printed("f(a,)"), "malformed_query 1:5");
  EXPECT_EQ(printed("'a"), "malformed_query 1:1");
  EXPECT_EQ(printed("'\\x'"), "malformed_query 1:1");
  EXPECT_EQ(printed("$nobody"), "malformed_query 1:1");
  EXPECT_EQ(printed("a = "), "malformed_query 1:5");
  EXPECT_EQ(printed("@20"), "malformed_query 1:1");
  EXPECT_EQ(printed("a # b"), "malformed_query 1:3");
  EXPECT_EQ(printed("(a"), "malformed_query 1:3");
  EXPECT_EQ(printed("a[1"), "malformed_query 1:4");
}

TEST(FhirPathParse, EndsWithinItsLimits) {
  EXPECT_EQ(printed(std::string(100000, '(')).substr(0, 8), "too_deep");
  EXPECT_EQ(printed(std::string(100000, '-') + "1").substr(0, 8), "too_deep");
  std::string chain = "a";
  for (int step = 0; step < 5000; ++step) chain += ".a";
  EXPECT_EQ(printed(chain).substr(0, 8), "too_deep");
  EXPECT_EQ(printed(std::string(10U << 20U, 'a')).substr(0, 9), "too_large");
  EXPECT_EQ(printed(std::string(50, '(') + "a" + std::string(50, ')')), "a");
}

TEST(FhirPathStrings, MeanWhatTheirEscapesSay) {
  EXPECT_EQ(unescaped("a\\'\\n\\t\\\\\\/").value(), "a'\n\t\\/");
  EXPECT_EQ(unescaped("\\u0041\\u00e9\\u20ac\\ud83d\\ude00").value(), "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  for (const char* wrong : {"\\", "\\q", "\\u12", "\\ud83d", "\\ude00", "\\ud83d\\u0041"}) EXPECT_FALSE(unescaped(wrong)) << wrong;
}

}  // namespace
}  // namespace phr::fhirpath
