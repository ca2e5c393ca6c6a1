#include "fixture.h"

#include <math.h>

#define GLUCOSE "http://loinc.org|15074-8"

static void put_all(phr_session *me) {
  put(me, patient_p);
  put(me, glucose_o2);
  put(me, glucose_o1);
}

static int near(double a, double b) { return fabs(a - b) <= 1e-9 * (1 + fabs(b)); }

TEST(LabTrend, HasTheValuesByTimeAndWhatTheySay) {
  fixture in;
  phr_trend *trend = NULL;
  phr_trend_facts facts = PHR_TREND_FACTS_INIT;
  phr_trend_point point = PHR_TREND_POINT_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), NULL, &trend, NULL));
  CHECK_OK(phr_trend_info(trend, &facts, NULL));
  CHECK_TEXT(facts.system, "http://loinc.org");
  CHECK_TEXT(facts.code, "15074-8");
  CHECK_TEXT(facts.title, "Glucose");
  CHECK_TEXT(facts.unit, "mmol/L");
  CHECK_TEXT(facts.unit_code, "mmol/L");
  CHECK_TEXT(facts.direction, "unclear");  // two values tell nothing
  CHECK(phr_trend_points_count(trend) == 2 && facts.left_out == 0 && facts.above == 0 && facts.below == 0);
  CHECK(near(facts.mean, 5.75) && facts.min == 5.4 && facts.max == 6.1);
  CHECK(facts.first == 5.4 && facts.latest == 6.1);
  CHECK(facts.longest_gap_days == 427);  // 2020-01-02 to 2021-03-04
  CHECK(facts.has_reference_low == 0 && facts.has_reference_high == 0);
  CHECK(facts.has_linear == 1 && near(facts.linear_slope, 0.7 / 427) && near(facts.linear_intercept, 5.4));
  CHECK(isnan(facts.linear_slope_error));
  CHECK(facts.has_robust == 1 && near(facts.robust_slope, 0.7 / 427));
  CHECK_OK(phr_trend_points_at(trend, 0, &point, NULL));
  CHECK(point.at_us == 1577923200000000LL && point.value == 5.4);  // 2020-01-02T00:00:00Z
  CHECK_TEXT(point.source_id, "o1");
  CHECK_OK(phr_trend_points_at(trend, 1, &point, NULL));
  CHECK(point.value == 6.1);
  CHECK_STATUS(phr_trend_points_at(trend, 2, &point, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_trend_points_at(trend, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_trend_end(trend);
  teardown(&in);
}

TEST(LabTrend, KeepsToItsOptions) {
  fixture in;
  phr_trend_options options = PHR_TREND_OPTIONS_INIT;
  phr_trend_facts facts = PHR_TREND_FACTS_INIT;
  phr_trend *trend = NULL;
  setup(&in);
  put_all(in.me);
  put(in.me, "{\"resourceType\":\"Patient\",\"id\":\"q\"}");
  CHECK_STATUS(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), &options, &trend, NULL), PHR_AMBIGUOUS_MATCH);
  options.patient = PHR_TEXT("p");
  options.from = phr_time_of(1609459200000000LL);  // 2021-01-01
  CHECK_OK(phr_session_lab_trend(in.me, PHR_TEXT("15074-8"), &options, &trend, NULL));
  CHECK_OK(phr_trend_info(trend, &facts, NULL));
  CHECK(phr_trend_points_count(trend) == 1 && facts.latest == 6.1);
  CHECK(facts.has_linear == 0 && facts.has_robust == 0);
  phr_trend_end(trend);
  options.to = options.from;
  CHECK_STATUS(phr_session_lab_trend(in.me, PHR_TEXT("15074-8"), &options, &trend, NULL), PHR_NO_VALUES);
  CHECK(trend == NULL);
  teardown(&in);
}

