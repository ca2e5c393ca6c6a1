#include "fixture.h"

#include <stddef.h>

// Options are zero but for their size: made by their macro or by hand.
#define CHECK_ZERO(type, init)                                                                                          \
  do {                                                                                                                  \
    const type made = init;                                                                                             \
    CHECK(made.struct_size == sizeof made);                                                                             \
    CHECK(is_zero((const uint8_t *)&made + sizeof made.struct_size, sizeof made - sizeof made.struct_size));            \
  } while (0)

static int is_zero(const uint8_t *bytes, size_t size) {
  size_t each = 0;
  for (each = 0; each < size; ++each) {
    if (bytes[each] != 0) return 0;
  }
  return 1;
}

TEST(Defaults, AreZeroInEveryStructureOfOptions) {
  CHECK_ZERO(phr_store_options, PHR_STORE_OPTIONS_INIT);
  CHECK_ZERO(phr_suspend_options, PHR_SUSPEND_OPTIONS_INIT);
  CHECK_ZERO(phr_argon2_cost, PHR_ARGON2_COST_INIT);
  CHECK_ZERO(phr_session_options, PHR_SESSION_OPTIONS_INIT);
  CHECK_ZERO(phr_search_options, PHR_SEARCH_OPTIONS_INIT);
  CHECK_ZERO(phr_everything_options, PHR_EVERYTHING_OPTIONS_INIT);
  CHECK_ZERO(phr_lastn_options, PHR_LASTN_OPTIONS_INIT);
  CHECK_ZERO(phr_history_options, PHR_HISTORY_OPTIONS_INIT);
  CHECK_ZERO(phr_timeline_options, PHR_TIMELINE_OPTIONS_INIT);
  CHECK_ZERO(phr_latest_options, PHR_LATEST_OPTIONS_INIT);
  CHECK_ZERO(phr_trend_options, PHR_TREND_OPTIONS_INIT);
  CHECK_ZERO(phr_chart_options, PHR_CHART_OPTIONS_INIT);
  CHECK_ZERO(phr_view_options, PHR_VIEW_OPTIONS_INIT);
  CHECK_ZERO(phr_fhirpath_options, PHR_FHIRPATH_OPTIONS_INIT);
  CHECK_ZERO(phr_fhirpath_with, PHR_FHIRPATH_WITH_INIT);
  CHECK_ZERO(phr_validate_options, PHR_VALIDATE_OPTIONS_INIT);
}

// Counts of what is found with the options, or with NULL.
static size_t found(phr_session *me, int with_options) {
  const phr_search_options search = PHR_SEARCH_OPTIONS_INIT;
  const phr_everything_options all = PHR_EVERYTHING_OPTIONS_INIT;
  const phr_lastn_options lastn = PHR_LASTN_OPTIONS_INIT;
  phr_hits *hits[3] = {NULL, NULL, NULL};
  size_t counts = 0;
  size_t each = 0;
  CHECK_OK(phr_session_search(me, PHR_TEXT("Observation"), with_options ? &search : NULL, &hits[0], NULL));
  CHECK_OK(phr_session_everything(me, with_options ? &all : NULL, &hits[1], NULL));
  CHECK_OK(phr_session_lastn(me, phr_text_of(NULL), with_options ? &lastn : NULL, &hits[2], NULL));
  for (each = 0; each < 3; ++each) {
    counts = 10 * counts + phr_hits_count(hits[each]);
    phr_hits_end(hits[each]);
  }
  return counts;
}

static size_t told(phr_session *me, int with_options) {
  const phr_history_options history = PHR_HISTORY_OPTIONS_INIT;
  const phr_timeline_options timeline = PHR_TIMELINE_OPTIONS_INIT;
  const phr_latest_options latest = PHR_LATEST_OPTIONS_INIT;
  const phr_trend_options trend = PHR_TREND_OPTIONS_INIT;
  phr_records *records = NULL;
  phr_events *events = NULL;
  phr_latest_values *values = NULL;
  phr_trend *made = NULL;
  size_t counts = 0;
  CHECK_OK(phr_session_history_page(me, with_options ? &history : NULL, &records, NULL));
  CHECK_OK(phr_session_timeline(me, with_options ? &timeline : NULL, &events, NULL));
  CHECK_OK(phr_session_latest(me, with_options ? &latest : NULL, &values, NULL));
  CHECK_OK(phr_session_lab_trend(me, PHR_TEXT("15074-8"), with_options ? &trend : NULL, &made, NULL));
  counts = 1000 * phr_records_count(records) + 100 * phr_events_count(events) + 10 * phr_latest_values_count(values) + phr_trend_points_count(made);
  phr_records_end(records);
  phr_events_end(events);
  phr_latest_values_end(values);
  phr_trend_end(made);
  return counts;
}

TEST(Defaults, AreAlsoWhatNullMeans) {
  fixture in;
  setup(&in);
  put_record(in.me);
  CHECK(found(in.me, 1) == 241 && found(in.me, 0) == 241);
  CHECK(told(in.me, 1) == 4312 && told(in.me, 0) == 4312);
  teardown(&in);
}

TEST(Defaults, AreTheOwnerWhereNobodyIsNamed) {
  fixture in;
  const phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_session *me = NULL;
  phr_explanations *answers = NULL;
  phr_explanation answer = PHR_EXPLANATION_INIT;
  phr_audit_rows *rows = NULL;
  phr_audit_row row = PHR_AUDIT_ROW_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_open(in.store, TEST_NOW, &options, &me, NULL));
  phr_session_close(me);
  CHECK_OK(phr_session_open(in.store, TEST_NOW, NULL, &me, NULL));
  CHECK_OK(phr_session_create(me, phr_text_of(patient_p), NULL, NULL));
  CHECK_OK(phr_session_audit_trail(me, 1, &rows, NULL));
  CHECK_OK(phr_audit_rows_at(rows, 0, &row, NULL));
  CHECK_TEXT(row.actor, "owner");
  CHECK_TEXT(row.purpose, "PATRQT");
  phr_audit_rows_end(rows);
  CHECK_OK(phr_session_explain_one(me, NULL, PHR_TEXT("Observation"), PHR_TEXT("o1"), &answers, NULL));
  CHECK_OK(phr_explanations_at(answers, 0, &answer, NULL));
  CHECK(answer.permit == 1 && answer.visible == 1);
  phr_explanations_end(answers);
  CHECK_OK(phr_session_explain(me, NULL, phr_text_of(NULL), &answers, NULL));
  CHECK(phr_explanations_count(answers) > 0);
  phr_explanations_end(answers);
  phr_session_close(me);
  teardown(&in);
}

TEST(Defaults, AreWhatOptionsOfAnEarlierSizeLeaveOut) {
  fixture in;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  phr_hits *hits = NULL;
  setup(&in);
  put_record(in.me);
  options.struct_size = offsetof(phr_everything_options, as_of);
  options.as_of = (phr_moment *)in.me; /* unknown to that program */
  CHECK_OK(phr_session_everything(in.me, &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 4);
  phr_hits_end(hits);
  teardown(&in);
}
