// Objects and members: what JSON names mean to the field tables.
#include "fhir/json/decode.hpp"

#include "fhir/json/scan.hpp"
#include "fhir/model/names.hpp"

#include <phr/fhir/r4/data_types.hpp>

#include <bit>
#include <cstring>
#include <utility>

namespace phr::fhir {

namespace {

constexpr field resource_type_field{"resourceType", 0, element_kind::code, false, 1, 1, false, false};

}  // namespace

bool json_decoder::reader::whole(const fhir::structure* type, void* into, any_resource* result) {
  const place root{nullptr, type};
  if (!(result != nullptr ? any(*result, root) : object(*type, into, root))) return false;
  return cursor == count || fail(errc::malformed_json, "text after the JSON value", root, offset());
}

// The resource type of the object at the cursor, which stays.
const structure* json_decoder::reader::resource_type_ahead(const place& here) {
  const std::size_t start = cursor;
  const fhir::structure* found = nullptr;
  bool named = false;
  if (current() == '{') {
    std::size_t level = 0;
    for (; cursor < count; ++cursor) {
      const char c = current();
      if (c == '{' || c == '[') ++level;
      if ((c == '}' || c == ']') && --level == 0) break;
      std::string_view name;
      if (level != 1 || c != '"' || cursor + 2 >= count || text[positions[cursor + 1]] != ':' || text[positions[cursor + 2]] != '"') continue;
      if (!string_bounds(name, here)) break;
      if (name != "resourceType") continue;
      named = true;
      cursor += 2;
      if (!string_bounds(name, here)) break;
      if (const auto type = resource_type_named(name)) found = &structure_of(*type);
      break;
    }
  }
  cursor = start;
  if (found == nullptr && problem.code() == errc::internal) {
    const place at{&here, nullptr, &resource_type_field};
    if (current() != '{') {
      fail(errc::wrong_type, "a resource: an object expected", here, offset());
    } else if (named) {
      fail(errc::unknown_resource_type, "resourceType", at, offset());
    } else {
      fail(errc::missing_element, "resourceType", at, offset());
    }
  }
  return found;
}

bool json_decoder::reader::any(any_resource& into, const place& here) {
  const fhir::structure* const type = resource_type_ahead(here);
  if (type == nullptr) return false;
  into = any_resource(*type, &parts);
  // At the root the path begins with the type's name; in another resource with the element that holds it.
  return object(*type, into.object(), here);
}

inline bool json_decoder::reader::member(const fhir::structure& type, void* into, std::string_view name, place& here, fields_seen& seen) {
  const std::size_t at = positions[cursor - 2];
  const name_ends ends = ends_of(name);
  int found = find_near(type, name, ends, seen.latest);
  if (found < 0) found = find_by_hash(type, name, ends);
  if (found < 0) return unknown(name, type, here, seen, at);
  seen.latest = found;
  const json_name& entry = type.names[static_cast<std::size_t>(found)];
  const field& of = type.fields[entry.field];
  here.at = &of;
  const std::uint64_t bit = std::uint64_t{1} << entry.field;
  if (entry.choice != 0) here.chosen = &of.choices[entry.choice - 1U];
  if ((seen.values & bit) != 0) return refuse(errc::duplicate_key, "an object", here, at) && skip(here);
  seen.values |= bit;
  if (of.repeats) {
    auto& list_of = fhir::member<detail::list_word>(into, of);
    return list(of, list_of, is_primitive(of.kind) ? &seen : nullptr, here, bit);
  }
  if (entry.choice == 0) {
    // The two commonest forms without a detour.
    const char c = current();
    if (c == '"' && is_text(of.kind)) return plain_text(of.kind, fhir::member<fhir::text>(into, of), here);
    if (c == '{' && of.kind == element_kind::structure) {
      return object(*of.type, fhir::member<detail::box_word>(into, of).make(of.type->item, &parts), here);
    }
    return single(of, into, here);
  }
  auto& choice = fhir::member<detail::choice_word>(into, of);
  if (choice.index() != 0 && choice.index() != entry.choice) return refuse(errc::duplicate_key, "a choice of types", here, at) && skip(here);
  if (choice.index() == 0) choice.make(of.choices, entry.choice, &parts);
  bool taken = false;
  if (!item(here.chosen->kind, here.chosen->type, nullptr, choice.get(of.choices), taken, here)) return false;
  if (!taken && (seen.siblings & bit) == 0) choice.reset(of.choices);
  return true;
}

bool json_decoder::reader::some(const fhir::structure& type, void* into, std::span<const chosen_member> members) {
  const place root{nullptr, &type};
  place here{&root, &type};
  fields_seen seen;
  for (const chosen_member& each : members) {
    here = place{&root, &type};
    cursor = each.value;
    if (!(each.name.starts_with('_') ? sibling(type, into, each.name, here, seen) : member(type, into, each.name, here, seen))) return false;
    seen.latest = -1;
  }
  here = place{&root, &type};
  return seen.padded == 0 || check_padding(type, into, seen, here);
}

bool json_decoder::reader::object(const fhir::structure& type, void* into, const place& up) {
  place here{&up, &type};
  if (depth >= options.limits.depth) return fail(errc::too_deep, "nesting", here, offset());
  if (current() != '{') return fail(errc::malformed_json, "an object expected", here, offset());
  const std::size_t begin = offset();
  ++cursor;
  if (current() == '}') {
    ++cursor;
    return refuse(errc::empty_object, "an object", up, begin);
  }
  ++depth;
  fields_seen seen;
  for (bool again = true; again;) {
    here.at = nullptr;
    here.chosen = nullptr;
    here.index = -1;
    std::string_view name;
    if (current() != '"') return fail(errc::malformed_json, "an object: an element name expected", here, offset());
    if (!string(name, here)) return false;
    if (current() != ':') return fail(errc::malformed_json, "an object: ':' expected", here, offset());
    ++cursor;
    if (!(name.starts_with('_') ? sibling(type, into, name, here, seen) : member(type, into, name, here, seen))) return false;
    here.at = nullptr;
    if (!more('}', again, here)) return false;
  }
  --depth;
  return seen.padded == 0 || check_padding(type, into, seen, here);
}

bool json_decoder::reader::unknown(std::string_view name, const fhir::structure& type, place& here, fields_seen& seen, std::size_t at) {
  if (name == "resourceType" && type.resource != resource_type{}) {
    here.at = &resource_type_field;
    if (std::exchange(seen.type, true)) return refuse(errc::duplicate_key, "an object", here, at) && skip(here);
    std::string_view again;
    if (current() != '"') return fail(errc::wrong_type, "resourceType", here, offset());
    if (!string(again, here)) return false;
    if (again == type.name) return true;
    return fail(errc::unknown_resource_type, "resourceType", here, at);
  }
  return refuse(errc::unknown_element, "an element that the type does not have", here, at) && skip(here);
}

// `_name`: an Element with the id and extensions of a primitive, or an array of them and of nulls.
bool json_decoder::reader::sibling(const fhir::structure& type, void* into, std::string_view name, place& here, fields_seen& seen) {
  const std::size_t at = positions[cursor - 2];
  const int found = type.find(name.substr(1));
  const json_name entry = found < 0 ? json_name{} : type.names[static_cast<std::size_t>(found)];
  const field* const of = found < 0 ? nullptr : &type.fields[entry.field];
  const element_kind kind = of == nullptr ? element_kind::structure : entry.choice != 0 ? of->choices[entry.choice - 1U].kind : of->kind;
  if (!is_primitive(kind)) return unknown(name, type, here, seen, at);
  here.at = of;
  if (entry.choice != 0) here.chosen = &of->choices[entry.choice - 1U];
  const std::uint64_t bit = std::uint64_t{1} << entry.field;
  if ((seen.siblings & bit) != 0) return refuse(errc::duplicate_key, "an object", here, at) && skip(here);
  seen.siblings |= bit;
  sidecar& beside = sidecar_of(type, into);
  if (entry.choice != 0) {
    auto& choice = fhir::member<detail::choice_word>(into, *of);
    if (choice.index() != 0 && choice.index() != entry.choice) return refuse(errc::duplicate_key, "a choice of types", here, at) && skip(here);
    if (choice.index() == 0) choice.make(of->choices, entry.choice, &parts);
  }
  const bool array = current() == '[';
  if (array != of->repeats) {
    return refuse(array ? errc::unexpected_array : errc::array_expected, "the id and extensions of a primitive", here, offset()) && skip(here);
  }
  if (!array) {
    if (current() != '{') return refuse(errc::wrong_type, "the id and extensions of a primitive", here, offset()) && skip(here);
    return object(r4::Element::structure_, &beside.ensure(entry.field), here);
  }
  const std::size_t begin = offset();
  ++cursor;
  if (current() == ']') return ++cursor, refuse(errc::empty_array, "an array", here, begin);
  auto& values = fhir::member<detail::list_word>(into, *of);
  std::uint32_t index = 0;
  for (bool again = true; again; ++index) {
    here.index = index;
    if (index >= options.array_length) return fail(errc::too_large, "an array", here, offset());
    if (current() == 'n' && literal("null")) {
      ++cursor;
    } else if (current() == '{') {
      if (!object(r4::Element::structure_, &beside.ensure(entry.field, index), here)) return false;
    } else if (!refuse(errc::wrong_type, "the id and extensions of a primitive", here, offset()) || !skip(here)) {
      return false;
    }
    if (!more(']', again, here)) return false;
  }
  // A value for each, absent ones too: the siblings may stand before the values, or without any.
  while (values.size() < index) values.append(item_of(of->kind, nullptr), &parts);
  seen.padded |= bit;
  return true;
}

bool json_decoder::reader::single(const field& at, void* into, place& here) {
  bool taken = false;
  switch (at.kind) {
    case element_kind::structure: {
      auto& box = fhir::member<detail::box_word>(into, at);
      if (current() == '{') return object(*at.type, box.make(at.type->item, &parts), here);
      return item(at.kind, at.type, nullptr, nullptr, taken, here);
    }
    case element_kind::resource: return item(at.kind, nullptr, nullptr, &fhir::member<any_resource>(into, at), taken, here);
    default: return primitive(at.kind, at.codes, &fhir::member<char>(into, at), taken, here);
  }
}

bool json_decoder::reader::item(element_kind kind, const fhir::structure* type, const code_set* codes, void* into, bool& taken, place& here) {
  if (is_primitive(kind)) return primitive(kind, codes, into, taken, here);
  const char c = current();
  if (c == '{') {
    taken = true;
    return kind == element_kind::resource ? any(*static_cast<any_resource*>(into), here) : object(*type, into, here);
  }
  if (c == '[') {
    return refuse(errc::unexpected_array, "an element that does not repeat", here, offset()) && skip(here);
  }
  if (literal("null")) return refuse(errc::unexpected_null, "an element", here, offset()) && skip(here);
  return refuse(errc::wrong_type, "an element: an object expected", here, offset()) && skip(here);
}

bool json_decoder::reader::list(const field& at, detail::list_word& into, fields_seen* padding, place& here, std::uint64_t bit) {
  const item_type& type = item_of(at.kind, at.type);
  const std::uint32_t before = into.size();  // of siblings that came first: their values are there and empty
  std::uint32_t index = 0;
  const auto slot = [&]() -> void* { return index < before ? item_at(into, type, index) : into.append(type, &parts); };
  bool taken = false;
  if (current() != '[') {
    if (!refuse(errc::array_expected, "an element that repeats", here, offset())) return false;
    if (!item(at.kind, at.type, at.codes, slot(), taken, here)) return false;
    if (!taken && before == 0) into.truncate(type, 0);
    return true;
  }
  const std::size_t begin = offset();
  ++cursor;
  if (current() == ']') return ++cursor, refuse(errc::empty_array, "an array", here, begin);
  for (bool again = true; again;) {
    here.index = index;
    if (index >= options.array_length) return fail(errc::too_large, "an array", here, offset());
    void* const object = slot();
    if (padding != nullptr && literal("null")) {
      padding->padded |= bit;
      ++cursor;
      ++index;
    } else {
      if (!item(at.kind, at.type, at.codes, object, taken = false, here)) return false;
      // What a lenient reading leaves out keeps its place beside siblings, which may come yet, and loses it else.
      if (!taken && padding != nullptr) {
        padding->padded |= bit;
        padding->left_out |= bit;
      }
      if (taken || padding != nullptr) {
        ++index;
      } else {
        into.truncate(type, index);
      }
    }
    if (!more(']', again, here)) return false;
  }
  here.index = -1;
  return true;
}

// Nulls that pad an array where nothing stands beside them. A lenient reading takes them out, and the places of what it has
// left out, of arrays without siblings.
bool json_decoder::reader::check_padding(const fhir::structure& type, void* object, const fields_seen& seen, place& here) {
  here.chosen = nullptr;
  const sidecar& beside = sidecar_of(type, object);
  for (std::uint64_t padded = seen.padded; padded != 0; padded &= padded - 1) {
    const auto position = static_cast<std::uint16_t>(std::countr_zero(padded));
    const bool left_out = (seen.left_out >> position & 1) != 0;  // each of them is an issue already
    const field& of = type.fields[position];
    auto& values = fhir::member<detail::list_word>(object, of);
    const item_type& item = item_of(of.kind, nullptr);
    const bool siblings = beside.has_any(position);
    std::uint32_t kept = 0;
    here.at = &of;
    for (std::uint32_t index = 0; index < values.size(); ++index) {
      void* const value = item_at(values, item, index);
      if (is_absent(of.kind, value) && beside.find(position, index) == nullptr) {
        here.index = index;
        if (!left_out && !refuse(errc::unexpected_null, "an array", here, positions[cursor - 1])) return false;
        if (!siblings) continue;
      }
      if (kept != index) {
        void* const to = item_at(values, item, kept);
        item.destroy(to);
        item.relocate(to, value);
        item.construct(value);
      }
      ++kept;
    }
    values.truncate(item, kept);
  }
  return true;
}

bool json_decoder::reader::trailing_comma(bool& again, const place& here) {
  if (!refuse(errc::trailing_comma, "a comma before the end", here, positions[cursor - 1])) return false;
  ++cursor;
  again = false;
  return true;
}

}  // namespace phr::fhir
