// Small generators with the same output on every platform. Not for keys.
#pragma once

#include <cstdint>

namespace phr::synth {

// The output function of SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators",
// OOPSLA 2014. A bijection of 64 bits.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}
// The key of a stream within a stream.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t key, std::uint64_t stream) noexcept {
  return mix(mix(key) ^ (stream * 0xd1342543de82ef95U));
}

// PCG-XSH-RR 64/32: M. O'Neill, "PCG: A family of simple fast space-efficient statistically good algorithms for random
// number generation", HMC-CS-2014-0905.
// Lifetime: a value. Threads: per-thread. Errors: none.
class pcg32 {
 public:
  constexpr explicit pcg32(std::uint64_t key) noexcept : state_(mix(key)), increment_(mix(key, 1) | 1U) { next(); }

  constexpr std::uint32_t next() noexcept {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005U + increment_;
    const auto shifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto turn = static_cast<std::uint32_t>(old >> 59U);
    return (shifted >> turn) | (shifted << ((32U - turn) & 31U));
  }
  // 0 <= x < n; no value is likelier than another by more than n / 2^32.
  constexpr std::uint32_t below(std::uint32_t n) noexcept {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(next()) * n) >> 32U);
  }
  constexpr int between(int low, int high) noexcept {  // both included
    return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1)));
  }
  constexpr bool one_in(std::uint32_t n) noexcept { return below(n) == 0; }

 private:
  std::uint64_t state_;
  std::uint64_t increment_;
};

// Value noise: a smooth curve through random heights `period` days apart, -1000..1000.
// u = smoothstep(t) = t^2 (3 - 2t), value = a + (b - a) u, in thousandths. Defined for every day.
[[nodiscard]] constexpr int drift(std::uint64_t key, std::int64_t day, int period) noexcept {
  const std::int64_t shifted = day + 4'000'000;  // no day of ours is negative then
  const std::int64_t cell = shifted / period;
  const auto height = [key](std::int64_t at) {
    return static_cast<std::int64_t>(mix(key, static_cast<std::uint64_t>(at)) % 2001U) - 1000;
  };
  const std::int64_t t = (shifted % period) * 1000 / period;
  const std::int64_t u = t * t * (3000 - 2 * t) / 1'000'000;
  const std::int64_t a = height(cell);
  return static_cast<int>(a + (height(cell + 1) - a) * u / 1000);
}

}  // namespace phr::synth
