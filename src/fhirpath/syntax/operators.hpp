// Which operators bind how tightly.
#pragma once

#include <array>
#include <string_view>

namespace phr::fhirpath {

struct binding_power {
  std::string_view symbol;
  int power;  // the higher, the tighter; operators of one power go from left to right
};
inline constexpr int polarity_power = 11;
inline constexpr int type_power = 8;
inline constexpr std::array<binding_power, 24> operators{{
    {"*", 10}, {"/", 10}, {"div", 10}, {"mod", 10}, {"+", 9}, {"-", 9}, {"&", 9}, {"is", type_power}, {"as", type_power}, {"|", 7}, {"<=", 6}, {"<", 6},
    {">", 6}, {">=", 6}, {"=", 5}, {"~", 5}, {"!=", 5}, {"!~", 5}, {"in", 4}, {"contains", 4}, {"and", 3}, {"xor", 2}, {"or", 2}, {"implies", 1},
}};

// 0 for what is no operator.
[[nodiscard]] constexpr int power_of(std::string_view symbol) noexcept {
  for (const auto& each : operators) {
    if (each.symbol == symbol) return each.power;
  }
  return 0;
}

}  // namespace phr::fhirpath
