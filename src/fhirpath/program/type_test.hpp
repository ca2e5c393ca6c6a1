// "Is it a Quantity?", prepared.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <string_view>

namespace phr::fhirpath {

// A type specifier: "Patient", "FHIR.Patient", "System.Boolean", "boolean". Subtypes are of their type: a code is a string, a
// Patient a DomainResource, an Age a Quantity.
// Lifetime: a value. Threads: immutable. Errors: of(): wrong_type for a type that does not exist.
class type_test {
 public:
  type_test() noexcept = default;
  [[nodiscard]] static result<type_test> of(std::string_view specifier);

  [[nodiscard]] bool operator()(const value& item) const noexcept;
  [[nodiscard]] bool matches(const fhir::structure& type) const noexcept;
  [[nodiscard]] bool matches(fhir::element_kind primitive) const noexcept { return (kinds_ >> static_cast<unsigned>(primitive) & 1U) != 0; }
  // Without subtypes of primitive types: what ofType() and as() ask.
  [[nodiscard]] type_test exactly() const noexcept;

  // The structure it names, or nullptr.
  [[nodiscard]] const fhir::structure* structure() const noexcept { return structure_; }

 private:
  enum class family : std::uint8_t { none, resource, domain_resource, element, backbone_element, quantity };

  const fhir::structure* structure_ = nullptr;
  std::uint32_t kinds_ = 0;       // of primitives, by element_kind
  std::uint32_t own_kind_ = 0;    // the one it names
  std::uint16_t system_ = 0;      // of FHIRPath's own values, by alternative; dates and times apart by the bits below
  family family_ = family::none;
};

}  // namespace phr::fhirpath
