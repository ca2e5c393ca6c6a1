// What a document holds.
#include "validate/bundle_index.hpp"
#include "validate/checker.hpp"
#include "validate/narrative.hpp"

#include <vector>

namespace phr::validate {

using fhir::node;

namespace {

// Calls `visitor` with every literal reference below an element.
template <class Visitor>
void each_reference(const node& of, Visitor& visitor) {
  of.each_child([&](const node& each) {
    if (each.beside() != nullptr) each_reference(node::of(*each.beside()), visitor);
    if (each.type() == nullptr) return;
    if (each.type() == &fhir::r4::Reference::structure_) visitor(static_cast<const fhir::r4::Reference*>(each.object())->reference.view());
    each_reference(each, visitor);
  });
}

constexpr std::string_view narrative_link = "http://hl7.org/fhir/StructureDefinition/narrativeLink";

// The div of a resource, "" for none.
std::string_view div_of(const fhir::any_resource& resource) {
  std::string_view div;
  node::of(resource).each_child([&](const node& each) {
    if (each.name() == "text" && each.type() == &fhir::r4::Narrative::structure_) div = static_cast<const fhir::r4::Narrative*>(each.object())->div.view();
  });
  return div;
}

// Calls `visitor` with the URL of each narrativeLink that a resource has.
template <class Visitor>
void each_narrative_link(const fhir::any_resource& resource, Visitor visitor) {
  node::of(resource).each_child([&](const node& each) {
    if (each.type() != &fhir::r4::Extension::structure_) return;
    const auto& extension = *static_cast<const fhir::r4::Extension*>(each.object());
    if (extension.url != narrative_link) return;
    if (const auto* url = extension.value.as<fhir::r4::url>()) visitor(url->view());
    if (const auto* uri = extension.value.as<fhir::r4::uri>()) visitor(uri->view());
  });
}

}  // namespace

// A narrativeLink leads to one element of the narrative of an entry: "fullUrl#id".
void checker::narrative_links(const place& at, const bundle_index& index) {
  for (const auto& entry : index.bundle().entry) {
    if (!entry.resource) continue;
    each_narrative_link(entry.resource, [&](std::string_view url) {
      const std::size_t hash = url.find('#');
      const auto targets = hash == 0 || hash == std::string_view::npos ? bundle_index::entries{} : index.find(url.substr(0, hash), entry);
      if (hash == 0 || hash == std::string_view::npos || (targets.empty() && !url.starts_with("urn:"))) return;
      if (targets.size() == 1 && count_of_id(div_of(index.bundle().entry[targets[0]].resource), url.substr(hash + 1)) == 1) return;
      found_.error(issue_type::not_found, at, "a narrativeLink does not lead to one element of a narrative");
    });
  }
}

// An entry that neither the Composition leads to, nor leads to it, is no part of the document.
void checker::document(const place& at, const bundle_index& index) {
  const auto& entries = index.bundle().entry;
  std::vector<std::vector<std::size_t>> linked(entries.size());
  for (std::size_t from = 0; from < entries.size(); ++from) {
    if (!entries[from].resource) continue;
    auto link = [&](std::string_view reference) {
      for (const std::size_t to : index.find(reference, entries[from])) {
        linked[from].push_back(to);
        linked[to].push_back(from);
      }
    };
    each_reference(node::of(entries[from].resource), link);
  }
  std::vector<bool> reached(entries.size());
  std::vector<std::size_t> next{0};
  reached[0] = true;
  while (!next.empty()) {
    const std::size_t from = next.back();
    next.pop_back();
    for (const std::size_t to : linked[from]) {
      if (!reached[to]) next.push_back(to);
      reached[to] = true;
    }
  }
  at.at->each_child([&](const node& each) {
    if (each.name() != "entry" || reached[static_cast<std::size_t>(each.index())]) return;
    found_.error(issue_type::informational, {&at, &each}, "no link leads from the Composition to this entry, or back");
  });
}

// Whether a reference is one of those that a document holds the target of, in the Composition that is `in`.
bool checker::belongs_to_document(const place& at, const home& in) {
  if (in.up->bundle->bundle().type != fhir::r4::BundleType::document || in.entry != &in.up->bundle->bundle().entry[0]) return false;
  const node* const parent = at.up->at;
  if (parent->type() == nullptr || parent->type()->definition != "Composition") return false;
  for (const std::string_view name : {"subject", "encounter", "author", "party", "custodian", "detail", "focus", "entry"}) {
    if (at.at->name() == name) return true;
  }
  return false;
}

}  // namespace phr::validate
