// JSON Patch of resources.
#include "patch/json_tree.hpp"
#include "patch/pointer.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/patch/json_patch.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace phr::patch::test {
namespace {

using fhir::any_resource;
using fhir::json_decode;
using fhir::json_encode;

constexpr std::string_view patient =
    R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male"})";

any_resource read(std::string_view text) {
  const auto made = json_decode(text);
  EXPECT_TRUE(made) << text;
  return made ? made.value() : any_resource();
}

// What comes of a patch as JSON; of a refused one the name of the code, the number of the operation and the place.
std::string patched(std::string_view text, std::string_view patch, const json::limits& most = {}) {
  const any_resource before = read(text);
  const any_resource copy = before;
  const auto after = apply_json_patch(before, patch, most);
  EXPECT_TRUE(before == copy) << patch;
  if (after) return json_encode(after.value());
  const error& why = after.error();
  return name(why.code()).data() + (why.has_ordinal() ? " " + std::to_string(why.ordinal()) : std::string()) + ": " + why.place().data();
}

// Each case of RFC 6902 and of its public tests that a resource can show, in one operation on `patient`.
struct example {
  const char* claim;
  const char* patch;
  const char* outcome;
};
constexpr example examples[] = {
    {"nothing", R"([])", R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male"})"},
    {"add a member", R"([{"op":"add","path":"/birthDate","value":"1980"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male","birthDate":"1980"})"},
    {"add over a member", R"([{"op":"add","path":"/gender","value":"female"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"female"})"},
    {"add into an array", R"([{"op":"add","path":"/name/0/given/1","value":"z"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","z","y"]},{"family":"B"}],"gender":"male"})"},
    {"add at the length", R"([{"op":"add","path":"/name/0/given/2","value":"z"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y","z"]},{"family":"B"}],"gender":"male"})"},
    {"add with -", R"([{"op":"add","path":"/name/0/given/-","value":"z"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y","z"]},{"family":"B"}],"gender":"male"})"},
    {"add an object", R"([{"op":"add","path":"/maritalStatus","value":{"text":"m"}}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male","maritalStatus":{"text":"m"}})"},
    {"add the whole", R"([{"op":"add","path":"","value":{"resourceType":"Patient","active":true}}])", R"({"resourceType":"Patient","active":true})"},
    {"replace the whole", R"([{"op":"replace","path":"","value":{"resourceType":"Patient"}}])", R"({"resourceType":"Patient"})"},
    {"remove a member", R"([{"op":"remove","path":"/gender"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}]})"},
    {"remove from an array", R"([{"op":"remove","path":"/name/0/given/0"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["y"]},{"family":"B"}],"gender":"male"})"},
    {"replace", R"([{"op":"replace","path":"/name/1/family","value":"C"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"C"}],"gender":"male"})"},
    {"replace in an array", R"([{"op":"replace","path":"/name/0/given/1","value":"z"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","z"]},{"family":"B"}],"gender":"male"})"},
    {"move within an array", R"([{"op":"move","from":"/name/1","path":"/name/0"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"B"},{"family":"A","given":["x","y"]}],"gender":"male"})"},
    {"move to the end", R"([{"op":"move","from":"/name/0","path":"/name/-"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"B"},{"family":"A","given":["x","y"]}],"gender":"male"})"},
    {"move a member", R"([{"op":"move","from":"/name/1/family","path":"/name/1/text"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"text":"B"}],"gender":"male"})"},
    {"move to its own place", R"([{"op":"move","from":"/gender","path":"/gender"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male"})"},
    {"copy", R"([{"op":"copy","from":"/name/0/given/0","path":"/name/1/given","value":1},{"op":"replace","path":"/name/1/given","value":["q"]}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B","given":["q"]}],"gender":"male"})"},
    {"copy an object", R"([{"op":"copy","from":"/name/0","path":"/name/2"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"},{"family":"A","given":["x","y"]}],"gender":"male"})"},
    {"test text, an array, an object in another order",
     R"([{"op":"test","path":"/gender","value":"m\u0061le"},{"op":"test","path":"/name/0/given","value":["x","y"]},{"op":"test","path":"/name/0","value":{"given":["x","y"],"family":"A"}},{"op":"remove","path":"/name"}])",
     R"({"resourceType":"Patient","id":"p","gender":"male"})"},
    {"other members are ignored", R"([{"op":"remove","path":"/name","from":"nothing","value":[],"comment":{}}])",
     R"({"resourceType":"Patient","id":"p","gender":"male"})"},
    {"members in any order", R"([{"value":"female","path":"/gender","op":"replace"}])",
     R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"female"})"},
    {"an id may change", R"([{"op":"replace","path":"/id","value":"q"},{"op":"remove","path":"/name"}])",
     R"({"resourceType":"Patient","id":"q","gender":"male"})"},

    {"not an array", R"({"op":"remove","path":"/name"})", "invalid_argument: JSON Patch: an array of operations"},
    {"not an object", R"([1])", "invalid_argument 0: JSON Patch: op, path or from"},
    {"no op", R"([{"path":"/name"}])", "invalid_argument 0: JSON Patch: op, path or from"},
    {"no path", R"([{"op":"remove"}])", "invalid_argument 0: JSON Patch: op, path or from"},
    {"path is null", R"([{"op":"remove","path":null}])", "invalid_argument 0: JSON Patch: op, path or from"},
    {"no from", R"([{"op":"copy","path":"/name"}])", "invalid_argument 0: JSON Patch: op, path or from"},
    {"no value", R"([{"op":"test","path":"/name"}])", "invalid_argument 0: JSON Patch: value"},
    {"another op", R"([{"op":"Add","path":"/name","value":1}])", "invalid_argument 0: JSON Patch: op"},
    {"op twice", R"([{"op":"test","op":"remove","path":"/name"}])", "duplicate_key: an object"},
    {"a pointer without /", R"([{"op":"remove","path":"name"}])", "invalid_argument 0: JSON Patch: a pointer"},
    {"~2", R"([{"op":"remove","path":"/a~2"}])", "invalid_argument 0: JSON Patch: a pointer"},
    {"~ at the end", R"([{"op":"remove","path":"/a~"}])", "invalid_argument 0: JSON Patch: a pointer"},
    {"remove nothing", R"([{"op":"remove","path":"/birthDate"}])", "not_found 0: JSON Patch: a pointer"},
    {"replace nothing", R"([{"op":"replace","path":"/birthDate","value":"1980"}])", "not_found 0: JSON Patch: a pointer"},
    {"add below nothing", R"([{"op":"add","path":"/contact/0","value":{}}])", "not_found 0: JSON Patch: a pointer"},
    {"add below text", R"([{"op":"add","path":"/gender/x","value":1}])", "not_found 0: JSON Patch: a pointer"},
    {"beyond the array", R"([{"op":"add","path":"/name/3","value":{}}])", "not_found 0: JSON Patch: a pointer"},
    {"replace the item at the length", R"([{"op":"replace","path":"/name/2","value":{}}])", "not_found 0: JSON Patch: a pointer"},
    {"remove -", R"([{"op":"remove","path":"/name/-"}])", "not_found 0: JSON Patch: a pointer"},
    {"a leading zero", R"([{"op":"remove","path":"/name/00"}])", "not_found 0: JSON Patch: a pointer"},
    {"a negative index", R"([{"op":"remove","path":"/name/-1"}])", "not_found 0: JSON Patch: a pointer"},
    {"1e0", R"([{"op":"remove","path":"/name/1e0"}])", "not_found 0: JSON Patch: a pointer"},
    {"an index of many digits", R"([{"op":"remove","path":"/name/18446744073709551616"}])", "not_found 0: JSON Patch: a pointer"},
    {"an empty token", R"([{"op":"remove","path":"/"}])", "not_found 0: JSON Patch: a pointer"},
    {"a name in an array", R"([{"op":"test","path":"/name/family","value":"A"}])", "not_found 0: JSON Patch: a pointer"},
    {"copy nothing", R"([{"op":"copy","from":"/a","path":"/name"}])", "not_found 0: JSON Patch: a pointer"},
    {"move nothing to its own place", R"([{"op":"move","from":"/a","path":"/a"}])", "not_found 0: JSON Patch: a pointer"},
    {"move into itself", R"([{"op":"move","from":"/name","path":"/name/0/given"}])", "invalid_argument 0: JSON Patch: from"},
    {"test fails", R"([{"op":"test","path":"/gender","value":"male"},{"op":"test","path":"/gender","value":"female"}])",
     "version_conflict 1: JSON Patch: test"},
    {"text is not a number", R"([{"op":"test","path":"/id","value":1}])", "version_conflict 0: JSON Patch: test"},
    {"fewer members", R"([{"op":"test","path":"/name/0","value":{"family":"A"}}])", "version_conflict 0: JSON Patch: test"},
    {"the second fails", R"([{"op":"remove","path":"/name"},{"op":"remove","path":"/name"}])", "not_found 1: JSON Patch: a pointer"},
    {"the type goes", R"([{"op":"remove","path":"/resourceType"}])", "invalid_argument 0: JSON Patch: resourceType"},
    {"another type", R"([{"op":"replace","path":"/resourceType","value":"Group"}])", "invalid_argument 0: JSON Patch: resourceType"},
    {"the whole goes", R"([{"op":"remove","path":""}])", "invalid_argument 0: JSON Patch: resourceType"},
    {"the whole of another type", R"([{"op":"replace","path":"","value":{"resourceType":"Group"}}])", "invalid_argument 0: JSON Patch: resourceType"},
    {"an unknown element", R"([{"op":"add","path":"/colour","value":"red"}])", "unknown_element: the patched resource"},
    {"null", R"([{"op":"add","path":"/birthDate","value":null}])", "unexpected_null: the patched resource"},
    {"an empty array", R"([{"op":"add","path":"/contact","value":[]}])", "empty_array: the patched resource"},
    {"an empty object", R"([{"op":"add","path":"/maritalStatus","value":{}}])", "empty_object: the patched resource"},
    {"one value for several", R"([{"op":"replace","path":"/name","value":{"family":"C"}}])", "array_expected: the patched resource"},
    {"not a date", R"([{"op":"add","path":"/birthDate","value":"1980-13"}])", "malformed_date: the patched resource"},
};

