#include "store/search/query/parameter.hpp"

#include "store/intern/catalogue.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// A type's parameters are numbered one after the other.
const fhir::search_parameter& by_id(fhir::resource_type type, std::uint16_t id) {
  const auto all = fhir::search_parameters(type);
  return all[static_cast<std::size_t>(id - all.front().id)];
}

void append_rows(fhir::resource_type type, const fhir::search_parameter& parameter, std::vector<std::uint16_t>& ids) {
  if (parameter.same_as != 0) {
    append_rows(type, by_id(type, parameter.same_as), ids);
  } else if (!parameter.any_of.empty()) {
    for (const std::uint16_t id : parameter.any_of) append_rows(type, by_id(type, id), ids);
  } else {
    ids.push_back(parameter.rows_of != 0 ? parameter.rows_of : parameter.id);
  }
}

}  // namespace

std::string resolved_parameter::id_list() const {
  std::string text;
  for (const std::uint16_t id : ids) {
    if (!text.empty()) text += ',';
    text += std::to_string(id);
  }
  return text;
}

std::string resolved_parameter::where(std::string_view column) const {
  return std::string(column) + (ids.size() == 1 ? " = " + std::to_string(ids.front()) : " IN (" + id_list() + ")");
}

bool resolved_parameter::may_refer_to(fhir::resource_type type) const { return std::find(targets.begin(), targets.end(), type) != targets.end(); }

resolved_parameter resolved(fhir::resource_type type, const fhir::search_parameter& parameter) {
  resolved_parameter made;
  made.parameter = &parameter;
  append_rows(type, parameter, made.ids);
  made.targets.assign(parameter.targets.begin(), parameter.targets.end());
  if (made.targets.empty() && parameter.kind == fhir::search_kind::reference) {
    for (int number = 1; number <= fhir::resource_type_count; ++number) made.targets.push_back(static_cast<fhir::resource_type>(number));
  }
  return made;
}

result<resolved_parameter> resolve(database& in, fhir::resource_type type, std::string_view name, std::uint64_t ordinal) {
  const auto* found = fhir::find_search_parameter(type, name);
  if (found == nullptr) {
    PHR_TRY(const custom_parameter* const own, find_custom_parameter(in, type, name));
    // What the store knows beside R4 is the owner's own: to others it is not there.
    if (own != nullptr && !in.hooks().visible) return resolved(type, own->parameter);
    return error{errc::unknown_parameter}.at("a criterion of the search").nth(ordinal);
  }
  if (!found->supported) return error{errc::unsupported}.at("a criterion of the search").nth(ordinal);
  return resolved(type, *found);
}

}  // namespace phr::storage
