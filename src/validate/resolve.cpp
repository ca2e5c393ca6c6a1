#include "validate/resolve.hpp"

#include "validate/bundle_index.hpp"

namespace phr::validate {

using fhir::node;

std::string_view id_of(const node& resource) {
  std::string_view id;
  resource.each_child([&](const node& each) {
    if (each.name() != "id") return true;
    id = static_cast<const fhir::text*>(each.object())->view();
    return false;
  });
  return id;
}

node contained_with(const node& resource, std::string_view id) {
  node found;
  resource.each_child([&](const node& each) {
    if (each.name() == "contained" && each.type() != nullptr && id_of(each) == id) found = each;
    return !found;
  });
  return found;
}

const home& container_of(const home& in) noexcept { return in.contained ? *in.up : in; }

const home* entry_of(const home& in) noexcept {
  const home* at = &in;
  while (at != nullptr && at->entry == nullptr) at = at->up;
  return at;
}

node resolve(std::string_view reference, const home& in) {
  if (reference.starts_with('#')) {
    const home& outer = container_of(in);
    return reference.size() == 1 ? *outer.at : contained_with(*outer.at, reference.substr(1));
  }
  const home* const entry = entry_of(in);
  if (entry == nullptr) return {};
  const auto targets = entry->up->bundle->find(reference, *entry->entry);
  return targets.empty() ? node{} : node::of(entry->up->bundle->bundle().entry[targets[0]].resource);
}

}  // namespace phr::validate
