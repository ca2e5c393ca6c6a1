// Going through any model by the field tables: name, kind, value.
#pragma once

#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/sidecar.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace phr::fhir {

// One element of a model, for tools that show, search or compare models without knowing their types.
// Lifetime: borrows from the model and ends with its next change. Threads: immutable. Errors: none.
class node {
 public:
  constexpr node() noexcept = default;
  [[nodiscard]] static node of(const any_resource& resource) noexcept;  // no element for one that is absent
  [[nodiscard]] static node of(const structure& type, const void* object) noexcept;  // an object of that type
  template <structured T>
  [[nodiscard]] static node of(const T& model) noexcept {
    return of(T::structure_, &model);
  }

  [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }
  // FHIR's name of the element in its parent: "birthDate", "value" for value[x]; at the root, of the type.
  [[nodiscard]] std::string_view name() const noexcept { return at_ != nullptr ? at_->name : type_ != nullptr ? type_->name : std::string_view{}; }
  [[nodiscard]] std::int64_t index() const noexcept { return index_; }  // in what repeats, from 0; else -1
  [[nodiscard]] element_kind kind() const noexcept { return kind_; }    // of its value; never `choice`
  [[nodiscard]] bool is_primitive() const noexcept { return fhir::is_primitive(kind_); }
  // Of a resource, data type or backbone element; nullptr for a primitive.
  [[nodiscard]] const structure* type() const noexcept { return type_; }
  [[nodiscard]] const field* definition() const noexcept { return at_; }  // nullptr at the root
  [[nodiscard]] const void* object() const noexcept { return object_; }

  // A primitive's value as FHIR writes it, without quotes; "" where only its id or extensions are there, and for others.
  [[nodiscard]] std::string text() const;
  // The id and extensions of a primitive, or nullptr.
  [[nodiscard]] const r4::Element* beside() const noexcept { return beside_; }

  // Calls `visitor` with each child that is there, in the order of the definition; primitives have none. A visitor that
  // returns bool ends it with false. Answers whether it went to the end.
  template <class Visitor>
  bool each_child(Visitor&& visitor) const {
    cursor at;
    for (node child; next(at, child);) {
      if constexpr (requires { static_cast<bool>(visitor(child)); }) {
        if (!visitor(child)) return false;
      } else {
        visitor(child);
      }
    }
    return true;
  }

  // The same for the children of one field, by its position in the structure's table.
  template <class Visitor>
  bool each_of(std::size_t field, Visitor&& visitor) const {
    cursor at{static_cast<std::uint16_t>(field), 0};
    for (node child; at.field == field && next(at, child, at.field + 1U);) {
      if (!visitor(child)) return false;
    }
    return true;
  }

 private:
  struct cursor {
    std::uint16_t field = 0;
    std::uint32_t index = 0;
  };
  [[nodiscard]] bool next(cursor& at, node& child, std::size_t end = SIZE_MAX) const noexcept;  // of the fields before `end`
  // What a field of a kind holds at `slot`; resources are gone into.
  void enter(const field& at, element_kind kind, const structure* type, const void* slot, std::int64_t index) noexcept;

  const structure* type_ = nullptr;
  const field* at_ = nullptr;
  const void* object_ = nullptr;
  const r4::Element* beside_ = nullptr;
  std::int64_t index_ = -1;
  element_kind kind_ = element_kind::structure;
};

}  // namespace phr::fhir
