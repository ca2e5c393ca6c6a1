#include "store/index/extract.hpp"

#include "store/index/leaf.hpp"
#include "store/index/plan.hpp"

#include <algorithm>

#include <phr/fhir/search_parameter.hpp>

namespace phr::storage {

namespace {

namespace json = fhir::json;

void walk(const index_node& node, const json::value& at, const json::value& resource, index_rows& out);

bool meets(std::string_view condition, const json::value& element) {
  const std::size_t equals = condition.find('=');
  return equals == std::string_view::npos || element[condition.substr(0, equals)].raw_text() == condition.substr(equals + 1);
}

using part = composite_row::part;

// What one part of a composite says of an element.
std::vector<part> parts_of(const index_rows& found, fhir::search_kind kind) {
  std::vector<part> all;
  using fhir::search_kind;
  if (kind == search_kind::reference) {  // what a logical reference says is no target
    for (const auto& row : found.references) all.push_back({search_kind::reference, {}, {}, 0, 0, row});
    return all;
  }
  for (const auto& row : found.tokens) all.push_back({search_kind::token, row.system, row.code});
  for (const auto& row : found.quantities) all.push_back({search_kind::quantity, row.system, row.code, row.value});
  for (const auto& row : found.numbers) all.push_back({search_kind::number, {}, {}, row.value});
  for (const auto& row : found.dates) all.push_back({search_kind::date, {}, {}, static_cast<double>(row.low), static_cast<double>(row.high) - static_cast<double>(row.low)});
  return all;
}

void add_composite(const composite_rule& rule, const json::value& element, const json::value& resource, index_rows& out) {
  composite_maker made(rule.parameter);
  for (const composite_rule::part& each : rule.parts) {
    index_rows found;
    walk(each.roots.front(), each.from_resource ? resource : element, resource, found);
    made.add(found, each.kind, out);
  }
  made.finish(out);
}

void walk_members(const index_node& node, const json::value& at, const json::value& resource, index_rows& out) {
  for (const json::member& member : at.members()) {
    for (const index_node& child : node.children) {
      if (child.name.size() != member.name.size() || child.name != member.name) continue;
      walk(child, child.condition == "0" && member.value.is_array() ? member.value.at(0) : member.value, resource, out);
    }
  }
}

void walk(const index_node& node, const json::value& at, const json::value& resource, index_rows& out) {
  if (at.is_array()) {
    for (const json::value& each : at.elements()) walk(node, each, resource, out);
    return;
  }
  if (!node.condition.empty() && !meets(node.condition, at)) return;
  for (const index_node::row& row : node.rows) {
    if (out.only.empty() || std::find(out.only.begin(), out.only.end(), row.parameter) != out.only.end()) add_leaf(row, at, out);
  }
  if (node.children.empty() && node.composites.empty()) return;
  if (!at.is_object()) {
    if (at.kind() != json::kind::null) ++out.malformed;
    return;
  }
  walk_members(node, at, resource, out);
  if (!out.only.empty()) return;
  for (const composite_rule& rule : node.composites) add_composite(rule, at, resource, out);
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

void composite_maker::add(index_rows& found, fhir::search_kind kind, index_rows& out) {
  out.held.splice(out.held.end(), found.held);  // texts that were built live on at their addresses
  std::vector<composite_row> longer;
  for (const composite_row& begun : made_) {
    for (const part& each : parts_of(found, kind)) {
      if (out.composites.size() + longer.size() == most_combinations) {
        out.too_many = true;
        made_.clear();
        return;
      }
      longer.push_back(begun);
      longer.back().parts[nth_] = each;
    }
  }
  made_ = std::move(longer);
  ++nth_;
}

void composite_maker::finish(index_rows& out) { out.composites.insert(out.composites.end(), made_.begin(), made_.end()); }

void index_rows::clear() noexcept {
  tokens.clear();
  strings.clear();
  dates.clear();
  references.clear();
  inside.clear();
  quantities.clear();
  numbers.clear();
  uris.clear();
  composites.clear();
  present.clear();
  labels.clear();
  root = {};
  patients.clear();
  held.clear();
  happened.reset();
  is_patient = false;
  too_many = false;
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
  out.root = resource;
  walk(index_plan(type), resource, resource, out);
  out.is_patient = type == fhir::resource_type::Patient;
  out.happened = happened(resource, type);
}

}  // namespace phr::storage
