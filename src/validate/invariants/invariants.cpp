#include "validate/invariants/invariants.hpp"

#include <phr/fhir/structure.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <unordered_set>

namespace phr::validate {

namespace {

struct row {
  std::string_view where;
  std::string_view key;
  severity how_bad;
  std::string_view human;
  std::string_view expression;
};
const row rows[] = {
#include "validate/invariants/r4_invariants.inc"
};

// Checked by the walk, which tells what of the element breaks them: children of an element, extensions, narratives, references, what is
// contained, entries of Bundles.
constexpr std::string_view by_hand[] = {"ele-1", "ext-1", "txt-1", "txt-2", "ref-1", "dom-2", "dom-3", "bdl-1", "bdl-2", "bdl-3", "bdl-4", "bdl-5", "bdl-7", "bdl-8", "bdl-9", "bdl-10", "bdl-11", "bdl-12"};

// The structures that a row is of: one, or all resources that have a narrative.
template <class Visitor>
void each_structure(std::string_view name, const Visitor& visit) {
  if (name != "DomainResource" && name != "BackboneElement") {
    const auto resource = fhir::resource_type_named(name);
    if (const fhir::structure* const type = resource ? &fhir::structure_of(*resource) : fhir::data_type_named(name); type != nullptr) visit(*type);
    return;
  }
  for (unsigned each = 1; name == "DomainResource" && each <= fhir::resource_type_count; ++each) {
    const fhir::structure& type = fhir::structure_of(static_cast<fhir::resource_type>(each));
    if (type.field_named("contained") != nullptr) visit(type);
  }
}

// "Patient.contact.name" from the type down: the field, and the structure of what it holds where that is a part of the type.
const fhir::field* field_at(std::string_view path) {
  const std::string_view root = path.substr(0, path.find('.'));
  const fhir::structure* type = nullptr;
  each_structure(root, [&](const fhir::structure& found) { type = &found; });
  const fhir::field* field = nullptr;
  for (path.remove_prefix(root.size()); !path.empty() && type != nullptr;) {
    path.remove_prefix(1);
    std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(name.size());
    if (name.ends_with("[x]")) name.remove_suffix(3);
    field = type->field_named(name);
    type = field == nullptr ? nullptr : field->type;
    if (field == nullptr) return nullptr;
  }
  return field;
}

}  // namespace

std::string_view interned(std::string_view text) {
  static std::mutex guard;
  static std::unordered_set<std::string> all;
  const std::lock_guard lock(guard);
  return *all.emplace(text).first;
}

const invariants& invariants::r4() {
  static const invariants made;
  return made;
}

invariants::invariants() {
  all_.reserve(std::size(rows));
  for (const row& each : rows) {
    keys_.push_back(each.key);
    if (std::find(std::begin(by_hand), std::end(by_hand), each.key) != std::end(by_hand)) continue;
    auto compiled = fhirpath::expression::compile(each.expression, {.check = false});
    if (!compiled) {
      unusable_.push_back(each.key);
      continue;
    }
    all_.push_back({each.key, each.how_bad, each.human, std::move(compiled.value())});
    const invariant* const made = &all_.back();
    if (each.where.find('.') == std::string_view::npos) {
      bool placed = each.where == "Element" || each.where == "BackboneElement";
      each_structure(each.where, [&](const fhir::structure& type) {
        by_place_[&type].push_back(made);
        placed = true;
      });
      if (!placed) unusable_.push_back(each.key);
    } else if (const fhir::field* const field = field_at(each.where); field != nullptr) {
      // Of a part of a type, wherever it stands: an item in an item as well.
      const bool is_part = field->type != nullptr && field->type->name == each.where;
      by_place_[is_part ? static_cast<const void*>(field->type) : field].push_back(made);
    } else {
      unusable_.push_back(each.key);
    }
  }
  std::sort(keys_.begin(), keys_.end());
}

std::span<const invariant* const> invariants::of(const fhir::structure& type) const noexcept {
  const auto found = by_place_.find(&type);
  return found == by_place_.end() ? std::span<const invariant* const>{} : found->second;
}

std::span<const invariant* const> invariants::of(const fhir::field& field) const noexcept {
  const auto found = by_place_.find(&field);
  return found == by_place_.end() ? std::span<const invariant* const>{} : found->second;
}

bool invariants::has(std::string_view key) const noexcept { return std::binary_search(keys_.begin(), keys_.end(), key); }

}  // namespace phr::validate
