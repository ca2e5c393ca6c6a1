// Lists of names that are looked through as they stand: they are short.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace phr::fhirpath {

using names = std::span<const std::string_view>;

[[nodiscard]] inline bool is_in(std::string_view name, names all) { return std::find(all.begin(), all.end(), name) != all.end(); }

}  // namespace phr::fhirpath
