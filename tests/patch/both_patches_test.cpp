// JSON Patch and FHIRPath Patch of the same changes: random ones, to resources of every type, each path written in one of several ways.
#include "patch/operations.hpp"

#include <phr/fhir/visit.hpp>
#include <phr/patch/json_patch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace phr::patch::test {
namespace {

using fhir::element_kind;
using fhir::node;

std::string type_name(const node& of) { return std::string(fhir::name(fhir::alternative{of.kind(), of.type()})); }

std::string capital(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// An element as both patches name it.
struct element {
  node at;
  std::size_t parent = 0;    // in all of them; its own place for the resource
  std::string json_name;     // "valueQuantity"
  std::string pointer;       // of its value
  std::string beside;        // of the id and extensions of a primitive
  std::string below;         // of what its children stand in
  std::size_t children = 0;
  [[nodiscard]] bool repeats() const { return at.index() >= 0; }
};

void gather(std::vector<element>& into, std::size_t parent) {
  const node of = into[parent].at;
  const auto take = [&](const node& child) {
    element made{child, parent, std::string(child.name()), {}, {}, {}, 0};
    if (child.definition()->kind == element_kind::choice) made.json_name += capital(type_name(child));
    const std::string item = child.index() >= 0 ? "/" + std::to_string(child.index()) : "";
    made.pointer = into[parent].below + "/" + made.json_name + item;
    made.beside = into[parent].below + "/_" + made.json_name + item;
    made.below = child.is_primitive() ? made.beside : made.pointer;
    ++into[parent].children;
    into.push_back(made);
    gather(into, into.size() - 1);
  };
  if (!of.is_primitive()) {
    of.each_child(take);
  } else if (of.beside() != nullptr) {
    node::of(*of.beside()).each_child(take);
  }
}

std::string json_of(const node& of) {
  std::string made;
  if (!of.is_primitive()) {
    fhir::append_json(made, *of.type(), of.object());
  } else if (of.text().empty()) {
    return {};
  } else if (fhir::is_integer(of.kind()) || of.kind() == element_kind::decimal || of.kind() == element_kind::boolean) {
    made = of.text();
  } else {
    json::append_quoted(made, of.text());
  }
  return made;
}
std::string beside_of(const node& of) {
  std::string made;
  if (of.beside() != nullptr) fhir::append_json(made, fhir::r4::Element::structure_, of.beside());
  return made;
}

// An element as the value of a Parameters.parameter: as value[x], resource or parts.
std::string value_of(const node& of) {
  if (of.definition()->kind == element_kind::resource) return "\"resource\":" + json_of(of);
  const std::string type = of.kind() == element_kind::coded ? "code" : of.kind() == element_kind::xhtml ? "string" : type_name(of);
  const std::string name = "value" + capital(type);
  if (fhir::r4::Parameters::Parameter::structure_.find(name) >= 0) {
    std::string made;
    if (const std::string value = json_of(of); !value.empty()) made = "\"" + name + "\":" + value;
    if (const std::string beside = beside_of(of); !beside.empty()) made += (made.empty() ? "\"_" : ",\"_") + name + "\":" + beside;
    return made;
  }
  std::string parts;
  of.each_child([&](const node& child) { parts += (parts.empty() ? "{\"name\":\"" : ",{\"name\":\"") + std::string(child.name()) + "\"," + value_of(child) + "}"; });
  return "\"part\":[" + parts + "]";
}

std::string json_operation(std::string_view op, const std::string& path, const std::string& value = {}) {
  return R"({"op":")" + std::string(op) + R"(","path":")" + path + "\"" + (value.empty() ? "" : ",\"value\":" + value) + "}";
}
std::string json_move(const std::string& from, const std::string& path) {
  return R"({"op":"move","from":")" + from + R"(","path":")" + path + "\"}";
}

// One change in both languages.
struct change {
  const char* what = nullptr;
  std::string json;               // operations, with commas
  std::vector<std::string> path;  // operations
};

class changes {
 public:
  explicit changes(std::uint32_t seed) : random_(seed) {}

  // A change to something of a resource; nothing where what was picked cannot be changed so.
  std::optional<change> of(const any_resource& resource) {
    all_.clear();
    all_.push_back({node::of(resource), 0, {}, {}, {}, {}, 0});
    gather(all_, 0);
    if (all_.size() < 2) return std::nullopt;
    const element& picked = all_[1 + below(all_.size() - 1)];
    // Of primitives that repeat, JSON Patch sees two arrays.
    if (picked.repeats() && picked.at.is_primitive() && has_beside(picked)) return std::nullopt;
    switch (below(6)) {
      case 0: return removal(picked);
      case 1: return replacement(picked);
      case 2: return addition(picked);
      case 3: return insertion(picked, true);
      case 4: return insertion(picked, false);
      default: return movement(picked);
    }
  }

