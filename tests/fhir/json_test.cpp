#include <phr/fhir/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

namespace json = phr::fhir::json;
using phr::errc;

phr::error refused(std::string_view text, const json::limits& most = {}) {
  json::document parsed;
  const auto outcome = parsed.parse(text, most);
  EXPECT_FALSE(outcome) << text.substr(0, 60);
  EXPECT_FALSE(parsed.root()) << "a refused document has no values";
  return outcome ? phr::error{} : outcome.error();
}

std::string compact(std::string_view text) {
  json::document parsed;
  const auto outcome = parsed.parse(text);
  EXPECT_TRUE(outcome) << text;
  std::string out;
  json::append_compact(out, parsed.root());
  return out;
}

TEST(JsonParse, KeepsNumberTextToTheLastZero) {
  EXPECT_EQ(compact(" [ 1.0 , 0.010, -0, 1e5, 123456789012345678901234567890.10 ] "),
            "[1.0,0.010,-0,1e5,123456789012345678901234567890.10]");
}

TEST(JsonParse, FindsMembersAndElements) {
  json::document parsed;
  ASSERT_TRUE(parsed.parse(R"({"a":{"b":[10,"x",{"c":true}]},"d":null})"));
  const auto root = parsed.root();
  EXPECT_EQ(root.size(), 2U);
  EXPECT_EQ(root["a"]["b"].at(0).number_text(), "10");
  EXPECT_EQ(root["a"]["b"].at(1).raw_text(), "x");
  EXPECT_TRUE(root["a"]["b"].at(2)["c"].is_true());
  EXPECT_EQ(root["d"].kind(), json::kind::null);
  EXPECT_FALSE(root["nothing"]["at"].at(3));
  EXPECT_EQ(root["a"]["b"].source(), R"([10,"x",{"c":true}])");
}

TEST(JsonParse, DecodesEscapesOnlyWhereThereAreSome) {
  json::document parsed;
  ASSERT_TRUE(parsed.parse(R"(["pl\u0061in \ud83d\ude00 \n \"q\"","as is"])"));
  std::string scratch;
  EXPECT_EQ(parsed.root().at(0).text(scratch), "plain \xF0\x9F\x98\x80 \n \"q\"");
  EXPECT_FALSE(parsed.root().at(1).has_escapes());
  EXPECT_EQ(parsed.root().at(1).text(scratch), "as is");
}

TEST(JsonParse, AcceptsScalarsAtTheRootAndAByteOrderMark) {
  EXPECT_EQ(compact("\xEF\xBB\xBF true"), "true");
  EXPECT_EQ(compact("\"\""), "\"\"");
  EXPECT_EQ(compact("{}"), "{}");
  EXPECT_EQ(compact("[[],{}]"), "[[],{}]");
}

struct malformed {
  std::string_view text;
  errc code;
  std::uint32_t line;
  std::uint32_t column;
};

class JsonRefuses : public testing::TestWithParam<malformed> {};

TEST_P(JsonRefuses, WithACodeALineAndAColumn) {
  const auto problem = refused(GetParam().text);
  EXPECT_EQ(problem.code(), GetParam().code) << GetParam().text;
  EXPECT_EQ(problem.line(), GetParam().line) << GetParam().text;
  EXPECT_EQ(problem.column(), GetParam().column) << GetParam().text;
}

