// Reaching an element of an object by its field.
#pragma once

#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/box.hpp>
#include <phr/fhir/list.hpp>
#include <phr/fhir/sidecar.hpp>
#include <phr/fhir/structure.hpp>

#include <cstring>
#include <string>
#include <string_view>

namespace phr::fhir {

// How items of a primitive kind, of `type`, or resources are made and ended.
[[nodiscard]] const item_type& item_of(element_kind kind, const structure* type) noexcept;

// Whether a primitive has no value.
[[nodiscard]] bool is_absent(element_kind kind, const void* primitive) noexcept;

// A primitive that has a value as FHIR writes it, without quotes.
[[nodiscard]] std::string primitive_text_of(element_kind kind, const code_set* codes, const void* primitive);

// The other way: a number, a moment or a boolean of its text, into an absent one. False leaves it so and names the problem.
[[nodiscard]] bool parse_primitive(element_kind kind, std::string_view characters, void* into, errc& problem);

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

// Whether an element has a value. What stands beside a primitive in the sidecar does not count; neither does whether a list
// holds anything.
[[nodiscard]] inline bool is_present(const presence& at, const void* object) noexcept {
  const char* const slot = static_cast<const char*>(object) + at.offset;
  if (at.look == presence::form::byte) return *slot != 0;
  if (sizeof(void*) != sizeof(std::uint64_t) && at.look == presence::form::pointer) return *reinterpret_cast<void* const*>(slot) != nullptr;
  std::uint64_t word = 0;
  std::memcpy(&word, slot, sizeof word);
  return word != 0 || (at.look == presence::form::coded && !reinterpret_cast<const detail::coded_word*>(slot)->empty());
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