TEST(JsonPatch, DoesWhatTheRfcSays) {
  for (const example& each : examples) EXPECT_EQ(patched(patient, each.patch), each.outcome) << each.claim;
}

TEST(JsonPatch, TestsNumbersByValueAndKeepsTheirDigits) {
  constexpr std::string_view observation = R"({"resourceType":"Observation","valueQuantity":{"value":1.10},"referenceRange":[{"text":"r"}]})";
  EXPECT_EQ(patched(observation, R"([{"op":"test","path":"/valueQuantity/value","value":11e-1},
                                     {"op":"copy","from":"/valueQuantity","path":"/referenceRange/0/low"}])"),
            R"({"resourceType":"Observation","valueQuantity":{"value":1.10},"referenceRange":[{"low":{"value":1.10},"text":"r"}]})");
  EXPECT_EQ(patched(observation, R"([{"op":"test","path":"/valueQuantity/value","value":1.11}])"), "version_conflict 0: JSON Patch: test");
  EXPECT_EQ(patched(observation, R"([{"op":"replace","path":"/valueQuantity/value","value":2.500}])"),
            R"({"resourceType":"Observation","valueQuantity":{"value":2.500},"referenceRange":[{"text":"r"}]})");
}

TEST(JsonPatch, LeavesOutWhatItEmptied) {
  EXPECT_EQ(patched(R"({"resourceType":"Patient","name":[{"family":"A"}],"active":true})", R"([{"op":"remove","path":"/name/0"}])"),
            R"({"resourceType":"Patient","active":true})");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","contact":[{"name":{"text":"A"}}],"active":true})", R"([{"op":"remove","path":"/contact/0/name/text"}])"),
            R"({"resourceType":"Patient","active":true})");
  // It is there until the end, so that a pointer to it is good.
  EXPECT_EQ(patched(R"({"resourceType":"Patient","name":[{"family":"A"}]})",
                    R"([{"op":"remove","path":"/name/0"},{"op":"test","path":"/name","value":[]},{"op":"add","path":"/name/-","value":{"text":"B"}}])"),
            R"({"resourceType":"Patient","name":[{"text":"B"}]})");
}

