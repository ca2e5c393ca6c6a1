// Reaching an element of an object by its field.
#pragma once

#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/box.hpp>
#include <phr/fhir/list.hpp>
#include <phr/fhir/sidecar.hpp>
#include <phr/fhir/structure.hpp>

namespace phr::fhir {

// How items of a primitive kind, of `type`, or resources are made and ended.
[[nodiscard]] const item_type& item_of(element_kind kind, const structure* type) noexcept;

// Whether a primitive has no value.
[[nodiscard]] bool is_absent(element_kind kind, const void* primitive) noexcept;

// The member of `object` that a field describes, as what all members of its form share: box_word of a structure, list_word
// of a list, choice_word of a choice, any_resource, or the primitive itself.
template <class T>
[[nodiscard]] T& member(void* object, const field& at) noexcept {
  return *reinterpret_cast<T*>(static_cast<char*>(object) + at.offset);
}
template <class T>
[[nodiscard]] const T& member(const void* object, const field& at) noexcept {
  return *reinterpret_cast<const T*>(static_cast<const char*>(object) + at.offset);
}

[[nodiscard]] inline sidecar& sidecar_of(const structure& type, void* object) noexcept {
  return *reinterpret_cast<sidecar*>(static_cast<char*>(object) + type.sidecar_offset);
}
[[nodiscard]] inline const sidecar& sidecar_of(const structure& type, const void* object) noexcept {
  return *reinterpret_cast<const sidecar*>(static_cast<const char*>(object) + type.sidecar_offset);
}

// The item at `index` of a list.
[[nodiscard]] inline void* item_at(const detail::list_word& list, const item_type& item, std::uint32_t index) noexcept {
  return static_cast<char*>(list.items()) + item.size * index;
}

}  // namespace phr::fhir
