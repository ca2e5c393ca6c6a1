// Elements of a Bundle's entries as values, with errors that name the element and the entry.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phr::bundles {

[[nodiscard]] error wrong(const fhir::json::value& at, errc code, static_text place, std::uint64_t entry);
// The resource's type, and its id where it has one.
[[nodiscard]] result<fhir::resource_type> type_of(const fhir::json::value& resource, std::uint64_t entry);
[[nodiscard]] result<std::string> id_of(const fhir::json::value& resource, std::uint64_t entry);
[[nodiscard]] result<void> check_meta(const fhir::json::value& resource, std::uint64_t entry);
[[nodiscard]] result<std::string> random_id();
// The text of a string element; "" where it is absent.
[[nodiscard]] result<std::string> string_of(const fhir::json::value& from, static_text place, std::uint64_t entry);
// W/"3" as 3.
[[nodiscard]] result<std::optional<std::uint32_t>> version_of(const fhir::json::value& tag, static_text place, std::uint64_t entry);
[[nodiscard]] result<std::optional<std::int64_t>> moment_of(const fhir::json::value& from, std::uint64_t entry);
inline constexpr std::string_view urn_uuid = "urn:uuid:";

}  // namespace phr::bundles
