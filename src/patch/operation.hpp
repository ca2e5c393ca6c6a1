// The operations of a FHIRPath Patch, as Parameters write them.
#pragma once

#include "patch/json_tree.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phr::patch {

enum class part : std::uint8_t { type, path, name, value, index, source, destination };
enum class operation_type : std::uint8_t { add, insert, erase, replace, move };

// One operation: its parts by their names. Lifetime: borrows from the patch. Threads: per-thread.
class operation {
 public:
  // Errors: missing_element, invalid_argument, invalid_value where a part is absent, not the operation's, or no text.
  [[nodiscard]] static result<operation> of(const tree& parameter);

  [[nodiscard]] operation_type type() const noexcept { return type_; }
  [[nodiscard]] const tree& value() const noexcept { return *at(part::value); }
  // A string or code. Errors: missing_element, invalid_value.
  [[nodiscard]] result<std::string> text(part wanted) const;
  // An integer of any kind that counts from 0. Errors: invalid_value.
  [[nodiscard]] result<std::size_t> number(part wanted) const;

 private:
  static constexpr std::size_t part_count = 7;
  [[nodiscard]] const tree* at(part wanted) const noexcept { return parts_[static_cast<std::size_t>(wanted)]; }
  result<void> take(const tree& given);
  [[nodiscard]] result<void> check(std::span<const part> needed) const;

  operation_type type_ = operation_type::add;
  std::array<const tree*, part_count> parts_{};  // in the patch
};

}  // namespace phr::patch
