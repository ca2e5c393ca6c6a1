// FHIRPath Patches as tests write them.
#pragma once

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/parameters.hpp>
#include <phr/patch/fhirpath_patch.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace phr::patch::test {

namespace json = fhir::json;
using fhir::any_resource;

inline any_resource read(std::string_view text) {
  const auto made = fhir::json_decode(text);
  EXPECT_TRUE(made) << text;
  return made ? made.value() : any_resource();
}

// Operations as Parameters; `value` is written as in JSON: "\"valueDate\":\"1930\"", "\"part\":[...]".
inline std::string part(std::string_view name, std::string_view value) { return ",{\"name\":\"" + std::string(name) + "\"," + std::string(value) + "}"; }
inline std::string text_part(std::string_view name, std::string_view text) {
  std::string value = "\"valueString\":";
  json::append_quoted(value, text);
  return part(name, value);
}
inline std::string number_part(std::string_view name, int number) { return part(name, "\"valueInteger\":" + std::to_string(number)); }
inline std::string operation(std::string_view type, std::string_view path, std::string_view more = {}) {
  return R"({"name":"operation","part":[{"name":"type","valueCode":")" + std::string(type) + "\"}" + text_part("path", path) + std::string(more) + "]}";
}
inline std::string add(std::string_view path, std::string_view name, std::string_view value) {
  return operation("add", path, text_part("name", name) + part("value", value));
}
inline std::string insert(std::string_view path, int index, std::string_view value) {
  return operation("insert", path, number_part("index", index) + part("value", value));
}
inline std::string replace(std::string_view path, std::string_view value) { return operation("replace", path, part("value", value)); }
inline std::string erase(std::string_view path) { return operation("delete", path); }
inline std::string move(std::string_view path, int source, int destination) {
  return operation("move", path, number_part("source", source) + number_part("destination", destination));
}

// Parameters of operations.
inline fhir::r4::Parameters parameters_of(const std::vector<std::string>& operations) {
  std::string all;
  for (const std::string& each : operations) all += (all.empty() ? "" : ",") + each;
  const std::string patch = R"({"resourceType":"Parameters")" + (all.empty() ? "}" : ",\"parameter\":[" + all + "]}");
  const auto decoded = fhir::json_decode<fhir::r4::Parameters>(patch);
  EXPECT_TRUE(decoded) << patch;
  return decoded ? decoded.value() : fhir::r4::Parameters();
}

// The name of the code, the number of the operation and the place.
inline std::string told(const error& why) {
  return name(why.code()).data() + (why.has_ordinal() ? " " + std::to_string(why.ordinal()) : std::string()) + ": " + why.place().data();
}

// What comes of a patch as JSON; of a refused one the error. A model and its JSON must have the same.
inline std::string patched(std::string_view text, const std::vector<std::string>& operations, const fhirpath::environment& with = fhirpath::plain_environment) {
  const fhir::r4::Parameters patch = parameters_of(operations);
  const any_resource before = read(text);
  const any_resource copy = before;
  const auto after = apply_fhirpath_patch(before, patch, with);
  EXPECT_TRUE(before == copy) << text;
  const auto of_text = apply_fhirpath_patch(text, patch, with);
  EXPECT_EQ(after.has_value(), of_text.has_value()) << text;
  if (after && of_text) {
    EXPECT_TRUE(after.value() == read(of_text.value())) << of_text.value();
  } else if (!after && !of_text) {
    EXPECT_EQ(told(after.error()), told(of_text.error()));
  }
  return after ? fhir::json_encode(after.value()) : told(after.error());
}

constexpr std::string_view patient = R"({"resourceType":"Patient"})";

}  // namespace phr::patch::test
