#include "validate/bindings.hpp"

#include "fhir/model/slots.hpp"

#include <phr/fhir/r4/data_types.hpp>

namespace phr::validate {

using fhir::binding_strength;
using fhir::node;
namespace r4 = fhir::r4;

namespace {

template <class T>
const T* as(const node& of) {
  return of.type() == &T::structure_ ? static_cast<const T*>(of.object()) : nullptr;
}

membership of_code(std::string_view value_set, std::string_view system, std::string_view code, const terminology& codes) {
  if (code.empty()) return membership::no;
  if (!system.empty()) return codes.contains(value_set, system, code);
  // Without a system a code means nothing: it can only be seen not to be in the set.
  return codes.contains_code(value_set, code) == membership::no ? membership::no : membership::unknown;
}

bool has_codes(const node& of) {
  if (const auto* concept_of = as<r4::CodeableConcept>(of)) {
    for (const auto& each : concept_of->coding) {
      if (!each.code.empty()) return true;
    }
    return false;
  }
  if (const auto* quantity = as<r4::Quantity>(of)) return !quantity->code.empty();
  if (const auto* coding = as<r4::Coding>(of)) return !coding->code.empty();
  return of.object() != nullptr && !of.text().empty();
}

}  // namespace

membership membership_of(const node& of, std::string_view value_set, const terminology& codes) {
  if (const auto* coding = as<r4::Coding>(of)) return of_code(value_set, coding->system.view(), coding->code.view(), codes);
  if (const auto* quantity = as<r4::Quantity>(of)) return of_code(value_set, quantity->system.view(), quantity->code.view(), codes);
  if (const auto* concept_of = as<r4::CodeableConcept>(of)) {
    membership made = membership::no;
    for (const auto& each : concept_of->coding) {
      const membership one = of_code(value_set, each.system.view(), each.code.view(), codes);
      if (one == membership::yes) return one;
      if (one == membership::unknown) made = one;
    }
    return made;
  }
  if (!of.is_primitive() || of.object() == nullptr || fhir::is_absent(of.kind(), of.object())) return membership::unknown;
  return codes.contains_code(value_set, of.text());
}

void check_binding(findings& found, const place& at, std::string_view value_set, binding_strength strength, const terminology& codes) {
  if (strength < binding_strength::preferred || !codes.knows(value_set)) return;
  if (!has_codes(*at.at)) {
    const bool is_coded = as<r4::CodeableConcept>(*at.at) != nullptr || as<r4::Coding>(*at.at) != nullptr;
    if (is_coded && strength == binding_strength::required) found.error(issue_type::code_invalid, at, "needs a code of " + std::string(value_set));
    return;
  }
  if (membership_of(*at.at, value_set, codes) != membership::no) return;
  const bool several = as<r4::CodeableConcept>(*at.at) != nullptr;
  found.add(strength == binding_strength::required ? severity::error : severity::warning, issue_type::code_invalid, at,
            (several ? "no code of " : "not a code of ") + std::string(value_set));
}

void check_coding(findings& found, const place& at, const terminology& codes) {
  std::string_view system;
  std::string_view code;
  if (const auto* coding = as<r4::Coding>(*at.at)) {
    system = coding->system.view();
    code = coding->code.view();
  } else if (const auto* quantity = as<r4::Quantity>(*at.at)) {
    system = quantity->system.view();
    code = quantity->code.view();
  }
  if (system.empty() || code.empty()) return;
  if (codes.system_has(system, code) == membership::no) found.warning(issue_type::code_invalid, at, "its system does not have this code");
}

}  // namespace phr::validate
