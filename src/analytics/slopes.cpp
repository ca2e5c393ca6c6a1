// Selection among the slopes of all pairs.
#include "analytics/slopes.hpp"

#include <phr/analytics/trend.hpp>

#include <algorithm>
#include <bit>

namespace phr::analytics {

namespace {

// Calls use(slope) for every pair at different times.
template <class Use>
void each_slope(std::span<const timed_point> points, Use use) {
  std::size_t later = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const timed_point from = points[i];
    while (later < points.size() && points[later].at_us == from.at_us) ++later;
    for (std::size_t j = later; j < points.size(); ++j) {
      const double rise = points[j].value - from.value;
      // + 0.0: so that -0 and 0 are one number in the order of bits, too.
      use(rise * static_cast<double>(microseconds_per_day) / (points[j].at_us - from.at_us) + 0.0);
    }
  }
}

// Unsigned numbers in the order of the doubles, and back.
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
std::uint64_t key_of(double slope) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(slope);
  return (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
}
double slope_of(std::uint64_t key) noexcept {
  return std::bit_cast<double>((key & sign_bit) != 0 ? key & ~sign_bit : ~key);
}

// The values of the given ranks; `ranks` is ascending. The order of `slopes` is lost.
void select(std::vector<double>& slopes, std::span<const std::size_t> ranks, std::span<double> found) {
  auto begin = slopes.begin();
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const auto at = slopes.begin() + static_cast<std::ptrdiff_t>(ranks[i]);
    if (at >= begin) {  // else a repeated rank: it is in place
      std::nth_element(begin, at, slopes.end());
      begin = at + 1;
    }
    found[i] = *at;
  }
}

constexpr int digit_bits = 16;
constexpr std::size_t digit_count = std::size_t{1} << digit_bits;

// Slopes whose keys begin alike, and the ranks wanted among them.
struct group {
  std::uint64_t prefix = 0;
  std::size_t size = 0;
  std::size_t first_target = 0;  // into the ranks; the groups divide them in order
  std::size_t targets = 0;
};

// One digit further: counts the slopes of each group by their next digit; every target goes to a group of its digit.
// `ranks` become ranks within the groups. `shift`: the bits of the key right of that digit.
std::vector<group> refine(std::span<const timed_point> points, const std::vector<group>& groups,
                          std::span<std::size_t> ranks, int shift) {
  std::vector<std::vector<std::uint32_t>> counts(groups.size(), std::vector<std::uint32_t>(digit_count));
  const bool first_digit = shift + digit_bits == 64;
  each_slope(points, [&](double slope) {
    const std::uint64_t key = key_of(slope);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (first_digit || key >> (shift + digit_bits) == groups[g].prefix) {
        ++counts[g][(key >> shift) % digit_count];
      }
    }
  });
  std::vector<group> refined;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::size_t digit = 0;
    std::size_t below = 0;
    for (std::size_t t = groups[g].first_target; t < groups[g].first_target + groups[g].targets; ++t) {
      while (below + counts[g][digit] <= ranks[t]) below += counts[g][digit++];
      ranks[t] -= below;
      const std::uint64_t prefix = groups[g].prefix << digit_bits | digit;
      if (refined.empty() || refined.back().prefix != prefix) refined.push_back({prefix, counts[g][digit], t, 0});
      ++refined.back().targets;
    }
  }
  return refined;
}

// The slopes of each group in memory, and its ranks selected.
void collect(std::span<const timed_point> points, const std::vector<group>& groups, std::span<const std::size_t> ranks,
             int shift, std::span<double> found) {
  std::vector<std::vector<double>> slopes(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) slopes[g].reserve(groups[g].size);
  each_slope(points, [&](double slope) {
    const std::uint64_t prefix = shift == 64 ? 0 : key_of(slope) >> shift;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (prefix == groups[g].prefix) slopes[g].push_back(slope);
    }
  });
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const group& of = groups[g];
    select(slopes[g], ranks.subspan(of.first_target, of.targets), found.subspan(of.first_target, of.targets));
  }
}

}  // namespace

std::size_t count_slopes(std::span<const timed_point> points) noexcept {
  std::size_t pairs = 0;
  std::size_t later = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    while (later < points.size() && points[later].at_us == points[i].at_us) ++later;
    pairs += points.size() - later;
  }
  return pairs;
}

std::vector<double> slopes_of_rank(std::span<const timed_point> points, std::span<const std::size_t> ranks,
                                   std::size_t most_in_memory) {
  std::vector<double> found(ranks.size());
  std::vector<std::size_t> within(ranks.begin(), ranks.end());
  std::vector<group> groups{{0, count_slopes(points), 0, ranks.size()}};
  for (int shift = 64;; shift -= digit_bits) {
    std::size_t left = 0;
    for (const group& of : groups) left += of.size;
    if (left <= most_in_memory) {
      collect(points, groups, within, shift, found);
      return found;
    }
    if (shift == 0) break;
    groups = refine(points, groups, within, shift - digit_bits);
  }
  // All bits are known: each group is of equal slopes.
  for (const group& of : groups) {
    for (std::size_t t = 0; t < of.targets; ++t) found[of.first_target + t] = slope_of(of.prefix);
  }
  return found;
}

}  // namespace phr::analytics
