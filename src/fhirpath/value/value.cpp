#include "fhirpath/value/values.hpp"

#include "fhir/model/slots.hpp"
#include "fhirpath/value/json_values.hpp"
#include "fhirpath/value/quantities.hpp"

#include <phr/fhir/equal.hpp>
#include <algorithm>
#include <map>

namespace phr::fhirpath {

using fhir::element_kind;

namespace {

constexpr std::string_view ucum = "http://unitsofmeasure.org";

std::optional<quantity> quantity_in(const fhir::node& of) {
  if (of.type() == nullptr) return std::nullopt;
  const std::string_view name = of.type()->name;
  if (name != "Quantity" && name != "Age" && name != "Duration" && name != "Count" && name != "Distance") return std::nullopt;
  std::string number;
  std::string code;
  bool is_ucum = false;
  bool compares = false;
  of.each_child([&](const fhir::node& each) {
    if (each.name() == "value") number = each.text();
    if (each.name() == "code") code = each.text();
    if (each.name() == "system") is_ucum = each.text() == ucum;
    if (each.name() == "comparator") compares = true;
  });
  return quantity_of(number, code, is_ucum, compares);
}


std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return made;
}

// In lower case, with one blank for each white space.
std::string normalized(std::string_view text) {
  std::string made = lower(text);
  for (std::size_t at = made.find("\u00A0"); at != std::string::npos; at = made.find("\u00A0", at)) made.replace(at, 2, " ");  // a blank that does not break
  std::replace_if(made.begin(), made.end(), [](char c) { return c >= '\t' && c <= '\r'; }, ' ');
  return made;
}

// Whether two elements with parts of their own are the same.
bool same(const fhir::node& a, const fhir::node& b) { return a.type() != nullptr && a.type() == b.type() && fhir::equal(*a.type(), a.object(), b.object()); }

}  // namespace

std::optional<quantity> quantity_of(std::string_view number, std::string_view code, bool is_ucum, bool compares) {
  auto read = decimal::parse(number);
  if (!read || !is_ucum || compares) return std::nullopt;
  return quantity{std::move(read.value()), code.empty() ? "1" : std::string(code), false, true};
}

std::optional<std::string_view> text_in(const value& of) noexcept {
  if (const auto* const text = std::get_if<std::string>(&of)) return *text;
  if (const auto* const found = std::get_if<json_element>(&of)) {
    const bool is_text = found->is_primitive() ? fhir::is_text(found->kind()) || found->kind() == element_kind::coded : found->type() == nullptr;
    return is_text && found->value().is_string() && !found->value().has_escapes() ? std::optional(found->value().raw_text()) : std::nullopt;
  }
  const auto* const element = std::get_if<fhir::node>(&of);
  if (element == nullptr || element->object() == nullptr) return std::nullopt;
  std::string_view made;
  if (fhir::is_text(element->kind())) made = static_cast<const fhir::text*>(element->object())->view();
  if (element->kind() == element_kind::coded) made = static_cast<const fhir::detail::coded_word*>(element->object())->view(*element->definition()->codes);
  return made.empty() ? std::nullopt : std::optional(made);
}

bool has_no_value(const value& of) noexcept {
  if (const auto* const found = std::get_if<json_element>(&of)) return !found->value();
  const auto* const element = std::get_if<fhir::node>(&of);
  return element != nullptr && element->is_primitive() && (element->object() == nullptr || fhir::is_absent(element->kind(), element->object()));
}

value as_system(const value& of) {
  if (const auto* const found = std::get_if<json_element>(&of)) return system_value_of(*found).value_or(of);
  const auto* const element = std::get_if<fhir::node>(&of);
  if (element == nullptr) return of;
  if (!element->is_primitive()) {
    if (auto made = quantity_in(*element)) return std::move(*made);
    return of;
  }
  if (element->object() == nullptr || fhir::is_absent(element->kind(), element->object())) return of;
  std::string text = element->text();
  const element_kind kind = element->kind();
  if (kind == element_kind::boolean) return text == "true";
  if (fhir::is_integer(kind)) return static_cast<std::int64_t>(std::stoll(text));
  if (kind == element_kind::decimal) return decimal::parse(text).value();
  if (kind == element_kind::time) return moment::parse(moment_kind::time, text).value();
  if (fhir::is_date(kind)) return moment::parse(kind == element_kind::date ? moment_kind::date : moment_kind::date_time, text).value();
  return text;
}

