// The grammar of UCUM codes.
#pragma once

#include "ucum/meaning.hpp"
#include "ucum/table.hpp"

namespace phr::ucum::detail {

// A code as a sequence: components with operators between them. The grammar holds for what read() gives.
struct token {
  enum class kind : std::uint8_t { number, unit, annotation, times, over, open, close };
  kind is = kind::number;
  ucum::detail::symbol what;
  std::int16_t exponent = 1;
  bool has_exponent = false;
  std::uint32_t begin = 0;  // in the code
  std::uint32_t end = 0;
};

constexpr std::size_t longest_code = 1000;
constexpr int deepest = 64;
constexpr int highest_exponent = 999;

// Symbols are looked up in `units`. Errors: see unit::parse().
[[nodiscard]] result<std::vector<token>> read(std::string_view code, const unit_table& units);

// What the code means. Errors: see unit::parse().
[[nodiscard]] result<meaning> evaluate(std::string_view code, const unit_table& units);

}  // namespace phr::ucum::detail
