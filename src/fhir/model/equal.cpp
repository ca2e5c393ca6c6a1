#include <phr/fhir/equal.hpp>

#include "fhir/model/slots.hpp"

namespace phr::fhir {

namespace {

template <class T>
bool same(const void* a, const void* b) {
  return *static_cast<const T*>(a) == *static_cast<const T*>(b);
}

// Two items of one kind, neither in a list nor absent.
bool equal_items(element_kind kind, const structure* type, const void* a, const void* b) {
  switch (kind) {
    case element_kind::boolean: return same<r4::boolean>(a, b);
    case element_kind::integer: return same<r4::integer>(a, b);
    case element_kind::positiveInt: return same<r4::positiveInt>(a, b);
    case element_kind::unsignedInt: return same<r4::unsignedInt>(a, b);
    case element_kind::decimal: return same<r4::decimal>(a, b);
    case element_kind::date: return same<r4::date>(a, b);
    case element_kind::dateTime: return same<r4::dateTime>(a, b);
    case element_kind::instant: return same<r4::instant>(a, b);
    case element_kind::time: return same<r4::time>(a, b);
    case element_kind::coded: return same<detail::coded_word>(a, b);
    case element_kind::structure: return equal(*type, a, b);
    case element_kind::resource: return same<any_resource>(a, b);
    default: return same<text>(a, b);
  }
}

bool equal_lists(const field& at, const void* a, const void* b) {
  const auto& left = member<detail::list_word>(a, at);
  const auto& right = member<detail::list_word>(b, at);
  if (left.size() != right.size()) return false;
  const item_type& item = item_of(at.kind, at.type);
  for (std::uint32_t index = 0; index < left.size(); ++index) {
    if (!equal_items(at.kind, at.type, item_at(left, item, index), item_at(right, item, index))) return false;
  }
  return true;
}

bool equal_members(const field& at, const void* a, const void* b) {
  if (at.repeats) return equal_lists(at, a, b);
  if (at.kind == element_kind::structure) {
    const void* const left = member<detail::box_word>(a, at).get();
    const void* const right = member<detail::box_word>(b, at).get();
    return left == nullptr || right == nullptr ? left == right : equal(*at.type, left, right);
  }
  if (at.kind == element_kind::choice) {
    const auto& left = member<detail::choice_word>(a, at);
    const auto& right = member<detail::choice_word>(b, at);
    if (left.index() != right.index() || left.index() == 0) return left.index() == right.index();
    const alternative& type = at.choices[left.index() - 1U];
    return equal_items(type.kind, type.type, left.get(at.choices), right.get(at.choices));
  }
  return equal_items(at.kind, at.type, &member<char>(a, at), &member<char>(b, at));
}

}  // namespace

bool equal(const structure& type, const void* a, const void* b) {
  for (std::size_t at = 0; at < type.fields.size(); ++at) {
    const presence& look = type.present[at];
    if ((is_present(look, a) || is_present(look, b)) && !equal_members(type.fields[at], a, b)) return false;
  }
  return sidecar_of(type, a) == sidecar_of(type, b);
}

}  // namespace phr::fhir
