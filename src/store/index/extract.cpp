#include "store/index/extract.hpp"

#include "store/index/leaf.hpp"
#include "store/index/plan.hpp"

#include <phr/fhir/search_parameter.hpp>

namespace phr::storage {

namespace {

namespace json = fhir::json;

void walk(const index_node& node, const json::value& at, index_rows& out) {
  if (at.is_array()) {
    for (const json::value& each : at.elements()) walk(node, each, out);
    return;
  }
  for (const index_node::row& row : node.rows) add_leaf(row, at, out);
  if (node.children.empty()) return;
  if (!at.is_object()) {
    ++out.malformed;
    return;
  }
  for (const json::member& member : at.members()) {
    for (const index_node& child : node.children) {
      if (child.name.size() == member.name.size() && child.name == member.name) {
        walk(child, member.value, out);
        break;
      }
    }
  }
}

std::optional<std::int64_t> moment_of(const json::value& element) {
  if (element.is_object()) {
    if (const auto start = interval_of(element["start"])) return start->low;
    const auto end = interval_of(element["end"]);
    return end ? std::optional(end->low) : std::nullopt;
  }
  const auto interval = interval_of(element);
  return interval ? std::optional(interval->low) : std::nullopt;
}

}  // namespace

void index_rows::clear() noexcept {
  tokens.clear();
  strings.clear();
  dates.clear();
  references.clear();
  quantities.clear();
  numbers.clear();
  uris.clear();
  patients.clear();
  held.clear();
  happened.reset();
  is_patient = false;
  malformed = 0;
}

std::string_view index_rows::keep(std::string text) { return held.emplace_back(std::move(text)); }

std::optional<std::int64_t> happened(const json::value& resource, fhir::resource_type type) {
  std::string_view elements = fhir::timeline_elements(type);
  while (!elements.empty()) {
    const std::size_t blank = elements.find(' ');
    if (const json::value element = resource[elements.substr(0, blank)]) {
      if (const auto moment = moment_of(element)) return moment;
    }
    elements = blank == std::string_view::npos ? std::string_view{} : elements.substr(blank + 1);
  }
  return {};
}

void extract(const json::value& resource, fhir::resource_type type, index_rows& out) {
  walk(index_plan(type), resource, out);
  out.is_patient = type == fhir::resource_type::Patient;
  out.happened = happened(resource, type);
}

}  // namespace phr::storage