 private:
  std::size_t below(std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random_); }

  [[nodiscard]] bool is_sibling(const element& a, const element& b) const { return a.parent == b.parent && a.at.definition() == b.at.definition(); }
  [[nodiscard]] std::vector<const element*> list_of(const element& item) const {
    std::vector<const element*> made;
    for (const element& each : all_) {
      if (&each != all_.data() && is_sibling(each, item)) made.push_back(&each);
    }
    return made;
  }
  [[nodiscard]] bool has_beside(const element& item) const {
    const auto list = list_of(item);
    return std::any_of(list.begin(), list.end(), [](const element* each) { return each->at.beside() != nullptr; });
  }
  // An element with a value of the same type, for the same kind of place.
  const element& like(const element& wanted) {
    std::vector<const element*> found;
    for (const element& each : all_) {
      if (&each == all_.data() || each.at.definition() != wanted.at.definition()) continue;
      if (wanted.repeats() && each.at.is_primitive() && each.at.beside() != nullptr) continue;
      found.push_back(&each);
    }
    return *found[below(found.size())];
  }

  // One of several paths that lead to an element alone.
  std::string path_to(const element& of) {
    if (&of == all_.data()) return below(2) == 0 ? "%resource" : std::string(of.at.name());
    std::string made = path_to(all_[of.parent]);
    made += below(4) == 0 ? ".select(" + std::string(of.at.name()) + ")" : "." + std::string(of.at.name());
    if (of.at.definition()->kind == element_kind::choice && below(2) == 0 && of.at.kind() != element_kind::coded) made += ".ofType(FHIR." + type_name(of.at) + ")";
    if (!of.repeats()) return made;
    const std::string index = std::to_string(of.at.index());
    switch (below(5)) {
      case 0: return made + "[" + index + "]";
      case 1: return made + ".skip(" + index + ").first()";
      case 2: return made + ".take(" + index + " + 1).last()";
      case 3: return made + ".where($index = " + index + ")";
      default: return "(" + made + ")[" + index + " * 2 - " + index + "]";
    }
  }
  // One of several paths to a list that is not empty.
  std::string path_to_list(const element& item) {
    const std::string name(item.at.name());
    const std::string holder = path_to(all_[item.parent]);
    switch (below(4)) {
      case 0: return holder + ".select(" + name + ")";
      case 1: return holder + "." + name + ".where(true)";
      default: return holder + "." + name;
    }
  }
  static std::string list_pointer(const element& item) { return item.pointer.substr(0, item.pointer.rfind('/')); }

  // Operations that take out the value and what is beside it.
  static std::string removing(const element& of) {
    const bool has_value = !of.at.is_primitive() || !of.at.text().empty();
    std::string made;
    if (has_value) made = json_operation("remove", of.pointer);
    if (of.at.is_primitive() && of.at.beside() != nullptr) made += (made.empty() ? "" : ",") + json_operation("remove", of.beside);
    return made;
  }
  // Operations that put in the value of an element, and what is beside it, where nothing is.
  static std::string putting(const std::string& pointer, const std::string& beside, const node& value) {
    std::string made;
    if (const std::string text = json_of(value); !text.empty()) made = json_operation("add", pointer, text);
    if (const std::string text = beside_of(value); value.is_primitive() && !text.empty()) made += (made.empty() ? "" : ",") + json_operation("add", beside, text);
    return made;
  }

  std::optional<change> removal(const element& of) { return change{"delete", removing(of), {erase(path_to(of))}}; }

  std::optional<change> replacement(const element& of) {
    const element& from = like(of);
    const std::string value = value_of(from.at);
    if (of.repeats()) return change{"replace", json_operation("replace", of.pointer, json_of(from.at)), {replace(path_to(of), value)}};
    const std::string holder = all_[of.parent].below;
    return change{"replace", removing(of) + "," + putting(holder + "/" + from.json_name, holder + "/_" + from.json_name, from.at), {replace(path_to(of), value)}};
  }

  // Of one that does not repeat: taken out, then added.
  std::optional<change> addition(const element& of) {
    if (of.repeats() || all_[of.parent].children < 2) return std::nullopt;
    const element& from = like(of);
    const std::string holder = all_[of.parent].below;
    return change{"add one", removing(of) + "," + putting(holder + "/" + from.json_name, holder + "/_" + from.json_name, from.at),
                  {erase(path_to(of)), add(path_to(all_[of.parent]), of.at.name(), value_of(from.at))}};
  }

  std::optional<change> insertion(const element& of, bool at_end) {
    if (!of.repeats()) return std::nullopt;
    const element& from = like(of);
    const std::string list = list_pointer(of);
    if (at_end) return change{"add", json_operation("add", list + "/-", json_of(from.at)), {add(path_to(all_[of.parent]), of.at.name(), value_of(from.at))}};
    const std::size_t index = below(list_of(of).size() + 1);
    return change{"insert", json_operation("add", list + "/" + std::to_string(index), json_of(from.at)), {insert(path_to_list(of), static_cast<int>(index), value_of(from.at))}};
  }

  std::optional<change> movement(const element& of) {
    if (!of.repeats()) return std::nullopt;
    const std::size_t size = list_of(of).size();
    const std::size_t source = below(size);
    const std::size_t destination = below(size);
    const std::string list = list_pointer(of) + "/";
    return change{"move", json_move(list + std::to_string(source), list + std::to_string(destination)),
                  {move(path_to_list(of), static_cast<int>(source), static_cast<int>(destination))}};
  }

  std::mt19937 random_;
  std::vector<element> all_;
};

