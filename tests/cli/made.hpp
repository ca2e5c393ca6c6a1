// Sample data made, parsed and indexed for tests.
#pragma once

#include "cli/synth/synth.hpp"

#include <phr/fhir/json.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace made {

using phr::fhir::json::value;
namespace synth = phr::synth;

inline std::string text(const value& from) {
  std::string scratch;
  return std::string(from.text(scratch));
}

// One resource: whose document it is of, its URL in a Bundle ("" in ndjson), and itself.
struct resource {
  std::string document;
  std::string full_url;
  value json;
  [[nodiscard]] std::string type() const { return text(json["resourceType"]); }
  [[nodiscard]] std::string name() const { return type() + "/" + text(json["id"]); }
};

// All documents of a run. Lifetime: the values borrow from it.
class run {
 public:
  explicit run(const synth::options& chosen) {
    written_ = synth::generate(chosen, [&](std::string_view name, std::string_view content) {
      if (chosen.shape == synth::format::bundle) {
        add_bundle(std::string(name), content);
      } else {
        add_lines(std::string(name), content);
      }
      return true;
    });
  }
  run(const run&) = delete;
  run& operator=(const run&) = delete;

  [[nodiscard]] const std::vector<resource>& resources() const { return resources_; }
  [[nodiscard]] const std::vector<value>& entries() const { return entries_; }  // of Bundles
  [[nodiscard]] const std::vector<value>& bundles() const { return bundles_; }
  [[nodiscard]] std::uint64_t written() const { return written_; }  // as generate() counted
  [[nodiscard]] std::vector<resource> of(std::string_view type) const {
    std::vector<resource> out;
    for (const resource& each : resources_) {
      if (each.type() == type) out.push_back(each);
    }
    return out;
  }
  // The birth dates of the persons, by document.
  [[nodiscard]] std::map<std::string, std::string> births() const {
    std::map<std::string, std::string> out;
    for (const resource& each : of("Patient")) out[each.document] = text(each.json["birthDate"]);
    return out;
  }

 private:
  value parse(std::string_view content) {
    parsed_.emplace_back();
    const auto done = parsed_.back().parse(content);
    EXPECT_TRUE(done) << content.substr(0, 200);
    return parsed_.back().root();
  }
  void add_bundle(const std::string& name, std::string_view content) {
    const value bundle = parse(content);
    bundles_.push_back(bundle);
    for (const value entry : bundle["entry"].elements()) {
      entries_.push_back(entry);
      resources_.push_back({name, text(entry["fullUrl"]), entry["resource"]});
    }
  }
  void add_lines(const std::string& name, std::string_view content) {
    while (!content.empty()) {
      const std::size_t end = content.find('\n');
      ASSERT_NE(end, std::string_view::npos) << "the last line of " << name << " has no end";
      resources_.push_back({name, "", parse(content.substr(0, end))});
      content.remove_prefix(end + 1);
    }
  }

  std::deque<phr::fhir::json::document> parsed_;
  std::vector<resource> resources_;
  std::vector<value> entries_;
  std::vector<value> bundles_;
  std::uint64_t written_ = 0;
};

// Every value below `from` with the name of the member it is, and the path to it: "valueQuantity", "component.code".
using visitor = std::function<void(const std::string& path, std::string_view name, const value& json)>;
inline void walk(const value& from, const visitor& visit, const std::string& path = "") {
  for (const auto& [name, json] : from.members()) {
    const std::string below = path.empty() ? std::string(name) : path + "." + std::string(name);
    if (json.is_array()) {
      visit(below, name, json);
      for (const value each : json.elements()) {
        visit(below, name, each);
        walk(each, visit, below);
      }
    } else {
      visit(below, name, json);
      walk(json, visit, below);
    }
  }
}

// The code of the first coding of a CodeableConcept.
inline std::string code_of(const value& from) { return text(from["coding"].at(0)["code"]); }

// The options of most tests: three households, both unit systems, six years.
inline synth::options many(synth::format shape) { return {.seed = 5, .people = 18, .years = 6, .shape = shape}; }

}  // namespace made
