// Columns, their types, and constants.
#include "views/definition/types.hpp"
#include "views/plan/compiler.hpp"

#include <phr/core/decimal.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace phr::views {

namespace json = fhir::json;

namespace {

constexpr std::array<std::string_view, 6> of_column = {"path", "name", "description", "collection", "type", "tag"};
constexpr std::array<std::string_view, 2> of_tag = {"name", "value"};

// FHIR's types of a constant's value, and what FHIRPath makes of them.
enum class constant_kind : std::uint8_t { text, flag, integer, number, date, date_time, time };
struct constant_type {
  std::string_view name;
  constant_kind kind;
};
constexpr std::array<constant_type, 20> constant_types = {{
    {"valueBase64Binary", constant_kind::text}, {"valueBoolean", constant_kind::flag}, {"valueCanonical", constant_kind::text}, {"valueCode", constant_kind::text},
    {"valueDate", constant_kind::date}, {"valueDateTime", constant_kind::date_time}, {"valueDecimal", constant_kind::number}, {"valueId", constant_kind::text},
    {"valueInstant", constant_kind::date_time}, {"valueInteger", constant_kind::integer}, {"valueInteger64", constant_kind::integer}, {"valueOid", constant_kind::text},
    {"valueString", constant_kind::text}, {"valuePositiveInt", constant_kind::integer}, {"valueTime", constant_kind::time}, {"valueUnsignedInt", constant_kind::integer},
    {"valueUri", constant_kind::text}, {"valueUrl", constant_kind::text}, {"valueUuid", constant_kind::text}, {"valueMarkdown", constant_kind::text},
}};

result<fhirpath::value> constant_value(constant_kind kind, const json::value& of) {
  const error wrong = of.locate(error{errc::wrong_type}.at("ViewDefinition.constant.value"));
  std::string scratch;
  const std::string text(of.text(scratch));
  switch (kind) {
    case constant_kind::flag:
      if (of.kind() != json::kind::boolean) return wrong;
      return fhirpath::value(of.is_true());
    case constant_kind::integer: {
      // FHIR writes an integer64 as a string.
      const std::string_view digits = of.is_number() ? of.number_text() : std::string_view(text);
      std::int64_t number = 0;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || digits.empty()) return wrong;
      return fhirpath::value(number);
    }
    case constant_kind::number: {
      auto number = decimal::parse(of.number_text());
      if (!number) return wrong;
      return fhirpath::value(std::move(number.value()));
    }
    default: break;
  }
  if (!of.is_string()) return wrong;
  if (kind == constant_kind::text) return fhirpath::value(text);
  const auto as = kind == constant_kind::time ? fhirpath::moment_kind::time : kind == constant_kind::date ? fhirpath::moment_kind::date : fhirpath::moment_kind::date_time;
  auto made = fhirpath::moment::parse(as, text);
  if (!made) return of.locate(error{errc::malformed_date}.at("ViewDefinition.constant.value"));
  return fhirpath::value(std::move(made.value()));
}

}  // namespace

result<void> compiler::read_constants(const element& definition) {
  PHR_TRY(const auto all, definition.list("constant"));
  for (const json::value each : all) PHR_TRY(read_constant(element(each)));
  for (std::size_t at = 0; at < into_.constants.size(); ++at) into_.constants[at].name = into_.constant_names[at];
  known_constants_.assign(into_.constant_names.begin(), into_.constant_names.end());
  known_constants_.emplace_back("rowIndex");
  return success();
}

