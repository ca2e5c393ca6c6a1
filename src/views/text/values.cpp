#include "views/text/values.hpp"

#include <phr/core/date_time.hpp>
#include <phr/fhir/json.hpp>

#include <charconv>
#include <cmath>

namespace phr::views {

namespace {

void append_number(std::string& to, double number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  to.append(digits, static_cast<std::size_t>(end - digits));
}

}  // namespace

void append_plain(std::string& to, const column_view& of, std::size_t item) {
  switch (of.kind) {
    case column_kind::text:
    case column_kind::decimal: to += of.text_at(item); break;
    case column_kind::boolean: to += of.flag_at(item) ? "true" : "false"; break;
    case column_kind::int32:
    case column_kind::int64: to += std::to_string(of.integer_at(item)); break;
    case column_kind::float64: append_number(to, of.number_at(item)); break;
    case column_kind::date:
      if (const auto day = date_time::from_civil(civil_from_days(of.integer_at(item)))) day.value().append_to(to);
      break;
    case column_kind::timestamp:
      if (const auto when = date_time::from_microseconds(of.integer_at(item))) when.value().append_to(to);
      break;
  }
}

void append_json_item(std::string& to, const column_view& of, std::size_t item) {
  if (of.item_is_null(item)) {
    to += "null";
    return;
  }
  switch (of.kind) {
    case column_kind::text: fhir::json::append_quoted(to, of.text_at(item)); break;
    case column_kind::date:
    case column_kind::timestamp:
      to += '"';
      append_plain(to, of, item);
      to += '"';
      break;
    case column_kind::float64:
      if (!std::isfinite(of.number_at(item))) {
        to += "null";  // JSON has no infinity
        break;
      }
      [[fallthrough]];
    default: append_plain(to, of, item);
  }
}

void append_json_row(std::string& to, const column_view& of, std::size_t row) {
  if (!of.list) return append_json_item(to, of, row);
  if (of.is_null(row)) {
    to += "null";
    return;
  }
  const auto items = of.items_of(row);
  to += '[';
  for (std::size_t item = items.begin; item < items.end; ++item) {
    if (item != items.begin) to += ',';
    append_json_item(to, of, item);
  }
  to += ']';
}

}  // namespace phr::views
