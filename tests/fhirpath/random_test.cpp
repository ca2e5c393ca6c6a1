// Random expressions are printed and read again to the same tree; hostile ones end within the limits.
#include "fhirpath/syntax/parser.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>

#include <gtest/gtest.h>

#include <random>

namespace phr::fhirpath {
namespace {

// Expressions by the grammar, with parentheses, blanks and comments where they may be.
class writer {
 public:
  explicit writer(std::uint32_t seed) : random_(seed) {}

  std::string expression(int depth) {
    if (depth <= 0) return term();
    switch (pick(9)) {
      case 0: return expression(depth - 1) + gap() + one_of({"and", "or", "xor", "implies", "in", "contains", "div", "mod"}) + gap() + expression(depth - 1);
      case 1: return expression(depth - 1) + blank() + one_of({"=", "!=", "~", "!~", "<", "<=", ">", ">=", "|", "+", "*", "/ ", "&"}) + blank() + expression(depth - 1);
      case 2: return expression(depth - 1) + " - " + expression(depth - 1);
      case 3: return "(" + blank() + expression(depth - 1) + blank() + ")";
      case 4: return "(" + expression(depth - 1) + ")." + call(depth - 1);
      case 5: return term() + "." + call(depth - 1);
      case 6: return term() + "[" + expression(depth - 1) + "]";
      case 7: return expression(depth - 1) + gap() + one_of({"is", "as"}) + gap() + one_of({"Quantity", "FHIR.Patient", "System.String", "boolean"});
      default: return one_of({"-", "+"}) + blank() + term();
    }
  }

 private:
  std::uint32_t pick(std::uint32_t below) { return random_() % below; }
  std::string one_of(std::initializer_list<const char*> all) { return *(all.begin() + pick(static_cast<std::uint32_t>(all.size()))); }
  std::string blank() { return one_of({"", "", " ", "\n", "/* here */"}); }
  std::string gap() { return one_of({" ", "\t", " // to the end\n"}); }
  std::string call(int depth) {
    switch (pick(6)) {
      case 0: return "where(" + expression(depth) + ")";
      case 1: return "iif(" + expression(depth) + "," + blank() + expression(depth) + ")";
      case 2: return "select(" + expression(depth) + ")";
      case 3: return one_of({"first()", "count()", "exists()", "not()", "toString()", "length()"});
      case 4: return "ofType(" + one_of({"string", "FHIR.HumanName", "System.Integer"}) + ")";
      default: return one_of({"name", "given", "`div`", "`a b`", "value"});
    }
  }
  std::string term() {
    return one_of({"1", "0.50", "'x\\'y'", "'\\u00e9'", "true", "{}", "@2020", "@2020-01-01T12:30:00.5+01:00", "@T10:30", "5 'mg'", "4 days", "1 year", "name", "Patient.name", "$this", "$index", "%resource",
                   "%`vs-x`", "`and`", "today()", "name.given.first()", "descendants()"});
  }