result<void> compiler::read_constant(const element& given) {
  std::vector<std::string_view> known = {"name"};
  for (const constant_type& each : constant_types) known.push_back(each.name);
  PHR_TRY(given.has_only(known));
  PHR_TRY(std::string name, given.needed_text("name", "ViewDefinition.constant.name"));
  if (!is_sql_name(name)) return given.wrong("name", errc::invalid_value, "ViewDefinition.constant.name: letters, digits and '_'");
  const bool taken = name == "rowIndex" || std::find(into_.constant_names.begin(), into_.constant_names.end(), name) != into_.constant_names.end();
  if (taken) return given.wrong("name", errc::duplicate_id, "ViewDefinition.constant.name: a constant of that name is there");
  std::optional<fhirpath::value> value;
  for (const constant_type& each : constant_types) {
    const json::value found = given[each.name];
    if (!found) continue;
    if (value) return found.locate(error{errc::invalid_value}.at("ViewDefinition.constant: one value expected"));
    PHR_TRY(value, constant_value(each.kind, found));
  }
  if (!value) return given.wrong(errc::missing_element, "ViewDefinition.constant.value");
  into_.constant_names.push_back(std::move(name));
  into_.constants.push_back({{}, {std::move(*value)}});
  return success();
}

bool compiler::is_taken(std::string_view name) const {
  for (std::size_t at = 0; at < into_.columns.size(); ++at) {
    const bool other = std::any_of(other_branches_.begin(), other_branches_.end(), [&](const auto& each) { return at >= each.first && at < each.first + each.second; });
    if (!other && into_.columns[at].name == name) return true;
  }
  return false;
}

result<void> compiler::read_column(const element& given, const focus_type& focus, select_plan& to) {
  PHR_TRY(given.has_only(of_column));
  column made;
  PHR_TRY(made.name, given.needed_text("name", "ViewDefinition.select.column.name"));
  if (!is_sql_name(made.name)) return given.wrong("name", errc::invalid_value, "ViewDefinition.select.column.name: letters, digits and '_'");
  if (is_taken(made.name)) return given.wrong("name", errc::duplicate_id, "ViewDefinition.select.column.name: a column of that name is there");
  PHR_TRY(auto description, given.text("description"));
  made.description = description.value_or("");
  PHR_TRY(made.collection, given.flag("collection"));
  if (!given["path"]) return given.wrong(errc::missing_element, "ViewDefinition.select.column.path");
  PHR_TRY(path_plan value, read_path(given["path"], focus));
  PHR_TRY(read_type(given, value, made));
  const bool is_index = value.general.text() == "%rowIndex";
  const bool uses_index = value.general.names_constant("rowIndex");
  to.columns.push_back({into_.columns.size(), std::move(value), is_index, uses_index});
  into_.columns.push_back(std::move(made));
  return success();
}

result<void> compiler::read_type(const element& given, const path_plan& value, column& to) const {
  PHR_TRY(const auto named, given.text("type"));
  const std::string_view found = value.general.types();
  const bool one = found != "anything" && found != "nothing" && found.find(' ') == std::string_view::npos;
  to.type = named ? std::string(short_type(*named)) : value.general.text() == "%rowIndex" ? "integer" : one ? std::string(found) : std::string();
  const auto kind = to.type.empty() ? std::optional(column_kind::text) : kind_of_type(to.type);
  if (!kind && named) return given.wrong("type", errc::wrong_type, "ViewDefinition.select.column.type: a type of FHIR expected");
  to.kind = kind.value_or(column_kind::text);
  PHR_TRY(const auto tagged, read_tags(given));
  to.kind = tagged.value_or(to.kind);
  return success();
}

result<std::optional<column_kind>> compiler::read_tags(const element& given) const {
  std::optional<column_kind> made;
  PHR_TRY(const auto tags, given.list("tag"));
  for (const json::value each : tags) {
    const element tag(each);
    PHR_TRY(tag.has_only(of_tag));
    PHR_TRY(const std::string name, tag.needed_text("name", "ViewDefinition.select.column.tag.name"));
    PHR_TRY(const auto value, tag.text("value"));
    if (name != "ansi/type") continue;  // of other engines
    made = kind_of_sql_type(value.value_or(""));
    if (!made) return tag.wrong("value", errc::unsupported, "ViewDefinition.select.column.tag: a type of SQL that no column has here");
  }
  return made;
}

}  // namespace phr::views
