// What a series of lab values says.
#include "moment.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

outcome read_options(const phr_trend_options& given, phr::trend_options& asked) {
  PHR_TRY(asked.patient, text(given.patient, "patient"));
  asked.from = time_of(given.from);
  asked.to = time_of(given.to);
  return read_moment(given.as_of, asked.as_of);
}

void describe_series(const phr::analytics::lab_series& series, phr_trend_facts& known) noexcept {
  known.system = borrow(series.system);
  known.code = borrow(series.code);
  known.title = borrow(series.title);
  known.unit = borrow(series.unit);
  known.unit_code = borrow(series.unit_code);
  known.left_out = series.left_out;
  known.has_reference_low = series.reference_low.has_value() ? 1 : 0;
  known.has_reference_high = series.reference_high.has_value() ? 1 : 0;
  known.reference_low = series.reference_low.value_or(0);
  known.reference_high = series.reference_high.value_or(0);
}

void describe_lines(const phr::analytics::lab_trend& trend, phr_trend_facts& known) noexcept {
  known.has_linear = trend.linear.has_value() ? 1 : 0;
  if (trend.linear) {
    known.linear_slope = trend.linear->slope_per_day;
    known.linear_intercept = trend.linear->intercept;
    known.linear_r_squared = trend.linear->r_squared;
    known.linear_slope_error = trend.linear->slope_error;
  }
  known.has_robust = trend.robust.has_value() ? 1 : 0;
  if (trend.robust) {
    known.robust_slope = trend.robust->slope_per_day;
    known.robust_intercept = trend.robust->intercept;
    known.robust_low = trend.robust->low;
    known.robust_high = trend.robust->high;
  }
}

}  // namespace

phr_status phr_session_lab_trend(phr_session* session, phr_text code, const phr_trend_options* options, phr_trend** trend,
                                 phr_error* err) noexcept {
  if (trend != nullptr) *trend = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(trend, "trend"));
    PHR_TRY(const auto of, text(code, "code"));
    PHR_TRY(const auto given, take_optional(options));
    phr::trend_options how;
    PHR_TRY(read_options(given, how));
    PHR_TRY(auto found, in.core.lab_trend(of, how));
    return give(trend, std::move(found));
  });
}

void phr_trend_end(phr_trend* trend) noexcept { end(trend); }

phr_status phr_trend_info(const phr_trend* trend, phr_trend_facts* facts, phr_error* err) noexcept {
  return with(trend, err, [&](const phr_trend& in) -> outcome {
    phr_trend_facts known = PHR_TREND_FACTS_INIT;
    describe_series(in.core.series, known);
    describe_lines(in.core, known);
    known.direction = borrow(in.core.direction);
    known.above = in.core.above;
    known.below = in.core.below;
    known.mean = in.core.stats.mean;
    known.sd = in.core.stats.sd;
    known.min = in.core.stats.min;
    known.max = in.core.stats.max;
    known.first = in.core.first;
    known.latest = in.core.latest;
    known.longest_gap_days = in.core.longest_gap_days;
    return fill(facts, known);
  });
}

size_t phr_trend_points_count(const phr_trend* trend) noexcept { return is_valid(trend) ? trend->core.series.points.size() : 0; }

phr_status phr_trend_points_at(const phr_trend* trend, size_t index, phr_trend_point* point, phr_error* err) noexcept {
  return with(trend, err, [&](const phr_trend& in) -> outcome {
    PHR_TRY(within(index, in.core.series.points.size()));
    const auto& found = in.core.series.points[index];
    phr_trend_point known = PHR_TREND_POINT_INIT;
    known.at_us = found.at_us;
    known.value = found.value;
    known.source_id = borrow(found.source_id);
    return fill(point, known);
  });
}
