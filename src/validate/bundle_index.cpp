#include "validate/bundle_index.hpp"

#include "fhir/model/slots.hpp"

#include <phr/fhir/r4/data_types.hpp>

#include <algorithm>

namespace phr::validate {

namespace {

std::string key_of(std::string_view type, std::string_view id) { return std::string(type) + "/" + std::string(id); }

std::string_view version_of(const fhir::any_resource& resource) {
  const auto& meta = fhir::member<fhir::box<fhir::r4::Meta>>(resource.object(), resource.structure()->fields[1]);
  return meta ? meta->versionId.view() : std::string_view{};
}

}  // namespace

// Every resource begins with id and meta.
std::string_view id_of(const fhir::any_resource& resource) noexcept {
  return resource ? fhir::member<fhir::text>(resource.object(), resource.structure()->fields[0]).view() : std::string_view{};
}

bundle_index::bundle_index(const fhir::r4::Bundle& of) : bundle_(of) {
  for (std::size_t at = 0; at < of.entry.size(); ++at) {
    const auto& entry = of.entry[at];
    if (fhir::is_absolute(entry.fullUrl.view())) by_url_.emplace(entry.fullUrl.view(), at);
    if (!id_of(entry.resource).empty()) by_id_.emplace(key_of(entry.resource.structure()->name, id_of(entry.resource)), at);
  }
}

bundle_index::entries bundle_index::find(std::string_view reference, const fhir::r4::Bundle::Entry& from) const {
  const auto parts = fhir::split_reference(reference);
  std::string url(reference.substr(0, reference.find('#')));
  if (!parts.version.empty()) url.resize(url.rfind("/_history/"));
  if (!fhir::is_absolute(url) && parts.type) {
    const auto own = fhir::split_reference(from.fullUrl.view());
    const bool is_its_own = own.type && from.resource && *own.type == from.resource.type() && own.id == id_of(from.resource);
    if (is_its_own && !own.base.empty()) url.insert(0, own.base);
  }
  entries made;
  const auto [first, last] = by_url_.equal_range(url);
  for (auto each = first; each != last; ++each) made.push_back(each->second);
  if (!parts.version.empty()) {
    std::erase_if(made, [&](std::size_t at) { return !bundle_.entry[at].resource || version_of(bundle_.entry[at].resource) != parts.version; });
  }
  std::sort(made.begin(), made.end());
  return made;
}

bundle_index::entries bundle_index::alike(const fhir::reference_parts& of) const {
  entries made;
  if (!of.type) return made;
  const auto [first, last] = by_id_.equal_range(key_of(fhir::name(*of.type), of.id));
  for (auto each = first; each != last; ++each) made.push_back(each->second);
  const auto [begin, end] = by_url_.equal_range("urn:uuid:" + std::string(of.id));
  for (auto each = begin; each != end; ++each) {
    if (bundle_.entry[each->second].resource) made.push_back(each->second);
  }
  return made;
}

}  // namespace phr::validate
