#include "interactions/bundle/entry_elements.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/id.hpp>
#include <phr/crypto/random.hpp>

#include <array>
#include <charconv>

namespace phr::bundles {

namespace json = fhir::json;

error wrong(const json::value& at, errc code, static_text place, std::uint64_t entry) {
  return at.locate(error{code}.at(place).nth(entry));
}

result<fhir::resource_type> type_of(const json::value& resource, std::uint64_t entry) {
  if (!resource.is_object()) return wrong(resource, errc::wrong_type, "Bundle.entry.resource", entry);
  const json::value type = resource["resourceType"];
  if (!type) return wrong(resource, errc::missing_element, "resourceType", entry);
  if (!type.is_string()) return wrong(type, errc::wrong_type, "resourceType", entry);
  const auto known = fhir::resource_type_named(type.raw_text());
  if (!known) return wrong(type, errc::unknown_resource_type, "resourceType", entry);
  return *known;
}

result<std::string> id_of(const json::value& resource, std::uint64_t entry) {
  const json::value id = resource["id"];
  if (!id) return std::string();
  if (!id.is_string()) return wrong(id, errc::wrong_type, "id", entry);
  if (id.has_escapes() || !is_valid_id(id.raw_text())) return wrong(id, errc::invalid_id, "id", entry);
  return std::string(id.raw_text());
}

result<void> check_meta(const json::value& resource, std::uint64_t entry) {
  const json::value meta = resource["meta"];
  if (meta && !meta.is_object()) return wrong(meta, errc::wrong_type, "meta", entry);
  return success();
}

result<std::string> random_id() {
  std::array<std::uint8_t, 16> bytes{};
  PHR_TRY(crypto::fill(bytes));
  return uuid::from_random_bytes(bytes).to_string();
}

result<std::string> string_of(const json::value& from, static_text place, std::uint64_t entry) {
  if (!from) return std::string();
  if (!from.is_string()) return wrong(from, errc::wrong_type, place, entry);
  std::string scratch;
  return std::string(from.text(scratch));
}

result<std::optional<std::uint32_t>> version_of(const json::value& tag, static_text place, std::uint64_t entry) {
  PHR_TRY(const std::string text, string_of(tag, place, entry));
  if (text.empty()) return std::optional<std::uint32_t>{};
  std::string_view digits = text;
  if (digits.size() > 2 && digits[0] == 'W' && digits[1] == '/') digits.remove_prefix(2);
  if (digits.size() >= 2 && digits.front() == '"' && digits.back() == '"') digits = digits.substr(1, digits.size() - 2);
  std::uint32_t version = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size() || digits.empty()) {
    return wrong(tag, errc::invalid_value, place, entry);
  }
  return std::optional<std::uint32_t>{version};
}

result<std::optional<std::int64_t>> moment_of(const json::value& from, std::uint64_t entry) {
  PHR_TRY(const std::string text, string_of(from, "Bundle.entry.request.ifModifiedSince", entry));
  if (text.empty()) return std::optional<std::int64_t>{};
  const auto parsed = parse_instant(text);
  if (!parsed) return wrong(from, errc::malformed_date, "Bundle.entry.request.ifModifiedSince", entry);
  return std::optional<std::int64_t>{parsed.value().as_interval().low};
}

}  // namespace phr::bundles
