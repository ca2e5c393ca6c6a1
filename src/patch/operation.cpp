#include "patch/operation.hpp"

#include <algorithm>

namespace phr::patch {

namespace {

constexpr std::array<std::string_view, 7> part_names{"type", "path", "name", "value", "index", "source", "destination"};

struct known_type {
  std::string_view name;
  operation_type type;
  std::span<const part> parts;  // beside type and path; all needed
};
constexpr part add_parts[] = {part::name, part::value};
constexpr part insert_parts[] = {part::value, part::index};
constexpr part replace_parts[] = {part::value};
constexpr part move_parts[] = {part::source, part::destination};
constexpr known_type types[] = {{"add", operation_type::add, add_parts},
                                {"insert", operation_type::insert, insert_parts},
                                {"delete", operation_type::erase, {}},
                                {"replace", operation_type::replace, replace_parts},
                                {"move", operation_type::move, move_parts}};

}  // namespace

result<operation> operation::of(const tree& parameter) {
  operation made;
  const tree* const name = parameter.find("name");
  if (name == nullptr || name->text != "operation") {
    return error{errc::invalid_argument}.at("FHIRPath Patch: a parameter that is no operation");
  }
  const tree* const parts = parameter.find("part");
  for (std::size_t index = 0; parts != nullptr && index < parts->items.size(); ++index) {
    PHR_TRY(made.take(parts->items[index].value));
  }
  PHR_TRY(const std::string type, made.text(part::type));
  const auto* const known = std::find_if(std::begin(types), std::end(types), [&](const known_type& each) { return each.name == type; });
  if (known == std::end(types)) return error{errc::invalid_value}.at("FHIRPath Patch: type");
  made.type_ = known->type;
  PHR_TRY(made.check(known->parts));
  return made;
}

result<std::string> operation::text(part wanted) const {
  if (at(wanted) == nullptr) return error{errc::missing_element}.at("FHIRPath Patch: a part of the operation");
  for (const std::string_view type : {"valueString", "valueCode"}) {
    if (const tree* const found = at(wanted)->find(type)) return found->text;
  }
  return error{errc::invalid_value}.at("FHIRPath Patch: type, path or name");
}

result<std::size_t> operation::number(part wanted) const {
  for (const std::string_view type : {"valueInteger", "valueUnsignedInt", "valuePositiveInt"}) {
    const tree* const found = at(wanted)->find(type);
    if (found == nullptr || found->text.starts_with('-')) continue;
    std::size_t made = 0;
    for (const char digit : found->text) made = made * 10 + static_cast<std::size_t>(digit - '0');
    return made;
  }
  return error{errc::invalid_value}.at("FHIRPath Patch: index, source or destination");
}

result<void> operation::take(const tree& given) {
  const tree* const name = given.find("name");
  for (std::size_t index = 0; name != nullptr && index < part_names.size(); ++index) {
    if (part_names[index] != name->text) continue;
    if (parts_[index] != nullptr) break;
    parts_[index] = &given;
    return success();
  }
  return error{errc::invalid_argument}.at("FHIRPath Patch: a part that an operation does not have, or has once");
}

// Each type has its own parts, and no others.
result<void> operation::check(std::span<const part> needed) const {
  for (std::size_t index = 2; index < part_names.size(); ++index) {
    const auto is_it = [&](part each) { return static_cast<std::size_t>(each) == index; };
    const bool wanted = std::any_of(needed.begin(), needed.end(), is_it);
    if (wanted == (parts_[index] != nullptr)) continue;
    if (wanted) return error{errc::missing_element}.at("FHIRPath Patch: a part of the operation");
    return error{errc::invalid_argument}.at("FHIRPath Patch: a part that the operation does not take");
  }
  return success();
}

}  // namespace phr::patch