TEST(JsonPatch, ChangesIdsAndExtensionsOfPrimitives) {
  constexpr std::string_view two = R"({"resourceType":"Patient","name":[{"given":["x","y","z"],"_given":[{"id":"a"},null,{"id":"c"}]}]})";
  EXPECT_EQ(patched(two, R"([{"op":"remove","path":"/name/0/_given/0/id"}])"),
            R"({"resourceType":"Patient","name":[{"given":["x","y","z"],"_given":[null,null,{"id":"c"}]}]})");
  EXPECT_EQ(patched(two, R"([{"op":"remove","path":"/name/0/_given/0/id"},{"op":"remove","path":"/name/0/_given/2/id"}])"),
            R"({"resourceType":"Patient","name":[{"given":["x","y","z"]}]})");
  constexpr std::string_view only_ids = R"({"resourceType":"Patient","name":[{"given":[null,"y",null],"_given":[{"id":"a"},null,{"id":"c"}]}]})";
  EXPECT_EQ(patched(only_ids, R"([{"op":"remove","path":"/name/0/_given/0/id"}])"), R"({"resourceType":"Patient","name":[{"given":["y",null],"_given":[null,{"id":"c"}]}]})");
  EXPECT_EQ(patched(only_ids, R"([{"op":"remove","path":"/name/0/_given/2/id"},{"op":"remove","path":"/name/0/_given/0/id"}])"),
            R"({"resourceType":"Patient","name":[{"given":["y"]}]})");
  EXPECT_EQ(patched(only_ids, R"([{"op":"replace","path":"/name/0/_given/0","value":null}])"), "unexpected_null: the patched resource");
  EXPECT_EQ(patched(R"({"resourceType":"Patient","birthDate":"1980"})", R"([{"op":"add","path":"/_birthDate","value":{"extension":[{"url":"http://a/b~c","valueCode":"x"}]}},
                                                                         {"op":"remove","path":"/birthDate"}])"),
            R"({"resourceType":"Patient","_birthDate":{"extension":[{"url":"http://a/b~c","valueCode":"x"}]}})");
}

