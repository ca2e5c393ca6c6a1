// The sources of a store: which systems its facts come from (decision D16).
#pragma once

#include <phr/fhir/resource_type.hpp>
#include <phr/store/source.hpp>

#include "store/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phr::storage {

// Keys of the two that each file has. They are 0 and 1 because SQLite stores these two in no byte. Both speak of resources by their names here; whoever
// names one first has it, and the other's versions are told apart by their origin.
inline constexpr std::int64_t source_of_owner = 0;
inline constexpr std::int64_t source_of_file = 1;

// A URI as it is kept: without slashes at its end, and what of a URL says the same in capital letters in small ones. A base of two spellings would be two
// sources.
[[nodiscard]] std::string source_uri(std::string_view text);
// Whether a source may be called so. Errors: invalid_argument.
[[nodiscard]] result<void> check_source_uri(std::string_view uri);
// "https://hospital.example/fhir" of "https://hospital.example/fhir/Patient/1"; "" of what is no URL of a resource on a server.
[[nodiscard]] std::string base_of_url(std::string_view url);

// The same of "https://hospital.example/fhir/Patient?name=x", as a Bundle's link `self` has it.
[[nodiscard]] std::string base_of_request(std::string_view url);

[[nodiscard]] result<std::optional<std::int64_t>> find_source(database& in, std::string_view uri);
[[nodiscard]] source_kind kind_of_source(std::string_view uri) noexcept;
// Makes it where it is not there. `kind` and a name are told by the URI.
[[nodiscard]] result<std::int64_t> make_source(database& in, std::string_view uri);
// Something of it has come.
[[nodiscard]] result<void> see_source(database& in, std::int64_t source, std::int64_t now);
// errc::damaged_page for a number that is none.
[[nodiscard]] result<std::string> uri_of_source(database& in, std::int64_t source);

// The id that a resource gets here whose own is taken: a UUID (version 8, RFC 9562) of SHA-256 over "phr id 1", the source's URI, the type's
// name, the id there, and `attempt`, each ended by a zero byte: every device gets the same.
[[nodiscard]] result<std::string> derived_id(std::string_view uri, fhir::resource_type type, std::string_view id, std::uint32_t attempt);

}  // namespace phr::storage
