// What a ViewDefinition may be, and where it is wrong.
#include "views/rows.hpp"

namespace phr::views {
namespace {

error refused(std::string_view definition) {
  const auto made = view::compile(definition);
  EXPECT_FALSE(made) << definition;
  return made ? error{errc::internal} : made.error();
}

struct wrong {
  const char* definition;
  errc code;
  std::uint32_t line;
  std::uint32_t column;
};

TEST(ViewDefinition, IsRefusedAtThePlaceWhereItIsWrong) {
  constexpr wrong all[] = {
      {R"json({})json", errc::missing_element, 1, 1},
      {R"json([])json", errc::wrong_type, 1, 1},
      {R"json({"resource":"Patient"})json", errc::missing_element, 1, 1},
      {R"json({"resource":"Patientt","select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::unknown_resource_type, 1, 13},
      {R"json({"resource":"Patient","select":[]})json", errc::empty_array, 1, 32},
      {R"json({"resource":"Patient","select":[{}]})json", errc::missing_element, 1, 33},
      {R"json({"resource":"Patient","slect":[]})json", errc::unknown_element, 1, 31},
      {R"json({"resource":"Patient","select":[{"colum":[]}]})json", errc::unknown_element, 1, 42},
      {R"json({"resource":"Patient","select":[{"column":[{"path":"id"}]}]})json", errc::missing_element, 1, 44},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a"}]}]})json", errc::missing_element, 1, 44},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"1a","path":"id"}]}]})json", errc::invalid_value, 1, 52},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a b","path":"id"}]}]})json", errc::invalid_value, 1, 52},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":1}]}]})json", errc::wrong_type, 1, 63},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"nam"}]}]})json", errc::unknown_element, 1, 63},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"name.first("}]}]})json", errc::malformed_query, 1, 63},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"%x"}]}]})json", errc::unknown_element, 1, 63},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"id","type":"strin"}]}]})json", errc::wrong_type, 1, 75},
      {R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"id","collection":"yes"}]}]})json", errc::wrong_type, 1, 81},
      {R"json({"resource":"Patient","select":[{"forEach":"name","repeat":["contact"],"column":[{"name":"a","path":"id"}]}]})json", errc::invalid_value, 1, 60},
      {R"json({"resource":"Patient","where":[{"path":"name.family"}],"select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::wrong_type, 1, 40},
      {R"json({"resource":"Patient","constant":[{"name":"a"}],"select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::missing_element, 1, 35},
      {R"json({"resource":"Patient","constant":[{"name":"a","valueCode":"x","valueId":"y"}],"select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::invalid_value, 1, 73},
      {R"json({"resource":"Patient","constant":[{"name":"a","valueDate":"x"}],"select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::malformed_date, 1, 59},
      {R"json({"resource":"Patient","constant":[{"name":"rowIndex","valueCode":"x"}],"select":[{"column":[{"name":"a","path":"id"}]}]})json", errc::duplicate_id, 1, 43},
  };
  for (const wrong& each : all) {
    const error found = refused(each.definition);
    EXPECT_EQ(found.code(), each.code) << each.definition << ": " << describe(found);
    EXPECT_EQ(found.line(), each.line) << each.definition;
    EXPECT_EQ(found.column(), each.column) << each.definition << ": " << describe(found);
  }
}

TEST(ViewDefinition, HasEachColumnOnce) {
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"id"},{"name":"a","path":"gender"}]}]})json").code(), errc::duplicate_id);
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[{"column":[{"name":"a","path":"id"}]},{"forEach":"name","column":[{"name":"a","path":"use"}]}]})json").code(), errc::duplicate_id);
  // A branch has the columns of the others once more, but not those beside the union.
  constexpr const char* branch = R"json({"column":[{"name":"a","path":"id"}]})json";
  const std::string united = std::string(R"json({"unionAll":[)json") + branch + "," + branch + "]}";
  EXPECT_TRUE(view::compile(R"json({"resource":"Patient","select":[)json" + united + "]}"));
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[)json" + united + "," + branch + "]}").code(), errc::duplicate_id);
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[{"unionAll":[{"column":[{"name":"a","path":"id"},{"name":"a","path":"id"}]},)json" + std::string(branch) + "]}]}").code(), errc::duplicate_id);
}

TEST(ViewDefinition, WantsTheSameColumnsInAllBranches) {
  const auto of = [](const char* other) { return std::string(R"json({"resource":"Patient","select":[{"unionAll":[{"column":[{"name":"a","path":"id"},{"name":"b","path":"active"}]},{"column":[)json") + other + "]}]}]}"; };
  EXPECT_TRUE(view::compile(of(R"json({"name":"a","path":"gender"},{"name":"b","path":"active"})json")));
  EXPECT_EQ(refused(of(R"json({"name":"a","path":"gender"})json")).code(), errc::invalid_value);
  EXPECT_EQ(refused(of(R"json({"name":"b","path":"active"},{"name":"a","path":"gender"})json")).code(), errc::invalid_value);
  EXPECT_EQ(refused(of(R"json({"name":"a","path":"gender"},{"name":"b","path":"gender"})json")).code(), errc::wrong_type);
  EXPECT_EQ(refused(of(R"json({"name":"a","path":"gender"},{"name":"b","path":"active","collection":true})json")).code(), errc::wrong_type);
}

