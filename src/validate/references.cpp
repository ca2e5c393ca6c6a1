// What references point to, and what is contained.
#include "validate/bundle_index.hpp"
#include "validate/resolve.hpp"

#include <phr/fhir/reference.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace phr::validate {

using fhir::node;

namespace {

// Whether a reference, or a canonical, uri or url, anywhere in `of` is "#id".
bool refers_to(const node& of, std::string_view id) {
  const auto is_it = [&](std::string_view text) { return text.size() == id.size() + 1 && text.front() == '#' && text.substr(1) == id; };
  return !of.each_child([&](const node& each) {
    if (each.beside() != nullptr && refers_to(node::of(*each.beside()), id)) return false;
    if (each.type() != nullptr) {
      if (each.type() == &fhir::r4::Reference::structure_ && is_it(static_cast<const fhir::r4::Reference*>(each.object())->reference.view())) return false;
      return !refers_to(each, id);
    }
    if (each.kind() == fhir::element_kind::xhtml && each.object() != nullptr) {  // an image or a link of the narrative
      const std::string_view text = static_cast<const fhir::text*>(each.object())->view();
      return text.find("\"#" + std::string(id) + "\"") == std::string_view::npos && text.find("'#" + std::string(id) + "'") == std::string_view::npos;
    }
    const bool names_one = each.kind() == fhir::element_kind::canonical || each.kind() == fhir::element_kind::uri || each.kind() == fhir::element_kind::url;
    return !names_one || each.object() == nullptr || !is_it(static_cast<const fhir::text*>(each.object())->view());
  });
}
bool refers_to_container(const node& contained) { return refers_to(contained, {}); }

// Entries that ask a server to do something need no fullUrl.
bool fullurl_may_lack(const fhir::r4::Bundle& of) {
  using fhir::r4::BundleType;
  return of.type == BundleType::batch || of.type == BundleType::transaction || of.type == BundleType::batch_response || of.type == BundleType::transaction_response;
}

bool allows(std::span<const fhir::resource_type> targets, fhir::resource_type type) {
  return targets.empty() || std::find(targets.begin(), targets.end(), type) != targets.end();
}

}  // namespace

void checker::reference(const place& at, const fhir::r4::Reference& of, const home& in) {
  if (of.reference.empty()) return;
  const std::string_view text = of.reference.view();
  const auto targets = at.at->definition()->targets;
  if (text.front() == '#') {
    const std::string_view id = text.substr(1);
    if (id.empty()) return;  // the container itself
    const node target = contained_with(*container_of(in).at, id);
    if (!target) {
      found_.error(issue_type::structure, at, "no contained resource has this id", "ref-1");
    } else if (!allows(targets, target.type()->resource)) {
      found_.error(issue_type::structure, at, "a reference to " + std::string(target.type()->name) + " is not allowed here");
    }
    return;
  }
  if (const home* const entry = entry_of(in); entry != nullptr && in_bundle(at, text, targets, *entry)) return;
  const auto parts = fhir::split_reference(text);
  if (with_.self_contained && parts.type && parts.base.empty()) within(at, parts, in);
  if (parts.type && !allows(targets, *parts.type)) {
    // The URL implies it; what is there could tell otherwise.
    found_.warning(issue_type::structure, at, "a reference to " + std::string(fhir::name(*parts.type)) + " is not allowed here");
  }
}

namespace {

void collect(const node& of, std::unordered_set<std::string>& into) {
  if (of.type() == nullptr) return;
  if (of.type()->resource != fhir::resource_type{}) into.insert(std::string(of.type()->name) + "/" + std::string(id_of(of)));
  of.each_child([&](const node& each) { collect(each, into); });
}

}  // namespace

void checker::within(const place& at, const fhir::reference_parts& reference, const home& in) {
  if (resources_.empty()) {
    const home* outer = &in;
    while (outer->up != nullptr) outer = outer->up;
    collect(*outer->at, resources_);
  }
  if (!resources_.contains(std::string(fhir::name(*reference.type)) + "/" + std::string(reference.id))) {
    found_.error(issue_type::not_found, at, "what it refers to is not in this text");
  }
}

// Whether the reference is to an entry of the Bundle around it; that is of a type that is allowed, and is one.
bool checker::in_bundle(const place& at, std::string_view reference, std::span<const fhir::resource_type> targets, const home& in) {
  const bundle_index& index = *in.up->bundle;
  const auto parts = fhir::split_reference(reference);
  const auto& entries = index.bundle().entry;
  const auto found = index.find(reference, *in.entry);
  if (found.empty()) {
    if (in.entry->fullUrl.empty() && parts.type && parts.base.empty() && !fullurl_may_lack(index.bundle())) {
      found_.error(issue_type::required, at, "a relative reference in an entry without a fullUrl");
      return true;
    }
    const auto alike = index.alike(parts);
    if (belongs_to_document(at, in)) {
      found_.error(issue_type::not_found, at, alike.empty() ? "the document does not hold what its Composition refers to" : "the document holds this only by a fullUrl that the reference does not mean");
      return true;
    }
    for (const std::size_t each : alike) {
      if (*parts.type != entries[each].resource.type()) {
        found_.error(issue_type::structure, at, "the entry it refers to is of another type: " + std::string(entries[each].resource.structure()->name));
        return true;
      }
    }
    if (reference.starts_with("urn:")) found_.warning(issue_type::not_found, at, "no entry of the Bundle has this fullUrl");
    return false;
  }
  if (found.size() > 1 && index.bundle().type != fhir::r4::BundleType::history) {
    found_.error(issue_type::invalid, at, "several entries of the Bundle have this fullUrl");
    return true;
  }
  const auto& target = entries[found[0]].resource;
  if (!target) return true;
  if (parts.type && *parts.type != target.type()) {
    found_.error(issue_type::structure, at, "the entry it refers to is of another type: " + std::string(target.structure()->name));
  } else if (!allows(targets, target.type())) {
    found_.error(issue_type::structure, at, "a reference to " + std::string(target.structure()->name) + " is not allowed here");
  }
  return true;
}

// Contained resources have an id, contain none, and are there because something refers to them, or they to it (dom-2, dom-3).
void checker::contained(const place& at, const home& in) {
  const node& of = *at.at;
  of.each_child([&](const node& each) {
    if (each.name() != "contained" || each.type() == nullptr) return;
    const place here{&at, &each};
    if (in.contained) found_.error(issue_type::invariant, here, "a contained resource contains no other", "dom-2");
    const std::string_view id = id_of(each);
    if (!id.empty() && !refers_to(of, id) && !refers_to_container(each)) {
      found_.error(issue_type::invariant, here, "nothing refers to this contained resource", "dom-3");
    }
  });
}

}  // namespace phr::validate
