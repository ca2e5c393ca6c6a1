// Rows as CSV, and as Arrow's C data.
#include "views/rows.hpp"

#include <phr/views/arrow.hpp>

#include <cmath>
#include <cstring>
#include <vector>

namespace phr::views {
namespace {

constexpr const char* every_kind = R"json({"resource":"Observation","select":[{"column":[{"name":"id","path":"id"},{"name":"ok","path":"status = 'final'"},{"name":"value","path":"value.ofType(Quantity).value"},
  {"name":"n","path":"value.ofType(integer)"},{"name":"day","path":"effective.ofType(dateTime)","tag":[{"name":"ansi/type","value":"DATE"}]},{"name":"when","path":"issued","tag":[{"name":"ansi/type","value":"TIMESTAMP"}]},
  {"name":"codes","path":"code.coding.code","collection":true},{"name":"count","path":"code.coding.count()"}]}]})json";
constexpr const char* three = R"json({"resourceType":"Observation","id":"a","status":"final","valueQuantity":{"value":5.40},"effectiveDateTime":"1970-01-03","code":{"coding":[{"code":"x"},{"system":"s"},{"code":"z"}]}}
{"resourceType":"Observation","id":"b, \"c\"","valueInteger":-7,"issued":"1970-01-01T00:00:01.5Z"}
{"resourceType":"Observation","id":"","status":"draft","valueQuantity":{"value":1e400},"code":{"coding":[{"code":"y"}]}})json";

batch batch_of(const view& of) {
  stream rows(of, texts(three));
  return std::move(*rows.next().value());
}

TEST(ViewCsv, QuotesWhatNeedsItAndTellsNullFromEmpty) {
  const view of = view::compile(every_kind).value();
  std::string made = csv_header(of);
  append_csv(made, batch_of(of));
  EXPECT_EQ(made,
            "id,ok,value,n,day,when,codes,count\n"
            "a,true,5.40,,1970-01-03,,\"[\"\"x\"\",\"\"z\"\"]\",3\n"
            "\"b, \"\"c\"\"\",,,-7,,1970-01-01T00:00:01.500Z,[],0\n"
            "\"\",false,1e400,,,,\"[\"\"y\"\"]\",1\n");
}

TEST(ViewArrow, HasTheSchemaOfItsColumns) {
  ArrowSchema schema{};
  view::compile(every_kind).value().schema_to(schema);
  ASSERT_EQ(std::string(schema.format), "+s");
  constexpr const char* formats[] = {"u", "b", "g", "i", "tdD", "tsu:UTC", "+l", "l"};
  ASSERT_EQ(schema.n_children, 8);
  for (int at = 0; at < 8; ++at) {
    EXPECT_STREQ(schema.children[at]->format, formats[at]);
    EXPECT_EQ(schema.children[at]->flags, ARROW_FLAG_NULLABLE);
  }
  EXPECT_STREQ(schema.children[6]->name, "codes");
  EXPECT_STREQ(schema.children[6]->children[0]->format, "u");
  schema.release(&schema);
  EXPECT_EQ(schema.release, nullptr);
}

template <class T>
const T* buffer(const ArrowArray* of, int index) {
  return static_cast<const T*>(of->buffers[index]);
}
bool is_valid(const ArrowArray* of, std::size_t row) { return of->buffers[0] == nullptr || (buffer<std::uint8_t>(of, 0)[row / 8] >> (row % 8) & 1) != 0; }