std::string outcome(const result<any_resource>& of) { return of ? fhir::json_encode(of.value()) : told(of.error()); }

constexpr std::string_view resources[] = {
    R"({"resourceType":"Patient","id":"p","extension":[{"url":"http://a","extension":[{"url":"b","valueCode":"x"},{"url":"c","valueInteger":1}]}],"name":[{"use":"usual","family":"F",)"
    R"("given":["x","y"],"period":{"start":"2000"}},{"text":"t","given":["z"]}],"birthDate":"1980","_birthDate":{"id":"b","extension":[{"url":"http://t","valueDateTime":"1980-02-03"}]},)"
    R"("_active":{"id":"a"},"multipleBirthInteger":2,"contact":[{"relationship":[{"text":"r"},{"text":"s"}],"name":{"family":"G"},"gender":"male"},{"name":{"text":"h"}}]})",
    R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"s","code":"1"},{"system":"t","code":"2","userSelected":true}]},"valueQuantity":{"value":5.40,"unit":"mg"},)"
    R"("component":[{"code":{"text":"a"},"valueString":"v"},{"code":{"text":"b"},"valueRange":{"low":{"value":1},"high":{"value":2.0}},"referenceRange":[{"low":{"value":1}},{"text":"n"}]}]})",
    R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group","item":[{"linkId":"1.1","type":"choice","answerOption":[{"valueCoding":{"code":"a"}},{"valueInteger":2}]},)"
    R"({"linkId":"1.2","type":"string","enableWhen":[{"question":"1.1","operator":"=","answerCoding":{"code":"a"}}]}]},{"linkId":"2","type":"display"}]})",
    R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"http://e/1","resource":{"resourceType":"Patient","id":"1","name":[{"given":["x","y"]}]}},)"
    R"({"fullUrl":"http://e/2","resource":{"resourceType":"Observation","status":"final","code":{"text":"c"},"contained":[{"resourceType":"Group","id":"g","type":"person","actual":true}]}}]})"};

// Changes a resource time after time. After each change both patches must have come to the same; all at once the FHIRPath Patch must, too.
void change_often(const any_resource& start, std::uint32_t seed, std::size_t times, std::map<std::string, std::size_t>& done) {
  changes any(seed);
  any_resource now = start;
  std::vector<std::string> all;
  for (std::size_t time = 0; time < times; ++time) {
    const auto next = any.of(now);
    if (!next) continue;
    const auto by_pointer = apply_json_patch(now, "[" + next->json + "]");
    const auto by_path = apply_fhirpath_patch(now, parameters_of(next->path));
    ASSERT_EQ(outcome(by_path), outcome(by_pointer)) << next->what << ' ' << next->json << '\n' << next->path.back() << '\n' << fhir::json_encode(now);
    ASSERT_TRUE(by_path) << next->what << ' ' << next->json;
    ++done[next->what];
    now = by_path.value();
    all.insert(all.end(), next->path.begin(), next->path.end());
  }
  const std::string text = fhir::json_encode(start);
  const auto at_once = apply_fhirpath_patch(start, parameters_of(all));
  ASSERT_EQ(outcome(at_once), fhir::json_encode(now));
  const auto of_text = apply_fhirpath_patch(text, parameters_of(all));
  ASSERT_TRUE(of_text);
  ASSERT_TRUE(read(of_text.value()) == now);
}

TEST(BothPatches, DoTheSameToResourcesWithEveryKindOfElement) {
  std::map<std::string, std::size_t> done;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    change_often(read(resources[seed % std::size(resources)]), seed, 8, done);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  for (const char* const what : {"delete", "replace", "add", "add one", "insert", "move"}) EXPECT_GT(done[what], 100U) << what;
}

TEST(BothPatches, DoTheSameToEveryExample) {
  const char* const suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no official examples";
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(suites) / "fhir-r4-examples")) {
    if (file.path().extension() == ".json" && file.file_size() < 30'000) files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  std::map<std::string, std::size_t> done;
  std::uint32_t seed = 0;
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    change_often(read(text.str()), ++seed, 10, done);
    if (HasFailure()) FAIL() << file;
  }
  for (const char* const what : {"delete", "replace", "add", "add one", "insert", "move"}) EXPECT_GT(done[what], files.size() / 10) << what;
}

}  // namespace
}  // namespace phr::patch::test
