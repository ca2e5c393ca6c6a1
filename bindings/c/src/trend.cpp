// What a series of lab values says.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

phr::result<phr::trend_options> options_of(const phr_trend_options* given) {
  PHR_TRY(const auto from, take_optional(given));
  phr::trend_options options;
  PHR_TRY(options.patient, text(from.patient, "patient"));
  if (from.has_from != 0) options.from = from.from_us;
  if (from.has_to != 0) options.to = from.to_us;
  return options;
}

void describe_series(const phr::analytics::lab_series& series, phr_trend_facts& known) noexcept {
  known.system = borrow(series.system);
  known.code = borrow(series.code);
  known.title = borrow(series.title);
  known.unit = borrow(series.unit);
  known.unit_code = borrow(series.unit_code);
  known.count = series.points.size();
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

phr_status phr_session_lab_trend(phr_session* session, const char* code, size_t code_size,
                                 const phr_trend_options* options, phr_trend** trend, phr_error* err) noexcept {
  if (trend != nullptr) *trend = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(trend, "trend"));
    PHR_TRY(const auto of, text(code, code_size, "code"));
    PHR_TRY(const auto how, options_of(options));
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

phr_status phr_trend_point(const phr_trend* trend, size_t index, int64_t* at_us, double* value, phr_text* source_id,
                           phr_error* err) noexcept {
  return with(trend, err, [&](const phr_trend& in) -> outcome {
    PHR_TRY(within(index, in.core.series.points.size()));
    const auto& point = in.core.series.points[index];
    if (at_us != nullptr) *at_us = point.at_us;
    if (value != nullptr) *value = point.value;
    if (source_id != nullptr) *source_id = borrow(point.source_id);
    return {};
  });
}
