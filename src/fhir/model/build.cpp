#include <phr/fhir/build.hpp>

#include <algorithm>
#include <string>

namespace phr::fhir {

r4::Coding coding(std::string_view system, std::string_view code, std::string_view display) {
  return {.system = system, .code = code, .display = display};
}

r4::CodeableConcept codeable_concept(std::string_view system, std::string_view code, std::string_view display) {
  return {.coding = {coding(system, code, display)}};
}

r4::CodeableConcept codeable_concept(std::string_view text) { return {.text = text}; }

r4::Quantity quantity(r4::decimal value, std::string_view ucum_code, std::string_view unit) {
  return {.value = std::move(value), .unit = unit.empty() ? ucum_code : unit, .system = "http://unitsofmeasure.org", .code = ucum_code};
}

r4::Reference reference_to(resource_type type, std::string_view id) {
  const std::string_view name = fhir::name(type);
  return {.reference = std::string(name) + "/" + std::string(id), .type = name};
}

const r4::Extension* find_extension(const list<r4::Extension>& among, std::string_view url) noexcept {
  const auto found = std::find_if(among.begin(), among.end(), [&](const r4::Extension& each) { return each.url == url; });
  return found == among.end() ? nullptr : found;
}

r4::Extension& ensure_extension(list<r4::Extension>& among, std::string_view url) {
  if (const r4::Extension* found = find_extension(among, url)) return *(among.begin() + (found - among.begin()));
  r4::Extension& made = among.add();
  made.url = url;
  return made;
}

std::uint16_t detail::primitive_at(const structure& type, std::size_t offset) {
  const auto found = std::find_if(type.fields.begin(), type.fields.end(), [&](const field& each) { return each.offset == offset; });
  const bool primitive = found != type.fields.end() && (is_primitive(found->kind) || found->kind == element_kind::choice);
  if (!primitive) read_of_absent_element();
  return static_cast<std::uint16_t>(found - type.fields.begin());
}

}  // namespace phr::fhir