using namespace std::literals;
INSTANTIATE_TEST_SUITE_P(
    Texts, JsonRefuses,
    testing::Values(malformed{"{\"a\":1,\n \"b\" 2}"sv, errc::malformed_json, 2, 3},
                    malformed{"[1,2"sv, errc::malformed_json, 1, 5}, malformed{"{\"a\":"sv, errc::malformed_json, 1, 6},
                    malformed{"[1,]"sv, errc::malformed_json, 1, 4}, malformed{"{\"a\":1,}"sv, errc::malformed_json, 1, 8},
                    malformed{"[01]"sv, errc::malformed_number, 1, 2}, malformed{"[1.]"sv, errc::malformed_number, 1, 2},
                    malformed{"[.5]"sv, errc::malformed_json, 1, 2}, malformed{"[1e]"sv, errc::malformed_number, 1, 2},
                    malformed{"null\0 1"sv, errc::malformed_json, 1, 1}, malformed{"[12\0 1]"sv, errc::malformed_number, 1, 2},
                    malformed{"[12a]"sv, errc::malformed_number, 1, 2}, malformed{"[truth]"sv, errc::malformed_json, 1, 2},
                    malformed{"[nul]"sv, errc::malformed_json, 1, 2}, malformed{"[1] x"sv, errc::malformed_json, 1, 5},
                    malformed{"[1 2]"sv, errc::malformed_json, 1, 4}, malformed{"\"open"sv, errc::malformed_json, 1, 1},
                    malformed{"[\"a\\x\"]"sv, errc::malformed_json, 1, 4},
                    malformed{"[\"\\ud800\"]"sv, errc::malformed_json, 1, 3},
                    malformed{"[\"\\ud800\\u0041\"]"sv, errc::malformed_json, 1, 3},
                    malformed{"[\"\\udc00\"]"sv, errc::malformed_json, 1, 3},
                    malformed{"[\"a\\u0000\"]"sv, errc::nul_character, 1, 4},
                    malformed{"[\"a\0\"]"sv, errc::nul_character, 1, 4},
                    malformed{"[\"a\tb\"]"sv, errc::malformed_json, 1, 4},
                    malformed{"[\"\xC3\x28\"]"sv, errc::invalid_utf8, 1, 3},
                    malformed{"[\n\"\xED\xA0\x80\"]"sv, errc::invalid_utf8, 2, 2},
                    malformed{"{\"a\":1,\"b\":2,\"a\":3}"sv, errc::duplicate_key, 1, 14},
                    malformed{"{\"\\u0061\":1}"sv, errc::unsupported, 1, 2}, malformed{"[1}"sv, errc::malformed_json, 1, 3},
                    malformed{"// c\n{}"sv, errc::malformed_json, 1, 1}, malformed{"{1:2}"sv, errc::malformed_json, 1, 2}));

TEST(JsonRefuses, EmptyInput) {
  EXPECT_EQ(refused("").code(), errc::empty_input);
  EXPECT_EQ(refused(" \n\t ").code(), errc::empty_input);
  EXPECT_EQ(refused("\xEF\xBB\xBF").code(), errc::empty_input);
}

TEST(JsonRefuses, TenThousandLevelsWithoutUsingTheStack) {
  const auto problem = refused(std::string(10'000, '['));
  EXPECT_EQ(problem.code(), errc::too_deep);
  EXPECT_EQ(problem.column(), 129U);
  std::string deepest(128, '[');
  deepest += std::string(128, ']');
  EXPECT_EQ(compact(deepest), deepest);
}

TEST(JsonRefuses, StringsAndTextsBeyondTheLimit) {
  const std::string text = "[\"" + std::string(100, 'x') + "\"]";
  EXPECT_EQ(refused(text, {.string_bytes = 99}).code(), errc::too_large);
  EXPECT_EQ(refused(text, {.text_bytes = 99}).code(), errc::too_large);
  json::document parsed;
  EXPECT_TRUE(parsed.parse(text, {.string_bytes = 100}));
}

TEST(JsonRefuses, ARepeatedNameAmongMany) {
  std::string text = "{";
  for (int index = 0; index < 200; ++index) text += "\"n" + std::to_string(index) + "\":0,";
  EXPECT_TRUE(json::document{}.parse(text + "\"last\":0}"));
  EXPECT_EQ(refused(text + "\"n77\":0}").code(), errc::duplicate_key);
}

TEST(JsonParse, CanBeUsedAgainAfterASuccessAndAfterARefusal) {
  json::document parsed;
  ASSERT_TRUE(parsed.parse("[1,2,3]"));
  ASSERT_FALSE(parsed.parse("[1,"));
  ASSERT_TRUE(parsed.parse("{\"a\":[]}"));
  EXPECT_EQ(parsed.root()["a"].size(), 0U);
  json::document moved(std::move(parsed));
  EXPECT_EQ(moved.root().size(), 1U);
  EXPECT_TRUE(parsed.parse("[7]"));
}

TEST(JsonText, QuotesWhatMustBeQuoted) {
  std::string out;
  json::append_quoted(out, "a\"b\\c\nd\x01");
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\nd\\u0001\"");
}

}  // namespace
