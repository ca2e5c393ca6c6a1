// From the types of FHIR and SQL to kinds of columns.
#pragma once

#include <phr/views/batch.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace phr::views {

// "http://hl7.org/fhir/StructureDefinition/code" and "http://hl7.org/fhirpath/System.String" without what stands before the name.
[[nodiscard]] std::string_view short_type(std::string_view type) noexcept;
// The kind of a FHIR or FHIRPath type by its name; complex types are text (JSON). nullopt for what is no type.
[[nodiscard]] std::optional<column_kind> kind_of_type(std::string_view type) noexcept;
// The kind of a type of ANSI SQL as tags have it ("ansi/type": "CHARACTER VARYING(20)"); nullopt for what no column here can have.
[[nodiscard]] std::optional<column_kind> kind_of_sql_type(std::string_view type);
// "Patient_name": what SQL takes as a name without quotes.
[[nodiscard]] bool is_sql_name(std::string_view name) noexcept;

}  // namespace phr::views
