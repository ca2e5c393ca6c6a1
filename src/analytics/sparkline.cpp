// A row of blocks.
#include <phr/analytics/chart.hpp>

#include "analytics/plain_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phr::analytics {

namespace {

constexpr char32_t lowest_block = 0x2581;
constexpr int block_count = 8;
constexpr int middle_block = 3;

int block_of(double value, double low, double high) noexcept {
  if (std::isinf(value)) return value > 0 ? block_count - 1 : 0;
  if (low == high) return middle_block;
  // Halved, so that the distance of no two numbers overflows.
  const double share = (value * 0.5 - low * 0.5) / (high * 0.5 - low * 0.5);
  return std::clamp(static_cast<int>(share * block_count), 0, block_count - 1);
}

}  // namespace

std::string sparkline(std::span<const double> values) {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  std::string out;
  for (const double value : values) {
    append_utf8(out, std::isnan(value) ? U' ' : lowest_block + static_cast<char32_t>(block_of(value, low, high)));
  }
  return out;
}

std::string sparkline(std::span<const double> values, std::size_t width) {
  if (values.size() <= width) return sparkline(values);
  std::vector<double> means(width, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t bucket = 0; bucket < width; ++bucket) {
    const std::size_t begin = bucket * values.size() / width;
    const std::size_t end = (bucket + 1) * values.size() / width;
    double mean = 0;
    double count = 0;
    for (const double value : values.subspan(begin, end - begin)) {
      if (std::isnan(value)) continue;
      ++count;
      // Equal values give exactly that value; what is infinite stays so.
      const bool plain = count == 1 || std::isinf(value) || std::isinf(mean);
      mean += plain ? value : value / count - mean / count;
    }
    if (count > 0) means[bucket] = mean;
  }
  return sparkline(means);
}

}  // namespace phr::analytics
