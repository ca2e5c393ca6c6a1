// What choices do, once for all sets of types.
#include "fhir/model/slots.hpp"

#include <new>

namespace phr::fhir {

std::string_view name(const alternative& type) noexcept {
  return type.type != nullptr ? type.type->name : name(type.kind);
}

namespace detail {

namespace {

const item_type& item_of_alternative(const alternative& type) noexcept { return item_of(type.kind, type.type); }

}  // namespace

void* choice_word::place(const item_type& item, bool in_bytes, memory* from) {
  if (in_bytes) return bytes_;
  void* const object = memory::take_from(from, item.size);
  std::memcpy(bytes_, &object, sizeof object);
  return object;
}

void* choice_word::make(table types, std::uint8_t index, memory* from) {
  if (index_ != 0) reset(types);
  const alternative& type = types[index - 1];
  const item_type& item = item_of_alternative(type);
  void* const object = place(item, in_place(type.kind), from);
  item.construct(object);
  index_ = index;
  return object;
}

void choice_word::make_from(table types, std::uint8_t index, void* from) {
  const alternative& type = types[index - 1];
  const item_type& item = item_of_alternative(type);
  item.relocate(place(item, in_place(type.kind), nullptr), from);
  item.construct(from);  // whoever owns it will end it
  index_ = index;
}

void choice_word::copy_from(table types, const choice_word& other) {
  if (other.index_ == 0) return;
  const alternative& type = types[other.index_ - 1];
  const item_type& item = item_of_alternative(type);
  item.copy(place(item, in_place(type.kind), nullptr), other.get(types));
  index_ = other.index_;
}

void choice_word::take(choice_word& other) noexcept {
  // Text, integers, booleans and pointers may be moved by their bytes: none of them points into itself.
  std::memcpy(bytes_, other.bytes_, sizeof bytes_);
  index_ = std::exchange(other.index_, std::uint8_t{0});
}

void choice_word::reset(table types) noexcept {
  const alternative& type = types[index_ - 1];
  item_of_alternative(type).destroy(get(types));
  if (!in_place(type.kind)) memory::give_back(pointer());
  index_ = 0;
}

}  // namespace detail
}  // namespace phr::fhir
