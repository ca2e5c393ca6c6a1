"""The enumeration of the resource types and their names."""

from struct_writer import NOTICE


def write_types(repository, resources):
    lines = "".join(f"  {name} = {number},\n" for number, name in enumerate(resources, start=1))
    (repository / "include/phr/fhir/resource_type.hpp").write_text(NOTICE + f'''// The resource types of FHIR R4.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace phr::fhir {{

// Numbered alphabetically from 1; 0 is no type. R4 is frozen, and the numbers are part of the file format.
enum class resource_type : std::uint8_t {{
{lines}}};

inline constexpr std::uint8_t resource_type_count = {len(resources)};

// The name as FHIR spells it; "" for a number that is no type. Static text.
[[nodiscard]] std::string_view name(resource_type type) noexcept;
// The type of that name, case-sensitive.
[[nodiscard]] std::optional<resource_type> resource_type_named(std::string_view name) noexcept;

}}  // namespace phr::fhir
''', encoding="utf-8")
    names = "".join(f'    "{name}",\n' for name in resources)
    (repository / "src/fhir/r4/resource_type_names.inc").write_text(NOTICE + names, encoding="utf-8")
