// What box and list do, once for all types.
#include <phr/fhir/box.hpp>
#include <phr/fhir/list.hpp>

#include <cstring>
#include <stdexcept>

namespace phr::fhir {

void read_of_absent_element() {
#if defined(__cpp_exceptions)
  throw std::logic_error("phr: an absent element was read; ask has_value() first");
#else
  std::terminate();
#endif
}

namespace detail {

void* box_word::make(const item_type& item, memory* from) {
  void* const object = memory::take_from(from, item.size);
  item.construct(object);
  if (object_ != nullptr) reset(item);
  return object_ = object;
}

void* box_word::make_copy(const item_type& item, const void* from) {
  void* const object = memory::take_from(nullptr, item.size);
  try {
    item.copy(object, from);
  } catch (...) {
    memory::give_back(object);
    throw;
  }
  if (object_ != nullptr) reset(item);
  return object_ = object;
}

void* box_word::make_from(const item_type& item, void* from) {
  void* const object = make(item);
  item.destroy(object);
  item.relocate(object, from);
  item.construct(from);
  return object;
}

void box_word::reset(const item_type& item) noexcept {
  item.destroy(object_);
  memory::give_back(object_);
  object_ = nullptr;
}

namespace {

void* item_at(const item_type& item, void* items, std::uint32_t index) noexcept {
  return static_cast<char*>(items) + item.size * index;
}

}  // namespace

void list_word::reserve(const item_type& item, std::uint32_t capacity, memory* from) {
  if (block_ != nullptr && block_->capacity >= capacity) return;
  if (capacity == 0) return;
  auto* const grown = static_cast<header*>(memory::take_from(from, sizeof(header) + item.size * capacity));
  *grown = {size(), capacity};
  for (std::uint32_t index = 0; index < size(); ++index) item.relocate(item_at(item, grown + 1, index), item_at(item, items(), index));
  if (block_ != nullptr) memory::give_back(block_);
  block_ = grown;
}

void* list_word::append_raw(const item_type& item, memory* from) {
  const std::uint32_t count = size();
  if (block_ == nullptr || count == block_->capacity) {
    if (count > UINT32_MAX / 2) throw std::length_error("phr: a list of more than 2^31 items");
    reserve(item, count == 0 ? 1 : count * 2, from);
  }
  ++block_->size;
  return item_at(item, items(), count);
}

void* list_word::append(const item_type& item, memory* from) {
  void* const at = append_raw(item, from);
  item.construct(at);
  return at;
}

void list_word::copy_from(const item_type& item, const list_word& other) {
  if (other.size() == 0) return;
  reserve(item, other.size());
  try {
    for (; block_->size < other.size(); ++block_->size) {
      item.copy(item_at(item, items(), block_->size), item_at(item, other.items(), block_->size));
    }
  } catch (...) {
    clear(item);
    throw;
  }
}

void list_word::truncate(const item_type& item, std::uint32_t count) noexcept {
  while (size() > count) item.destroy(item_at(item, items(), --block_->size));
}

void list_word::erase(const item_type& item, std::uint32_t first, std::uint32_t count) noexcept {
  const std::uint32_t after = size() - first - count;
  for (std::uint32_t index = first; index < first + count; ++index) item.destroy(item_at(item, items(), index));
  for (std::uint32_t index = 0; index < after; ++index) {
    item.relocate(item_at(item, items(), first + index), item_at(item, items(), first + count + index));
  }
  block_->size -= count;
}

void list_word::clear(const item_type& item) noexcept {
  if (block_ == nullptr) return;
  truncate(item, 0);
  memory::give_back(block_);
  block_ = nullptr;
}

}  // namespace detail
}  // namespace phr::fhir
