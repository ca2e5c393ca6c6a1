// FHIR's invariants, compiled once.
#pragma once

#include <phr/fhir/visit.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/validate/outcome.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace phr::validate {

// One invariant. Lifetime: texts are static. Threads: immutable.
struct invariant {
  std::string_view key;    // "per-1"
  severity how_bad;
  std::string_view human;  // what it asks for, in FHIR's words
  fhirpath::expression holds;
};

// A text of a definition that is kept as long as the program runs, once each: findings name keys without owning them.
[[nodiscard]] std::string_view interned(std::string_view text);

// R4's own, by the type or the field that they are of. Those that the walk checks itself, with finer places, are not among them.
// Lifetime: static, made when first asked for. Threads: immutable.
class invariants {
 public:
  [[nodiscard]] static const invariants& r4();

  [[nodiscard]] std::span<const invariant* const> of(const fhir::structure& type) const noexcept;
  [[nodiscard]] std::span<const invariant* const> of(const fhir::field& field) const noexcept;
  // Keys of those that could not be compiled or have no place: none.
  [[nodiscard]] std::span<const std::string_view> unusable() const noexcept { return unusable_; }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  // Whether R4 itself has one of that key, so that a profile's copy of it need not be checked again.
  [[nodiscard]] bool has(std::string_view key) const noexcept;

 private:
  invariants();

  std::vector<invariant> all_;
  std::vector<std::string_view> keys_;
  std::vector<std::string_view> unusable_;
  std::unordered_map<const void*, std::vector<const invariant*>> by_place_;  // a structure or a field
};

}  // namespace phr::validate
