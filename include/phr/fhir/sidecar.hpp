// The id and extensions of primitives.
#pragma once

#include <phr/fhir/box.hpp>

#include <cstdint>

namespace phr::fhir {

namespace r4 {
struct Element;
}

struct sidecar_block;

// What FHIR writes beside a primitive as `_birthDate`: an Element with its id and extensions. Few primitives have one, so
// they are kept apart from the values, by field and by index in a repeating element.
// Lifetime: owns; pointers end with the next change. Threads: immutable but for assignment. Errors: none.
class sidecar {
 public:
  constexpr sidecar() noexcept = default;
  sidecar(const sidecar& other);
  sidecar(sidecar&& other) noexcept;
  sidecar& operator=(const sidecar& other);
  sidecar& operator=(sidecar&& other) noexcept;
  ~sidecar();

  [[nodiscard]] bool empty() const noexcept { return block_ == nullptr; }
  // `field` is the position in the structure's table; `index` counts in a repeating element and is 0 else.
  [[nodiscard]] const r4::Element* find(std::uint16_t field, std::uint32_t index = 0) const noexcept;
  [[nodiscard]] bool has_any(std::uint16_t field) const noexcept;
  // One past the highest index that has an Element in this field; 0 for none.
  [[nodiscard]] std::uint32_t extent(std::uint16_t field) const noexcept;
  r4::Element& ensure(std::uint16_t field, std::uint32_t index = 0);
  void erase(std::uint16_t field, std::uint32_t index = 0) noexcept;
  void erase_field(std::uint16_t field) noexcept;
  [[nodiscard]] std::size_t heap_bytes() const noexcept;  // without the Elements' own

  friend bool operator==(const sidecar& a, const sidecar& b);

 private:
  sidecar_block* block_ = nullptr;
};

}  // namespace phr::fhir
