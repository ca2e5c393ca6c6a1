#include "interactions/bundle/patched.hpp"

#include <phr/core/date_time.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/parameters.hpp>
#include <phr/patch/fhirpath_patch.hpp>
#include <phr/patch/json_patch.hpp>

#include <array>

namespace phr::bundles {

namespace {

namespace json = fhir::json;

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The bytes of a base64 text, white space left out; nullopt where it is none.
std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  std::size_t letters = 0;
  std::size_t padding = 0;
  for (const char each : text) {
    if (each == ' ' || each == '\n' || each == '\r' || each == '\t') continue;
    ++letters;
    if (each == '=') {
      ++padding;
      continue;
    }
    const std::size_t value = alphabet.find(each);
    if (value == std::string_view::npos || padding != 0) return {};
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>((bits >> held) & 0xFF));
    }
  }
  if (letters % 4 != 0 || padding > 2) return {};
  return out;
}

// now() of a path is that of the request.
// `size` is that of the resource's text. Copies of copies would double it with each operation: it may become twice what is there and is given.
result<fhir::any_resource> apply(const fhir::any_resource& before, std::size_t size, std::string_view description, std::int64_t now) {
  const std::size_t first = description.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || description[first] != '{') {
    json::limits most;
    most.text_bytes = std::max<std::size_t>(std::size_t{16} << 20U, 2 * (size + description.size()));
    return patch::apply_json_patch(before, description, most);
  }
  PHR_TRY(const auto parameters, fhir::json_decode<fhir::r4::Parameters>(description));
  PHR_TRY(const std::string moment, format_instant(now));
  return patch::apply_fhirpath_patch(before, parameters, {.now = moment});
}

}  // namespace

result<write_report> patch_record(storage::unit& work, const patch_target& target, std::string_view description,
                                  const storage::reference_map& references, std::int64_t now) {
  PHR_TRY(const std::int64_t key, work.key_of(target.type, target.id));
  if (key == 0) return error{errc::not_found}.at("the record");
  PHR_TRY(const record standing, work.standing(key));
  if (target.expected && *target.expected != standing.version) {
    return error{errc::version_conflict}.at("If-Match").nth(standing.version);
  }
  PHR_TRY(const auto before, fhir::json_decode(standing.json));
  PHR_TRY(const auto after, apply(before, standing.json.size(), description, now));
  if (after == before) return write_report{target.type, std::string(target.id), standing.version, write_kind::unchanged};
  const std::string text = fhir::json_encode(after);
  json::document parsed;
  PHR_TRY(parsed.parse(text));
  std::string scratch;
  if (parsed.root()["id"].text(scratch) != target.id) return error{errc::invalid_value}.at("id: a patch cannot change it");
  // Of a Consent that waits, the patch is all that the owner has said: the rest is the import's, and waits on.
  PHR_TRY(const bool waits, work.consent_waits(key, standing));
  const storage::unit::adoption adopting(work, !waits);
  return work.put(target.type, target.id, parsed.root(), references, now, target.expected);
}

result<std::string> patch_of(const json::value& resource) {
  const std::string_view type = resource["resourceType"].raw_text();
  if (type == "Parameters") return std::string(resource.source());
  if (type != "Binary") return resource.locate(error{errc::wrong_type}.at("Bundle.entry.resource: Binary or Parameters"));
  if (resource["contentType"].raw_text() != "application/json-patch+json") {
    return resource.locate(error{errc::invalid_value}.at("Binary.contentType"));
  }
  std::string scratch;
  auto bytes = from_base64(resource["data"].text(scratch));
  if (!bytes || bytes->empty()) return resource.locate(error{errc::invalid_value}.at("Binary.data"));
  return std::move(*bytes);
}

}  // namespace phr::bundles
