// The cases of fhirpath.js (https://github.com/HL7/fhirpath.js), on JSON as it stands. Those that differ stand in
// yaml_differences.txt with the reason; one that is listed and passes fails the test, so the list stays true.
#include <phr/fhir/json.hpp>
#include <phr/fhirpath/expression.hpp>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace phr::fhirpath {
namespace {

namespace json = fhir::json;

std::filesystem::path suite() {
  const char* const root = std::getenv("PHR_SUITES");
  return root == nullptr || *root == '\0' ? std::filesystem::path{} : std::filesystem::path(root) / "fhirpath" / "fhirpath-js";
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool is_json_scalar(const std::string& text) {
  if (text == "true" || text == "false" || text == "null") return true;
  json::document document;
  return !text.empty() && document.parse(text) && document.root().is_number();
}

// YAML as JSON: what stands without quotes and looks like a number, boolean or null is one.
void append_json(std::string& out, const YAML::Node& of) {
  if (!of.IsDefined() || of.IsNull()) {
    out += "null";
  } else if (of.IsSequence()) {
    out += '[';
    for (std::size_t at = 0; at < of.size(); ++at) {
      if (at != 0) out += ',';
      append_json(out, of[at]);
    }
    out += ']';
  } else if (of.IsMap()) {
    out += '{';
    bool first = true;
    for (const auto& each : of) {
      if (!first) out += ',';
      first = false;
      json::append_quoted(out, each.first.Scalar());
      out += ':';
      append_json(out, each.second);
    }
    out += '}';
  } else if (of.Tag() != "!" && is_json_scalar(of.Scalar())) {
    out += of.Scalar();
  } else {
    json::append_quoted(out, of.Scalar());
  }
}

std::string json_of(const YAML::Node& of) {
  std::string made;
  append_json(made, of);
  return made;
}

json::document parsed(const std::string& text) {
  json::document made;
  EXPECT_TRUE(made.parse(text)) << text;
  return made;
}

std::string json_of(const value& of) {
  std::string made;
  if (const auto* const element = std::get_if<json_element>(&of)) {
    const value plain = as_system(of);
    if (std::holds_alternative<quantity>(plain) || std::holds_alternative<json_element>(plain)) {
      if (element->value()) json::append_compact(made, element->value());
      return made.empty() ? "null" : made;
    }
    return json_of(plain);
  }
  if (const auto* const type = std::get_if<type_info>(&of)) {
    made = "{\"name\":\"" + type->name + "\",\"namespace\":\"" + type->space + "\"}";
  } else if (std::holds_alternative<bool>(of) || std::holds_alternative<std::int64_t>(of) || std::holds_alternative<decimal>(of)) {
    made = text_of(of).value();
  } else {
    json::append_quoted(made, text_of(of).value_or(""));
  }
  return made;
}

// JavaScript writes integers of 64 bits as strings.
bool same(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_string() && a.number_text() == b.raw_text()) return true;
  if (a.kind() != b.kind()) return false;
  if (a.is_number()) return decimal::parse(a.number_text()).value() == decimal::parse(b.number_text()).value();
  std::string one;
  std::string other;
  if (a.is_string()) return a.text(one) == b.text(other);
  if (a.is_array() || a.is_object()) {
    if (a.size() != b.size()) return false;
    for (std::uint32_t at = 0; a.is_array() && at < a.size(); ++at) {
      if (!same(a.at(at), b.at(at))) return false;
    }
    for (const auto member : a.members()) {
      if (!same(member.value, b[member.name])) return false;
    }
    return true;
  }
  return a.kind() != json::kind::boolean || a.is_true() == b.is_true();
}

struct outcome {
  int passed = 0;
  int enabled = 0;
  int disabled = 0;
  std::map<std::string, std::string> failures;
};

class runner {
 public:
  runner(std::string file, outcome& into) : file_(std::move(file)), into_(into) {
    const YAML::Node all = YAML::LoadFile((suite() / "cases" / (file_ + ".yaml")).string());
    subject_ = all["subject"] ? json_of(all["subject"]) : "null";
    group(all["tests"]);
  }

 private:
  void group(const YAML::Node& tests) {
    for (const auto& each : tests) {
      if (each["expression"]) {
        if (each["expression"].IsSequence()) {
          for (const auto& one : each["expression"]) test(each, one.Scalar());
        } else {
          test(each, each["expression"].Scalar());
        }
        continue;
      }
      for (const auto& named : each) {
        if (named.second.IsSequence()) group(named.second);
      }
    }
  }

