// What a series of lab values says, and its chart.
#ifndef PHR_TREND_H
#define PHR_TREND_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// The values of one code in one unit, and the lines through them. Lifetime: until phr_trend_end; independent of the
// session. Threads: immutable.
typedef struct phr_trend phr_trend;

typedef struct phr_trend_options {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text patient;         // id; none: the only patient of the record
  phr_optional_time from;   // inclusive
  phr_optional_time to;     // exclusive
  const phr_moment *as_of;  // NULL: now
} phr_trend_options;

#define PHR_TREND_OPTIONS_INIT {sizeof(phr_trend_options), 0, {NULL, 0}, {0, 0, 0}, {0, 0, 0}, NULL}

// The numbers of one code over time: "http://loinc.org|4548-4", or a code alone for any system; also those in
// components, such as a systolic pressure. Errors: PHR_NO_VALUES; PHR_UNIT_MISMATCH where two units occur, of which none is
// converted by guess (the ordinal counts the measurements by time); PHR_AMBIGUOUS_MATCH for several patients where none is
// named, or a code of two systems; PHR_INVALID_ARGUMENT for an empty code.
PHR_API phr_status phr_session_lab_trend(phr_session *session, phr_text code, const phr_trend_options *options,
                                         phr_trend **trend, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_trend_end(phr_trend *trend) PHR_NOEXCEPT;

// Its texts live until phr_trend_end. Values are in the unit of the series, slopes in it per day.
typedef struct phr_trend_facts {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text system;             // of the code, such as http://loinc.org
  phr_text code;
  phr_text title;              // for people
  phr_text unit;               // for people
  phr_text unit_code;          // UCUM
  phr_text direction;          // "rising", "falling", "steady", "unclear": what the numbers do, not if it matters
  uint64_t left_out;           // measurements without a number: text, "<0.5", absent, undated
  uint64_t above;              // the reference range
  uint64_t below;
  double mean;
  double sd;                   // of the sample
  double min;
  double max;
  double first;                // the earliest value
  double latest;
  double longest_gap_days;     // between two values that follow each other
  uint32_t has_reference_low;  // 1: there is one
  uint32_t has_reference_high;
  double reference_low;        // the range holds both limits
  double reference_high;
  uint32_t has_linear;         // 1: there is a line of least squares
  uint32_t has_robust;         // 1: there is a Theil-Sen line
  double linear_slope;
  double linear_intercept;     // at the earliest value
  double linear_r_squared;     // NaN where all values are the same
  double linear_slope_error;   // standard error; NaN for two values
  double robust_slope;         // median of the slopes of all pairs
  double robust_intercept;
  double robust_low;           // 95 % confidence interval of the slope; may be infinite
  double robust_high;
} phr_trend_facts;

#define PHR_TREND_FACTS_INIT                                                                                           \
  {sizeof(phr_trend_facts), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0, 0, 0, 0, 0,     \
   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

PHR_API phr_status phr_trend_info(const phr_trend *trend, phr_trend_facts *facts, phr_error *err) PHR_NOEXCEPT;

// One value. `source_id`, the id of its Observation, lives until phr_trend_end.
typedef struct phr_trend_point {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t at_us;
  double value;
  phr_text source_id;
} phr_trend_point;

#define PHR_TREND_POINT_INIT {sizeof(phr_trend_point), 0, 0, 0, {NULL, 0}}

// In order of time.
PHR_API size_t phr_trend_points_count(const phr_trend *trend) PHR_NOEXCEPT;
PHR_API phr_status phr_trend_points_at(const phr_trend *trend, size_t index, phr_trend_point *point,
                                       phr_error *err) PHR_NOEXCEPT;

// Sizes out of bounds become the nearest bound.
typedef struct phr_chart_options {
  uint32_t struct_size;
  uint32_t width;              // in CSS pixels, 200 to 4000; 0: 360
  uint32_t height;             // 160 to 4000; 0: 240
  uint32_t dark;               // 1: light text on a dark ground
  uint32_t without_trend;      // 1: without the Theil-Sen line
  int32_t utc_offset_minutes;  // of the dates shown; east is positive; within a day
  double gap_factor;           // a gap longer than this many median gaps breaks the line; 0: 4; negative: never
  phr_text title;              // UTF-8; none: the title of the series
} phr_chart_options;

#define PHR_CHART_OPTIONS_INIT {sizeof(phr_chart_options), 0, 0, 0, 0, 0, 0, {NULL, 0}}

// A line chart with the reference range, as SVG in UTF-8, handed to `take`. It shows health data.
PHR_API phr_status phr_trend_chart(const phr_trend *trend, const phr_chart_options *options, phr_bytes_fn take,
                                   void *user, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