TEST(ViewDefinition, KnowsTheTypesOfItsColumns) {
  const auto of = view::compile(R"json({"resource":"Observation","name":"v","select":[{"column":[
    {"name":"id","path":"id"}, {"name":"final","path":"status = 'final'"}, {"name":"value","path":"value.ofType(Quantity).value"}, {"name":"whole","path":"value.ofType(integer)"},
    {"name":"count","path":"component.count()"}, {"name":"code","path":"code"}, {"name":"index","path":"%rowIndex"}, {"name":"any","path":"value"},
    {"name":"named","path":"value","type":"http://hl7.org/fhirpath/System.Decimal"}, {"name":"far","path":"value","type":"http://hl7.org/fhir/StructureDefinition/code","description":"said"},
    {"name":"day","path":"effective.ofType(dateTime)","tag":[{"name":"ansi/type","value":"DATE"},{"name":"other","value":"x"}]},
    {"name":"many","path":"category.coding.code","collection":true,"tag":[{"name":"ansi/type","value":"character varying (20)"}]},
    {"name":"digits","path":"value.ofType(Quantity).value","tag":[{"name":"ansi/type","value":"DECIMAL(10, 2)"}]},
    {"name":"double","path":"value.ofType(Quantity).value","tag":[{"name":"ansi/type","value":"double  precision"}]},
    {"name":"when","path":"issued","tag":[{"name":"ansi/type","value":"TIMESTAMP WITH TIME ZONE"}]}, {"name":"big","path":"value.ofType(integer)","tag":[{"name":"ansi/type","value":"BIGINT"}]}]}]})json");
  ASSERT_TRUE(of) << describe(of.error());
  EXPECT_EQ(of.value().name(), "v");
  EXPECT_EQ(of.value().resource(), fhir::resource_type::Observation);
  using kind = column_kind;
  constexpr kind kinds[] = {kind::text, kind::boolean, kind::decimal, kind::int32, kind::int64, kind::text, kind::int32, kind::text, kind::decimal, kind::text, kind::date, kind::text, kind::decimal, kind::float64, kind::timestamp, kind::int64};
  constexpr std::string_view types[] = {"id", "Boolean", "decimal", "integer", "Integer", "CodeableConcept", "integer", "", "Decimal", "code", "dateTime", "code", "decimal", "decimal", "instant", "integer"};
  ASSERT_EQ(of.value().columns().size(), std::size(kinds));
  for (std::size_t at = 0; at < std::size(kinds); ++at) {
    EXPECT_EQ(of.value().columns()[at].kind, kinds[at]) << of.value().columns()[at].name;
    EXPECT_EQ(of.value().columns()[at].type, types[at]) << of.value().columns()[at].name;
  }
  EXPECT_TRUE(of.value().columns()[11].collection);
  EXPECT_EQ(of.value().columns()[9].description, "said");
  EXPECT_EQ(refused(test::of_columns("Patient", R"json({"name":"a","path":"id","tag":[{"name":"ansi/type","value":"INTERVAL"}]})json")).code(), errc::unsupported);
}

TEST(ViewDefinition, ChecksPathsAgainstTheTypeThatTheyBeginWith) {
  EXPECT_TRUE(view::compile(R"json({"resource":"Patient","select":[{"forEach":"contact","column":[{"name":"a","path":"name.family"}]}]})json"));
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[{"forEach":"contact","column":[{"name":"a","path":"birthDate"}]}]})json").code(), errc::unknown_element);
  EXPECT_EQ(refused(R"json({"resource":"Patient","select":[{"forEach":"contact","select":[{"forEach":"telecom","column":[{"name":"a","path":"name"}]}]}]})json").code(), errc::unknown_element);
  EXPECT_TRUE(view::compile(R"json({"resource":"Patient","select":[{"forEach":"contact","column":[{"name":"a","path":"%resource.birthDate"}]}]})json"));
}

TEST(ViewDefinition, ExplainsWhatIsReadAndHow) {
  const auto of = view::compile(R"json({"resource":"Observation","where":[{"path":"status = 'final'"}],"select":[{"column":[{"name":"id","path":"id"},{"name":"v","path":"value.ofType(Quantity).value"}]},
    {"forEachOrNull":"code.coding","column":[{"name":"c","path":"code.upper()"},{"name":"n","path":"%rowIndex"}]}]})json");
  ASSERT_TRUE(of) << describe(of.error());
  EXPECT_EQ(of.value().explain(),
            "Observation\n"
            "  reads code id resourceType status valueQuantity\n"
            "  where status = 'final'  [json]\n"
            "  select\n"
            "    id: text = id  [json]\n"
            "    v: decimal = value.ofType(Quantity).value  [json]\n"
            "  forEachOrNull code.coding  [json]\n"
            "    c: text = code.upper()  [fhirpath]\n"
            "    n: int32 = %rowIndex\n");
}

}  // namespace
}  // namespace phr::views
