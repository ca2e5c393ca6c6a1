#include "patch/element_value.hpp"

#include <phr/fhir/r4/parameters.hpp>

#include <algorithm>

namespace phr::patch {

using fhir::alternative;
using fhir::element_kind;
using fhir::field;
using fhir::structure;

namespace {

constexpr error wrong_type = error{errc::wrong_type}.at("FHIRPath Patch: value");
constexpr error malformed = error{errc::invalid_argument}.at("FHIRPath Patch: value");

std::string beside_name(std::string_view name) { return "_" + std::string(name); }

std::string choice_name(const field& of, const alternative& type) {
  std::string suffix(fhir::name(type));
  if (suffix[0] >= 'a' && suffix[0] <= 'z') suffix[0] = static_cast<char>(suffix[0] - 'a' + 'A');
  return std::string(of.name) + suffix;
}

// The type that the others are kinds of.
element_kind family_of(element_kind kind) {
  using enum element_kind;
  if (kind == code || kind == id || kind == markdown || kind == xhtml || kind == coded) return string;
  if (kind == url || kind == canonical || kind == oid || kind == uuid) return uri;
  return kind == positiveInt || kind == unsignedInt ? integer : kind;
}

// The value[x] of a parameter; no type where it has none.
struct given {
  const alternative* type = nullptr;
  tree value;
  tree beside;
};
given given_in(const tree& parameter) {
  const structure& type = fhir::r4::Parameters::Parameter::structure_;
  given made;
  for (const tree_member& each : parameter.items) {
    const bool beside = each.name.starts_with('_');
    const int found = type.find(std::string_view(each.name).substr(beside ? 1 : 0));
    if (found < 0) continue;
    const fhir::json_name& known = type.names[static_cast<std::size_t>(found)];
    if (known.choice == 0) continue;
    made.type = &type.fields[known.field].choices[known.choice - 1U];
    (beside ? made.beside : made.value) = each.value;
  }
  return made;
}

result<element_value> fitted(const field& of, given value) {
  element_value made{std::string(of.name), std::move(value.value), std::move(value.beside)};
  const alternative& type = *value.type;
  switch (of.kind) {
    case element_kind::choice: {
      const auto same = [&](const alternative& each) { return each.kind == type.kind && each.type == type.type; };
      if (std::none_of(of.choices.begin(), of.choices.end(), same)) return wrong_type;
      made.name = choice_name(of, type);
      return made;
    }
    case element_kind::structure:
      if (type.type != of.type) return wrong_type;
      return made;
    case element_kind::resource: return wrong_type;
    default:
      if (type.type != nullptr || family_of(type.kind) != family_of(of.kind)) return wrong_type;
      return made;
  }
}

// An object of a type of which Parameters has no value[x], by its elements.
result<tree> object_of(const structure& type, const tree& parts) {
  tree made = tree::object();
  for (const tree_member& each : parts.items) {
    const tree* const name = each.value.find("name");
    if (name == nullptr) return error{errc::missing_element}.at("FHIRPath Patch: name of a part");
    const field* const of = type.field_named(name->text);
    if (of == nullptr) return error{errc::unknown_element}.at("FHIRPath Patch: name of a part");
    PHR_TRY(element_value value, value_for(*of, each.value));
    if (of->repeats) {
      insert_item(made, list_size(made, of->name), std::move(value));
    } else if (has_element(made, *of)) {
      return malformed;
    } else {
      set_element(made, *of, std::move(value));
    }
  }
  return made;
}

bool is_nothing(const tree& items) {
  const auto is_null = [](const tree_member& each) { return each.value.is_null(); };
  return std::all_of(items.items.begin(), items.items.end(), is_null);
}

// An array of that many items, null where there was none.
tree& ensure_array(tree& parent, std::string_view name, std::size_t size) {
  tree* found = parent.find(name);
  if (found == nullptr) found = &parent.set(name, tree::array());
  while (found->items.size() < size) found->items.push_back({{}, tree::null()});
  return *found;
}

// A member and what stands beside it; null takes out.
void set_member(tree& parent, std::string_view name, tree value, tree beside) {
  const auto set = [&](std::string_view of, tree made) {
    if (made.is_null()) {
      parent.erase(of);
    } else {
      parent.set(of, std::move(made));
    }
  };
  set(name, std::move(value));
  set(beside_name(name), std::move(beside));
}

void tidy(tree& parent, std::string_view name) {
  const tree* const items = parent.find(name);
  if (items != nullptr && is_nothing(*items)) parent.erase(name);
}

}  // namespace

result<element_value> value_for(const field& of, const tree& parameter) {
  given value = given_in(parameter);
  const tree* const resource = parameter.find("resource");
  const tree* const parts = parameter.find("part");
  const int kinds = (value.type != nullptr ? 1 : 0) + (resource != nullptr ? 1 : 0) + (parts != nullptr ? 1 : 0);
  if (kinds == 0) return error{errc::missing_element}.at("FHIRPath Patch: value");
  if (kinds > 1) return malformed;
  if (value.type != nullptr) return fitted(of, std::move(value));
  if (resource != nullptr) {
    if (of.kind != element_kind::resource) return wrong_type;
    return element_value{std::string(of.name), *resource, tree::null()};
  }
  if (of.kind != element_kind::structure) return wrong_type;
  PHR_TRY(tree made, object_of(*of.type, *parts));
  return element_value{std::string(of.name), std::move(made), tree::null()};
}

bool has_element(const tree& parent, const field& of) {
  const auto has = [&](std::string_view name) { return parent.find(name) || parent.find(beside_name(name)); };
  if (of.kind != element_kind::choice) return has(of.name);
  const auto has_type = [&](const alternative& each) { return has(choice_name(of, each)); };
  return std::any_of(of.choices.begin(), of.choices.end(), has_type);
}

void erase_element(tree& parent, const field& of) {
  if (of.kind != element_kind::choice) return set_member(parent, of.name, tree::null(), tree::null());
  for (const alternative& each : of.choices) set_member(parent, choice_name(of, each), tree::null(), tree::null());
}

void set_element(tree& parent, const field& of, element_value value) {
  for (const alternative& each : of.choices) {
    const std::string other = choice_name(of, each);
    if (other != value.name) set_member(parent, other, tree::null(), tree::null());
  }
  set_member(parent, value.name, std::move(value.value), std::move(value.beside));
}

std::size_t list_size(const tree& parent, std::string_view name) {
  const tree* const values = parent.find(name);
  const tree* const beside = parent.find(beside_name(name));
  return std::max(values == nullptr ? 0 : values->items.size(), beside == nullptr ? 0 : beside->items.size());
}

void insert_item(tree& parent, std::size_t index, element_value value) {
  const std::size_t size = list_size(parent, value.name);
  const auto insert = [&](std::string_view name, tree item) {
    auto& items = ensure_array(parent, name, size).items;
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(index), tree_member{{}, std::move(item)});
    tidy(parent, name);
  };
  insert(value.name, std::move(value.value));
  insert(beside_name(value.name), std::move(value.beside));
}

void replace_item(tree& parent, std::size_t index, element_value value) {
  const std::size_t size = list_size(parent, value.name);
  const auto replace = [&](std::string_view name, tree item) {
    ensure_array(parent, name, size).items[index].value = std::move(item);
    tidy(parent, name);
  };
  replace(value.name, std::move(value.value));
  replace(beside_name(value.name), std::move(value.beside));
}

element_value take_item(tree& parent, std::string_view name, std::size_t index) {
  const std::size_t size = list_size(parent, name);
  const auto take = [&](std::string_view of) {
    if (parent.find(of) == nullptr) return tree::null();
    auto& items = ensure_array(parent, of, size).items;
    tree taken = std::move(items[index].value);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    tidy(parent, of);
    return taken;
  };
  tree value = take(name);
  tree beside = take(beside_name(name));
  return {std::string(name), std::move(value), std::move(beside)};
}

}  // namespace phr::patch
