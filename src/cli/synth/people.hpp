// Who a person is: the place in the household, the name, and what ails them. All of it follows from seed and index.
#pragma once

#include "cli/synth/names.hpp"
#include "cli/synth/synth.hpp"

#include <cstdint>
#include <limits>
#include <string_view>

namespace phr::synth {

inline constexpr unsigned household_size = 6;
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

enum class role : std::uint8_t { mother, father, daughter, son, grandmother, grandfather };

struct person {
  std::uint64_t key = 0;  // of every stream about them
  unsigned index = 0;
  role place = role::mother;
  bool female = true;
  const culture* from = nullptr;
  std::string_view surname;
  std::string_view given;
  std::string_view middle;
  std::string_view mother;  // given names of the household's parents
  std::string_view father;
  std::string_view street;
  int house = 1;
  int postal = 10;
  std::int64_t birth = 0;
  int adult_height = 1700;  // mm
  int lean = 0;             // thousandths added to weight
  // The day each begins; `never` where it does not.
  std::int64_t diabetes = never;
  std::int64_t hypertension = never;
  std::int64_t lipids = never;
  std::int64_t asthma = never;
  std::int64_t hypothyroidism = never;
  std::int64_t arthritis = never;
  std::int64_t fibrillation = never;
  int smoking = 0;  // 0 never, 1 former, 2 daily

  [[nodiscard]] bool child() const noexcept { return place == role::daughter || place == role::son; }
  [[nodiscard]] bool old() const noexcept { return place == role::grandmother || place == role::grandfather; }
  [[nodiscard]] int age_on(std::int64_t day) const noexcept { return static_cast<int>((day - birth) * 400 / 146097); }
};

[[nodiscard]] person make_person(const options& chosen, unsigned index);

}  // namespace phr::synth
