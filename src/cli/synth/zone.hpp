// Offsets from UTC with their summer time.
#pragma once

#include <cstdint>

namespace phr::synth {

enum class zone : std::uint8_t { berlin, london, new_york, kolkata };

// Sunday is 0.
[[nodiscard]] constexpr int weekday(std::int64_t day) noexcept { return static_cast<int>((day + 4 + 700'000) % 7); }

// Minutes east of UTC at this local time; `minute` counts from midnight. Europe: from 01:00 UTC on the last Sunday of
// March to 01:00 UTC on the last Sunday of October (Directive 2000/84/EC; so since 1996, and taken for earlier years
// too). New York: from 02:00 on the second Sunday of March to 02:00 on the first of November (Energy Policy Act of
// 2005), before 2007 from the first Sunday of April to the last of October. Local times that the change leaves out
// count as the time before it, those it repeats as the first.
[[nodiscard]] int offset_minutes(zone where, std::int64_t day, int minute) noexcept;

// The days on which summer time begins and ends; both 0 in a zone without it.
struct summer {
  std::int64_t first = 0;
  std::int64_t last = 0;
};
[[nodiscard]] summer summer_of(zone where, std::int64_t year) noexcept;

}  // namespace phr::synth
