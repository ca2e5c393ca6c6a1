// The array puller beside the parser of whole texts: random Bundles, whole and damaged, read in pieces that end at every place.
#include "fuzz/pulled.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace phr::fuzz;
namespace json = phr::fhir::json;
using phr::errc;
using phr::input::reader;

constexpr json::limits small{.depth = 8, .text_bytes = 1U << 20, .string_bytes = 40};

pulled of(std::string_view text, std::size_t piece, const json::limits& most = small) {
  auto from = reader::in_pieces(text, piece, "a text");
  return pull(from, most);
}

std::string joined(const pulled& found) {
  std::string all;
  for (const auto& each : found.elements) all += each + "|";
  return all;
}

TEST(ArrayPuller, GivesTheElementsOfOneMember) {
  constexpr std::string_view text = "\xEF\xBB\xBF {\"a\" : {\"entry\":[1]}, \"entry\"\n:[ {\"b\":\"]}\\\"\"} ,2,\"x\" , [null],true] , \"z\":{} } \n";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const pulled found = of(text, piece);
    ASSERT_TRUE(found.opened) << piece;
    EXPECT_FALSE(found.why) << piece;
    EXPECT_EQ(joined(found), R"({"b":"]}\""}|2|"x"|[null]|true|)") << piece;
  }
}

TEST(ArrayPuller, LeavesOtherTextsAlone) {
  for (const std::string_view text : {"", "  ", "[{\"entry\":[]}]", "7", "{\"a\":1}", "{\"entry\":{}}", "{\"a\":{\"entry\":[1]}}", "{\"b\":\"entry\",\"c\":[1]}", "{\"a\":tru,\"entry\":[1]}", "{\"a\":1,\"a\":2,\"entry\":[]}"}) {
    for (std::size_t piece = 1; piece <= text.size() + 1; ++piece) {
      auto from = reader::in_pieces(text, piece, "a text");
      json::array_puller in(from, "entry");
      EXPECT_FALSE(in.open(SIZE_MAX).value()) << text;
      EXPECT_EQ(from.rest().value(), text);
    }
  }
}

// code at line:column, as of the whole text.
std::string told(std::string_view text, std::size_t piece) {
  const pulled found = of(text, piece);
  if (!found.opened || !found.why) return "none";
  return std::string(name(found.why->code()).data()) + " " + std::to_string(found.why->line()) + ":" + std::to_string(found.why->column());
}

TEST(ArrayPuller, NamesThePlaceInTheInput) {
  for (const std::string_view text : {"{\"entry\":[1,\n {\"a\":tru}]}", "{\"entry\":[1,\n ]}", "{\"entry\":[1 2]}", "{\"entry\":[,1]}", "{\n\"entry\":[\n012]}", "{\"entry\":[1]", "{\"entry\":[1]} 7", "{\"entry\":[1],}",
                                      "{\"entry\":[1],\"entry\":2}", "{\"entry\":[1],\"b\":1,\n\"b\":2}", "{\"entry\":[1],\"b\":[1,]}", "{\"entry\":[1],\"b\" 1}", "{\"entry\":[1],\"b\\n\":1}", "{\"entry\":[\"\\ud800\"]}",
                                      "{\"entry\":[[[[[[[[1]]]]]]]]}", "{\"entry\":[{\"a\":\"0123456789012345678901234567890123456789x\"}]}", "{\"entry\":[{\"a\":1,\"a\":2}]}", "{\"entry\":[1]]", "{\"entry\":[1}", "{\"entry\":[{]}]}"}) {
    json::document parsed;
    const auto whole = parsed.parse(text, small);
    ASSERT_FALSE(whole) << text;
    const std::string expected = std::string(name(whole.error().code()).data()) + " " + std::to_string(whole.error().line()) + ":" + std::to_string(whole.error().column());
    for (std::size_t piece = 1; piece <= text.size(); ++piece) EXPECT_EQ(told(text, piece), expected) << text;
  }
}

class dice {
 public:
  explicit dice(unsigned seed) : from_(seed) {}
  std::size_t operator()(std::size_t sides) { return from_() % sides; }

 private:
  std::mt19937 from_;
};

std::string value(dice& roll, int depth) {
  static constexpr const char* plain[] = {"1", "-0.5e+3", "true", "null", "\"\"", "\"a]}\"", "\"\\\"\\\\\"", "\"\xC3\xA4\"", "\"\\u00e4\"", "{}", "[]"};
  if (depth == 0 || roll(3) == 0) return plain[roll(std::size(plain))];
  std::string made = roll(2) == 0 ? "{" : "[";
  const bool is_object = made == "{";
  const std::size_t count = roll(4);
  for (std::size_t nth = 0; nth < count; ++nth) {
    if (nth != 0) made += roll(4) == 0 ? " ,\n" : ",";
    if (is_object) made += "\"k" + std::to_string(nth) + "\":";
    made += value(roll, depth - 1);
  }
  return made + (is_object ? "}" : "]");
}

TEST(ArrayPuller, AgreesWithTheParserOnRandomTexts) {
  int refused = 0;
  int taken = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    dice roll(seed);
    std::string text = "{\"resourceType\":\"Bundle\",\"a\":" + value(roll, 2) + ",\"entry\":[";
    const std::size_t count = roll(5);
    for (std::size_t nth = 0; nth < count; ++nth) text += (nth == 0 ? "" : roll(3) == 0 ? " , " : ",") + value(roll, 4);
    text += "],\"z\":" + value(roll, 2) + "}";
    if (roll(2) == 0) {  // damaged: a byte changed, taken out, put in, or the end cut off
      static constexpr char bytes[] = "{}[],:\"\\ 01a\x01\xC3\x80\n";
      const std::size_t at = 24 + roll(text.size() - 24);
      const std::size_t how = roll(4);
      if (how == 0) text[at] = bytes[roll(sizeof bytes)];
      if (how == 1) text.erase(at, 1);
      if (how == 2) text.insert(at, 1, bytes[roll(sizeof bytes)]);
      if (how == 3) text.resize(at);
    }
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, 1 + roll(64), std::size_t{4096}}) {
      const pulled found = of(text, piece);
      ASSERT_TRUE(agrees(found, text, small)) << "piece " << piece << " of seed " << seed << "\n" << text << "\n" << (found.why ? name(found.why->code()).data() : "taken");
      if (found.opened) ++(found.why ? refused : taken);
    }
  }
  std::printf("%d taken, %d refused\n", taken, refused);
  EXPECT_GT(refused, 1000);
  EXPECT_GT(taken, 5000);
}

}  // namespace
