#include "fixture.h"

#include <stdio.h>

static const char another_p[] = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Test\"}]}";
static const char view_definition[] =
    "{\"resource\":\"Observation\",\"select\":[{\"column\":[{\"name\":\"id\",\"path\":\"id\"}]}]}";

// The record, a moment, and what was written after it: o1 is gone, o2 is another, p has a second version.
static phr_moment *write_after(fixture *in) {
  phr_moment *then = NULL;
  setup(in);
  put_record(in->me);
  CHECK_OK(phr_session_moment(in->me, &then, NULL));
  CHECK_OK(phr_session_remove(in->me, PHR_TEXT("Observation"), PHR_TEXT("o1"), 0, NULL, NULL));
  CHECK_OK(phr_session_patch(in->me, PHR_TEXT("Observation"), PHR_TEXT("o2"),
                             PHR_TEXT("[{\"op\":\"replace\",\"path\":\"/valueQuantity/value\",\"value\":7.0}]"), 0, NULL, NULL));
  put(in->me, another_p);
  return then;
}

TEST(Moment, IsWhatReadsOfOneResourceAreOf) {
  fixture in;
  phr_moment *then = write_after(&in);
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), then, &records, NULL));
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK(record.version == 1 && record.deleted == 0);
  phr_records_end(records);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL), PHR_GONE);
  CHECK_STATUS(phr_session_vread(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 2, then, &records, NULL), PHR_NOT_FOUND);
  CHECK_OK(phr_session_vread(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 2, NULL, &records, NULL));
  phr_records_end(records);
  CHECK_OK(phr_session_history(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), then, &records, NULL));
  CHECK(phr_records_count(records) == 1);
  phr_records_end(records);
  CHECK_OK(phr_session_history(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK(phr_records_count(records) == 2);
  phr_records_end(records);
  phr_moment_end(then);
  teardown(&in);
}

TEST(Moment, IsWhatHistoriesAndChangesAreOf) {
  fixture in;
  phr_moment *then = write_after(&in);
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  phr_records *records = NULL;
  phr_changes *changes = NULL;
  CHECK_OK(phr_session_history_page(in.me, &options, &records, NULL));
  CHECK(phr_records_count(records) == 7);
  phr_records_end(records);
  options.as_of = then;
  CHECK_OK(phr_session_history_page(in.me, &options, &records, NULL));
  CHECK(phr_records_count(records) == 4);
  phr_records_end(records);
  CHECK_OK(phr_session_changes(in.me, 0, 0, NULL, &changes, NULL));
  CHECK(phr_changes_count(changes) == 7);
  phr_changes_end(changes);
  CHECK_OK(phr_session_changes(in.me, 0, 0, then, &changes, NULL));
  CHECK(phr_changes_count(changes) == 4);
  phr_changes_end(changes);
  phr_moment_end(then);
  teardown(&in);
}

// How many are found, as of a moment.
static size_t searched(phr_session *me, const phr_moment *as_of) {
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_hits *hits = NULL;
  phr_cursor *cursor = NULL;
  phr_hit hit = PHR_HIT_INIT;
  size_t count = 0;
  size_t walked = 0;
  options.as_of = as_of;
  CHECK_OK(phr_session_search(me, PHR_TEXT("Observation"), &options, &hits, NULL));
  count = phr_hits_count(hits);
  phr_hits_end(hits);
  CHECK_OK(phr_session_search_cursor(me, PHR_TEXT("Observation"), &options, &cursor, NULL));
  while (phr_cursor_next(cursor, &hit, NULL) == PHR_OK) ++walked;
  phr_cursor_end(cursor);
  CHECK(walked == count);
  return count;
}

static size_t everything(phr_session *me, const phr_moment *as_of) {
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  phr_hits *hits = NULL;
  phr_cursor *cursor = NULL;
  phr_hit hit = PHR_HIT_INIT;
  walk seen = {0, 0, ""};
  uint64_t handed = 0;
  size_t count = 0;
  size_t walked = 0;
  options.as_of = as_of;
  CHECK_OK(phr_session_everything(me, &options, &hits, NULL));
  count = phr_hits_count(hits);
  phr_hits_end(hits);
  CHECK_OK(phr_session_everything_each(me, &options, note_id, &seen, &handed, NULL));
  CHECK_OK(phr_session_everything_cursor(me, &options, &cursor, NULL));
  while (phr_cursor_next(cursor, &hit, NULL) == PHR_OK) ++walked;
  phr_cursor_end(cursor);
  CHECK(walked == count && handed == count);
  return count;
}

TEST(Moment, IsWhatSearchesAndOperationsAreOf) {
  fixture in;
  phr_moment *then = write_after(&in);
  phr_lastn_options options = PHR_LASTN_OPTIONS_INIT;
  phr_hits *hits = NULL;
  CHECK(searched(in.me, then) == 2 && searched(in.me, NULL) == 1);
  CHECK(everything(in.me, then) == 4 && everything(in.me, NULL) == 3);
  options.max = 9;
  options.as_of = then;
  CHECK_OK(phr_session_lastn(in.me, phr_text_of(NULL), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  phr_hits_end(hits);
  options.as_of = NULL;
  CHECK_OK(phr_session_lastn(in.me, phr_text_of(NULL), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  phr_hits_end(hits);
  phr_moment_end(then);
  teardown(&in);
}

// "<events> <groups> <latest value> <points of a trend> <rows of a view>", until the next call.
static const char *told(phr_session *me, const phr_view *view, const phr_moment *as_of) {
  static char text[100];
  phr_timeline_options timeline = PHR_TIMELINE_OPTIONS_INIT;
  phr_latest_options latest = PHR_LATEST_OPTIONS_INIT;
  phr_trend_options trend = PHR_TREND_OPTIONS_INIT;
  phr_view_options views = PHR_VIEW_OPTIONS_INIT;
  phr_events *events = NULL;
  phr_event_groups *groups = NULL;
  phr_latest_values *values = NULL;
  phr_latest_value value = PHR_LATEST_VALUE_INIT;
  phr_trend *made = NULL;
  phr_rows *rows = NULL;
  taken csv = {0, 0, ""};
  timeline.as_of = latest.as_of = trend.as_of = views.as_of = as_of;
  CHECK_OK(phr_session_timeline(me, &timeline, &events, NULL));
  CHECK_OK(phr_session_timeline_groups(me, PHR_BY_YEAR, &timeline, &groups, NULL));
  CHECK_OK(phr_session_latest(me, &latest, &values, NULL));
  CHECK_OK(phr_latest_values_at(values, 0, &value, NULL));
  CHECK_OK(phr_session_lab_trend(me, PHR_TEXT("15074-8"), &trend, &made, NULL));
  CHECK_OK(phr_session_view(me, view, phr_text_of(NULL), &views, &rows, NULL));
  CHECK_OK(phr_rows_ndjson(rows, take_bytes, &csv, NULL, NULL, NULL));
  snprintf(text, sizeof text, "%d %d %s %d %d", (int)phr_events_count(events), (int)phr_event_groups_count(groups),
           value.value.data, (int)phr_trend_points_count(made), (int)phr_rows_resources(rows));
  phr_events_end(events);
  phr_event_groups_end(groups);
  phr_latest_values_end(values);
  phr_trend_end(made);
  phr_rows_end(rows);
  return text;
}

TEST(Moment, IsWhatTimelinesTrendsAndViewsAreOf) {
  fixture in;
  phr_moment *then = write_after(&in);
  phr_view *view = NULL;
  CHECK_OK(phr_view_compile(phr_text_of(view_definition), &view, NULL));
  CHECK(strcmp(told(in.me, view, then), "3 3 6.1 2 2") == 0);
  CHECK(strcmp(told(in.me, view, NULL), "2 2 7.0 1 1") == 0);
  phr_view_end(view);
  phr_moment_end(then);
  teardown(&in);
}

// Tries every read as of it.
static void check_all(phr_session *me, const phr_view *view, const phr_moment *as_of, phr_status expected) {
  const phr_text type = PHR_TEXT("Observation");
  const phr_text id = PHR_TEXT("o2");
  phr_history_options history = PHR_HISTORY_OPTIONS_INIT;
  phr_search_options search = PHR_SEARCH_OPTIONS_INIT;
  phr_everything_options all = PHR_EVERYTHING_OPTIONS_INIT;
  phr_lastn_options lastn = PHR_LASTN_OPTIONS_INIT;
  phr_timeline_options timeline = PHR_TIMELINE_OPTIONS_INIT;
  phr_latest_options latest = PHR_LATEST_OPTIONS_INIT;
  phr_trend_options trend = PHR_TREND_OPTIONS_INIT;
  phr_view_options views = PHR_VIEW_OPTIONS_INIT;
  phr_records *records = NULL;
  phr_changes *changes = NULL;
  phr_hits *hits = NULL;
  phr_cursor *cursor = NULL;
  phr_events *events = NULL;
  phr_event_groups *groups = NULL;
  phr_latest_values *values = NULL;
  phr_trend *made = NULL;
  phr_rows *rows = NULL;
  walk seen = {0, 0, ""};
  taken into = {0, 0, ""};
  history.as_of = search.as_of = all.as_of = lastn.as_of = timeline.as_of = latest.as_of = trend.as_of = views.as_of = as_of;
  CHECK_STATUS(phr_session_read(me, type, id, as_of, &records, NULL), expected);
  CHECK_STATUS(phr_session_vread(me, type, id, 1, as_of, &records, NULL), expected);
  CHECK_STATUS(phr_session_history(me, type, id, as_of, &records, NULL), expected);
  CHECK_STATUS(phr_session_history_page(me, &history, &records, NULL), expected);
  CHECK_STATUS(phr_session_changes(me, 0, 0, as_of, &changes, NULL), expected);
  CHECK_STATUS(phr_session_search(me, type, &search, &hits, NULL), expected);
  CHECK_STATUS(phr_session_search_cursor(me, type, &search, &cursor, NULL), expected);
  CHECK_STATUS(phr_session_explain_search(me, type, &search, take_bytes, &into, NULL), expected);
  CHECK_STATUS(phr_session_everything(me, &all, &hits, NULL), expected);
  CHECK_STATUS(phr_session_everything_cursor(me, &all, &cursor, NULL), expected);
  CHECK_STATUS(phr_session_everything_each(me, &all, note_id, &seen, NULL, NULL), expected);
  CHECK_STATUS(phr_session_lastn(me, phr_text_of(NULL), &lastn, &hits, NULL), expected);
  CHECK_STATUS(phr_session_timeline(me, &timeline, &events, NULL), expected);
  CHECK_STATUS(phr_session_timeline_groups(me, PHR_BY_DAY, &timeline, &groups, NULL), expected);
  CHECK_STATUS(phr_session_latest(me, &latest, &values, NULL), expected);
  CHECK_STATUS(phr_session_lab_trend(me, PHR_TEXT("15074-8"), &trend, &made, NULL), expected);
  CHECK_STATUS(phr_session_view(me, view, phr_text_of(NULL), &views, &rows, NULL), expected);
  CHECK(records == NULL && changes == NULL && hits == NULL && cursor == NULL && events == NULL && groups == NULL);
  CHECK(values == NULL && made == NULL && rows == NULL && seen.calls == 0 && into.calls == 0);
}

TEST(Moment, IsRefusedWhereItIsNoneOrOfAnotherStore) {
  fixture in;
  fixture other;
  phr_moment *theirs = NULL;
  phr_view *view = NULL;
  phr_error err = PHR_ERROR_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_hits *hits = NULL;
  setup(&in);
  setup(&other);
  put_record(in.me);
  put_record(other.me);
  CHECK_OK(phr_view_compile(phr_text_of(view_definition), &view, NULL));
  CHECK_OK(phr_session_moment(other.me, &theirs, NULL));
  check_all(in.me, view, theirs, PHR_INVALID_ARGUMENT);
  check_all(in.me, view, (phr_moment *)in.me, PHR_INVALID_HANDLE);
  options.as_of = (phr_moment *)in.store;
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient"), &options, &hits, &err), PHR_INVALID_HANDLE);
  CHECK(strcmp(err.place, "as_of") == 0);
  phr_moment_end(theirs);
  phr_view_end(view);
  teardown(&in);
  teardown(&other);
}

TEST(Moment, OfHitsAndCursorsOutlivesThemAndTheirSession) {
  fixture in;
  phr_hits *hits = NULL;
  phr_cursor *cursor = NULL;
  phr_moment *of_hits = NULL;
  phr_moment *of_cursor = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK_OK(phr_session_search_cursor(in.me, PHR_TEXT("Patient"), NULL, &cursor, NULL));
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), 0, NULL, NULL));
  CHECK_OK(phr_cursor_next(cursor, &hit, NULL));
  CHECK_OK(phr_hits_moment(hits, &of_hits, NULL));
  CHECK_OK(phr_cursor_moment(cursor, &of_cursor, NULL));
  phr_hits_end(hits);
  phr_cursor_end(cursor);
  phr_session_close(in.me);
  in.me = open_as(in.store, NULL);
  CHECK(searched(in.me, of_hits) == 2 && searched(in.me, of_cursor) == 2 && searched(in.me, NULL) == 1);
  phr_moment_end(of_hits);
  phr_moment_end(of_cursor);
  teardown(&in);
}

TEST(Moment, GoesOnInPagesOfOneSearch) {
  fixture in;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_moment *then = NULL;
  phr_hits_facts facts = PHR_HITS_FACTS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_sort=-date&_count=1"), NULL, &first, NULL));
  CHECK_OK(phr_hits_info(first, &facts, NULL));
  CHECK(facts.matched == 1 && facts.next_page.size > 0);
  CHECK_OK(phr_hits_moment(first, &then, NULL));
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), 0, NULL, NULL));
  options.page = facts.next_page;
  options.as_of = then;
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_sort=-date&_count=1"), &options, &second, NULL));
  phr_hits_end(first);  // they share the connection
  phr_moment_end(then);
  CHECK(phr_hits_count(second) == 1);
  CHECK_OK(phr_hits_at(second, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_OK(phr_hits_info(second, &facts, NULL));
  CHECK_TEXT(facts.next_page, "");
  phr_hits_end(second);
  teardown(&in);
}

TEST(Moment, ShowsNothingThatWasWithdrawnSince) {
  fixture in;
  phr_session *doctor = NULL;
  phr_moment *then = NULL;
  phr_records *records = NULL;
  setup(&in);
  put_record(in.me);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_OK(phr_session_moment(doctor, &then, NULL));
  CHECK(searched(doctor, then) == 2);
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Consent"), PHR_TEXT("k1"), 0, NULL, NULL));
  CHECK(searched(doctor, then) == 0);
  CHECK_STATUS(phr_session_read(doctor, PHR_TEXT("Observation"), PHR_TEXT("o1"), then, &records, NULL), PHR_ACCESS_DENIED);
  phr_moment_end(then);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Moment, RefusesHandlesAndPointersThatAreNoneAndEndsAfterTheStore) {
  fixture in;
  phr_moment *then = NULL;
  phr_hits *hits = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_moment(NULL, &then, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_moment(in.me, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_moment(NULL, &then, NULL), PHR_INVALID_HANDLE);
  CHECK(then == NULL);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK_STATUS(phr_hits_moment(hits, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(hits);
  phr_moment_end(NULL);
  phr_moment_end((phr_moment *)in.me);  // another kind: nothing happens
  CHECK_OK(phr_session_moment(in.me, &then, NULL));
  phr_session_close(in.me);
  in.me = NULL;
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  phr_moment_end(then);
  teardown(&in);
}
