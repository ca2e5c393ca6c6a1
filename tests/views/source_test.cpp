// Files and texts of resources: NDJSON, Bundles, arrays, single resources, and what goes wrong with them.
#include "support/temporary_folder.hpp"
#include "views/rows.hpp"

#include <fstream>
#include <vector>

namespace phr::views {
namespace {

const std::string ids = test::of_columns("Patient", R"json({"name":"id","path":"id"})json");
std::string person(const std::string& id) { return R"json({"resourceType":"Patient","id":")json" + id + "\"}"; }

class ViewFiles : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path(name), std::ios::binary) << text;
    return folder_.path(name);
  }
  static std::string rows(std::vector<std::string> paths, const progress& watch = {}) {
    const view of = view::compile(ids).value();
    stream found(of, files(paths));
    std::string made;
    for (;;) {
      auto next = found.next(watch);
      if (!next) return describe(next.error());
      if (!next.value()) return made;
      append_csv(made, *next.value());
    }
  }
  phr::test::temporary_folder folder_;
};

TEST_F(ViewFiles, AreToldApartByTheirContent) {
  const std::string lines = write("lines", person("a") + "\n\n" + person("b") + "\r\n" + R"json({"resourceType":"Observation"})json" + "\n" + person("c"));
  const std::string single = write("single", "{\n  \"resourceType\": \"Patient\",\n  \"id\": \"d\"\n}\n");
  const std::string bundle = write("bundle", R"json({"resourceType":"Bundle","entry":[{"resource":)json" + person("e") + R"json(},{"fullUrl":"x"},{"resource":)json" + person("f") + "}]}\n");
  const std::string array = write("array", "[" + person("g") + "," + person("h") + "]");
  EXPECT_EQ(rows({lines, single, bundle, array}), "a\nb\nc\nd\ne\nf\ng\nh\n");
}

TEST_F(ViewFiles, GoThroughABufferThatIsSmallerThanTheFile) {
  std::string text;
  std::string expected;
  for (int each = 0; each < 20000; ++each) {
    const std::string id = "p" + std::to_string(each);
    std::string one = person(id);
    one.insert(one.size() - 1, R"json(,"address":[{"text":")json" + std::string(each % 977, 'x') + "\"}]");
    text += one + "\n";
    expected += id + "\n";
  }
  text += person(std::string(10, 'z')).insert(1, R"json("text":{"div":")json" + std::string(3U << 20U, 'y') + "\"},");
  EXPECT_EQ(rows({write("large", text)}), expected + "zzzzzzzzzz\n");
}

TEST_F(ViewFiles, NameTheLineThatIsWrong) {
  EXPECT_NE(rows({write("bad", person("a") + "\n" + person("b") + "\n{\"resourceType\":\"Patient\",}\n")}).find("line 3"), std::string::npos);
  EXPECT_NE(rows({write("cut", person("a") + "\n" + R"json({"resourceType":"Patient","id":"b)json")}).find("line 2"), std::string::npos);
  EXPECT_NE(rows({write("pretty", "[\n{\"resourceType\":\"Patient\"},\n{\"id\":\"x\"}]")}).find("line 3"), std::string::npos);
}

TEST_F(ViewFiles, ThatCannotBeReadAreErrors) {
  EXPECT_NE(rows({folder_.path("none")}).find("no_such_file"), std::string::npos);
  EXPECT_NE(rows({folder_.path("")}).find("is_a_directory"), std::string::npos);
  EXPECT_NE(rows({write("empty", "")}).find("empty_input"), std::string::npos);
}

TEST_F(ViewFiles, CanBeCancelled) {
  std::string text;
  for (int each = 0; each < 5000; ++each) text += person("a") + "\n";
  int calls = 0;
  auto stop = [&](const progress_step& step) {
    EXPECT_GT(step.done, 0U);
    return ++calls < 2;
  };
  EXPECT_NE(rows({write("many", text)}, progress(stop)).find("cancelled"), std::string::npos);
  EXPECT_EQ(calls, 2);
}

TEST(ViewStream, GivesEqualRowsInBatchesOfAnySize) {
  std::string text;
  for (int each = 0; each < 100; ++each) text += person("p" + std::to_string(each)) + "\n";
  const std::string all = test::rows_of(ids, text);
  for (const std::size_t size : {1U, 2U, 7U, 99U, 100U, 101U}) EXPECT_EQ(test::rows_of(ids, text, {.batch_rows = size}), all);
}

}  // namespace
}  // namespace phr::views
