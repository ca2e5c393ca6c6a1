// Values of each kind of column, what is refused, and that nothing is half done.
#include "views/rows.hpp"

#include <limits>

namespace phr::views {
namespace {

using test::of_columns;
using test::rows_of;

std::string tagged(const char* path, const char* sql, bool collection = false) {
  return of_columns("Observation", std::string(R"json({"name":"v","path":")json") + path + R"json(","collection":)json" + (collection ? "true" : "false") + R"json(,"tag":[{"name":"ansi/type","value":")json" + sql + "\"}]}");
}
std::string value_of(const char* member) { return std::string(R"json({"resourceType":"Observation",)json") + member + "}"; }

TEST(ViewColumns, KeepTheDigitsOfDecimals) {
  const std::string of = of_columns("Observation", R"json({"name":"v","path":"value.ofType(Quantity).value"})json");
  for (const char* const digits : {"5.40", "0.010", "1e3", "-0.0", "12345678901234567890.123456789"}) {
    EXPECT_EQ(rows_of(of, value_of((std::string(R"json("valueQuantity":{"value":)json") + digits + "}").c_str())), std::string(R"json({"v":)json") + digits + "}\n");
  }
}

TEST(ViewColumns, TellNullFromTheEmptyText) {
  const std::string of = of_columns("Patient", R"json({"name":"a","path":"name.family.join()"},{"name":"b","path":"gender"},{"name":"c","path":"name.given","collection":true})json");
  EXPECT_EQ(rows_of(of, R"json({"resourceType":"Patient"})json"), "{\"a\":\"\",\"b\":null,\"c\":[]}\n");
}

TEST(ViewColumns, HoldDatesAndTimesWhereSqlAsksForThem) {
  EXPECT_EQ(rows_of(tagged("effective.ofType(dateTime)", "DATE"), value_of(R"json("effectiveDateTime":"2020-02-29T23:30:00-05:00")json")), "{\"v\":\"2020-02-29\"}\n");
  EXPECT_EQ(rows_of(tagged("effective.ofType(dateTime)", "TIMESTAMP"), value_of(R"json("effectiveDateTime":"2020-02-29T23:30:00-05:00")json")), "{\"v\":\"2020-03-01T04:30:00.000Z\"}\n");
  EXPECT_NE(rows_of(tagged("effective.ofType(dateTime)", "DATE"), value_of(R"json("effectiveDateTime":"2020-02")json")).find("lowBoundary()"), std::string::npos);
  EXPECT_EQ(rows_of(tagged("effective.ofType(dateTime).lowBoundary()", "TIMESTAMP"), value_of(R"json("effectiveDateTime":"2020-02")json")), "{\"v\":\"2020-01-31T10:00:00.000Z\"}\n");
  EXPECT_NE(rows_of(tagged("effective.ofType(dateTime)", "TIMESTAMP"), value_of(R"json("effectiveDateTime":"2020-02-03")json")).find("invalid_value"), std::string::npos);
}

TEST(ViewColumns, RefuseWhatTheyCannotHold) {
  EXPECT_NE(rows_of(tagged("value.ofType(string)", "INTEGER"), value_of(R"json("valueString":"7")json")).find("invalid_value"), std::string::npos);
  EXPECT_NE(rows_of(tagged("value.ofType(Quantity).value", "INTEGER"), value_of(R"json("valueQuantity":{"value":7.5})json")).find("invalid_value"), std::string::npos);
  EXPECT_EQ(rows_of(tagged("value.ofType(Quantity).value", "INTEGER"), value_of(R"json("valueQuantity":{"value":7})json")), "{\"v\":7}\n");
  EXPECT_NE(rows_of(tagged("value.ofType(Quantity).value", "INTEGER"), value_of(R"json("valueQuantity":{"value":3000000000})json")).find("beyond its type"), std::string::npos);
  EXPECT_EQ(rows_of(tagged("value.ofType(Quantity).value", "BIGINT"), value_of(R"json("valueQuantity":{"value":3000000000})json")), "{\"v\":3000000000}\n");
  EXPECT_NE(rows_of(tagged("value.ofType(Quantity).value", "BIGINT"), value_of(R"json("valueQuantity":{"value":9300000000000000000})json")).find("beyond its type"), std::string::npos);
  EXPECT_NE(rows_of(tagged("status", "BOOLEAN"), value_of(R"json("status":"final")json")).find("invalid_value"), std::string::npos);
  EXPECT_EQ(rows_of(tagged("value.ofType(Quantity).value", "DOUBLE PRECISION"), value_of(R"json("valueQuantity":{"value":7.50})json")), "{\"v\":7.5}\n");
}

TEST(ViewColumns, GiveComplexElementsAsJson) {
  EXPECT_EQ(rows_of(of_columns("Observation", R"json({"name":"v","path":"code"})json"), value_of(R"json("code": {"text" : "x", "coding":[{"code": "y"}]})json")),
            "{\"v\":\"{\\\"text\\\":\\\"x\\\",\\\"coding\\\":[{\\\"code\\\":\\\"y\\\"}]}\"}\n");
}

TEST(ViewColumns, ReadJsonOfAnotherTypeThanTheDefinitionsAsItStands) {
  EXPECT_EQ(rows_of(of_columns("Patient", R"json({"name":"v","path":"gender"})json"), R"json({"resourceType":"Patient","gender":1.50})json"), "{\"v\":\"1.50\"}\n");
  EXPECT_EQ(rows_of(of_columns("Patient", R"json({"name":"v","path":"name.given"})json"), R"json({"resourceType":"Patient","name":{"given":"A"}})json"), "{\"v\":\"A\"}\n");
}

TEST(ViewColumns, SeeWhatStandsBesidePrimitives) {
  const std::string of = of_columns("Patient", R"json({"name":"date","path":"birthDate"},{"name":"time","path":"birthDate.extension.value.ofType(dateTime)"},{"name":"given","path":"name.given","collection":true},
    {"name":"first","path":"name.given.first()"})json");
  EXPECT_EQ(rows_of(of, R"json({"resourceType":"Patient","birthDate":"1970","_birthDate":{"extension":[{"url":"u","valueDateTime":"1970-01-01"}]},"name":[{"given":[null,"B"],"_given":[{"id":"g"},null]}]})json"),
            "{\"date\":\"1970\",\"time\":\"1970-01-01\",\"given\":[null,\"B\"],\"first\":null}\n");
  EXPECT_EQ(rows_of(of, R"json({"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueDateTime":"1970-01-01"}]}})json"), "{\"date\":null,\"time\":\"1970-01-01\",\"given\":[],\"first\":null}\n");
}

TEST(ViewRun, TakesBackAllOfAResourceThatIsRefused) {
  const auto of = view::compile(R"json({"resource":"Patient","select":[{"column":[{"name":"id","path":"id"},{"name":"tags","path":"meta.tag.code","collection":true}]},{"forEach":"name","column":[{"name":"given","path":"given"},{"name":"used","path":"use = 'usual'"}]}]})json").value();
  run rows(of);
  ASSERT_TRUE(rows.add(R"json({"resourceType":"Patient","id":"a","meta":{"tag":[{"code":"t"}]},"name":[{"given":["x"]},{"use":"usual"}]})json"));
  const auto refused = rows.add(R"json({"resourceType":"Patient","id":"b","meta":{"tag":[{"code":"t"},{"code":"u"}]},"name":[{"given":["x"]},{"given":["y","z"]}]})json");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::invalid_value);
  EXPECT_EQ(refused.error().ordinal(), 2U);
  ASSERT_TRUE(rows.add(R"json({"resourceType":"Patient","id":"c","name":[{"given":["w"]}]})json"));
  ASSERT_TRUE(rows.add(R"json({"resourceType":"Observation","id":"o"})json"));
  EXPECT_FALSE(rows.add(R"json({"id":"o"})json"));
  EXPECT_FALSE(rows.add("{"));
  std::string text;
  append_ndjson(text, of, rows.take());
  EXPECT_EQ(text, "{\"id\":\"a\",\"tags\":[\"t\"],\"given\":\"x\",\"used\":null}\n{\"id\":\"a\",\"tags\":[\"t\"],\"given\":null,\"used\":true}\n{\"id\":\"c\",\"tags\":[],\"given\":\"w\",\"used\":null}\n");
  EXPECT_EQ(rows.rows(), 0U);
  EXPECT_EQ(rows.resources(), 2U);
}

TEST(ViewRun, TakesBackRowsWhoseLastValueIsRefused) {
  const auto of = view::compile(R"json({"resource":"Patient","select":[{"forEach":"telecom","column":[{"name":"flag","path":"rank > 1"},{"name":"list","path":"extension.value.ofType(string)","collection":true},{"name":"rank","path":"rank","type":"integer"}]}]})json").value();
  run rows(of);
  ASSERT_TRUE(rows.add(R"json({"resourceType":"Patient","telecom":[{"rank":1},{"rank":2,"extension":[{"url":"u","valueString":"s"}]},{}]})json"));
  for (int tries = 0; tries < 20; ++tries) EXPECT_FALSE(rows.add(R"json({"resourceType":"Patient","telecom":[{"rank":3,"extension":[{"url":"u","valueString":"long"}]},{},{"rank":4000000000}]})json"));
  ASSERT_TRUE(rows.add(R"json({"resourceType":"Patient","telecom":[{"rank":5}]})json"));
  std::string text;
  append_ndjson(text, of, rows.take());
  EXPECT_EQ(text, "{\"flag\":false,\"list\":[],\"rank\":1}\n{\"flag\":true,\"list\":[\"s\"],\"rank\":2}\n{\"flag\":null,\"list\":[],\"rank\":null}\n{\"flag\":true,\"list\":[],\"rank\":5}\n");
}

TEST(ViewRun, EndsWithinItsLimits) {
  std::string select = R"json({"forEach":"name","column":[{"name":"n0","path":"use"}]})json";
  for (int each = 1; each < 10; ++each) select += R"json(,{"forEach":"name","column":[{"name":"n)json" + std::to_string(each) + R"json(","path":"use"}]})json";
  const auto of = view::compile(R"json({"resource":"Patient","select":[)json" + select + "]}").value();
  std::string names;
  for (int each = 0; each < 10; ++each) names += std::string(each == 0 ? "" : ",") + R"json({"use":"old"})json";
  run rows(of, {.rows = 1000});
  const auto refused = rows.add(R"json({"resourceType":"Patient","name":[)json" + names + "]}");  // 10^10 rows
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::too_large);
  EXPECT_EQ(rows.rows(), 0U);
}

TEST(ViewRun, SkipsMembersThatNobodyLooksAtByTheirBrackets) {
  const std::string of = of_columns("Patient", R"json({"name":"id","path":"id"})json");
  EXPECT_EQ(rows_of(of, R"json({"resourceType":"Patient","contact":[{"name":{"family":"}]"}}],"id":"a","text":{"div":"<div>\"]}</div>"}})json"), "{\"id\":\"a\"}\n");
  EXPECT_NE(rows_of(of, R"json({"resourceType":"Patient","contact":[{"name":{"family":"x"}],"id":"a"})json").find("malformed_json"), std::string::npos);
  EXPECT_NE(rows_of(of, R"json({"resourceType":"Patient","id":"a","contact":[{)json").find("malformed_json"), std::string::npos);
}

}  // namespace
}  // namespace phr::views