TEST(ViewArrow, HandsOverTheColumnsAsTheyAre) {
  ArrowArray array{};
  batch_of(view::compile(every_kind).value()).move_to(array);
  ASSERT_EQ(array.length, 3);
  ASSERT_EQ(array.n_children, 8);
  const ArrowArray* const ids = array.children[0];
  EXPECT_EQ(ids->n_buffers, 3);
  EXPECT_EQ(ids->null_count, 0);
  EXPECT_EQ(std::string(buffer<char>(ids, 2), 10), "ab, \"c\"" + std::string(buffer<char>(ids, 2) + 7, 3));
  EXPECT_EQ(buffer<std::int32_t>(ids, 1)[3], 7);
  const ArrowArray* const flags = array.children[1];
  EXPECT_EQ(flags->null_count, 1);
  EXPECT_TRUE(is_valid(flags, 0) && !is_valid(flags, 1) && is_valid(flags, 2));
  EXPECT_EQ(buffer<std::uint8_t>(flags, 1)[0] & 5, 1);
  const ArrowArray* const values = array.children[2];
  EXPECT_EQ(buffer<double>(values, 1)[0], 5.4);
  EXPECT_FALSE(is_valid(values, 1));
  EXPECT_TRUE(std::isinf(buffer<double>(values, 1)[2]));
  EXPECT_EQ(buffer<std::int32_t>(array.children[3], 1)[1], -7);
  EXPECT_EQ(buffer<std::int32_t>(array.children[4], 1)[0], 2);
  EXPECT_EQ(buffer<std::int64_t>(array.children[5], 1)[1], 1500000);
  const ArrowArray* const lists = array.children[6];
  EXPECT_EQ(lists->null_count, 0);
  EXPECT_EQ(buffer<std::int32_t>(lists, 1)[1], 2);
  EXPECT_EQ(buffer<std::int32_t>(lists, 1)[3], 3);
  EXPECT_EQ(lists->children[0]->length, 3);
  // A child may be taken out and outlive the rest.
  ArrowArray moved = *array.children[0];
  array.children[0]->release = nullptr;
  array.release(&array);
  EXPECT_EQ(buffer<char>(&moved, 2)[0], 'a');
  moved.release(&moved);
}

TEST(ViewArrow, GivesDecimalsAsTextWhereThatIsAskedFor) {
  const view of = view::compile(test::of_columns("Observation", R"json({"name":"v","path":"value.ofType(Quantity).value"})json")).value();
  ArrowSchema schema{};
  of.schema_to(schema, true);
  EXPECT_STREQ(schema.children[0]->format, "u");
  schema.release(&schema);
  ArrowArray array{};
  batch_of(of).move_to(array, true);
  EXPECT_EQ(std::string(buffer<char>(array.children[0], 2), 9), "5.401e400");
  array.release(&array);
}

TEST(ViewArrow, StreamsBatchesUntilTheEnd) {
  const view of = view::compile(test::of_columns("Observation", R"json({"name":"id","path":"id"})json")).value();
  ArrowArrayStream rows{};
  stream(of, texts(three), {.batch_rows = 2}).move_to(rows);
  ArrowSchema schema{};
  ASSERT_EQ(rows.get_schema(&rows, &schema), 0);
  schema.release(&schema);
  std::vector<std::int64_t> lengths;
  for (;;) {
    ArrowArray array{};
    ASSERT_EQ(rows.get_next(&rows, &array), 0);
    if (array.release == nullptr) break;
    lengths.push_back(array.length);
    array.release(&array);
  }
  EXPECT_EQ(lengths, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(rows.get_last_error(&rows), nullptr);
  rows.release(&rows);
}

TEST(ViewArrow, TellsOfAnErrorWithoutHealthData) {
  const view of = view::compile(test::of_columns("Patient", R"json({"name":"g","path":"name.given"})json")).value();
  const std::string text = R"json({"resourceType":"Patient","name":[{"given":["Xerxes","Yolanda"]}]})json";
  ArrowArrayStream rows{};
  stream(of, texts(text)).move_to(rows);
  ArrowArray array{};
  EXPECT_NE(rows.get_next(&rows, &array), 0);
  const std::string said = rows.get_last_error(&rows);
  EXPECT_NE(said.find("collection"), std::string::npos);
  EXPECT_EQ(said.find("Xerxes"), std::string::npos);
  EXPECT_EQ(rows.get_next(&rows, &array), 0);
  EXPECT_EQ(array.release, nullptr);
  rows.release(&rows);
}

}  // namespace
}  // namespace phr::views
