// Kinds of search parameters as SearchParameter.type names them.
#pragma once

#include <phr/fhir/search_parameter.hpp>

#include <array>
#include <string_view>

namespace phr::interactions {

inline constexpr std::array<std::string_view, 9> kind_names{"token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"};
// Of these a store can have its own: the first ones.
inline constexpr std::size_t own_kinds = 8;

[[nodiscard]] constexpr std::string_view name_of(fhir::search_kind kind) noexcept { return kind_names[static_cast<std::size_t>(kind)]; }

static_assert(name_of(fhir::search_kind::token) == "token" && name_of(fhir::search_kind::uri) == "uri" && name_of(fhir::search_kind::special) == "special");

}  // namespace phr::interactions
