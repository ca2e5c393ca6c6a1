// The chart of a series.
#include "handles.hpp"
#include "structs.hpp"

#include <phr/analytics/chart.hpp>

using namespace phr::c;

namespace {

// The core takes a size out of bounds for the nearest bound; so large a one must first become an int.
int size_of(uint32_t given, int otherwise) noexcept {
  return given == 0 ? otherwise : static_cast<int>(std::min<uint32_t>(given, 1'000'000));
}

phr::result<phr::analytics::chart_options> options_of(const phr_chart_options* given) {
  PHR_TRY(const auto from, take_optional(given));
  phr::analytics::chart_options options;
  PHR_TRY(options.title, text(from.title, "title"));
  constexpr int day = 24 * 60;
  if (from.utc_offset_minutes < -day || from.utc_offset_minutes > day) {
    return phr::error{phr::errc::invalid_argument}.at("utc_offset_minutes");
  }
  options.width = size_of(from.width, options.width);
  options.height = size_of(from.height, options.height);
  options.dark = from.dark != 0;
  options.trend = from.without_trend == 0;
  options.utc_offset_minutes = from.utc_offset_minutes;
  if (from.gap_factor != 0) options.gap_factor = from.gap_factor > 0 ? from.gap_factor : 0;
  return options;
}

}  // namespace

phr_status phr_trend_chart(const phr_trend* trend, const phr_chart_options* options, phr_bytes_fn take_bytes, void* user,
                           phr_error* err) noexcept {
  return with(trend, err, [&](const phr_trend& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const auto how, options_of(options));
    const std::string svg = phr::analytics::line_chart_svg(in.core.series, how);
    take_bytes(user, phr::as_bytes(svg).data(), svg.size());
    return {};
  });
}
