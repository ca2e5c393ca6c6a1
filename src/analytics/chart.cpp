// A line chart as SVG.
#include <phr/analytics/chart.hpp>

#include <phr/analytics/trend.hpp>

#include "analytics/canvas.hpp"
#include "analytics/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace phr::analytics {

namespace {

constexpr double text_size = 11;
constexpr double margin = 8;

struct palette {
  std::string_view ground, text, muted, grid, band, limit, line, outside, trend;
};
constexpr palette light{"#ffffff", "#1b2430", "#56616f", "#e3e7ec", "#e4f2e7",
                        "#9ccba6", "#1f5fbf", "#b3261e", "#7a4fa3"};
constexpr palette dark{"#12161c", "#e8ebf0", "#a4aebb", "#2b333e", "#1b3123",
                       "#3f6b4a", "#7db1ff", "#ff8a7a", "#c7a4f2"};

std::string attribute(std::string_view name, std::string_view value) { return fmt::format("{}=\"{}\"", name, value); }

bool is_above(const lab_series& series, double value) {
  return series.reference_high && value > *series.reference_high;
}
bool is_below(const lab_series& series, double value) {
  return series.reference_low && value < *series.reference_low;
}

std::string range_text(const lab_series& series) {
  if (series.reference_low && series.reference_high) {
    return fmt::format("{} to {}", number_text(*series.reference_low), number_text(*series.reference_high));
  }
  if (series.reference_high) return fmt::format("up to {}", number_text(*series.reference_high));
  if (series.reference_low) return fmt::format("from {}", number_text(*series.reference_low));
  return {};
}

std::string with_unit(double value, const lab_series& series) {
  return series.unit.empty() ? number_text(value) : fmt::format("{} {}", number_text(value), series.unit);
}

// Everything that the parts of one chart share.
struct chart {
  const lab_series& series;
  const chart_options& options;
  const palette& colors;
  std::string title;
  std::vector<plot_point> points;
  plot_frame frame;
  std::vector<value_tick> value_axis;
  std::vector<time_tick> time_axis;
  std::optional<theil_sen_line> trend;
  canvas page;