TEST(LabTrend, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_trend *trend = NULL;
  phr_trend_options options = PHR_TREND_OPTIONS_INIT;
  phr_trend_facts facts = PHR_TREND_FACTS_INIT;
  phr_trend_point point = PHR_TREND_POINT_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_lab_trend(NULL, PHR_TEXT(GLUCOSE), NULL, &trend, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_lab_trend(in.me, null_text(4), NULL, &trend, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_lab_trend(in.me, phr_text_of(NULL), NULL, &trend, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_lab_trend(in.me, PHR_TEXT("1-1"), NULL, &trend, NULL), PHR_NO_VALUES);
  options.struct_size = 1;
  CHECK_STATUS(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), &options, &trend, NULL), PHR_INVALID_ARGUMENT);
  CHECK(trend == NULL);
  CHECK_STATUS(phr_trend_info(NULL, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_trend_info((phr_trend *)in.me, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_trend_points_at(NULL, 0, &point, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_trend_points_count(NULL) == 0);
  CHECK_OK(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), NULL, &trend, NULL));
  CHECK_STATUS(phr_trend_info(trend, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_trend_end(NULL);
  phr_trend_end(trend);
  teardown(&in);
}

typedef struct chart {
  int calls;
  char svg[20000];
} chart;

static void take_chart(void *user, const uint8_t *bytes, size_t size) {
  chart *into = (chart *)user;
  ++into->calls;
  CHECK(size < sizeof into->svg);
  if (size >= sizeof into->svg) return;
  memcpy(into->svg, bytes, size);
  into->svg[size] = '\0';
}

TEST(Chart, IsAnSvgOfTheSizeAndTitleAskedFor) {
  fixture in;
  phr_trend *trend = NULL;
  phr_chart_options options = PHR_CHART_OPTIONS_INIT;
  static chart plain;
  static chart asked;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), NULL, &trend, NULL));
  CHECK_OK(phr_trend_chart(trend, NULL, take_chart, &plain, NULL));
  CHECK(plain.calls == 1);
  CHECK(strncmp(plain.svg, "<svg", 4) == 0 && strstr(plain.svg, "</svg>") != NULL);
  CHECK(strstr(plain.svg, "Glucose") != NULL && strstr(plain.svg, "viewBox=\"0 0 360 240\"") != NULL);
  options.width = 640;
  options.height = 4000000000U;
  options.dark = 1;
  options.gap_factor = -1;
  options.title = PHR_TEXT("Sugar & <co>");
  CHECK_OK(phr_trend_chart(trend, &options, take_chart, &asked, NULL));
  CHECK(strstr(asked.svg, "viewBox=\"0 0 640 4000\"") != NULL);
  CHECK(strstr(asked.svg, "Sugar &amp; &lt;co") != NULL && strstr(asked.svg, "Sugar & <co>") == NULL);
  phr_trend_end(trend);
  teardown(&in);
}

TEST(Chart, RefusesArgumentsThatCannotBe) {
  fixture in;
  phr_trend *trend = NULL;
  phr_chart_options options = PHR_CHART_OPTIONS_INIT;
  phr_error err = PHR_ERROR_INIT;
  static chart none;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_lab_trend(in.me, PHR_TEXT(GLUCOSE), NULL, &trend, NULL));
  CHECK_STATUS(phr_trend_chart(NULL, NULL, take_chart, &none, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_trend_chart(trend, NULL, NULL, &none, NULL), PHR_INVALID_ARGUMENT);
  options.utc_offset_minutes = INT32_MAX;
  CHECK_STATUS(phr_trend_chart(trend, &options, take_chart, &none, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "utc_offset_minutes") == 0);
  options.utc_offset_minutes = 0;
  options.title.size = 4;
  CHECK_STATUS(phr_trend_chart(trend, &options, take_chart, &none, NULL), PHR_INVALID_ARGUMENT);
  options.struct_size = 0;
  CHECK_STATUS(phr_trend_chart(trend, &options, take_chart, &none, NULL), PHR_INVALID_ARGUMENT);
  CHECK(none.calls == 0);
  phr_trend_end(trend);
  teardown(&in);
}
