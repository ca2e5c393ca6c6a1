// The text of a resource as it is stored, and as it is given back.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace phr::storage {

// Old reference text to new, for the entries of a Bundle. Keys and values are unescaped.
using reference_map = std::unordered_map<std::string, std::string>;

// Elements of type uri and url that may hold the fullUrl of another entry (FHIR R4, transaction processing rules), next to
// Reference.reference. Identifier.value is a string and stays as it is.
[[nodiscard]] bool may_hold_url(std::string_view name) noexcept;

// What is stored: the members of `meta` but versionId and lastUpdated, a line feed, then all other members but
// resourceType and id; compact, in source order, with number and string text as written. A line feed cannot occur in
// compact JSON, so the two parts never need another mark. Columns hold what is left out, so the text does not change
// from one version to the next unless the resource does. References that `rewritten` names are replaced.
void append_stored_text(std::string& out, const fhir::json::value& resource, const reference_map& rewritten);

// What stands before the stored members: `{"resourceType":...,"meta":{...` as far as lastUpdated, with `updated` as its text.
struct resource_head {
  fhir::resource_type type;
  std::string_view id;
  std::uint32_t version;
  std::string_view updated;
};
void append_head(std::string& out, const resource_head& head);
[[nodiscard]] std::string instant_text(std::int64_t moment);

// The resource again, in FHIR's order: resourceType, id, meta, the rest. Replaces `out`.
void assemble(std::string& out, fhir::resource_type type, std::string_view id, std::uint32_t version, std::int64_t updated,
              std::string_view stored);

}  // namespace phr::storage
