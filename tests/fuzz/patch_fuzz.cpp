// Patches of resources. The input is a resource in JSON, a line "~", and a patch in JSON: a JSON Patch, or a FHIRPath
// Patch as Parameters. Whatever is done, the resource is as it was; what comes of a patch is FHIR, of the same type,
// and the patch that is made between the two leads from one to the other and back; what is refused has a place.
#include <fuzz/fuzz.hpp>

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/parameters.hpp>
#include <phr/patch/fhirpath_patch.hpp>
#include <phr/patch/json_patch.hpp>

#include <string>

using phr::errc;
using phr::fuzz::require;
namespace fhir = phr::fhir;

namespace {

constexpr fhir::json::limits small{.depth = 32, .text_bytes = 1U << 14, .string_bytes = 1U << 12};
// A patch between two may be larger than both.
constexpr fhir::json::limits generous{.depth = 128, .text_bytes = 1U << 20, .string_bytes = 1U << 16};

void require_way(const fhir::any_resource& from, const fhir::any_resource& to) {
  const std::string patch = fhir::json_patch_between(from, to);
  require((patch == "[]") == (from == to));
  const auto made = fhir::apply_json_patch(from, patch, generous);
  require(made.has_value() && made.value() == to);
}

void check(const fhir::any_resource& before, const std::string& text, const phr::result<fhir::any_resource>& after) {
  require(fhir::json_encode(before) == text);
  if (!after) {
    require(!after.error().place().empty() && after.error().code() != errc::internal);
    return;
  }
  require(after.value().structure() == before.structure());
  const auto again = fhir::json_decode(fhir::json_encode(after.value()), {.limits = generous});
  require(again.has_value() && again.value() == after.value());
  require_way(before, after.value());
  require_way(after.value(), before);
}

// Of a resource and of its JSON a patch makes the same, or is refused for the same reason.
void require_alike(const phr::result<fhir::any_resource>& of_model, const phr::result<std::string>& of_text) {
  require(of_model.has_value() == of_text.has_value());
  if (!of_model) return require(of_model.error().code() == of_text.error().code());
  const auto read = fhir::json_decode(of_text.value(), {.limits = generous});
  require(read.has_value() && read.value() == of_model.value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = phr::fuzz::as_text(data, size);
  const std::size_t line = input.find("\n~\n");
  if (line == std::string_view::npos) return 0;
  const auto before = fhir::json_decode(input.substr(0, line), {.limits = small});
  if (!before) return 0;
  const std::string text = fhir::json_encode(before.value());
  const std::string_view patch = input.substr(line + 3);
  const auto patched = fhir::apply_json_patch(before.value(), patch, small);
  check(before.value(), text, patched);
  require_alike(patched, fhir::apply_json_patch(text, patch, small));

  const auto parameters = fhir::json_decode(patch, {.limits = small});
  if (!parameters) return 0;
  if (const auto* operations = parameters.value().as<fhir::r4::Parameters>()) {
    const phr::fhirpath::environment around{.now = "2024-05-06T07:08:09.000Z", .most = {.steps = 100'000, .items = 10'000, .text_bytes = 1U << 16}};
    const auto after = fhir::apply_fhirpath_patch(before.value(), *operations, around);
    check(before.value(), text, after);
    require_alike(after, fhir::apply_fhirpath_patch(text, *operations, around));
  }
  return 0;
}
