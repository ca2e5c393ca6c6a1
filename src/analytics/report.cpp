// A trend in words.
#include <phr/analytics/report.hpp>

#include <phr/analytics/chart.hpp>

#include "analytics/plain_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <vector>

namespace phr::analytics {

namespace {

// With a sign and 3 significant digits, or all of a whole number: "+0.123", "-1250".
std::string change_text(double value) {
  const std::string text = std::fabs(value) >= 1000 ? number_text(std::round(value)) : fmt::format("{:.3g}", value);
  return value > 0 ? "+" + text : text;
}

// The time in which to give a slope, by the time that the series spans.
struct pace {
  std::string_view name;
  double days;
};
pace pace_of(double span_days) noexcept {
  if (span_days >= 180) return {"year", 365.25};
  if (span_days >= 28) return {"month", 30.4375};
  return span_days >= 2 ? pace{"day", 1} : pace{"hour", 1.0 / 24};
}

std::string days_text(double days) {
  if (days >= 730) return fmt::format("{:.1f} years", days / 365.25);
  if (days >= 61) return fmt::format("{:.1f} months", days / 30.4375);
  if (days >= 2) return fmt::format("{:.0f} days", days);
  return days >= 2.0 / 24 ? fmt::format("{:.0f} hours", days * 24) : fmt::format("{:.0f} minutes", days * 1440);
}

std::string reference_line(const lab_trend& trend) {
  const lab_series& series = trend.series;
  if (!series.reference_low && !series.reference_high) return {};
  const std::string low = series.reference_low ? number_text(*series.reference_low) : "";
  const std::string high = series.reference_high ? number_text(*series.reference_high) : "";
  const std::string range = low.empty() ? "up to " + high : high.empty() ? "from " + low : low + " to " + high;
  return fmt::format("  reference {}: {} above, {} below, {} within\n", range, trend.above, trend.below,
                     trend.stats.count - trend.above - trend.below);
}

std::string direction_line(const lab_trend& trend, const std::string& unit) {
  std::string text = "  " + trend.direction;
  const std::vector<lab_point>& points = trend.series.points;
  const double span = (static_cast<double>(points.back().at_us) - static_cast<double>(points.front().at_us)) /
                      static_cast<double>(microseconds_per_day);
  if (trend.robust) {
    const pace per = pace_of(span);
    text += fmt::format(": {}{} a {}", change_text(trend.robust->slope_per_day * per.days), unit, per.name);
    if (std::isfinite(trend.robust->low)) {
      text += fmt::format(" (95 % interval {} to {})", change_text(trend.robust->low * per.days),
                          change_text(trend.robust->high * per.days));
    }
  }
  if (points.size() > 1) text += fmt::format("; longest gap {}", days_text(trend.longest_gap_days));
  return text + '\n';
}

}  // namespace

std::string to_text(const lab_trend& trend, const report_options& options) {
  const lab_series& series = trend.series;
  if (series.points.empty()) return safe_text(series.title) + ": no values\n";
  const std::string unit = series.unit.empty() ? "" : " " + safe_text(series.unit);
  const auto day = [&](const lab_point& point) {
    return day_text(local_time(point.at_us, options.utc_offset_minutes));
  };
  std::string text = safe_text(series.title.empty() ? series.code : series.title);
  text += fmt::format(": {} {}", series.points.size(), series.points.size() == 1 ? "value" : "values");
  if (series.points.size() > 1) {
    text += fmt::format(", {} to {}", day(series.points.front()), day(series.points.back()));
  }
  text += fmt::format("\n  latest {}{} on {}", number_text(trend.latest), unit, day(series.points.back()));
  if (series.points.size() > 1) {
    text += fmt::format("; first {}, lowest {}, highest {}, mean {}", number_text(trend.first),
                        number_text(trend.stats.min), number_text(trend.stats.max),
                        fmt::format("{:.4g}", trend.stats.mean));
  }
  text += '\n' + reference_line(trend) + direction_line(trend, unit);
  if (series.left_out != 0) text += fmt::format("  {} without a number left out\n", series.left_out);
  std::vector<double> values;
  for (const lab_point& point : series.points) values.push_back(point.value);
  return text + "  " + sparkline(values, options.width) + '\n';
}

}  // namespace phr::analytics
