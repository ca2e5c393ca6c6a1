#include "fhirpath/value/json_values.hpp"

#include <phr/fhir/r4/data_types.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>

namespace phr::fhirpath {

namespace json = fhir::json;
using fhir::element_kind;

namespace {

std::string meaning_of(const json::value& of) {
  std::string scratch;
  return std::string(of.text(scratch));
}

std::optional<value> number_of(std::string_view digits) {
  std::int64_t whole = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  if (read.ec == std::errc{} && read.ptr == digits.data() + digits.size()) return value(whole);
  auto number = decimal::parse(digits);
  return number ? std::optional<value>(std::move(number.value())) : std::nullopt;
}

std::optional<value> untyped(const json::value& of) {
  switch (of.kind()) {
    case json::kind::boolean: return value(of.is_true());
    case json::kind::number: return number_of(of.number_text());
    case json::kind::string: return value(meaning_of(of));
    default: return std::nullopt;
  }
}

std::optional<value> moment_of(element_kind kind, const std::string& text) {
  const auto as = kind == element_kind::time ? moment_kind::time : kind == element_kind::date ? moment_kind::date : moment_kind::date_time;
  auto made = moment::parse(as, text);
  return made ? std::optional<value>(std::move(made.value())) : std::optional<value>(text);
}

std::optional<value> primitive(element_kind kind, const json::value& of) {
  if (fhir::is_integer(kind) || kind == element_kind::boolean) return untyped(of);
  if (kind == element_kind::decimal) {
    auto number = decimal::parse(of.number_text());
    return number ? std::optional<value>(std::move(number.value())) : untyped(of);
  }
  if (!of.is_string()) return untyped(of);
  if (fhir::is_date(kind) || kind == element_kind::time) return moment_of(kind, meaning_of(of));
  return value(meaning_of(of));
}

bool is_quantity(const fhir::structure& type) {
  return type.name == "Quantity" || type.name == "Age" || type.name == "Duration" || type.name == "Count" || type.name == "Distance";
}

std::optional<value> as_quantity_value(const json::value& of) {
  auto made = quantity_of(of["value"].number_text(), meaning_of(of["code"]), meaning_of(of["system"]) == "http://unitsofmeasure.org", static_cast<bool>(of["comparator"]));
  return made ? std::optional<value>(std::move(*made)) : std::nullopt;
}

// The type that a resource names, where the tables have it.
const fhir::structure* resource_of(const json::value& of) {
  if (!of.is_object()) return nullptr;
  const auto type = fhir::resource_type_named(of["resourceType"].raw_text());
  return type ? &fhir::structure_of(*type) : nullptr;
}

// The items of a member: the one value, or those of an array; with what stands beside each.
template <class Give>
bool each_item(const json::value& of, const json::value& beside, const Give& give) {
  const bool nothing = !of || of.kind() == json::kind::null;
  if (!of.is_array() && !beside.is_array()) return (nothing && !beside.is_object()) || give(nothing ? json::value{} : of, beside);
  const std::uint32_t size = std::max(of.size(), beside.is_array() ? beside.size() : 0);
  for (std::uint32_t at = 0; at < size; ++at) {
    json::value item = of.at(at);
    const json::value next = beside.at(at);
    if (item.kind() == json::kind::null) item = {};
    if (!give(item, next)) return false;
  }
  return true;
}

bool give_untyped(const json_element& parent, const json::value& of, const json::value& beside, sink to) {
  return each_item(of, beside, [&](const json::value& item, const json::value& next) {
    if (item.is_object()) return to(value(json_element::of(item, parent.is_fhir())));
    return to(value(json_element(item, next, parent.is_fhir())));
  });
}

bool give_field(const fhir::field& field, std::size_t choice, const json::value& of, const json::value& beside, sink to) {
  element_kind kind = field.kind;
  const fhir::structure* type = field.type;
  if (choice != 0) {
    kind = field.choices[choice - 1].kind;
    type = field.choices[choice - 1].type;
  }
  return each_item(of, beside, [&](const json::value& item, const json::value& next) {
    if (kind == element_kind::resource) return to(value(json_element::of(item)));
    return to(value(json_element(item, next, kind, type)));
  });
}

// Members that belong to a field of a structure; `_name` is taken with its name, or alone where the name is missing.
template <class Wanted>
bool each_typed(const json_element& of, const Wanted& wanted, sink to) {
  const fhir::structure& type = *of.type();
  for (const auto member : of.value().members()) {
    const bool lone = member.name.starts_with('_');
    const std::string_view name = lone ? member.name.substr(1) : member.name;
    if (lone && of.value()[name]) continue;
    const int found = type.find(name);
    if (found < 0) continue;
    const fhir::json_name& known = type.names[static_cast<std::size_t>(found)];
    if (!wanted(known)) continue;
    const json::value beside = lone ? member.value : of.value()[std::string("_").append(name)];
    if (!give_field(type.fields[known.field], known.choice, lone ? json::value{} : member.value, beside, to)) return false;
  }
  return true;
}

// All of them in the order of the definition, as a model has them.
bool each_in_order(const json_element& of, sink to) {
  std::vector<std::uint16_t> fields;
  for (const auto member : of.value().members()) {
    const int found = of.type()->find(member.name.substr(member.name.starts_with('_') ? 1 : 0));
    if (found >= 0) fields.push_back(of.type()->names[static_cast<std::size_t>(found)].field);
  }
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return std::all_of(fields.begin(), fields.end(), [&](std::uint16_t field) {
    return each_typed(of, [&](const fhir::json_name& known) { return known.field == field; }, to);
  });
}

bool each_beside(const json_element& of, std::string_view name, sink to) {
  for (const auto member : of.beside().members()) {
    if (!name.empty() && member.name != name) continue;
    const bool is_extension = member.name == "extension";
    const bool more = each_item(member.value, {}, [&](const json::value& item, const json::value& next) {
      if (!of.is_primitive()) return to(value(json_element(item, next, of.is_fhir())));
      return to(value(json_element(item, next, is_extension ? element_kind::structure : element_kind::string, is_extension ? &fhir::r4::Extension::structure_ : nullptr)));
    });
    if (!more) return false;
  }
  return true;
}

}  // namespace

struct detail::kept_document::block {
  json::document document;
  std::atomic<std::uint32_t> users{1};
};

detail::kept_document::kept_document(json::document&& document) : kept_(new block{std::move(document), 1}) {}
detail::kept_document::kept_document(const kept_document& other) noexcept : kept_(other.kept_) {
  if (kept_ != nullptr) kept_->users.fetch_add(1, std::memory_order_relaxed);
}
detail::kept_document::~kept_document() {
  if (kept_ != nullptr && kept_->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete kept_;
}
json::value detail::kept_document::root() const noexcept { return kept_ == nullptr ? json::value{} : kept_->document.root(); }

json_element json_element::of(const json::value& root, bool fhir) {
  json_element made;
  made.value_ = root;
  made.fhir_ = fhir;
  made.type_ = fhir ? resource_of(root) : nullptr;
  made.has_kind_ = made.type_ != nullptr;
  return made;
}

std::optional<value> system_value_of(const json_element& of) {
  if (of.is_primitive()) return of.value() ? primitive(of.kind(), of.value()) : std::nullopt;
  if (of.type() != nullptr) return is_quantity(*of.type()) ? as_quantity_value(of.value()) : std::nullopt;
  return untyped(of.value());
}

bool each_json_child(const json_element& of, std::string_view name, std::span<const field_place> fields, sink give) {
  const auto to = [&](const value& child) { return std::holds_alternative<json_element>(child) ? give(value(std::get<json_element>(child).within(of))) : give(child); };
  if (of.is_primitive()) return each_beside(of, name, to);
  if (of.type() == nullptr) return !of.value().is_object() ? each_beside(of, name, to) : give_untyped(of, of.value()[name], of.value()[std::string("_").append(name)], to);
  const field_place* const place = find_field(fields, of.type());
  if (place != nullptr) {
    return each_typed(of, [&](const fhir::json_name& known) { return known.field == place->field && (place->choice == 0 || known.choice == place->choice); }, to);
  }
  return name != "resourceType" || give_untyped(of, of.value()[name], {}, to);
}

bool each_json_child(const json_element& of, sink give) {
  const auto to = [&](const value& child) { return std::holds_alternative<json_element>(child) ? give(value(std::get<json_element>(child).within(of))) : give(child); };
  if (of.is_primitive()) return each_beside(of, {}, to);
  if (of.type() != nullptr) return each_in_order(of, to);
  if (!of.value().is_object()) return each_beside(of, {}, to);
  for (const auto member : of.value().members()) {
    const bool lone = member.name.starts_with('_');
    const std::string_view name = lone ? member.name.substr(1) : member.name;
    if (lone && of.value()[name]) continue;
    if (!give_untyped(of, lone ? json::value{} : member.value, lone ? member.value : of.value()[std::string("_").append(name)], to)) return false;
  }
  return true;
}

bool same_json(const json::value& a, const json::value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case json::kind::object: {
      if (a.size() != b.size()) return false;
      for (const auto member : a.members()) {
        const json::value other = b[member.name];
        if (!other || !same_json(member.value, other)) return false;
      }
      return true;
    }
    case json::kind::array: {
      if (a.size() != b.size()) return false;
      for (std::uint32_t at = 0; at < a.size(); ++at) {
        if (!same_json(a.at(at), b.at(at))) return false;
      }
      return true;
    }
    case json::kind::number: {
      const auto one = decimal::parse(a.number_text());
      const auto other = decimal::parse(b.number_text());
      return one && other && one.value() == other.value();
    }
    case json::kind::string: return meaning_of(a) == meaning_of(b);
    case json::kind::boolean: return a.is_true() == b.is_true();
    default: return true;
  }
}

}  // namespace phr::fhirpath