TEST(JsonPatch, KeepsTextAsItIs) {
  EXPECT_EQ(patched(R"({"resourceType":"Basic","language":"x"})", R"([{"op":"add","path":"/id","value":"\ud83d\ude00\"\\\n\t\u0001/~\u00e9"}])"),
            "{\"resourceType\":\"Basic\",\"id\":\"\xF0\x9F\x98\x80\\\"\\\\\\n\\t\\u0001/~\xC3\xA9\",\"language\":\"x\"}");
}

TEST(JsonPatch, OfTextThatIsNotJsonSaysWhere) {
  const auto broken = apply_json_patch(read(patient), "[{\"op\":\"remove\",\n \"path\" \"/name\"}]");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code(), errc::malformed_json);
  EXPECT_EQ(broken.error().line(), 2U);
  EXPECT_EQ(apply_json_patch(read(patient), "").error().code(), errc::empty_input);
  EXPECT_EQ(apply_json_patch(any_resource(), "[]").error().code(), errc::invalid_argument);
}

TEST(JsonPointer, IsReadAsTheRfcSays) {
  using tokens = std::vector<std::string>;
  const auto tokens_of = [](std::string_view text) { return parse_pointer(text).value(); };
  EXPECT_EQ(tokens_of(""), tokens());
  EXPECT_EQ(tokens_of("/"), tokens{""});
  EXPECT_EQ(tokens_of("//a/"), (tokens{"", "a", ""}));
  EXPECT_EQ(tokens_of("/a~1b/m~0n/~01/ /\""), (tokens{"a/b", "m~n", "~1", " ", "\""}));
  std::string written;
  for (const std::string& each : tokens_of("/a~1b/m~0n/~01")) append_token(written, each);
  EXPECT_EQ(written, "/a~1b/m~0n/~01");
  for (const char* const text : {"a", "#/a", "/~", "/~2", "/a~/b"}) EXPECT_FALSE(parse_pointer(text)) << text;
}

