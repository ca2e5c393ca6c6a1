// Axes with round numbers and dates.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace phr::analytics {

struct value_tick {
  double value = 0;
  std::string label;
};

// Multiples of 1, 2 or 5 times a power of ten within low..high, at most `most`, at least one where any step gives one.
// low < high, both finite and not further apart than the range of double. The labels are exact decimals.
[[nodiscard]] std::vector<value_tick> value_ticks(double low, double high, int most);

// A date or time under an axis: what changes at every tick, and under it what it is a part of, where that changes.
struct time_tick {
  std::int64_t local_us = 0;
  std::string upper;
  std::string lower;
};

// Round times within from..to, as many as fit in `width` at a text size of `text_size`: seconds, minutes, hours, days,
// Mondays, months or years. from <= to, local times of the years 1..9999.
[[nodiscard]] std::vector<time_tick> time_ticks(std::int64_t from, std::int64_t to, double width, double text_size);

}  // namespace phr::analytics