std::optional<bool> as_boolean(const value& of) {
  const value made = as_system(of);
  const auto* const found = std::get_if<bool>(&made);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<std::int64_t> as_integer(const value& of) {
  const value made = as_system(of);
  const auto* const found = std::get_if<std::int64_t>(&made);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<decimal> as_decimal(const value& of) {
  value made = as_system(of);
  if (const auto* const whole = std::get_if<std::int64_t>(&made)) return decimal::from_int64(*whole);
  auto* const found = std::get_if<decimal>(&made);
  return found == nullptr ? std::nullopt : std::optional(std::move(*found));
}

std::optional<std::string> as_string(const value& of) {
  value made = as_system(of);
  auto* const found = std::get_if<std::string>(&made);
  return found == nullptr ? std::nullopt : std::optional(std::move(*found));
}

std::optional<quantity> as_quantity(const value& of) {
  value made = as_system(of);
  if (auto* const found = std::get_if<quantity>(&made)) return std::move(*found);
  if (auto number = as_decimal(made)) return quantity{std::move(*number), "1", false};
  return std::nullopt;
}

std::optional<bool> equal(const value& left, const value& right) {
  if (const auto *one = std::get_if<std::int64_t>(&left), *other = std::get_if<std::int64_t>(&right); one != nullptr && other != nullptr) return *one == *other;
  if (const auto *one = std::get_if<std::string>(&left), *other = std::get_if<std::string>(&right); one != nullptr && other != nullptr) return *one == *other;
  const value a = as_system(left);
  const value b = as_system(right);
  if (const auto one = as_decimal(a), other = as_decimal(b); one && other) return *one == *other;
  const auto* const first = std::get_if<quantity>(&a);
  const auto* const second = std::get_if<quantity>(&b);
  if (first != nullptr || second != nullptr) {
    const auto one = as_quantity(a);
    const auto other = as_quantity(b);
    if (!one || !other) return false;
    const auto compared = compare(*one, *other);
    return compared ? std::optional(*compared == 0) : std::nullopt;
  }
  if (const auto *one = std::get_if<moment>(&a), *other = std::get_if<moment>(&b); one != nullptr && other != nullptr) {
    const auto compared = moment::compare(*one, *other);
    if (!compared) return (one->kind() == moment_kind::time) != (other->kind() == moment_kind::time) ? std::optional(false) : std::nullopt;
    return *compared == 0;
  }
  if (const auto *one = std::get_if<bool>(&a), *other = std::get_if<bool>(&b); one != nullptr && other != nullptr) return *one == *other;
  if (const auto *one = std::get_if<std::string>(&a), *other = std::get_if<std::string>(&b); one != nullptr && other != nullptr) return *one == *other;
  if (const auto *one = std::get_if<fhir::node>(&a), *other = std::get_if<fhir::node>(&b); one != nullptr && other != nullptr) return same(*one, *other);
  if (const auto *one = std::get_if<json_element>(&a), *other = std::get_if<json_element>(&b); one != nullptr && other != nullptr) return same_json(one->value(), other->value()) && same_json(one->beside(), other->beside());
  return false;
}

namespace {

bool is_structure(const value& of) { return std::holds_alternative<fhir::node>(of) || (std::holds_alternative<json_element>(of) && std::get<json_element>(of).value().is_object()); }

// The children by name.
std::map<std::string, collection> parts_of(const value& of) {
  std::map<std::string, collection> made;
  if (const auto* const found = std::get_if<json_element>(&of)) {
    for (const auto member : found->value().members()) {
      (void)each_json_child(*found, member.name, fields_named(member.name), [&](const value& child) {
        made[std::string(member.name)].push_back(child);
        return true;
      });
    }
    return made;
  }
  std::get<fhir::node>(of).each_child([&](const fhir::node& child) { made[std::string(child.name())].emplace_back(child); });
  return made;
}

// All parts equivalent, whatever their order.
bool equivalent_structures(const value& left, const value& right) {
  const auto a = parts_of(left);
  const auto b = parts_of(right);
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& each) {
    const auto other = b.find(each.first);
    return other != b.end() && equivalent(each.second, other->second);
  });
}

}  // namespace