TEST(JsonPatch, HasLimits) {
  // Forty copies into copies would be a million million names.
  std::string doubling = "[";
  for (int times = 0; times < 40; ++times) {
    doubling += R"({"op":"copy","from":"","path":"/x)" + std::to_string(times) + R"("},)";
  }
  doubling.back() = ']';
  const std::string refused = patched(patient, doubling, {.text_bytes = 1U << 16});
  EXPECT_TRUE(refused.starts_with("too_large")) << refused;
  std::string again = "[";
  for (int times = 0; times < 200; ++times) again += R"({"op":"copy","from":"","path":"/x"},{"op":"remove","path":"/x"},)";
  again.back() = ']';
  EXPECT_EQ(patched(patient, again), patient);
  EXPECT_TRUE(patched(patient, again, {.text_bytes = 1U << 14}).starts_with("too_large")) << "copies that are taken out again";
  std::string wide = R"([{"op":"add","path":"/x","value":{)";
  for (int times = 0; times < 1025; ++times) wide += "\"" + std::to_string(times) + "\":1,";
  wide.back() = '}';
  EXPECT_EQ(patched(patient, wide + "}]"), "too_large: JSON Patch: an object");
  std::string members = "[";
  for (int times = 0; times < 1025; ++times) members += R"({"op":"add","path":"/)" + std::to_string(times) + R"(","value":1},)";
  members.back() = ']';
  EXPECT_EQ(patched(patient, members), "too_large 1020: JSON Patch: an object");
  std::string deep = "[";
  std::string path;
  for (int times = 0; times < 40; ++times) {
    deep += R"({"op":"add","path":")" + (path += "/a") + R"(","value":{}},)";
  }
  deep.back() = ']';
  EXPECT_EQ(patched(patient, deep, {.depth = 16}), "too_deep 33: JSON Patch");
  EXPECT_EQ(patched(patient, R"([{"op":"remove","path":"/name"}])", {.text_bytes = 20}), "too_large: the JSON text");
}

// The patch, after a proof that it leads from `before` to `after`.
std::string between(const any_resource& before, const any_resource& after) {
  const std::string patch = json_patch_between(before, after);
  const auto made = apply_json_patch(before, patch);
  EXPECT_TRUE(made) << patch;
  EXPECT_EQ(made ? json_encode(made.value()) : std::string(), json_encode(after)) << patch;
  EXPECT_EQ(patch == "[]", before == after);
  return patch;
}

TEST(JsonPatchBetween, IsOneOperationForOneChange) {
  const any_resource before = read(patient);
  const auto to = [&](std::string_view after) { return between(before, read(after)); };
  EXPECT_EQ(to(patient), "[]");
  EXPECT_EQ(to(R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}]})"), R"([{"op":"remove","path":"/gender"}])");
  EXPECT_EQ(to(R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"family":"B"}],"gender":"male","active":true})"),
            R"([{"op":"add","path":"/active","value":true}])");
  EXPECT_EQ(to(R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","z"]},{"family":"B"}],"gender":"male"})"),
            R"([{"op":"replace","path":"/name/0/given/1","value":"z"}])");
  EXPECT_EQ(to(R"({"resourceType":"Patient","id":"p","name":[{"family":"B"}],"gender":"male"})"), R"([{"op":"remove","path":"/name/0"}])");
  EXPECT_EQ(to(R"({"resourceType":"Patient","id":"p","name":[{"family":"A","given":["x","y"]},{"text":"C"},{"family":"B"}],"gender":"male"})"),
            R"([{"op":"add","path":"/name/1","value":{"text":"C"}}])");
}

