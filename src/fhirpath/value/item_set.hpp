// Items without those that are equal to another.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <unordered_map>

namespace phr::fhirpath {

// Finds equal items by a hash where their kind has one (texts, numbers, Booleans); dates, quantities and elements are compared one by
// one, and the work of that has an end.
// Lifetime: owns copies of its items. Threads: per-thread. Errors: too_large beyond the comparisons that are allowed.
class item_set {
 public:
  static constexpr std::uint64_t most_comparisons = 10'000'000;

  // Whether it was not there yet.
  [[nodiscard]] result<bool> insert(const value& item);
  [[nodiscard]] result<bool> contains(const value& item);
  // What was inserted, in order.
  [[nodiscard]] const collection& items() const& noexcept { return items_; }
  [[nodiscard]] collection items() && noexcept { return std::move(items_); }

 private:
  // Items that can be equal are in one class, or one of them is a quantity, which can be equal to a number.
  [[nodiscard]] result<bool> is_among(std::size_t hash, const value& plain);

  collection items_;
  collection plain_;  // the same as values of FHIRPath
  std::unordered_multimap<std::size_t, std::size_t> by_hash_;
  std::uint64_t compared_ = 0;
};

// The items without those that are equal to one before. Errors: as item_set.
[[nodiscard]] result<collection> without_repeats(const collection& all);

}  // namespace phr::fhirpath
