#include <phr/fhir/path.hpp>

#include "fhir/model/slots.hpp"

#include <phr/fhir/json_codec.hpp>

#include <charconv>

namespace phr::fhir {

namespace {

struct step {
  std::string_view name;
  std::int64_t index = -1;
};

// The next step of `path`, which is left behind it.
result<step> next_step(std::string_view& path) {
  const error malformed = error{errc::malformed_query}.at("the path");
  const std::size_t end = path.find_first_of(".[");
  step made{path.substr(0, end)};
  path.remove_prefix(made.name.size());
  if (made.name.empty()) return malformed;
  if (path.starts_with('[')) {
    const std::size_t close = path.find(']');
    if (close == std::string_view::npos) return malformed;
    const std::string_view digits = path.substr(1, close - 1);
    std::uint32_t index = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return malformed;
    made.index = index;
    path.remove_prefix(close + 1);
  }
  if (path.empty()) return made;
  if (path[0] != '.' || path.size() == 1) return malformed;
  path.remove_prefix(1);
  return made;
}

// Where a path has come to.
struct location {
  element_kind kind;
  const structure* type;  // of a structure
  const code_set* codes;
  const void* object;
};

const error absent = error{errc::not_found}.at("the path");

result<location> into(const location& from, const step& to) {
  const structure* type = from.type;
  const void* object = from.object;
  if (from.kind == element_kind::resource) {
    const auto& any = *static_cast<const any_resource*>(object);
    if (!any) return absent;
    type = any.structure();
    object = any.object();
  } else if (from.kind != element_kind::structure) {
    return error{errc::unknown_element}.at("the path");  // id and extension of primitives stand beside them
  }
  const field* of = type->field_named(to.name);
  std::uint8_t wanted = 0;  // of a choice
  if (of == nullptr) {
    const int named = type->find(to.name);
    if (named < 0) return error{errc::unknown_element}.at("the path");
    const json_name& entry = type->names[static_cast<std::size_t>(named)];
    of = &type->fields[entry.field];
    wanted = entry.choice;
  }
  const error no_index = error{errc::invalid_argument}.at("the path: an index");
  if (of->repeats) {
    const auto& items = member<detail::list_word>(object, *of);
    if (items.size() == 0 || to.index >= std::int64_t{items.size()}) return absent;
    if (to.index < 0 && items.size() > 1) return no_index;
    const auto index = static_cast<std::uint32_t>(to.index < 0 ? 0 : to.index);
    return location{of->kind, of->type, of->codes, item_at(items, item_of(of->kind, of->type), index)};
  }
  if (to.index > 0) return no_index;
  if (of->kind == element_kind::choice) {
    const auto& choice = member<detail::choice_word>(object, *of);
    if (choice.index() == 0 || (wanted != 0 && choice.index() != wanted)) return absent;
    const alternative& chosen = of->choices[choice.index() - 1U];
    return location{chosen.kind, chosen.type, nullptr, choice.get(of->choices)};
  }
  if (of->kind == element_kind::structure) {
    const void* const inner = member<detail::box_word>(object, *of).get();
    if (inner == nullptr) return absent;
    return location{of->kind, of->type, nullptr, inner};
  }
  return location{of->kind, nullptr, of->codes, &member<char>(object, *of)};
}

}  // namespace

result<std::string> text_at(const any_resource& resource, std::string_view path) {
  location at{element_kind::resource, nullptr, nullptr, &resource};
  if (!resource) return absent;
  const std::string_view type = resource.structure()->name;
  if (path.starts_with(type) && (path.size() == type.size() || path[type.size()] == '.')) path.remove_prefix(std::min(path.size(), type.size() + 1));
  while (!path.empty()) {
    PHR_TRY(const step to, next_step(path));
    PHR_TRY(at, into(at, to));
  }
  if (at.kind == element_kind::resource) {
    const auto& any = *static_cast<const any_resource*>(at.object);
    return any ? result<std::string>(json_encode(any)) : absent;
  }
  if (at.kind == element_kind::structure) return json_encode(*at.type, at.object);
  if (is_absent(at.kind, at.object)) return absent;
  return primitive_text_of(at.kind, at.codes, at.object);
}

}  // namespace phr::fhir
