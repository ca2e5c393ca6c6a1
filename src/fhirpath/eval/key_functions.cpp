// What SQL on FHIR adds (https://build.fhir.org/ig/FHIR/sql-on-fhir-v2).
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/value/keys.hpp"

#include <phr/fhir/reference.hpp>

namespace phr::fhirpath {

std::string resource_key(std::string_view type, std::string_view id) { return std::string(type).append("/").append(id); }

std::optional<std::string> reference_key(std::string_view reference) {
  if (reference.empty() || reference[0] == '#') return std::nullopt;
  const auto parts = fhir::split_reference(reference);
  if (!parts.type) return std::string(reference);
  return std::string(parts.base).append(resource_key(fhir::name(*parts.type), parts.id));
}

namespace {

using scope = evaluator::scope;

result<collection> key_of_resource(evaluator& in, const node& at, const collection& input, const scope&) {
  collection made;
  for (const value& each : input) {
    const std::string type = type_name(each);
    const auto* const known = structure_named(std::string_view(type).substr(type.find('.') + 1));
    if (known == nullptr || known->resource == fhir::resource_type{}) return in.wrong(at, "the key of what is no resource");
    if (const std::string id = child_text(each, "id"); !id.empty()) made.emplace_back(resource_key(known->name, id));
  }
  return made;
}

result<collection> key_of_reference(evaluator& in, const node& at, const collection& input, const scope&) {
  const type_test* const wanted = argument_count(at) == 0 ? nullptr : &in.found(at).type;
  collection made;
  for (const value& each : input) {
    const std::string reference = child_text(each, "reference");
    const auto type = fhir::split_reference(reference).type;
    const fhir::structure* const target = type ? &fhir::structure_of(*type) : structure_named(child_text(each, "type"));
    if (wanted != nullptr && (target == nullptr || !wanted->matches(*target))) continue;
    if (auto found = reference_key(reference)) made.emplace_back(std::move(*found));
  }
  return made;
}

constexpr named_function key_table[] = {{"getResourceKey", 0, 0, key_of_resource}, {"getReferenceKey", 0, 1, key_of_reference}};

}  // namespace

std::span<const named_function> key_functions() noexcept { return key_table; }

}  // namespace phr::fhirpath
