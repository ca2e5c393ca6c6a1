#include <phr/fhir/visit.hpp>

#include "fhir/model/slots.hpp"

#include <algorithm>

namespace phr::fhir {

node node::of(const structure& type, const void* object) noexcept {
  node made;
  made.type_ = &type;
  made.object_ = object;
  return made;
}

node node::of(const any_resource& resource) noexcept { return resource ? of(*resource.structure(), resource.object()) : node{}; }

std::string node::text() const {
  if (object_ == nullptr || !is_primitive() || is_absent(kind_, object_)) return {};
  return primitive_text_of(kind_, at_->codes, object_);
}

void node::enter(const field& at, element_kind kind, const structure* type, const void* slot, std::int64_t index) noexcept {
  *this = node{};
  at_ = &at;
  kind_ = kind;
  index_ = index;
  type_ = type;
  object_ = slot;
  if (kind != element_kind::resource) return;
  const auto& any = *static_cast<const any_resource*>(slot);
  kind_ = element_kind::structure;
  type_ = any.structure();
  object_ = any.object();
}

bool node::next(cursor& at, node& child, std::size_t end) const noexcept {
  if (type_ == nullptr || is_primitive()) return false;
  const sidecar& beside = sidecar_of(*type_, object_);
  for (end = std::min(end, type_->fields.size()); at.field < end; ++at.field, at.index = 0) {
    const field& of = type_->fields[at.field];
    const bool has_value = is_present(type_->present[at.field], object_);
    const bool has_element = !beside.empty() && beside.has_any(at.field);
    if (!has_value && !has_element) continue;
    const auto position = at.field;
    if (of.repeats) {
      const auto& items = member<detail::list_word>(object_, of);
      if (at.index >= items.size()) continue;
      child.enter(of, of.kind, of.type, item_at(items, item_of(of.kind, of.type), at.index), at.index);
      if (has_element) child.beside_ = beside.find(position, at.index);
      ++at.index;
      return true;
    }
    ++at.field;
    if (of.kind == element_kind::choice) {
      const auto& choice = member<detail::choice_word>(object_, of);
      if (choice.index() == 0) return next(at, child, end);
      const alternative& chosen = of.choices[choice.index() - 1U];
      child.enter(of, chosen.kind, chosen.type, choice.get(of.choices), -1);
    } else if (of.kind == element_kind::structure) {
      child.enter(of, of.kind, of.type, member<detail::box_word>(object_, of).get(), -1);
    } else {
      child.enter(of, of.kind, nullptr, &member<char>(object_, of), -1);
    }
    if (has_element) child.beside_ = beside.find(position);
    return true;
  }
  return false;
}

}  // namespace phr::fhir
