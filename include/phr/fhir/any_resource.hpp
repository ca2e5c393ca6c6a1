// A resource of any type.
#pragma once

#include <phr/fhir/box.hpp>
#include <phr/fhir/structure.hpp>

namespace phr::fhir {

template <class T>
concept resource = structured<T> && requires { T::resource_; };

// A tagged box: contained resources, entries of a Bundle, the outcome of decoding. Never a variant over all types, which
// would cost every file that copies one.
// Lifetime: owns; copies are deep. Threads: immutable but for assignment. Errors: as<T>() is nullptr where it holds no T.
class any_resource {
 public:
  constexpr any_resource() noexcept = default;
  template <resource T>
  any_resource(T value) : type_(&T::structure_) { word_.make_from(type_->item, &value); }  // NOLINT(google-explicit-constructor)
  // An empty resource.
  explicit any_resource(const fhir::structure& type, memory* from = nullptr) : type_(&type) { word_.make(type.item, from); }
  any_resource(const any_resource& other);
  any_resource(any_resource&& other) noexcept;
  any_resource& operator=(const any_resource& other);
  any_resource& operator=(any_resource&& other) noexcept;
  ~any_resource();

  [[nodiscard]] bool has_value() const noexcept { return type_ != nullptr; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] resource_type type() const noexcept { return type_ == nullptr ? resource_type{} : type_->resource; }
  [[nodiscard]] const fhir::structure* structure() const noexcept { return type_; }
  [[nodiscard]] const void* object() const noexcept { return word_.get(); }
  [[nodiscard]] void* object() noexcept { return word_.get(); }

  template <resource T>
  [[nodiscard]] const T* as() const noexcept {
    return type_ == &T::structure_ ? static_cast<const T*>(word_.get()) : nullptr;
  }
  template <resource T>
  [[nodiscard]] T* as() noexcept {
    return type_ == &T::structure_ ? static_cast<T*>(word_.get()) : nullptr;
  }
  void reset() noexcept;

  friend bool operator==(const any_resource& a, const any_resource& b);

 private:
  detail::box_word word_;
  const fhir::structure* type_ = nullptr;
};

}  // namespace phr::fhir
