#include "views/definition/types.hpp"

#include "core/ascii.hpp"
#include "fhirpath/program/type_test.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace phr::views {

namespace {

struct named_kind {
  std::string_view name;
  column_kind kind;
};

constexpr std::array<named_kind, 9> types = {{
    {"boolean", column_kind::boolean}, {"Boolean", column_kind::boolean}, {"integer", column_kind::int32}, {"positiveInt", column_kind::int32}, {"unsignedInt", column_kind::int32},
    {"integer64", column_kind::int64}, {"Integer", column_kind::int64}, {"decimal", column_kind::decimal}, {"Decimal", column_kind::decimal},
}};

constexpr std::array<named_kind, 23> sql_types = {{
    {"BOOLEAN", column_kind::boolean}, {"SMALLINT", column_kind::int32}, {"INT", column_kind::int32}, {"INTEGER", column_kind::int32}, {"BIGINT", column_kind::int64},
    {"REAL", column_kind::float64}, {"FLOAT", column_kind::float64}, {"DOUBLE", column_kind::float64}, {"DOUBLE PRECISION", column_kind::float64},
    {"DEC", column_kind::decimal}, {"DECIMAL", column_kind::decimal}, {"NUMERIC", column_kind::decimal}, {"CHAR", column_kind::text}, {"CHARACTER", column_kind::text},
    {"VARCHAR", column_kind::text}, {"CHAR VARYING", column_kind::text}, {"CHARACTER VARYING", column_kind::text}, {"TEXT", column_kind::text}, {"CLOB", column_kind::text},
    {"CHARACTER LARGE OBJECT", column_kind::text}, {"DATE", column_kind::date}, {"TIMESTAMP", column_kind::timestamp}, {"TIMESTAMP WITH TIME ZONE", column_kind::timestamp},
}};

}  // namespace

std::string_view short_type(std::string_view type) noexcept {
  for (const std::string_view space : {"http://hl7.org/fhir/StructureDefinition/", "http://hl7.org/fhirpath/", "System.", "FHIR."}) {
    if (type.starts_with(space)) type.remove_prefix(space.size());
  }
  return type;
}

std::optional<column_kind> kind_of_type(std::string_view type) noexcept {
  for (const named_kind& each : types) {
    if (each.name == type) return each.kind;
  }
  return fhirpath::type_test::of(type) ? std::optional(column_kind::text) : std::nullopt;
}

std::optional<column_kind> kind_of_sql_type(std::string_view type) {
  // Without the length in parentheses, in capitals, with single blanks: "decimal (10, 2)" is DECIMAL.
  std::string name;
  int depth = 0;
  for (const char c : type) {
    depth += c == '(' ? 1 : 0;
    if (depth == 0 && c != ' ') name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
    if (depth == 0 && c == ' ' && !name.empty() && name.back() != ' ') name += ' ';
    depth -= c == ')' ? 1 : 0;
  }
  while (name.ends_with(' ')) name.pop_back();
  for (const named_kind& each : sql_types) {
    if (each.name == name) return each.kind;
  }
  return std::nullopt;
}

bool is_sql_name(std::string_view name) noexcept {
  return !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || c == '_' || (c >= '0' && c <= '9'); });
}

}  // namespace phr::views
