// Validation of any text. What a strict reading refuses is not valid; findings have places; an outcome is itself valid FHIR; and
// any StructureDefinition may be a profile.
#include <fuzz/fuzz.hpp>

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/fhir/r4/structure_definition.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

#include <algorithm>
#include <string>
#include <vector>

using phr::fuzz::require;
namespace fhir = phr::fhir;
namespace validate = phr::validate;

namespace {

void check_outcome(const validate::outcome& found, std::string_view text) {
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  for (const validate::issue& each : found.issues) {
    require(!each.message.empty());
    require(each.line <= lines);
    require(each.severity == validate::severity::fatal || !each.path.empty());
  }
  const auto made = validate::to_operation_outcome(found);
  const auto again = fhir::json_decode(fhir::json_encode(made));
  require(again.has_value());
  require(validate::check(again.value()).is_valid());
}

// A resource that most elements of a profile for its type find something in.
fhir::any_resource sample(const fhir::r4::StructureDefinition& of) {
  const auto type = fhir::resource_type_named(of.type.view());
  return type ? fhir::any_resource(fhir::structure_of(*type)) : fhir::any_resource(fhir::structure_of(fhir::resource_type::Patient));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 1U << 14) return 0;
  const std::string_view text = phr::fuzz::as_text(data, size);
  const validate::outcome found = validate::check_text(text, {.known_extensions_only = true, .self_contained = true, .example_urls = false, .markup_in_text = false});
  check_outcome(found, text);
  const auto decoded = fhir::json_decode(text);
  const auto as_xml = decoded ? phr::result<fhir::any_resource>(phr::error{phr::errc::internal}) : fhir::xml_decode(text);
  require(decoded || as_xml || !found.is_valid());
  if (!decoded) return 0;
  const auto* const definition = decoded.value().as<fhir::r4::StructureDefinition>();
  if (definition == nullptr) return 0;
  validate::profiles known;
  if (!known.add(decoded.value())) return 0;
  const std::vector<std::string> urls{definition->url.str()};
  check_outcome(validate::check(sample(*definition), {.known = &known, .profiles = urls}), text);
  check_outcome(validate::check(decoded.value(), {.known = &known, .profiles = urls}), text);
  return 0;
}
