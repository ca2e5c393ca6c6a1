#include <phr/fhirpath/item.hpp>

#include "fhirpath/value/quantities.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include <charconv>

namespace phr::fhirpath {

namespace {

namespace json = fhir::json;

// What remains of a primitive without a value: its id and extensions.
void append_beside(std::string& out, const fhir::node& of) {
  if (of.beside() == nullptr) {
    out += "null";
  } else {
    fhir::append_json(out, fhir::r4::Element::structure_, of.beside());
  }
}

void append_element(std::string& out, const value& of) {
  if (const auto* const node = std::get_if<fhir::node>(&of)) {
    if (node->is_primitive() || node->type() == nullptr) return append_beside(out, *node);
    return fhir::append_json(out, *node->type(), node->object());
  }
  const auto& element = std::get<json_element>(of);
  if (!element.value() && !element.beside()) {
    out += "null";
  } else {
    json::append_compact(out, element.value() ? element.value() : element.beside());
  }
}

void append_quantity(std::string& out, const quantity& of) {
  out.append("{\"value\":").append(of.number.to_string()).append(",\"unit\":");
  json::append_quoted(out, of.unit);
  if (!of.calendar) {
    out += ",\"system\":\"http://unitsofmeasure.org\",\"code\":";
    json::append_quoted(out, of.unit);
  }
  out += '}';
}

result<value> integer_of(std::string_view text) {
  std::int64_t whole = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return error{errc::malformed_number}.at("an integer");
  return value(whole);
}

result<value> element_of(std::string_view text) {
  json::document made;
  PHR_TRY(made.parse(std::string("{\"value\":").append(text).append("}")));
  if (made.root().size() != 1) return error{errc::malformed_json}.at("one value");
  const json_element whole(detail::kept_document(std::move(made)), fhir::element_kind::structure, nullptr);
  return value(json_element::of(whole.value()).within(whole));
}

result<value> moment_of(moment_kind kind, std::string_view text) {
  PHR_TRY(moment made, moment::parse(kind, text));
  return value(std::move(made));
}

}  // namespace

item_kind kind_of(const value& of) {
  if (const auto* const node = std::get_if<fhir::node>(&of); node != nullptr && !node->is_primitive()) return item_kind::element;
  if (const auto* const element = std::get_if<json_element>(&of); element != nullptr && element->type() != nullptr) return item_kind::element;
  const value plain = as_system(of);
  if (std::holds_alternative<bool>(plain)) return item_kind::boolean;
  if (std::holds_alternative<std::int64_t>(plain)) return item_kind::integer;
  if (std::holds_alternative<decimal>(plain)) return item_kind::decimal;
  if (std::holds_alternative<std::string>(plain)) return item_kind::string;
  if (std::holds_alternative<quantity>(plain)) return item_kind::quantity;
  if (std::holds_alternative<type_info>(plain)) return item_kind::type;
  if (const auto* const time = std::get_if<moment>(&plain)) {
    return time->kind() == moment_kind::date ? item_kind::date : time->kind() == moment_kind::time ? item_kind::time : item_kind::date_time;
  }
  return item_kind::element;
}

void append_json(std::string& out, const value& of) {
  const item_kind kind = kind_of(of);
  if (kind == item_kind::element) return append_element(out, of);
  if (kind == item_kind::quantity) return append_quantity(out, std::get<quantity>(as_system(of)));
  if (kind == item_kind::type) {
    const auto& type = std::get<type_info>(of);
    out += "{\"namespace\":";
    json::append_quoted(out, type.space);
    out += ",\"name\":";
    json::append_quoted(out, type.name);
    out += '}';
    return;
  }
  const std::string text = text_of(of).value_or("");
  if (kind == item_kind::boolean || kind == item_kind::integer || kind == item_kind::decimal) {
    out += text;
  } else {
    json::append_quoted(out, text);
  }
}

result<value> item_of(item_kind kind, std::string_view text) {
  switch (kind) {
    case item_kind::element: return element_of(text);
    case item_kind::boolean:
      if (text != "true" && text != "false") return error{errc::invalid_value}.at("a Boolean");
      return value(text == "true");
    case item_kind::integer: return integer_of(text);
    case item_kind::decimal: {
      PHR_TRY(decimal number, decimal::parse(text));
      return value(std::move(number));
    }
    case item_kind::string: return value(std::string(text));
    case item_kind::date: return moment_of(moment_kind::date, text);
    case item_kind::date_time: return moment_of(moment_kind::date_time, text);
    case item_kind::time: return moment_of(moment_kind::time, text);
    case item_kind::quantity: {
      auto made = quantity_from(text);
      if (!made) return error{errc::invalid_value}.at("a quantity");
      return value(std::move(*made));
    }
    default: return error{errc::unsupported}.at("the kind of an item");
  }
}

result<void> check_now(std::string_view text) {
  if (text.empty()) return success();
  const auto made = moment::parse(moment_kind::date_time, text);
  if (!made || made.value().given() != 6 || !made.value().offset_minutes()) return error{errc::malformed_date}.at("now");
  return success();
}

}  // namespace phr::fhirpath