  [[nodiscard]] double width() const noexcept { return options.width; }
  [[nodiscard]] double height() const noexcept { return options.height; }
  [[nodiscard]] bool has_reference() const noexcept { return series.reference_low || series.reference_high; }
  [[nodiscard]] bool has_two_rows_of_dates() const noexcept {
    return std::any_of(time_axis.begin(), time_axis.end(), [](const time_tick& tick) { return !tick.lower.empty(); });
  }
};

std::optional<theil_sen_line> trend_of(const lab_series& series) {
  std::vector<std::int64_t> times;
  std::vector<double> values;
  for (const lab_point& point : series.points) {
    if (!std::isfinite(point.value)) continue;
    times.push_back(point.at_us);
    values.push_back(point.value);
  }
  if (values.size() < 3) return std::nullopt;
  const auto fit = theil_sen(times, {values, {}});
  if (!fit || !std::isfinite(fit.value().slope_per_day) || !std::isfinite(fit.value().intercept)) return std::nullopt;
  return fit.value();
}

// Value labels decide where the plot begins on the left; time labels how high its foot is.
void lay_out(chart& c) {
  const double legend = c.has_reference() || c.trend ? 17 : 0;
  c.frame.values = range_of_values(c.series, c.points);
  c.frame.times = range_of_times(c.points);
  c.frame.top = 46;
  c.frame.right = c.width() - margin;
  c.frame.bottom = c.height() - legend - 34;
  const int most = std::clamp(static_cast<int>((c.frame.bottom - c.frame.top) / 22), 2, 9);
  c.value_axis = value_ticks(c.frame.values.low, c.frame.values.high, most);
  double widest = 18;
  for (const value_tick& tick : c.value_axis) widest = std::max(widest, text_width(tick.label, text_size));
  c.frame.left = margin + widest + 5;
  const double room = c.frame.right - c.frame.left - 2 * c.frame.inset;
  c.time_axis = time_ticks(c.frame.times.from, c.frame.times.to, room, text_size);
  if (!c.has_two_rows_of_dates()) c.frame.bottom += 13;
}

std::string description_of(const chart& c) {
  if (c.points.empty()) return "No values.";
  const auto [low, high] = std::minmax_element(
      c.points.begin(), c.points.end(), [](const plot_point& a, const plot_point& b) { return a.value < b.value; });
  std::string text = fmt::format("{} {} from {} to {}. Latest {}. Lowest {}, highest {}.", c.points.size(),
                                 c.points.size() == 1 ? "value" : "values", day_text(c.points.front().local_us),
                                 day_text(c.points.back().local_us), with_unit(c.points.back().value, c.series),
                                 number_text(low->value), number_text(high->value));
  if (c.has_reference()) {
    const auto count = [&](auto is_outside) {
      return std::count_if(c.points.begin(), c.points.end(),
                           [&](const plot_point& point) { return is_outside(c.series, point.value); });
    };
    text += fmt::format(" Reference {}: {} above, {} below.", range_text(c.series), count(is_above), count(is_below));
  }
  return text;
}

// When the latest value was and on which side of the range it is; the longest wording that fits.
std::string latest_text(const chart& c, bool above, bool below, double room) {
  const std::int64_t at = c.points.back().local_us;
  const std::string side = above ? ", above reference" : below ? ", below reference" : "";
  const std::string short_side = above ? ", above" : below ? ", below" : "";
  const std::string day = "on " + day_text(at);
  if (c.points.size() > 1 && at - c.points.front().local_us < 3 * microseconds_per_day) {
    for (const std::string& end : {side, short_side}) {
      const std::string text = day + ", " + clock_text(at) + end;
      if (text_width(text, text_size) <= room) return text;
    }
  }
  return text_width(day + side, text_size) <= room ? day + side : day + short_side;
}

void draw_header(chart& c) {
  const double width = c.width() - 2 * margin;
  const std::string unit = c.series.unit.empty() ? "" : fmt::format("in {}", c.series.unit);
  const double unit_width = std::min(text_width(unit, 12), width / 2);
  c.page.text_of_two(margin, 18, fitted(c.title, 15.5, width - unit_width - 5), "font-size=\"14\" font-weight=\"600\"",
                     fitted(unit, 12, width / 2), fmt::format("fill=\"{}\"", c.colors.muted));
  if (c.points.empty()) return;
  const plot_point& latest = c.points.back();
  const bool above = is_above(c.series, latest.value);
  const bool below = is_below(c.series, latest.value);
  const std::string value = with_unit(latest.value, c.series);
  const std::string shown = fitted(value, 14.5, width * 0.6);
  const double room = width - text_width(shown, 14.5) - 5;
  c.page.text_of_two(margin, 36, shown,
                     fmt::format("font-size=\"13\" font-weight=\"600\" fill=\"{}\"",
                                 above || below ? c.colors.outside : c.colors.line),
                     fitted(latest_text(c, above, below, room), text_size, room), attribute("fill", c.colors.muted));
}

void draw_band(chart& c) {
  if (!c.has_reference()) return;
  const double top = c.series.reference_high ? c.frame.y(*c.series.reference_high) : c.frame.top;
  const double bottom = c.series.reference_low ? c.frame.y(*c.series.reference_low) : c.frame.bottom;
  if (bottom > top) c.page.rectangle(c.frame.left, top, c.frame.right - c.frame.left, bottom - top, c.colors.band);
}

void draw_limits(chart& c) {
  const std::string stroke = attribute("stroke", c.colors.limit);
  for (const auto& limit : {c.series.reference_low, c.series.reference_high}) {
    if (!limit || *limit < c.frame.values.low || *limit > c.frame.values.high) continue;
    c.page.line(c.frame.left, c.frame.y(*limit), c.frame.right, c.frame.y(*limit), stroke);
  }
}

void draw_value_axis(chart& c) {
  c.page.begin_group(fmt::format("stroke=\"{}\"", c.colors.grid));
  for (const value_tick& tick : c.value_axis) {
    c.page.line(c.frame.left, c.frame.y(tick.value), c.frame.right, c.frame.y(tick.value), "stroke-width=\"1\"");
  }
  c.page.end_group();
  c.page.begin_group(fmt::format("fill=\"{}\" text-anchor=\"end\"", c.colors.muted));
  for (const value_tick& tick : c.value_axis) {
    c.page.text(c.frame.left - 5, c.frame.y(tick.value) + 4, text_anchor::start, tick.label);
  }
  c.page.end_group();
}

// Where a label under the axis is centred: at its tick, but not over the edge of the page.
double label_center(const chart& c, double x, double width) {
  return std::clamp(x, std::min(width / 2 + 2, c.width() / 2), std::max(c.width() - width / 2 - 2, c.width() / 2));
}

void draw_lower_dates(chart& c, double y) {
  struct label {
    double center;
    double width;
    std::string_view text;
  };
  std::vector<label> labels;
  for (const time_tick& tick : c.time_axis) {
    if (tick.lower.empty()) continue;
    const double width = text_width(tick.lower, text_size);
    labels.push_back({label_center(c, c.frame.x(tick.local_us), width), width, tick.lower});
  }
  const auto overlap = [](const label& a, const label& b) {
    return b.center - a.center < (a.width + b.width) / 2 + 4;
  };
  // The first one only says what began before the chart did: it gives way.
  if (labels.size() > 1 && overlap(labels[0], labels[1])) labels.erase(labels.begin());
  const label* before = nullptr;
  for (const label& next : labels) {
    if (before != nullptr && overlap(*before, next)) continue;
    c.page.text(next.center, y, text_anchor::start, next.text);
    before = &next;
  }
}

void draw_time_axis(chart& c) {
  const double foot = c.frame.bottom;
  c.page.begin_group(fmt::format("stroke=\"{}\"", c.colors.muted));
  c.page.line(c.frame.left, foot, c.frame.right, foot, "stroke-width=\"1\"");
  for (const time_tick& tick : c.time_axis) {
    const double x = c.frame.x(tick.local_us);
    c.page.line(x, foot, x, foot + 4, "stroke-width=\"1\"");
  }
  c.page.end_group();
  c.page.begin_group(fmt::format("fill=\"{}\" text-anchor=\"middle\"", c.colors.muted));
  for (const time_tick& tick : c.time_axis) {
    const double width = text_width(tick.upper, text_size);
    c.page.text(label_center(c, c.frame.x(tick.local_us), width), foot + 15, text_anchor::start, tick.upper);
  }
  draw_lower_dates(c, foot + 28);
  c.page.end_group();
}

// The part of the trend that lies within the range of values.
void draw_trend(chart& c) {
  if (!c.trend) return;
  const auto from = static_cast<double>(c.points.front().local_us);
  const auto to = static_cast<double>(c.points.back().local_us);
  const double begin = c.trend->intercept;
  const double end = begin + c.trend->slope_per_day * ((to - from) / static_cast<double>(microseconds_per_day));
  const value_range& shown = c.frame.values;
  double first = 0;
  double last = 1;
  for (const double limit : {shown.low, shown.high}) {
    const double at = (limit - begin) / (end - begin);
    if (!(at > 0 && at < 1)) continue;
    const bool enters = limit == shown.low ? end > begin : end < begin;
    if (enters) first = std::max(first, at);
    if (!enters) last = std::min(last, at);
  }
  const double middle = begin + (end - begin) * (first + last) / 2;
  if (!(first < last) || !(middle >= shown.low && middle <= shown.high)) return;
  const double left = c.frame.x(c.points.front().local_us);
  const double right = c.frame.x(c.points.back().local_us);
  c.page.line(left + (right - left) * first, c.frame.y(begin + (end - begin) * first), left + (right - left) * last,
              c.frame.y(begin + (end - begin) * last),
              fmt::format("stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"", c.colors.trend));
}

void draw_line(chart& c, const std::vector<page_point>& points) {
  std::string data;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool begins = !points[i].joined;
    const bool alone = begins && (i + 1 == points.size() || !points[i + 1].joined);
    data += begins ? "M" : points[i - 1].joined ? " " : "L";
    append_point(data, points[i].x, points[i].y);
    if (alone) data += "h0";
  }
  const bool is_dense = static_cast<double>(points.size()) * 3 > c.frame.right - c.frame.left;
  c.page.path(data, fmt::format("fill=\"none\" stroke=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"round\" "
                                "stroke-width=\"{}\"",
                                c.colors.line, is_dense ? 1.2 : 1.8));
}

// A triangle around a point: up 1, down -1.
void append_triangle(std::string& data, const page_point& at, double size, int up) {
  data += 'M';
  append_point(data, at.x, at.y - size * up);
  data += 'l';
  append_point(data, size, 2 * size * up);
  data += 'h';
  append_coordinate(data, -2 * size);
  data += 'z';
}

// Points within the range are dots where there is room for them; points outside are triangles always.
void draw_markers(chart& c, const std::vector<page_point>& points) {
  const double room = (c.frame.right - c.frame.left) / static_cast<double>(points.size());
  const double dot = room >= 8 ? 6 : room >= 3 ? 4 : room >= 1.2 ? 2.4 : 0;
  const double triangle = room >= 8 ? 4 : room >= 3 ? 3.4 : 2.8;
  std::string dots;
  std::string above;
  std::string below;
  for (const page_point& point : points) {
    if (is_above(c.series, point.value)) {
      append_triangle(above, point, triangle, 1);
    } else if (is_below(c.series, point.value)) {
      append_triangle(below, point, triangle, -1);
    } else if (dot > 0) {
      dots += 'M';
      append_point(dots, point.x, point.y);
      dots += "h0";
    }
  }
  c.page.path(dots, fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"round\"",
                                c.colors.line, dot));
  c.page.path(above, attribute("fill", c.colors.outside));
  c.page.path(below, attribute("fill", c.colors.outside));
}

void draw_latest(chart& c) {
  const plot_point& latest = c.points.back();
  const bool outside = is_above(c.series, latest.value) || is_below(c.series, latest.value);
  const std::string_view color = outside ? c.colors.outside : c.colors.line;
  const page_point at{c.frame.x(latest.local_us), c.frame.y(latest.value), latest.value, false};
  c.page.circle(at.x, at.y, 6.5,
                fmt::format("fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"", c.colors.ground, color));
  if (!outside) return c.page.circle(at.x, at.y, 2.8, attribute("fill", color));
  std::string mark;
  append_triangle(mark, at, 3, is_above(c.series, latest.value) ? 1 : -1);
  c.page.path(mark, attribute("fill", color));
}

void draw_legend(chart& c, const std::vector<page_point>& points) {
  const double y = c.height() - 8;
  double x = margin;
  const auto entry = [&](double mark_width, std::string_view text, auto draw_mark) {
    const double width = mark_width + 5 + text_width(text, text_size);
    if (x + width > c.width() - 2) return;
    draw_mark(x, y - 4);
    c.page.text(x + mark_width + 5, y, text_anchor::start, text);
    x += width + 10;
  };
  const auto triangle = [&](int up) {
    return [&c, up](double left, double middle) {
      std::string data;
      append_triangle(data, {left + 4, middle, 0, false}, 4, up);
      c.page.path(data, attribute("fill", c.colors.outside));
    };
  };
  c.page.begin_group(attribute("fill", c.colors.muted));
  if (c.has_reference()) {
    entry(14, "reference " + range_text(c.series),
          [&](double left, double middle) {
            c.page.rectangle(left, middle - 5, 14, 10, c.colors.limit);
            c.page.rectangle(left + 1, middle - 4, 12, 8, c.colors.band);
          });
  }
  if (c.trend) {
    entry(18, "trend", [&](double left, double middle) {
      c.page.line(left, middle, left + 18, middle,
                  fmt::format("stroke=\"{}\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"", c.colors.trend));
    });
  }
  const auto any = [&](auto is_outside) {
    return std::any_of(points.begin(), points.end(),
                       [&](const page_point& point) { return is_outside(c.series, point.value); });
  };
  if (any(is_above)) entry(8, "above", triangle(1));
  if (any(is_below)) entry(8, "below", triangle(-1));
  c.page.end_group();
}

}  // namespace

std::string line_chart_svg(const lab_series& series, const chart_options& options) {
  chart_options bounded = options;
  bounded.width = std::clamp(options.width, 200, 4000);
  bounded.height = std::clamp(options.height, 160, 4000);
  const palette& colors = options.dark ? dark : light;
  chart c{series, bounded, colors, options.title.empty() ? series.title : options.title, {}, {}, {}, {}, {},
          canvas(bounded.width, bounded.height, colors.text)};
  c.points = plot_points(series, options.utc_offset_minutes);
  c.page.title_and_description(c.title, description_of(c));
  c.page.rectangle(0, 0, c.width(), c.height(), colors.ground);
  draw_header(c);
  if (c.points.empty()) {
    c.page.text(c.width() / 2, c.height() / 2, text_anchor::middle, "no values", attribute("fill", colors.muted));
    return std::move(c.page).finish();
  }
  if (options.trend) c.trend = trend_of(series);
  lay_out(c);
  const std::vector<page_point> points = page_points(c.frame, c.points, options.gap_factor);
  draw_band(c);
  draw_value_axis(c);
  draw_limits(c);
  draw_time_axis(c);
  draw_trend(c);
  draw_line(c, points);
  draw_markers(c, points);
  draw_latest(c);
  draw_legend(c, points);
  return std::move(c.page).finish();
}

}  // namespace phr::analytics
