// Short ways to write what every record is made of.
#pragma once

#include <phr/fhir/model_json.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include <cstddef>
#include <string_view>

namespace phr::fhir {

// coding("http://loinc.org", "8867-4", "Heart rate"); an empty part is left out.
[[nodiscard]] r4::Coding coding(std::string_view system, std::string_view code, std::string_view display = {});
[[nodiscard]] r4::CodeableConcept codeable_concept(std::string_view system, std::string_view code, std::string_view display = {});
[[nodiscard]] r4::CodeableConcept codeable_concept(std::string_view text);
// A quantity in UCUM: quantity(5, "mg"); quantity(decimal, "mmol/L", "mmol per litre"). Without `unit` it is the code.
[[nodiscard]] r4::Quantity quantity(r4::decimal value, std::string_view ucum_code, std::string_view unit = {});
// "Patient/p1", with the type beside it.
[[nodiscard]] r4::Reference reference_to(resource_type type, std::string_view id);
template <model T>
[[nodiscard]] r4::Reference reference_to(const T& resource) {
  return reference_to(T::resource_, resource.id.view());
}

// The first extension of that URL, or nullptr.
[[nodiscard]] const r4::Extension* find_extension(const list<r4::Extension>& among, std::string_view url) noexcept;
// The same, made where there is none.
r4::Extension& ensure_extension(list<r4::Extension>& among, std::string_view url);

namespace detail {
// The position of the field at that offset; read_of_absent_element() where no primitive stands there.
[[nodiscard]] std::uint16_t primitive_at(const structure& type, std::size_t offset);
}  // namespace detail

// The id and extensions of a primitive of `object`, named by its member: element_of(patient, patient.birthDate), and with an
// index for one of several: element_of(name, name.given, 1). nullptr where it has none. A choice is named by itself.
// Errors: read_of_absent_element() where `member` is no primitive member of this very object.
template <structured T, class M>
[[nodiscard]] const r4::Element* element_of(const T& object, const M& member, std::uint32_t index = 0) {
  const auto offset = reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&object);
  return object.sidecar_.find(detail::primitive_at(T::structure_, static_cast<std::size_t>(offset)), index);
}
// The same to write to, made where there is none.
template <structured T, class M>
r4::Element& ensure_element(T& object, const M& member, std::uint32_t index = 0) {
  const auto offset = reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&object);
  return object.sidecar_.ensure(detail::primitive_at(T::structure_, static_cast<std::size_t>(offset)), index);
}

}  // namespace phr::fhir