  std::mt19937 random_;
};

bool same(const tree& a, const tree& b) {
  if (a.nodes.size() != b.nodes.size()) return false;
  for (std::size_t at = 0; at < a.nodes.size(); ++at) {
    const node& x = a.nodes[at];
    const node& y = b.nodes[at];
    if (x.kind != y.kind || x.text != y.text || x.type != y.type || x.has_input != y.has_input || x.parts != y.parts) return false;
  }
  return true;
}

std::string shown(const result<collection>& of) {
  if (!of) return std::string(of.error().place().data(), of.error().place().size());
  std::string made;
  for (const value& each : of.value()) made += type_name(each) + " " + text_of(each).value_or("") + "\n";
  return made;
}

TEST(RandomExpressions, ArePrintedAndReadAgainToTheSame) {
  const auto patient = fhir::json_decode(R"({"resourceType":"Patient","name":[{"given":["Ada","Byron"],"text":"x"},{"given":["C"]}],"birthDate":"1815-12-10"})").value();
  int answers = 0;
  for (std::uint32_t seed = 0; seed < 20000; ++seed) {
    const std::string text = writer(seed).expression(static_cast<int>(seed % 5));
    const auto once = parse(text);
    ASSERT_TRUE(once) << text;
    const std::string printed = print(once.value());
    const auto again = parse(printed);
    ASSERT_TRUE(again) << text << "\n" << printed;
    ASSERT_TRUE(same(once.value(), again.value())) << text << "\n" << printed;
    ASSERT_EQ(print(again.value()), printed);
    if (seed % 4 != 0) continue;
    const auto one = expression::compile(text);
    const auto other = expression::compile(printed);
    ASSERT_EQ(one.has_value(), other.has_value()) << text;
    if (!one) continue;
    const environment with{.now = "2024-05-06T07:08:09.123Z", .most = {.steps = 100000, .items = 10000, .text_bytes = 100000}};
    const auto made = one.value()(patient, with);
    ASSERT_EQ(shown(made), shown(other.value()(patient, with))) << text;
    answers += made && !made.value().empty() ? 1 : 0;
  }
  EXPECT_GT(answers, 500);
}

// Whether an expression ends in an error: of the compiler, or of its evaluation within the usual limits.
bool fails(const std::string& text) {
  const auto compiled = expression::compile(text);
  return !compiled || !compiled.value().evaluate(collection{});
}

std::string nested(std::string_view open, std::string_view close, int levels) {
  std::string made;
  for (int level = 0; level < levels; ++level) made += open;
  made += '1';
  for (int level = 0; level < levels; ++level) made += close;
  return made;
}

TEST(HostileExpressions, EndInAnErrorWithinTheLimits) {
  EXPECT_TRUE(fails(std::string(10U << 20U, '(')));
  EXPECT_TRUE(fails(std::string(10U << 20U, '1')));
  EXPECT_TRUE(fails("'" + std::string(10U << 20U, 'a') + "'"));
  EXPECT_TRUE(fails(nested("iif(", ")", 100000)));
  EXPECT_TRUE(fails(nested("(", ")", 1000000)));
  EXPECT_TRUE(fails(nested("a[", "]", 1000000)));
  EXPECT_TRUE(fails(nested("-", "", 1000000)));
  std::string many = "(1|2|3|4|5|6|7|8|9|10)";
  for (int level = 0; level < 12; ++level) many += ".select((1|2|3|4|5|6|7|8|9|10).combine($this))";
  EXPECT_TRUE(fails(many));  // 10^12 items
  std::string doubled = "'aaaaaaaaaaaaaaaa'";
  for (int level = 0; level < 40; ++level) doubled += ".select($this & $this)";
  EXPECT_TRUE(fails(doubled));
  std::string joined = "'aaaaaaaaaaaaaaaa'";
  for (int level = 0; level < 40; ++level) joined += ".replace('a', 'aaaaaaaaaaaaaaaa')";
  EXPECT_TRUE(fails(joined));
  EXPECT_TRUE(fails("1.repeat($this + 1)"));  // without end
  EXPECT_TRUE(fails("'a'.matches('(((a{1000}){1000}){1000})')"));
  EXPECT_TRUE(fails("'a'.matches('(?<')"));
}

TEST(HostileExpressions, DoNotMakeRegularExpressionsSlow) {
  // What takes a backtracking engine longer than the universe has stood.
  const std::string text(20000, 'a');
  for (const char* const pattern : {"(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "([a-zA-Z]+)*$"}) {
    const auto made = expression::compile("('" + text + "!').matches('^" + pattern + "')");
    ASSERT_TRUE(made);
    const auto found = made.value().evaluate(collection{});
    ASSERT_TRUE(found) << pattern;
    EXPECT_EQ(text_of(found.value().at(0)), "false") << pattern;
  }
}

}  // namespace
}  // namespace phr::fhirpath