bool equivalent(const value& left, const value& right) {
  const value a = as_system(left);
  const value b = as_system(right);
  if (const auto one = as_string(a), other = as_string(b); one && other) return normalized(*one) == normalized(*other);
  if (const auto one = as_decimal(a), other = as_decimal(b); one && other) {
    const int scale = std::min(one->scale(), other->scale());
    return one->round(scale) == other->round(scale);
  }
  if (const auto *one = std::get_if<moment>(&a), *other = std::get_if<moment>(&b); one != nullptr && other != nullptr) return moment::is_equivalent(*one, *other);
  if (std::holds_alternative<quantity>(a) || std::holds_alternative<quantity>(b)) {
    const auto one = as_quantity(a);
    const auto other = as_quantity(b);
    return one && other && is_equivalent(*one, *other);
  }
  if (is_structure(a) && is_structure(b)) return equivalent_structures(a, b);
  return equal(a, b).value_or(false);
}

std::optional<std::partial_ordering> order(const value& left, const value& right) {
  const value a = as_system(left);
  const value b = as_system(right);
  if (const auto one = as_decimal(a), other = as_decimal(b); one && other) return std::partial_ordering(*one <=> *other);
  if (const auto one = as_string(a), other = as_string(b); one && other) return std::partial_ordering(*one <=> *other);
  if (const auto *one = std::get_if<moment>(&a), *other = std::get_if<moment>(&b); one != nullptr && other != nullptr) {
    if ((one->kind() == moment_kind::time) != (other->kind() == moment_kind::time)) return std::nullopt;
    const auto compared = moment::compare(*one, *other);
    return compared ? std::optional<std::partial_ordering>(*compared) : std::partial_ordering::unordered;
  }
  const auto one = as_quantity(a);
  const auto other = as_quantity(b);
  if (!one || !other) return std::nullopt;
  const auto compared = compare(*one, *other);
  return compared ? std::partial_ordering(*compared) : std::partial_ordering::unordered;
}

std::optional<bool> equal(const collection& a, const collection& b) {
  if (a.empty() || b.empty()) return std::nullopt;
  if (a.size() != b.size()) return false;
  for (std::size_t at = 0; at < a.size(); ++at) {
    const auto one = equal(a[at], b[at]);
    if (!one || !*one) return one;
  }
  return true;
}

bool equivalent(const collection& a, const collection& b) {
  if (a.size() != b.size()) return false;
  std::vector<bool> taken(b.size());
  return std::all_of(a.begin(), a.end(), [&](const value& each) {
    for (std::size_t at = 0; at < b.size(); ++at) {
      if (taken[at] || !equivalent(each, b[at])) continue;
      taken[at] = true;
      return true;
    }
    return false;
  });
}

bool holds(const collection& in, const value& item) {
  return std::any_of(in.begin(), in.end(), [&](const value& each) { return equal(each, item).value_or(false); });
}

std::optional<std::string> text_of(const value& of) {
  const value made = as_system(of);
  if (const auto* truth = std::get_if<bool>(&made)) return *truth ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&made)) return std::to_string(*whole);
  if (const auto* number = std::get_if<decimal>(&made)) return number->to_string();
  if (const auto* text = std::get_if<std::string>(&made)) return *text;
  if (const auto* time = std::get_if<moment>(&made)) return time->text();
  if (const auto* measured = std::get_if<quantity>(&made)) return measured->number.to_string() + (measured->calendar ? " " + measured->unit + (measured->number == decimal::from_int64(1) ? "" : "s") : " '" + measured->unit + "'");
  return std::nullopt;
}

}  // namespace phr::fhirpath