  void test(const YAML::Node& test, const std::string& text) {
    ++number_;
    if (test["disable"] && test["disable"].Scalar() == "true") {
      ++into_.disabled;
      return;
    }
    std::vector<std::string> models;
    if (test["model"] && test["model"].IsSequence()) {
      for (const auto& each : test["model"]) models.push_back(each.Scalar());
    } else {
      models.push_back(test["model"] ? test["model"].Scalar() : "");
    }
    ++into_.enabled;
    const std::string key = file_ + " " + std::to_string(number_);
    std::string failure;
    for (const std::string& model : models) failure = failure.empty() ? failure_of(test, text, model) : failure;
    if (failure.empty()) {
      ++into_.passed;
    } else {
      into_.failures[key] = failure + " | " + text;
    }
  }

  [[nodiscard]] std::string input_of(const YAML::Node& test) const {
    if (!test["inputfile"]) return subject_;
    return read(suite() / "resources" / "r4" / test["inputfile"].Scalar());
  }

  std::string failure_of(const YAML::Node& test, const std::string& text, const std::string& model) {
    const bool wants_error = test["error"] && test["error"].IsDefined();
    const std::string input = input_of(test);
    if (input.empty()) return "the input is not in the suite";
    const json::document document = parsed(input);
    const bool fhir = !model.empty();
    std::vector<json::document> held;
    collection roots;
    if (document.root().is_array()) {
      for (const auto& each : document.root().elements()) roots.emplace_back(json_element::of(each, fhir));
    } else if (document.root().kind() != json::kind::null) {
      roots.emplace_back(json_element::of(document.root(), fhir));
    }
    std::vector<std::string> names;
    std::vector<constant> constants;
    if (test["variables"]) {
      for (const auto& each : test["variables"]) names.push_back(each.first.Scalar());
      std::size_t at = 0;
      for (const auto& each : test["variables"]) {
        held.push_back(parsed(json_of(each.second)));
        constant made{names[at++], {}};
        const json::value root = held.back().root();
        if (root.is_array()) {
          for (const auto& item : root.elements()) made.items.emplace_back(json_element::of(item, fhir));
        } else if (root.kind() != json::kind::null) {
          made.items.emplace_back(json_element::of(root, fhir));
        }
        constants.push_back(std::move(made));
      }
    }
    const environment with{.constants = constants};
    if (test["context"]) {
      const auto context = expression::compile(test["context"].Scalar(), {.check = false});
      if (!context) return "the context does not compile";
      auto found = context.value().evaluate(roots, with);
      if (!found) return "the context fails";
      roots = std::move(found.value());
    }
    const auto compiled = expression::compile(text, {.check = false});
    if (!compiled) return wants_error ? "" : "does not compile: " + std::string(compiled.error().place().data(), compiled.error().place().size());
    const auto made = compiled.value().evaluate(roots, with);
    if (!made) return wants_error ? "" : "error: " + std::string(made.error().place().data(), made.error().place().size());
    std::string got = "[";
    for (const value& each : made.value()) {
      if (std::holds_alternative<json_element>(each) && !std::get<json_element>(each).value()) continue;  // as fhirpath.js does
      got += (got.size() > 1 ? "," : "") + json_of(each);
    }
    got += "]";
    if (wants_error) return "gives " + got + ", is to fail";
    const std::string wanted = json_of(test["result"]);
    if (same(parsed(got).root(), parsed(wanted).root())) return "";
    return "gives " + got.substr(0, 200) + ", not " + wanted.substr(0, 200);
  }

  std::string file_;
  outcome& into_;
  std::string subject_;
  int number_ = 0;
};

TEST(YamlSuite, AgreesWithFhirpathJsButForWhatIsListed) {
  if (suite().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhirpath-js";
  outcome all;
  for (const auto& each : std::filesystem::directory_iterator(suite() / "cases")) runner(each.path().stem().string(), all);
  std::map<std::string, std::string> listed;
  std::ifstream file(PHR_SOURCE_DIR "/tests/fhirpath/yaml_differences.txt");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.empty() && line[0] != '#' && colon != std::string::npos) listed[line.substr(0, colon)] = line.substr(colon + 2);
  }
  for (const auto& [key, failure] : all.failures) {
    if (listed.erase(key) == 0) ADD_FAILURE() << key << ": " << failure;
  }
  for (const auto& [key, reason] : listed) ADD_FAILURE() << key << " passes or is no case: take it off the list";
  std::printf("%d of %d enabled fhirpath.js cases pass (%.1f %%), %d are disabled there\n", all.passed, all.enabled, 100.0 * all.passed / all.enabled, all.disabled);
}

}  // namespace
}  // namespace phr::fhirpath
