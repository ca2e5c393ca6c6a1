#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/item.hpp>

#include <gtest/gtest.h>

namespace phr::fhirpath {
namespace {

constexpr std::string_view text = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"effectiveDateTime":"2020-05",
  "_issued":{"extension":[{"url":"http://x","valueString":"y"}]},"valueQuantity":{"value":5.40,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"},
  "component":[{"code":{"text":"a"},"valueTime":"10:30:00"},{"code":{"text":"b"},"valueInteger":3},{"code":{"text":"c"},"valueBoolean":false}]})";

std::string shown(const collection& items) {
  std::string made;
  for (const value& each : items) {
    made += std::to_string(static_cast<int>(kind_of(each))) + " ";
    append_json(made, each);
    made += "; ";
  }
  return made;
}

// Of a model and of the text as it stands, which must be alike.
std::string evaluated(std::string_view expression) {
  const auto compiled = expression::compile(expression).value();
  const fhir::any_resource model = fhir::json_decode(text).value();
  fhir::json::document document;
  EXPECT_TRUE(document.parse(text));
  const std::string of_model = shown(compiled(model).value());
  EXPECT_EQ(of_model, shown(compiled(document).value()));
  return of_model;
}

TEST(Item, HasTheKindAndTheJsonOfItsValue) {
  EXPECT_EQ(evaluated("status | effective | component.value"), "4 \"final\"; 6 \"2020-05\"; 7 \"10:30:00\"; 2 3; 1 false; ");
  EXPECT_EQ(evaluated("value.value | 1.50 | @2020 | 'a\"b'"), "3 5.40; 3 1.50; 5 \"2020\"; 4 \"a\\\"b\"; ");
}

TEST(Item, IsAnElementWhereItHasParts) {
  EXPECT_EQ(evaluated("code"), R"(0 {"text":"x"}; )");
  EXPECT_EQ(evaluated("value"), R"(0 {"value":5.40,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}; )");
  EXPECT_EQ(evaluated("component.first()"), R"(0 {"code":{"text":"a"},"valueTime":"10:30:00"}; )");
  EXPECT_EQ(evaluated("issued"), R"(0 {"extension":[{"url":"http://x","valueString":"y"}]}; )");  // only extensions are there
}

TEST(Item, WritesQuantitiesOfFhirPathAsThoseOfFhir) {
  EXPECT_EQ(evaluated("5.40 'mg' | 2 weeks"), R"(8 {"value":5.40,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}; 8 {"value":2,"unit":"week"}; )");
  EXPECT_EQ(evaluated("status.type()"), R"(9 {"namespace":"FHIR","name":"code"}; )");
}

TEST(Item, IsReadFromItsText) {
  const auto again = [](item_kind kind, std::string_view given) {
    const auto made = item_of(kind, given);
    if (!made) return std::string(name(made.error().code()).data());
    EXPECT_EQ(kind_of(made.value()), kind);
    std::string json;
    append_json(json, made.value());
    return json;
  };
  EXPECT_EQ(again(item_kind::boolean, "true"), "true");
  EXPECT_EQ(again(item_kind::boolean, "yes"), "invalid_value");
  EXPECT_EQ(again(item_kind::integer, "-7"), "-7");
  EXPECT_EQ(again(item_kind::integer, "7.0"), "malformed_number");
  EXPECT_EQ(again(item_kind::decimal, "7.00"), "7.00");
  EXPECT_EQ(again(item_kind::string, "\"\n"), R"("\"\n")");
  EXPECT_EQ(again(item_kind::date, "2020-02"), "\"2020-02\"");
  EXPECT_EQ(again(item_kind::date, "2020-13"), "malformed_date");
  EXPECT_EQ(again(item_kind::date_time, "2020-02-03T10:00:00Z"), "\"2020-02-03T10:00:00Z\"");
  EXPECT_EQ(again(item_kind::time, "10:00"), "\"10:00\"");
  EXPECT_EQ(again(item_kind::quantity, "1.50 'mg/dL'"), R"({"value":1.50,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"})");
  EXPECT_EQ(again(item_kind::quantity, "3 days"), R"({"value":3,"unit":"day"})");
  EXPECT_EQ(again(item_kind::quantity, "3 mg"), "invalid_value");
  EXPECT_EQ(again(item_kind::element, R"({"resourceType":"Patient","id":"p"})"), R"({"resourceType":"Patient","id":"p"})");
  EXPECT_EQ(again(item_kind::element, "{"), "malformed_json");
  EXPECT_EQ(again(item_kind::element, "{},\"b\":{}"), "malformed_json");
  EXPECT_EQ(again(item_kind::type, "FHIR.code"), "unsupported");
}

TEST(Item, TellsWhatCanBeTheTimeOfAnEvaluation) {
  EXPECT_TRUE(check_now(""));
  EXPECT_TRUE(check_now("2020-02-03T04:05:06.007+01:00"));
  for (const char* const wrong : {"2020", "2020-02-03", "2020-02-03T04:05Z", "2020-02-03T04:05:06", "yesterday"}) {
    const auto judged = check_now(wrong);
    ASSERT_FALSE(judged) << wrong;
    EXPECT_EQ(judged.error().code(), errc::malformed_date) << wrong;
  }
  const auto late = expression::compile("timeOfDay()").value().evaluate(collection{}, {.now = "2020"});
  ASSERT_FALSE(late);  // and no more than that
  EXPECT_EQ(late.error().code(), errc::invalid_argument);
}

TEST(Item, OutlivesTheTextItWasReadFrom) {
  collection items;
  items.push_back(item_of(item_kind::element, std::string(R"({"resourceType":"Patient","name":[{"family":"Muster"}]})")).value());
  const constant mine[] = {{"p", std::move(items)}};
  const auto found = expression::compile("%p.name.family").value().evaluate(collection{}, {.constants = mine});
  EXPECT_EQ(shown(found.value()), "4 \"Muster\"; ");
}

}  // namespace
}  // namespace phr::fhirpath