TEST(JsonPatchBetween, KeepsDigitsAndTheTypesOfChoices) {
  EXPECT_EQ(between(read(R"({"resourceType":"Observation","valueQuantity":{"value":1.0,"unit":"mg"}})"),
                    read(R"({"resourceType":"Observation","valueQuantity":{"value":1.00,"unit":"mg"}})")),
            R"([{"op":"replace","path":"/valueQuantity/value","value":1.00}])");
  EXPECT_EQ(between(read(R"({"resourceType":"Observation","valueString":"a"})"), read(R"({"resourceType":"Observation","valueBoolean":true})")),
            R"([{"op":"remove","path":"/valueString"},{"op":"add","path":"/valueBoolean","value":true}])");
}

TEST(JsonPatchBetween, ReplacesWhatWouldTakeMoreToTellInParts) {
  EXPECT_EQ(between(read(R"({"resourceType":"Patient","name":[{"family":"A","given":["x","y"],"use":"usual","text":"t"}]})"),
                    read(R"({"resourceType":"Patient","name":[{"family":"B","given":["z"]}]})")),
            R"([{"op":"replace","path":"/name/0","value":{"family":"B","given":["z"]}}])");
}

TEST(JsonPatchBetween, OfTwoTypesIsRefusedByApply) {
  const std::string patch = json_patch_between(read(patient), read(R"({"resourceType":"Group"})"));
  EXPECT_EQ(patch, R"([{"op":"replace","path":"","value":{"resourceType":"Group"}}])");
  EXPECT_EQ(apply_json_patch(read(patient), patch).error().code(), errc::invalid_argument);
  EXPECT_EQ(json_patch_between(any_resource(), any_resource()), "[]");
}

// Takes out, doubles, turns round or changes something somewhere, as long as what comes of it is FHIR.
class mutator {
 public:
  any_resource mutate(const std::string& text) {
    for (int tries = 0; tries < 20; ++tries) {
      auto root = parse_tree(text, {});
      for (std::size_t times = 1 + below(4); times != 0; --times) change(any_of(root.value()));
      root.value().prune();
      if (auto made = json_decode(root.value().written())) return std::move(made.value());
    }
    return read(text);
  }

 private:
  std::size_t below(std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random_); }
  tree& any_of(tree& root) {
    std::vector<tree*> all{&root};
    for (std::size_t at = 0; at < all.size(); ++at) {
      for (tree_member& each : all[at]->items) all.push_back(&each.value);
    }
    return *all[below(all.size())];
  }
  void change(tree& value) {
    if (value.kind == json::kind::string) value.text += "x";
    if (value.kind == json::kind::number) value.text = value.text == "1" ? "10" : "1";
    if (value.items.empty()) return;
    const std::size_t at = below(value.items.size());
    const auto place = value.items.begin() + static_cast<std::ptrdiff_t>(at);
    switch (value.is_array() ? below(3) : 0) {
      case 0:
        value.items.erase(place);
        value.emptied = true;
        return;
      case 1: value.items.insert(place, tree_member(value.items[below(value.items.size())])); return;
      default: std::reverse(value.items.begin(), value.items.end());
    }
  }
  std::mt19937 random_{20240506};
};

TEST(JsonPatchBetween, LeadsFromEveryExampleToItsMutationsAndToTheNextOfItsType) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (file.path().extension() == ".json" && file.file_size() < 100'000) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  std::map<const fhir::structure*, any_resource> last;
  mutator changes;
  std::size_t changed = 0;
  for (const auto& path : files) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    const any_resource example = read(text.str());
    const any_resource mutated = changes.mutate(json_encode(example));
    changed += example == mutated ? 0U : 1U;
    between(example, mutated);
    between(mutated, example);
    if (const auto other = last.find(example.structure()); other != last.end()) between(other->second, example);
    last[example.structure()] = example;
    if (HasFailure()) FAIL() << path;
  }
  EXPECT_GT(changed, files.size() / 2);
}

}  // namespace
}  // namespace phr::patch::test
