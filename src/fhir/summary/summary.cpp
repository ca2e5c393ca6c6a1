#include "fhir/summary/summary.hpp"

#include <phr/fhir/search_parameter.hpp>
#include <phr/fhir/summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace phr::summary {

namespace {

namespace json = fhir::json;

std::string string_of(const json::value& at) {
  std::string scratch;
  return std::string(at.text(scratch));
}

std::string quantity_text(const json::value& quantity) {
  std::string text;
  if (const json::value comparator = quantity["comparator"]) text += string_of(comparator);
  text += quantity["value"].number_text();
  const std::string unit = quantity["unit"] ? string_of(quantity["unit"]) : string_of(quantity["code"]);
  if (!text.empty() && !unit.empty()) text += " " + unit;
  return text;
}

std::string human_name(const json::value& name) {
  if (name["text"]) return string_of(name["text"]);
  std::string text;
  for (const json::value& given : name["given"].elements()) text += string_of(given) + " ";
  text += string_of(name["family"]);
  return text;
}

// "288 readings, 62 to 214 mg/dL"; the numbers only where they stand for themselves (no factor, origin 0).
std::string sampled_text(const json::value& sampled) {
  std::string scratch;
  std::string_view left = sampled["data"].text(scratch);
  std::size_t count = 0;
  std::optional<double> low;
  std::optional<double> high;
  while (!left.empty()) {
    const std::size_t blank = left.find(' ');
    const std::string_view word = left.substr(0, blank);
    left = blank == std::string_view::npos ? std::string_view{} : left.substr(blank + 1);
    if (word.empty()) continue;
    ++count;
    double number = 0;
    if (std::from_chars(word.data(), word.data() + word.size(), number).ec != std::errc{}) continue;
    low = std::min(low.value_or(number), number);
    high = std::max(high.value_or(number), number);
  }
  std::string text = fmt::format("{} readings", count);
  const std::string_view factor = sampled["factor"].number_text();
  if (!low || !(factor.empty() || factor == "1") || sampled["origin"]["value"].number_text() != "0") return text;
  return text + fmt::format(", {} to {} {}", *low, *high, string_of(sampled["origin"]["unit"]));
}

bool is_systolic(const json::value& component) {
  for (const json::value& coding : component["code"]["coding"].elements()) {
    if (coding["code"].raw_text() == "8480-6") return true;
  }
  return false;
}

// The value[x] of an Observation or of one of its components.
std::string one_value(const json::value& from) {
  if (const json::value quantity = from["valueQuantity"]) return quantity_text(quantity);
  if (const json::value coded = from["valueCodeableConcept"]) return concept_text(coded);
  if (const json::value text = from["valueString"]) return string_of(text);
  if (const json::value number = from["valueInteger"]) return std::string(number.number_text());
  if (const json::value truth = from["valueBoolean"]) return truth.is_true() ? "yes" : "no";
  if (const json::value moment = from["valueDateTime"]) return string_of(moment);
  if (const json::value sampled = from["valueSampledData"]) return sampled_text(sampled);
  return {};
}

}  // namespace

std::string concept_text(const json::value& concept_value) {
  if (concept_value["text"].is_string()) return string_of(concept_value["text"]);
  for (const json::value& coding : concept_value["coding"].elements()) {
    if (coding["display"].is_string()) return string_of(coding["display"]);
  }
  for (const json::value& coding : concept_value["coding"].elements()) {
    if (coding["code"].is_string()) return string_of(coding["code"]);
  }
  return {};
}

std::string title(const json::value& resource) {
  for (const std::string_view name : {"code", "vaccineCode", "medicationCodeableConcept", "type", "description", "category", "name", "class"}) {
    json::value at = resource[name];
    if (at.is_array()) at = at.at(0);
    std::string text;
    if (name == "name" && at.is_object()) {
      text = human_name(at);
    } else if (at.is_object()) {
      text = concept_text(at);
    } else if (at.is_string()) {
      text = string_of(at);
    }
    if (!text.empty()) return text;
  }
  return {};
}

std::string value_text(const json::value& observation) {
  std::string text = one_value(observation);
  if (!text.empty()) return text;
  std::string unit;
  for (const json::value& component : observation["component"].elements()) {
    const json::value quantity = component["valueQuantity"];
    const std::string part = quantity ? std::string(quantity["value"].number_text()) : one_value(component);
    if (part.empty()) continue;
    if (is_systolic(component)) {  // as people say it, whatever the order of the components
      text = text.empty() ? part : part + "/" + text;
    } else {
      text += text.empty() ? part : "/" + part;
    }
    if (quantity) unit = string_of(quantity["unit"]);
  }
  return unit.empty() ? text : text + " " + unit;
}

namespace {

std::string when_text(const json::value& resource, fhir::resource_type type) {
  std::string_view elements = fhir::timeline_elements(type);
  while (!elements.empty()) {
    const std::size_t blank = elements.find(' ');
    const json::value element = resource[elements.substr(0, blank)];
    if (element.is_string()) return string_of(element);
    if (element["start"].is_string()) return string_of(element["start"]);
    if (element["end"].is_string()) return string_of(element["end"]);
    elements = blank == std::string_view::npos ? std::string_view{} : elements.substr(blank + 1);
  }
  return {};
}

}  // namespace

}  // namespace phr::summary

namespace phr {

result<resource_summary> summarize(std::string_view json) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  const auto resource = parsed.root();
  const auto type = fhir::resource_type_named(resource["resourceType"].raw_text());
  if (!type) return resource.locate(error{errc::unknown_resource_type}.at("resourceType"));
  resource_summary made{summary::title(resource), {}, summary::when_text(resource, *type)};
  if (*type == fhir::resource_type::Observation) made.value = summary::value_text(resource);
  return made;
}

}  // namespace phr
