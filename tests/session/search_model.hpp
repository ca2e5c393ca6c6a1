// Searching by looking at everything: random resources as lists of values, and FHIR's definitions of a match on them.
// Nothing of the library is used, so that both can only agree by being right.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace phr::test::model {

// The same numbers on every machine: no standard distribution is used.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::mt19937_64 engine_;
};

struct token {
  std::string system;  // "" for none
  std::string code;
};

struct text {
  std::string original;
  std::string folded;  // lower case and without accents, by hand
};

// Microseconds, half open.
struct span {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

struct moment {
  std::string written;
  span within;
};

// digits * 10^-scale, scale up to 3.
struct number {
  std::int64_t digits = 0;
  int scale = 0;

  // In units of 1/20000, so that half a unit of the last digit is whole.
  [[nodiscard]] std::int64_t exact() const { return digits * unit(); }
  [[nodiscard]] std::int64_t unit() const { return scale == 0 ? 20000 : scale == 1 ? 2000 : scale == 2 ? 200 : 20; }
  [[nodiscard]] std::string written() const {
    std::string whole = std::to_string(digits < 0 ? -digits : digits);
    while (whole.size() <= static_cast<std::size_t>(scale)) whole.insert(0, "0");
    if (scale > 0) whole.insert(whole.size() - static_cast<std::size_t>(scale), ".");
    return digits < 0 ? "-" + whole : whole;
  }
};

struct amount {
  number value;
  std::string system;
  std::string code;
  std::string unit;
};

// One resource: what it says under each parameter.
struct entry {
  std::string id;
  bool live = true;
  std::size_t first_written = 0;
  std::string json;
  std::map<std::string, std::vector<token>> tokens;
  std::map<std::string, std::vector<text>> strings;
  std::map<std::string, std::vector<span>> dates;
  std::map<std::string, std::vector<std::string>> references;
  std::map<std::string, std::vector<amount>> amounts;
};

// ---- FHIR R4's definitions (https://hl7.org/fhir/R4/search.html) ----

// 3.1.1.5.5: [code], [system]|[code], |[code], [system]|
struct token_question {
  bool has_bar = false;
  token asked;
  [[nodiscard]] bool matches(const token& value) const {
    if (!has_bar) return value.code == asked.code;
    return value.system == asked.system && (asked.code.empty() || value.code == asked.code);
  }
};

// 3.1.1.5.4: the beginning; :exact the whole as it is; :contains anywhere.
inline bool string_matches(const std::string& modifier, const text& asked, const text& value) {
  if (modifier == "exact") return value.original == asked.original;
  const std::size_t place = value.folded.find(asked.folded);
  return modifier == "contains" ? place != std::string::npos : place == 0;
}

// 3.1.1.4.5, in the words of the table.
inline bool date_matches(const std::string& prefix, const span& search, const span& target) {
  const bool fully_contains = search.low <= target.low && target.high <= search.high;
  const bool overlap = search.low < target.high && target.low < search.high;
  const bool range_above_intersects = target.high > search.high;
  const bool range_below_intersects = target.low < search.low;
  if (prefix == "ne") return !fully_contains;
  if (prefix == "gt") return range_above_intersects;
  if (prefix == "lt") return range_below_intersects;
  if (prefix == "ge") return range_above_intersects || fully_contains;
  if (prefix == "le") return range_below_intersects || fully_contains;
  if (prefix == "sa") return !overlap && target.low >= search.high;
  if (prefix == "eb") return !overlap && target.high <= search.low;
  return fully_contains;  // eq, or none
}

// 3.1.1.5.2: equal within the precision that is written; greater and less by the number itself.
inline bool number_matches(const std::string& prefix, const number& search, const number& target) {
  const std::int64_t half = search.unit() / 2;
  const std::int64_t value = target.exact();
  const bool equal = value >= search.exact() - half && value < search.exact() + half;
  if (prefix == "ne") return !equal;
  if (prefix == "gt" || prefix == "sa") return value > search.exact();
  if (prefix == "lt" || prefix == "eb") return value < search.exact();
  if (prefix == "ge") return value >= search.exact();
  if (prefix == "le") return value <= search.exact();
  return equal;
}

// 3.1.1.5.7: [number]|[system]|[code]; without system the code or the unit's text.
inline bool unit_matches(const amount& asked, const amount& value) {
  if (asked.code.empty()) return true;
  if (!asked.system.empty()) return value.system == asked.system && value.code == asked.code;
  return value.code == asked.code || value.unit == asked.code;
}

// 3.1.1.5.6: [type]/[id], [id] of any type the parameter names (here all), [url].
inline bool reference_matches(const std::string& type, const std::string& asked, const std::string& value) {
  const std::string whole = type.empty() ? asked : type + "/" + asked;
  if (whole.find('/') != std::string::npos) return value == whole;
  return value.find(':') == std::string::npos && value.substr(value.find('/') + 1) == whole;
}

// ---- random values ----

inline moment random_moment(dice& roll, bool in_search) {
  using namespace std::chrono;
  const auto two = [](std::size_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  const std::size_t precision = roll.below(5);
  const year y{static_cast<int>(2019 + roll.below(3))};
  const month m{static_cast<unsigned>(roll.of(std::vector<int>{1, 2, 2, 12}))};
  const unsigned last = static_cast<unsigned>((y / m / std::chrono::last).day());
  const day d{std::min(last, static_cast<unsigned>(roll.of(std::vector<int>{1, 2, 28, 31})))};
  const auto us = [](sys_days at) { return duration_cast<microseconds>(at.time_since_epoch()).count(); };

  moment made;
  made.written = std::to_string(static_cast<int>(y));
  made.within = {us(y / January / 1), us((y + years{1}) / January / 1)};
  if (precision == 0) return made;
  made.written += "-" + two(static_cast<unsigned>(m));
  made.within = {us(y / m / 1), us(sys_days((y / m + months{1}) / 1))};
  if (precision == 1) return made;
  made.written += "-" + two(static_cast<unsigned>(d));
  made.within = {us(y / m / d), us(y / m / d) + 86'400'000'000};
  if (precision == 2) return made;

  const std::size_t hour = roll.of(std::vector<std::size_t>{0, 12, 23});
  const std::size_t minute = roll.of(std::vector<std::size_t>{0, 30, 59});
  const std::size_t second = roll.of(std::vector<std::size_t>{0, 59});
  made.written += "T" + two(hour) + ":" + two(minute);
  made.within.low += static_cast<std::int64_t>(hour * 60 + minute) * 60'000'000;
  made.within.high = made.within.low + 60'000'000;
  if (!in_search || roll.chance(60)) {
    made.written += ":" + two(second);
    made.within.low += static_cast<std::int64_t>(second) * 1'000'000;
    made.within.high = made.within.low + 1'000'000;
    if (roll.chance(30)) {
      made.written += ".250";
      made.within.low += 250'000;
      made.within.high = made.within.low + 1'000;
    }
  }
  if (in_search && roll.chance(30)) return made;  // without offset: UTC
  static const std::vector<std::pair<std::string, std::int64_t>> zones{{"Z", 0}, {"+02:00", 120}, {"-05:30", -330}};
  const auto& zone = roll.of(zones);
  made.written += zone.first;
  made.within.low -= zone.second * 60'000'000;
  made.within.high -= zone.second * 60'000'000;
  return made;
}

inline number random_number(dice& roll) {
  static const std::vector<number> some{{5, 0},   {54, 1},  {540, 2}, {5400, 3}, {535, 2}, {545, 2}, {5449, 3},
                                        {50, 1},  {49, 1},  {0, 0},   {0, 1},    {5, 2},   {-5, 0},  {-54, 1},
                                        {100, 0}, {995, 1}, {1005, 1}, {1000, 1}};
  if (roll.chance(70)) return roll.of(some);
  return {static_cast<std::int64_t>(roll.below(2000)) - 500, static_cast<int>(roll.below(4))};
}

inline const std::vector<token>& tokens() {
  static const std::vector<token> some{{"urn:a", "x"}, {"urn:a", "y"}, {"urn:b", "x"}, {"", "x"},
                                       {"", "z"},      {"urn:b", "Z"}, {"urn:b", "w"}};
  return some;
}

inline const std::vector<text>& names() {
  static const std::vector<text> some{
      {"Müller", "muller"}, {"MULLER", "muller"},           {"Muller-Groß", "muller-gross"},
      {"Éloïse", "eloise"}, {"Elo", "elo"},                 {"Groß", "gross"},
      {"Cruz", "cruz"},     {"de la  Cruz", "de la cruz"}, {"Ångström", "angstrom"},
      {"ÇELIK", "celik"},   {"O'Neil", "o'neil"},           {"Νίκος", "νικος"}};
  return some;
}

inline const std::vector<std::string>& references() {
  static const std::vector<std::string> some{"Patient/1", "Patient/2", "Patient/a-b", "Group/1", "Group/2",
                                             "http://other.org/Patient/1"};
  return some;
}

inline const std::vector<amount>& units() {
  static const std::vector<amount> some{{{}, "urn:u", "mg", "mg"}, {{}, "urn:u", "mm", "millimetre"},
                                        {{}, "", "", "mg"},        {{}, "", "", ""},
                                        {{}, "urn:v", "mg", ""},   {{}, "", "mm", ""}};
  return some;
}

}  // namespace phr::test::model
