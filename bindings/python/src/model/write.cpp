// Changing models: what is written is read strictly as JSON first, then takes the place of what was there.
#include "failure.hpp"
#include "model.hpp"
#include "model/reading.hpp"

#include "fhir/model/slots.hpp"

#include <phr/fhir/json_codec.hpp>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace phr::python {

using fhir::element_kind;
using fhir::field;
using fhir::structure;

namespace {

// How many bytes an element has in its object. All of them may be moved as bytes.
std::size_t size_of(const field& of) {
  if (of.repeats) return sizeof(fhir::detail::list_word);
  if (of.kind == element_kind::structure) return sizeof(fhir::detail::box_word);
  if (of.kind == element_kind::choice) return sizeof(fhir::detail::choice_word);
  return fhir::item_of(of.kind, of.type).size;
}

void swap_bytes(void* a, void* b, std::size_t size) {
  auto* const left = static_cast<unsigned char*>(a);
  std::swap_ranges(left, left + size, static_cast<unsigned char*>(b));
}

// An object of the parent's type that holds nothing but what the JSON says.
class written {
 public:
  written(const structure& type, const std::string& json) : into_(type) { read_into(type, into_.root(), json); }
  [[nodiscard]] void* object() const { return into_.root(); }

 private:
  mutable tree into_;
};

std::uint16_t position_of(const structure& type, const field& of) { return static_cast<std::uint16_t>(&of - type.fields.data()); }

// An object with this element alone, or with none.
std::string text_of(const structure& type, std::string_view name, std::string_view json) {
  std::string made;
  if (type.resource != fhir::resource_type{}) made.append("{\"resourceType\":\"").append(type.name).append("\"");
  if (!json.empty()) made.append(made.empty() ? "{\"" : ",\"").append(name).append("\":").append(json);
  return made.empty() ? made : made.append("}");
}

}  // namespace

void assign(const model& of, std::string_view json_name, std::string_view json) {
  const structure& type = of.type();
  const int found = type.find(json_name);
  const field* at = found < 0 ? type.field_named(json_name) : &type.fields[type.names[static_cast<std::size_t>(found)].field];
  if (at == nullptr || (found < 0 && !json.empty())) throw failure{error{errc::unknown_element}.at("the name")};
  void* const object = of.object();
  const std::uint16_t position = position_of(type, *at);
  const written next(type, text_of(type, json_name, json));
  swap_bytes(&fhir::member<char>(object, *at), &fhir::member<char>(next.object(), *at), size_of(*at));
  auto& beside = fhir::sidecar_of(type, object);
  const bool had_beside = beside.has_any(position);
  beside.erase_field(position);
  const auto& its = fhir::sidecar_of(type, next.object());
  for (std::uint32_t index = 0; index < its.extent(position); ++index) {
    if (const auto* element = its.find(position, index)) beside.ensure(position, index) = *element;
  }
  ++of.in().moved;
  if (at->repeats || !fhir::is_primitive(at->kind) || had_beside) of.in().changed(of.way(), position, 0, UINT32_MAX);
}

void splice(const model& of, const field& list, std::uint32_t index, std::uint32_t count, std::string_view json_array) {
  const structure& type = of.type();
  void* const object = of.object();
  const std::uint16_t position = position_of(type, list);
  const auto& item = fhir::item_of(list.kind, list.type);
  auto& items = fhir::member<fhir::detail::list_word>(object, list);
  auto& beside = fhir::sidecar_of(type, object);
  const written next(type, text_of(type, list.name, json_array == "[]" ? std::string_view{} : json_array));
  auto& fresh = fhir::member<fhir::detail::list_word>(next.object(), list);
  const std::uint32_t added = fresh.size();
  const std::uint32_t size = items.size();

  std::vector<std::pair<std::uint32_t, fhir::r4::Element>> behind;  // ids and extensions of primitives behind the change
  for (std::uint32_t each = index; each < beside.extent(position); ++each) {
    const auto* element = beside.find(position, each);
    if (element != nullptr && each >= index + count) behind.emplace_back(each - count + added, *element);
  }
  for (std::uint32_t each = beside.extent(position); each > index; --each) beside.erase(position, each - 1);

  const std::uint32_t shared = std::min(added, count);
  for (std::uint32_t each = 0; each < shared; ++each) swap_bytes(fhir::item_at(items, item, index + each), fhir::item_at(fresh, item, each), item.size);
  if (count > shared) items.erase(item, index + shared, count - shared);
  for (std::uint32_t each = shared; each < added; ++each) {
    items.append(item);
    auto* const first = static_cast<unsigned char*>(fhir::item_at(items, item, index + each));
    auto* const last = static_cast<unsigned char*>(fhir::item_at(items, item, items.size() - 1));
    std::rotate(first, last, last + item.size);
    swap_bytes(first, fhir::item_at(fresh, item, each), item.size);
  }
  if (items.size() == 0 && size != 0) items.clear(item);  // absent and empty are the same
  for (auto& [at, element] : behind) beside.ensure(position, at) = std::move(element);
  ++of.in().moved;
  if (count != 0 || index < size) of.in().changed(of.way(), position, index, count == added ? index + count : UINT32_MAX);
}

}  // namespace phr::python
