// An element of a JSON text, where no model is built.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/structure.hpp>

namespace phr::fhirpath {

namespace detail {

// Keeps the document of an element that was made here, not read: by %factory.
// Lifetime: counted. Threads: immutable. Errors: none.
class kept_document {
 public:
  kept_document() noexcept = default;
  explicit kept_document(fhir::json::document&& document);
  kept_document(const kept_document& other) noexcept;
  kept_document(kept_document&& other) noexcept : kept_(other.kept_) { other.kept_ = nullptr; }
  kept_document& operator=(kept_document other) noexcept {
    block* const mine = kept_;
    kept_ = other.kept_;
    other.kept_ = mine;
    return *this;
  }
  ~kept_document();
  [[nodiscard]] fhir::json::value root() const noexcept;

 private:
  struct block;
  block* kept_ = nullptr;
};

}  // namespace detail

// An element as JSON has it: its value, what stands beside it (`_birthDate`), and its type by the field tables. JSON that is not
// FHIR, such as an object without a known resourceType, has no type: its members are what they are called.
// Lifetime: borrows from the document and ends with its next parse; what %factory makes keeps its own. Threads: immutable. Errors: none.
class json_element {
 public:
  json_element() noexcept = default;
  // A root. With `fhir` false nothing has a type, whatever its resourceType says.
  [[nodiscard]] static json_element of(const fhir::json::value& root, bool fhir = true);

  [[nodiscard]] const fhir::json::value& value() const noexcept { return value_; }    // absent where only id or extensions are there
  [[nodiscard]] const fhir::json::value& beside() const noexcept { return beside_; }  // the id and extensions of a primitive
  [[nodiscard]] bool is_typed() const noexcept { return type_ != nullptr || (has_kind_ && fhir::is_primitive(kind_)); }
  [[nodiscard]] bool is_primitive() const noexcept { return has_kind_ && fhir::is_primitive(kind_); }  // of a FHIR type
  [[nodiscard]] fhir::element_kind kind() const noexcept { return kind_; }
  [[nodiscard]] const fhir::structure* type() const noexcept { return type_; }  // nullptr for primitives and what has no type
  [[nodiscard]] bool is_fhir() const noexcept { return fhir_; }

  // A member that has no type, with what stands beside it.
  json_element(const fhir::json::value& value, const fhir::json::value& beside, bool fhir) noexcept : value_(value), beside_(beside), fhir_(fhir) {}
  // A made one: {"value": ..., "_value": ...} of a type.
  json_element(detail::kept_document made, fhir::element_kind kind, const fhir::structure* type) noexcept
      : value_(made.root()["value"]), beside_(made.root()["_value"]), type_(type), kind_(kind), has_kind_(true), fhir_(true), kept_(static_cast<detail::kept_document&&>(made)) {}
  // The same for a part of it: keeps what that one keeps.
  [[nodiscard]] json_element within(const json_element& whole) const {
    json_element made = *this;
    made.kept_ = whole.kept_;
    return made;
  }
  // An element of a field: of `type` or a primitive kind.
  json_element(const fhir::json::value& value, const fhir::json::value& beside, fhir::element_kind kind, const fhir::structure* type) noexcept
      : value_(value), beside_(beside), type_(type), kind_(kind), has_kind_(true), fhir_(true) {}

 private:
  fhir::json::value value_;
  fhir::json::value beside_;
  const fhir::structure* type_ = nullptr;
  fhir::element_kind kind_ = fhir::element_kind::structure;
  bool has_kind_ = false;
  bool fhir_ = true;
  detail::kept_document kept_;
};

}  // namespace phr::fhirpath
