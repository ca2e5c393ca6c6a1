#include "fhir/patch/locate.hpp"

#include "fhir/patch/path_text.hpp"

#include <phr/core/decimal.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/visit.hpp>

#include <algorithm>

namespace phr::fhir::patching {

namespace {

constexpr error unsupported = error{errc::unsupported}.at("FHIRPath Patch: path");
constexpr error unknown = error{errc::unknown_element}.at("FHIRPath Patch: path");
constexpr error several = error{errc::ambiguous_match}.at("FHIRPath Patch: path");

// What an element may be by its definition, so that a name is known to be wrong where nothing is there.
struct possible {
  element_kind kind;
  const structure* type;  // of a structure; nullptr for a resource of any type
};

struct found {
  node at;
  location where;
};

// What a path has come to.
struct focus {
  std::vector<found> items;
  std::vector<possible> types;
};

const structure* children_of(element_kind kind, const structure* type) {
  return is_primitive(kind) ? &r4::Element::structure_ : type;
}

std::string json_name(const node& child) {
  const field& of = *child.definition();
  std::string made(of.name);
  if (of.kind != element_kind::choice) return made;
  std::string type(name(alternative{child.kind(), child.type()}));
  if (type[0] >= 'a' && type[0] <= 'z') type[0] = static_cast<char>(type[0] - 'a' + 'A');
  return made + type;
}

void add_types(std::vector<possible>& types, const field& of) {
  if (of.kind == element_kind::choice) {
    for (const alternative& each : of.choices) types.push_back({each.kind, each.type});
  } else {
    types.push_back({of.kind, of.type});
  }
}

void add_children(std::vector<found>& into, const found& parent, std::string_view wanted) {
  const auto take = [&](const node& child) {
    if (child.name() != wanted) return;
    found made{child, parent.where};
    made.where.steps.push_back({json_name(child), child.index(), child.is_primitive()});
    made.where.type = children_of(child.kind(), child.type());
    made.where.of = child.definition();
    into.push_back(std::move(made));
  };
  if (!parent.at.is_primitive()) {
    parent.at.each_child(take);
  } else if (const r4::Element* const beside = parent.at.beside()) {
    node::of(*beside).each_child(take);
  }
}

result<focus> children(const focus& from, std::string_view wanted) {
  focus made;
  bool any = false;  // resources of any type may have it
  for (const possible& each : from.types) {
    const structure* const type = children_of(each.kind, each.type);
    any = any || type == nullptr;
    if (type == nullptr) continue;
    if (const field* const of = type->field_named(wanted)) add_types(made.types, *of);
  }
  for (const found& each : from.items) add_children(made.items, each, wanted);
  if (any) {
    bool known = from.items.empty();
    for (const found& each : from.items) {
      const field* const of = each.where.type->field_named(wanted);
      known = known || of != nullptr;
      if (of != nullptr) add_types(made.types, *of);
    }
    if (!known && made.types.empty()) return unknown;
    if (made.types.empty()) made.types.push_back({element_kind::resource, nullptr});
    return made;
  }
  if (made.types.empty() && !from.types.empty()) return unknown;
  return made;
}

// Whether a type is the one named or derived from it. A type that FHIR does not have is none's.
bool is_of_type(element_kind kind, const structure* type, std::string_view wanted) {
  if (!is_primitive(kind)) {
    if (type == nullptr) return false;
    if (type->name == wanted) return true;
    const std::string_view is = type->name;
    return wanted == "Quantity" && (is == "Age" || is == "Count" || is == "Distance" || is == "Duration");
  }
  if (name(kind) == wanted) return true;
  using enum element_kind;
  if (wanted == "string") return kind == code || kind == id || kind == markdown || kind == coded;
  if (wanted == "uri") return kind == url || kind == canonical || kind == oid || kind == uuid;
  return wanted == "integer" && (kind == positiveInt || kind == unsignedInt);
}

bool is_type(std::string_view wanted) {
  for (std::uint8_t kind = 0; is_primitive(element_kind{kind}); ++kind) {
    if (name(element_kind{kind}) == wanted) return true;
  }
  if (resource_type_named(wanted)) return true;
  return data_type_named(wanted) != nullptr && wanted != "Element" && wanted != "BackboneElement";
}

result<focus> only_type(const focus& from, std::string_view wanted) {
  if (!is_type(wanted)) return unsupported;
  focus made;
  const auto resource = resource_type_named(wanted);
  for (const possible& each : from.types) {
    if (is_of_type(each.kind, each.type, wanted)) made.types.push_back(each);
    if (each.kind == element_kind::resource && resource) {
      made.types.push_back({element_kind::structure, &structure_of(*resource)});
    }
  }
  for (const found& each : from.items) {
    if (is_of_type(each.at.kind(), each.at.type(), wanted)) made.items.push_back(each);
  }
  return made;
}

// `=` of FHIRPath between one primitive and a literal. unsupported where it is not one of texts or numbers.
result<bool> equals(const node& left, const path_literal& right) {
  if (!left.is_primitive()) return unsupported;
  const std::string text = left.text();
  const element_kind kind = left.kind();
  switch (right.kind) {
    case literal_kind::string:
      if ((!is_text(kind) || kind == element_kind::xhtml) && kind != element_kind::coded) return unsupported;
      break;
    case literal_kind::boolean:
      if (kind != element_kind::boolean) return unsupported;
      break;
    // Of another precision is not equal; a date without a time has no time zone.
    case literal_kind::date:
      if (kind != element_kind::date && kind != element_kind::dateTime) return unsupported;
      break;
    case literal_kind::number: {
      if (!is_integer(kind) && kind != element_kind::decimal) return unsupported;
      if (text.empty()) return false;
      PHR_TRY(const decimal a, decimal::parse(text));
      PHR_TRY(const decimal b, decimal::parse(right.text));
      return a == b;
    }
  }
  return !text.empty() && text == right.text;
}

result<focus> follow(focus from, const path_calls& calls, std::size_t first);

result<bool> meets(const found& item, const std::vector<possible>& types, const path_criterion& wanted) {
  focus alone{{item}, types};
  PHR_TRY(const focus left, follow(std::move(alone), wanted.left, 0));
  if (left.items.size() != 1) return false;
  return equals(left.items[0].at, wanted.right);
}

result<focus> filtered(focus from, const std::vector<path_criterion>& criteria) {
  if (from.items.empty()) {
    // Names are checked all the same.
    for (const path_criterion& each : criteria) PHR_TRY(follow({{}, from.types}, each.left, 0));
  }
  std::vector<found> kept;
  for (found& each : from.items) {
    bool all = true;
    for (const path_criterion& wanted : criteria) {
      PHR_TRY(const bool met, meets(each, from.types, wanted));
      all = all && met;
    }
    if (all) kept.push_back(std::move(each));
  }
  from.items = std::move(kept);
  return from;
}

void keep(std::vector<found>& items, std::size_t index) {
  if (index >= items.size()) return items.clear();
  std::vector<found> one;
  one.push_back(std::move(items[index]));
  items = std::move(one);
}

result<focus> follow(focus from, const path_calls& calls, std::size_t first) {
  for (; first < calls.size(); ++first) {
    const path_call& call = calls[first];
    switch (call.kind) {
      case call_kind::name: {
        PHR_TRY(from, children(from, call.text));
        break;
      }
      case call_kind::where: {
        PHR_TRY(from, filtered(std::move(from), call.criteria));
        break;
      }
      case call_kind::as:
        if (from.items.size() > 1) return several;
        [[fallthrough]];
      case call_kind::of_type: {
        PHR_TRY(from, only_type(from, call.text));
        break;
      }
      case call_kind::single:
        if (from.items.size() > 1) return several;
        break;
      case call_kind::index: keep(from.items, call.index); break;
      case call_kind::first: keep(from.items, 0); break;
      case call_kind::last: keep(from.items, from.items.empty() ? 0 : from.items.size() - 1); break;
    }
  }
  return from;
}

// Whether a path may begin with it.
bool names_the_resource(std::string_view name, const structure& type) {
  if (name == type.name || name == "Resource") return true;
  const bool plain = type.name == "Bundle" || type.name == "Binary" || type.name == "Parameters";
  return name == "DomainResource" && !plain;
}

}  // namespace

result<std::vector<location>> locate(const any_resource& resource, std::string_view path) {
  PHR_TRY(const path_calls calls, parse_path(path));
  const structure& type = *resource.structure();
  focus from{{{node::of(resource), {{}, &type, nullptr}}}, {{element_kind::structure, &type}}};
  const bool named = !calls.empty() && calls[0].kind == call_kind::name && names_the_resource(calls[0].text, type);
  PHR_TRY(focus to, follow(std::move(from), calls, named ? 1 : 0));
  std::vector<location> made;
  made.reserve(to.items.size());
  for (found& each : to.items) made.push_back(std::move(each.where));
  return made;
}

result<list_path> split_list(std::string_view path) {
  constexpr std::string_view space = " \t\r\n";
  constexpr error no_list = error{errc::invalid_argument}.at("FHIRPath Patch: path of a list");
  const auto end = path.find_last_not_of(space);
  if (end == std::string_view::npos) return no_list;
  std::size_t begin = end + 1;
  const auto is_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  while (begin > 0 && is_of_name(path[begin - 1])) --begin;
  const std::string_view name = path.substr(begin, end + 1 - begin);
  if (name.empty()) return no_list;
  const auto dot = path.substr(0, begin).find_last_not_of(space);
  if (dot == std::string_view::npos) return list_path{{}, name};
  if (path[dot] != '.') return no_list;
  return list_path{path.substr(0, dot), name};
}

}  // namespace phr::fhir::patching
