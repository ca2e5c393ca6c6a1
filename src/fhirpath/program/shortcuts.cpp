// What can be known of a program's shape to run it with fewer steps.
#include "fhirpath/program/program.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace phr::fhirpath {

namespace {

// Functions that are empty on an empty input, and then look at nothing else.
constexpr std::array<std::string_view, 6> empty_of_empty = {"where", "select", "first", "ofType", "as", "resolve"};

bool passes_nothing_on(const node& at) {
  if (at.kind == node_kind::type) return at.text == "as";
  if (!at.has_input) return false;
  return at.kind == node_kind::member || (at.kind == node_kind::function && std::find(empty_of_empty.begin(), empty_of_empty.end(), at.text) != empty_of_empty.end());
}

// The resource that a path names where it begins; nullptr where it does not, or may have items without it.
const fhir::structure* only_of(const program& in, const node& at) {
  const node* first = &at;
  while (passes_nothing_on(*first)) first = &in.of.part(*first, 0);
  if (first->kind != node_kind::member || !in.at(*first).names_type) return nullptr;
  const fhir::structure* const named = in.at(*first).type.structure();
  return named == nullptr || named->resource == fhir::resource_type{} ? nullptr : named;
}

bool is_union(const program& in, const node& at) { return at.kind == node_kind::binary && in.at(at).op == operation::unite; }

// Takes over what a union on the left has found: long chains cost no more than their length.
void find_united(program& in, std::uint32_t position, step& into) {
  for (const std::uint32_t part : in.of.nodes[position].parts) {
    const node& each = in.of.nodes[part];
    if (!is_union(in, each)) {
      in.at(each).only_of = only_of(in, each);
      into.united.push_back(part);
    } else if (into.united.empty()) {
      into.united = std::exchange(in.at(each).united, {});
    } else {
      into.united.insert(into.united.end(), in.at(each).united.begin(), in.at(each).united.end());
    }
  }
}

// Takes over what was found for the member before, which runs as a part of this one only. `resourceType` is no field: it is found step by step.
void find_path(program& in, std::uint32_t position, step& into) {
  const node& at = in.of.nodes[position];
  if (at.text == "resourceType" || !at.has_input) return;
  const std::uint32_t before = at.parts[0];
  const node& input = in.of.nodes[before];
  if (input.kind != node_kind::member || input.text == "resourceType") return;
  if (input.has_input && in.steps[before].path.empty()) return;
  into.path = std::exchange(in.steps[before].path, {});
  if (!input.has_input) into.path.push_back(before);
  into.path.push_back(position);
}

}  // namespace

// Parts come before what they are part of.
void find_shortcuts(program& into) {
  for (std::uint32_t at = 0; at < into.of.nodes.size(); ++at) {
    const node& here = into.of.nodes[at];
    if (is_union(into, here)) find_united(into, at, into.steps[at]);
    if (here.kind == node_kind::member) find_path(into, at, into.steps[at]);
  }
}

}  // namespace phr::fhirpath
