// Random choices that are the same on every machine: nothing of <random>, whose distributions differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace phr::twins {

class dice {
 public:
  explicit dice(std::uint64_t seed) noexcept : state_(seed) {}

  // splitmix64
  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::size_t below(std::size_t limit) noexcept { return limit == 0 ? 0 : static_cast<std::size_t>(next() % limit); }
  int between(int low, int high) noexcept { return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1)); }
  bool chance(int percent) noexcept { return below(100) < static_cast<std::size_t>(percent); }

  template <class Values>
  const auto& pick(const Values& values) noexcept {
    return values[below(std::size(values))];
  }
  // Of texts between bars: "final|amended".
  std::string_view word(std::string_view bars) noexcept {
    std::size_t many = 1;
    for (const char c : bars) many += c == '|' ? 1U : 0U;
    for (std::size_t skip = below(many); skip > 0; --skip) bars.remove_prefix(bars.find('|') + 1);
    return bars.substr(0, bars.find('|'));
  }
  // Choices of its own, so that what one part takes does not move those of another.
  dice fork() noexcept { return dice(next()); }

 private:
  std::uint64_t state_;
};

}  // namespace phr::twins
