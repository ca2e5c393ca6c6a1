#include "fhirpath/program/fields.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace phr::fhirpath {

namespace {

struct index {
  std::unordered_map<std::string, std::vector<field_place>> by_name;
  std::unordered_map<std::string_view, const fhir::structure*> structures;
};

void add(index& into, const fhir::structure& type) {
  if (!into.structures.emplace(type.name, &type).second) return;
  for (std::size_t at = 0; at < type.fields.size(); ++at) {
    const fhir::field& field = type.fields[at];
    const auto place = static_cast<std::uint16_t>(at);
    into.by_name[std::string(field.name)].push_back({&type, place, 0});
    std::uint8_t choice = 0;
    for (const fhir::alternative& each : field.choices) {
      std::string named(fhir::name(each));
      named[0] = static_cast<char>(named[0] & ~0x20);
      into.by_name[std::string(field.name) + named].push_back({&type, place, ++choice});
      if (each.type != nullptr) add(into, *each.type);
    }
    if (field.type != nullptr) add(into, *field.type);
  }
}

const index& every_field() {
  static const index made = [] {
    index building;
    for (unsigned type = 1; type <= fhir::resource_type_count; ++type) add(building, fhir::structure_of(static_cast<fhir::resource_type>(type)));
    for (const char* const each : {"Element", "Extension"}) {
      if (const fhir::structure* const type = fhir::data_type_named(each); type != nullptr) add(building, *type);
    }
    for (auto& [name, places] : building.by_name) std::sort(places.begin(), places.end(), [](const field_place& a, const field_place& b) { return std::less<>()(a.type, b.type); });
    return building;
  }();
  return made;
}

}  // namespace

std::span<const field_place> fields_named(std::string_view name) {
  const auto found = every_field().by_name.find(std::string(name));
  return found == every_field().by_name.end() ? std::span<const field_place>{} : found->second;
}

const fhir::structure* structure_named(std::string_view name) {
  const auto found = every_field().structures.find(name);
  return found == every_field().structures.end() ? fhir::data_type_named(name) : found->second;
}

}  // namespace phr::fhirpath
