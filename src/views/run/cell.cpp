#include "views/run/cell.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/decimal.hpp>

#include <charconv>
#include <limits>

namespace phr::views {

namespace json = fhir::json;

namespace {

error not_of_kind() { return error{errc::invalid_value}.at("a view's column: a value of another type"); }

// The text of a cell as a column of texts has it.
std::string_view plain_text(const cell& of, const cell_memory& in, std::string& scratch) {
  switch (of.is) {
    case cell::form::text:
    case cell::form::digits: return in.text_of(of);
    case cell::form::flag: return of.number != 0 ? "true" : "false";
    case cell::form::integer: return scratch = std::to_string(of.number);
    default: break;
  }
  if (of.json.is_string()) return of.json.text(scratch);
  if (!of.json.is_object() && !of.json.is_array()) return of.json.source();
  scratch.clear();
  json::append_compact(scratch, of.json);
  return scratch;
}

// The digits of a number, or nothing.
std::string_view digits_of(const cell& of, const cell_memory& in, std::string& scratch) {
  if (of.is == cell::form::integer) return scratch = std::to_string(of.number);
  if (of.is == cell::form::digits) return in.text_of(of);
  return of.is == cell::form::json ? of.json.number_text() : std::string_view{};
}

result<std::int64_t> whole_number(std::string_view digits, column_kind kind) {
  std::int64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || read.ptr != digits.data() + digits.size()) return not_of_kind();
  const bool narrow = kind == column_kind::int32 && (number < std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max());
  if (read.ec != std::errc{} || narrow) return error{errc::invalid_value}.at("a view's column: a number beyond its type");
  return number;
}

result<std::int64_t> point_in_time(std::string_view text, column_kind kind) {
  const auto when = parse_date_time(text);
  if (!when) return not_of_kind();
  const date_time& given = when.value();
  if (kind == column_kind::date) {
    if (given.precision() < date_precision::day) return error{errc::invalid_value}.at("a view's column: a date without its day; lowBoundary() gives one");
    return days_from_civil({given.year(), given.month(), given.day()});
  }
  if (!given.has_time() || !given.has_offset()) return error{errc::invalid_value}.at("a view's column: a time without its offset; lowBoundary() gives one");
  return given.as_interval().low;
}

result<bool> flag_of(const cell& of) {
  if (of.is == cell::form::flag) return of.number != 0;
  if (of.is != cell::form::json || of.json.kind() != json::kind::boolean) return not_of_kind();
  return of.json.is_true();
}

cell complex_cell(const fhirpath::json_element& of, cell_memory& in) {
  std::string text;
  json::append_compact(text, of.value());
  return in.text(text);
}

}  // namespace

cell cell_of(const fhirpath::value& item, cell_memory& in) {
  const auto* const element = std::get_if<fhirpath::json_element>(&item);
  if (element != nullptr && (element->value().is_object() || element->value().is_array())) return complex_cell(*element, in);
  if (element != nullptr && !element->value()) return {};
  const fhirpath::value plain = fhirpath::as_system(item);
  cell made;
  if (const auto* const flag = std::get_if<bool>(&plain)) {
    made.is = cell::form::flag;
    made.number = *flag ? 1 : 0;
  } else if (const auto* const number = std::get_if<std::int64_t>(&plain)) {
    made.is = cell::form::integer;
    made.number = *number;
  } else if (const auto* const digits = std::get_if<decimal>(&plain)) {
    made = in.text(digits->to_string(), cell::form::digits);
  } else if (const auto text = fhirpath::text_of(plain)) {
    made = in.text(*text);
  } else if (element != nullptr) {  // of a JSON type that FHIR's type does not have: as it stands
    made.is = cell::form::json;
    made.json = element->value();
  }
  return made;
}

result<void> append(const cell& of, const cell_memory& in, column_builder& to) {
  if (of.is == cell::form::absent) {
    to.append_null();
    return success();
  }
  std::string scratch;
  switch (to.kind()) {
    case column_kind::text: to.append_text(plain_text(of, in, scratch)); break;
    case column_kind::boolean: {
      PHR_TRY(const bool flag, flag_of(of));
      to.append_flag(flag);
      break;
    }
    case column_kind::int32:
    case column_kind::int64: {
      PHR_TRY(const std::int64_t number, whole_number(digits_of(of, in, scratch), to.kind()));
      to.append_integer(number);
      break;
    }
    case column_kind::decimal: {
      const std::string_view digits = digits_of(of, in, scratch);
      if (digits.empty()) return not_of_kind();
      to.append_text(digits);
      break;
    }
    case column_kind::float64: {
      const auto number = decimal::parse(digits_of(of, in, scratch));
      if (!number) return not_of_kind();
      to.append_number(number.value().to_double());
      break;
    }
    case column_kind::date:
    case column_kind::timestamp: {
      PHR_TRY(const std::int64_t when, point_in_time(plain_text(of, in, scratch), to.kind()));
      to.append_integer(when);
      break;
    }
  }
  return success();
}

}  // namespace phr::views
