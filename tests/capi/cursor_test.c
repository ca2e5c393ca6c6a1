#include "fixture.h"

#include <stdio.h>

static phr_cursor *cursor_of(phr_session *me, const char *query, const phr_search_options *options) {
  phr_cursor *made = NULL;
  CHECK_OK(phr_session_search_cursor(me, phr_text_of(query), options, &made, NULL));
  return made;
}

// Whether it is n<number>.
static int is_number(const phr_hit *hit, int number) {
  char id[16];
  snprintf(id, sizeof id, "n%d", number);
  return hit->id.size == strlen(id) && strcmp(hit->id.data, id) == 0;
}

TEST(Cursor, GivesAllOfASearchOfOneMomentAndEnds) {
  fixture in;
  phr_hit hit = PHR_HIT_INIT;
  phr_error err = PHR_ERROR_INIT;
  phr_cursor *found = NULL;
  phr_status status = PHR_OK;
  int seen = 0;
  setup(&in);
  put_many(&in);
  found = cursor_of(in.me, "Condition?_sort=onset-date", NULL);
  while ((status = phr_cursor_next(found, &hit, &err)) == PHR_OK) {
    if (!is_number(&hit, seen) || err.code != PHR_OK || hit.version != 1 || hit.updated_us != TEST_NOW || hit.included != 0) break;
    if (seen++ == 10) CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Condition"), PHR_TEXT("n2999"), 0, NULL, NULL));
  }
  CHECK(seen == MANY && status == PHR_END);
  CHECK(err.code == PHR_OK && err.place[0] == '\0' && err.has_ordinal == 0);  // no error
  CHECK_TEXT(hit.id, "");                                                     // what the last one lent is gone
  CHECK_TEXT(hit.type, "");
  CHECK(hit.version == 0 && hit.struct_size == sizeof hit);
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);
  phr_cursor_end(found);
  found = cursor_of(in.me, "Condition?onset-date=1900", NULL);
  CHECK_STATUS(phr_cursor_next(found, &hit, &err), PHR_END);
  phr_cursor_end(found);
  teardown(&in);
}

TEST(Cursor, GivesJsonAndASummaryOfTheHitAtHand) {
  fixture in;
  phr_hit hit = PHR_HIT_INIT;
  phr_summary summary = PHR_SUMMARY_INIT;
  phr_error err = PHR_ERROR_INIT;
  phr_cursor *found = NULL;
  taken into = {0, 0, ""};
  setup(&in);
  put_record(in.me);
  found = cursor_of(in.me, "Observation?_sort=date&_include=Observation:subject", NULL);
  CHECK_STATUS(phr_cursor_json(found, take_bytes, &into, &err), PHR_INVALID_ARGUMENT);  // before the first
  CHECK(strcmp(err.place, "the hit at hand") == 0);
  CHECK_STATUS(phr_cursor_summary(found, &summary, NULL), PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_OK(phr_cursor_json(found, take_bytes, &into, NULL));
  CHECK(into.calls == 1 && strstr(into.text, "\"value\":5.40") != NULL);
  CHECK_OK(phr_cursor_summary(found, &summary, NULL));
  CHECK_TEXT(summary.title, "Glucose");
  CHECK_TEXT(summary.value, "5.40 mmol/L");
  CHECK_TEXT(summary.when, "2020-01-02");
  CHECK_STATUS(phr_cursor_json(found, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_cursor_summary(found, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_OK(phr_cursor_json(found, take_bytes, &into, NULL));
  CHECK(strstr(into.text, "\"value\":6.1") != NULL);
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  CHECK(hit.included == 1);
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);
  into.calls = 0;
  CHECK_STATUS(phr_cursor_json(found, take_bytes, &into, NULL), PHR_INVALID_ARGUMENT);  // behind the last
  CHECK_STATUS(phr_cursor_summary(found, &summary, NULL), PHR_INVALID_ARGUMENT);
  CHECK(into.calls == 0);
  phr_cursor_end(found);
  teardown(&in);
}

TEST(Cursor, HandsOutTheJsonOfAllThatIsLeft) {
  fixture in;
  phr_hit hit = PHR_HIT_INIT;
  phr_cursor *found = NULL;
  walk seen = {0, 0, ""};
  uint64_t count = 7;
  setup(&in);
  put_record(in.me);
  found = cursor_of(in.me, "Observation?_sort=-date&_include=Observation:subject", NULL);
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  CHECK_OK(phr_cursor_each(found, note_id, &seen, &count, NULL));
  CHECK(count == 2 && strcmp(seen.ids, "o1 p ") == 0);
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);
  CHECK_OK(phr_cursor_each(found, note_id, &seen, &count, NULL));
  CHECK(count == 0 && seen.calls == 2);
  CHECK_STATUS(phr_cursor_each(found, NULL, NULL, &count, NULL), PHR_INVALID_ARGUMENT);
  phr_cursor_end(found);
  teardown(&in);
}

static int count_them(void *user, const uint8_t *json, size_t size) {
  CHECK(json != NULL && size > 50);
  return --*(int *)user == 0;
}

TEST(Cursor, HandsOutManyUntilItIsTold) {
  fixture in;
  phr_hit hit = PHR_HIT_INIT;
  phr_error err = PHR_ERROR_INIT;
  phr_cursor *found = NULL;
  uint64_t count = 7;
  int left = 0;
  setup(&in);
  put_many(&in);
  found = cursor_of(in.me, "Condition", NULL);
  CHECK_OK(phr_cursor_each(found, count_them, &left, &count, NULL));
  CHECK(count == MANY && left == -MANY);
  phr_cursor_end(found);
  found = cursor_of(in.me, "Condition", NULL);
  left = 700;
  CHECK_STATUS(phr_cursor_each(found, count_them, &left, &count, &err), PHR_CANCELLED);
  CHECK(left == 0 && count == 0 && err.has_ordinal == 1 && err.ordinal == 700);  // those that were taken
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);                     // after an error it has ended
  phr_cursor_end(found);
  teardown(&in);
}

TEST(Cursor, KnowsWhatItsSearchKnows) {
  fixture in;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_cursor_facts facts = PHR_CURSOR_FACTS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_cursor *found = NULL;
  phr_cursor *next = NULL;
  uint64_t ordinal = 9;
  setup(&in);
  put_record(in.me);
  options.lenient = 1;
  found = cursor_of(in.me, "Observation?kode=x&_sort=date&_count=1&_total=accurate", &options);
  CHECK_OK(phr_cursor_info(found, &facts, NULL));
  CHECK(facts.has_total == 1 && facts.total == 2 && facts.next_page.size > 0);
  CHECK(phr_cursor_ignored_count(found) == 1);
  CHECK_OK(phr_cursor_ignored_at(found, 0, &ordinal, NULL));
  CHECK(ordinal == 0);
  CHECK_STATUS(phr_cursor_ignored_at(found, 1, &ordinal, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_cursor_ignored_at(found, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);  // of that page alone
  options.page = facts.next_page;
  next = cursor_of(in.me, "Observation?kode=x&_sort=date&_count=1&_total=accurate", &options);
  CHECK_OK(phr_cursor_next(next, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  CHECK_STATUS(phr_cursor_next(next, &hit, NULL), PHR_END);
  CHECK_OK(phr_cursor_info(next, &facts, NULL));
  CHECK_TEXT(facts.next_page, "");
  phr_cursor_end(found);
  phr_cursor_end(next);
  found = cursor_of(in.me, "Observation", NULL);
  CHECK_OK(phr_cursor_info(found, &facts, NULL));
  CHECK(facts.has_total == 0 && facts.total == 0 && facts.next_page.size == 0 && phr_cursor_ignored_count(found) == 0);
  phr_cursor_end(found);
  teardown(&in);
}

static int stop_when_told(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)done;
  CHECK(total == 0 && strcmp(unit, "steps") == 0);
  return *(int *)user;
}

TEST(Cursor, AsksItsWatchAllItsLife) {
  fixture in;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_error err = PHR_ERROR_INIT;
  phr_cursor *found = NULL;
  phr_status status = PHR_OK;
  int stop = 1;
  int seen = 0;
  setup(&in);
  put_many(&in);
  options.watch = stop_when_told;
  options.user = &stop;
  CHECK_STATUS(phr_session_search_cursor(in.me, PHR_TEXT("Condition"), &options, &found, &err), PHR_CANCELLED);
  CHECK(found == NULL);
  stop = 0;
  found = cursor_of(in.me, "Condition", &options);
  stop = 1;
  while ((status = phr_cursor_next(found, &hit, &err)) == PHR_OK) ++seen;
  CHECK(status == PHR_CANCELLED && err.code == PHR_CANCELLED);
  CHECK_TEXT(hit.id, "");
  CHECK(seen > 0 && seen < MANY);  // the first portion was there
  stop = 0;
  CHECK_STATUS(phr_cursor_next(found, &hit, &err), PHR_END);  // after an error it has ended
  CHECK(err.code == PHR_OK);
  phr_cursor_end(found);
  options.watch = NULL;
  options.max_steps = 10;
  CHECK_STATUS(phr_session_search_cursor(in.me, PHR_TEXT("Condition?_content=fever"), &options, &found, &err), PHR_TOO_LARGE);
  teardown(&in);
}

TEST(Cursor, GoesOnAfterItsSessionAndMayEndAfterItsStore) {
  fixture in;
  phr_hit hit = PHR_HIT_INIT;
  phr_cursor *all = NULL;
  phr_cursor *late = NULL;
  phr_status status = PHR_OK;
  int seen = 0;
  setup(&in);
  put_many(&in);
  all = cursor_of(in.me, "Condition?_sort=onset-date", NULL);
  late = cursor_of(in.me, "Condition?_sort=onset-date", NULL);
  phr_session_close(in.me);
  in.me = NULL;
  while ((status = phr_cursor_next(all, &hit, NULL)) == PHR_OK) ++seen;
  CHECK(seen == MANY && status == PHR_END);
  CHECK_OK(phr_cursor_next(late, &hit, NULL));
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  while ((status = phr_cursor_next(late, &hit, NULL)) == PHR_OK) ++seen;  // no promise but that it ends
  CHECK(seen < 2 * MANY);
  phr_cursor_end(all);
  phr_cursor_end(late);
  teardown(&in);
}

TEST(Cursor, GoesThroughEverything) {
  fixture in;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  const phr_text types[1] = {PHR_TEXT_INIT("Observation")};
  phr_cursor_facts facts = PHR_CURSOR_FACTS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_cursor *found = NULL;
  int seen = 0;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_everything_cursor(in.me, NULL, &found, NULL));
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  while (phr_cursor_next(found, &hit, NULL) == PHR_OK) ++seen;
  CHECK(seen == 3);
  phr_cursor_end(found);
  options.types = types;
  options.type_count = 1;
  options.count = 1;
  CHECK_OK(phr_session_everything_cursor(in.me, &options, &found, NULL));
  CHECK_OK(phr_cursor_next(found, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);
  CHECK_OK(phr_cursor_info(found, &facts, NULL));
  CHECK(facts.next_page.size > 0);
  phr_cursor_end(found);
  options.patient = PHR_TEXT("none");
  CHECK_STATUS(phr_session_everything_cursor(in.me, &options, &found, NULL), PHR_NOT_FOUND);
  CHECK(found == NULL);
  teardown(&in);
}

TEST(Cursor, ShowsOthersWhatAConsentPermits) {
  fixture in;
  phr_session *doctor = NULL;
  phr_cursor *found = NULL;
  phr_hit hit = PHR_HIT_INIT;
  int seen = 0;
  setup(&in);
  put_record(in.me);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  found = cursor_of(doctor, "Observation", NULL);
  while (phr_cursor_next(found, &hit, NULL) == PHR_OK) ++seen;
  CHECK(seen == 2);
  phr_cursor_end(found);
  found = cursor_of(doctor, "Condition", NULL);
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_END);
  phr_cursor_end(found);
  CHECK_STATUS(phr_session_everything_cursor(doctor, NULL, &found, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Cursor, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_cursor *found = NULL;
  phr_moment *moment = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_summary summary = PHR_SUMMARY_INIT;
  phr_cursor_facts facts = PHR_CURSOR_FACTS_INIT;
  phr_error err = PHR_ERROR_INIT;
  uint64_t number = 0;
  setup(&in);
  put_record(in.me);
  CHECK_STATUS(phr_session_search_cursor(NULL, PHR_TEXT("Patient"), NULL, &found, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_search_cursor(in.me, null_text(7), NULL, &found, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search_cursor(in.me, PHR_TEXT("Patient"), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search_cursor(in.me, PHR_TEXT("Patient?x=1"), NULL, &found, &err), PHR_UNKNOWN_PARAMETER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 0);
  CHECK_STATUS(phr_session_everything_cursor(NULL, NULL, &found, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_everything_cursor(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(found == NULL);
  CHECK_STATUS(phr_cursor_next(NULL, &hit, &err), PHR_INVALID_HANDLE);
  CHECK(err.code == PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_next((phr_cursor *)in.me, &hit, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_json(NULL, take_bytes, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_summary(NULL, &summary, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_each(NULL, note_id, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_info(NULL, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_ignored_at(NULL, 0, &number, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_cursor_moment(NULL, &moment, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_cursor_ignored_count(NULL) == 0 && moment == NULL);
  found = cursor_of(in.me, "Patient", NULL);
  CHECK_STATUS(phr_cursor_next(found, NULL, NULL), PHR_INVALID_ARGUMENT);
  hit.struct_size = 0;
  CHECK_STATUS(phr_cursor_next(found, &hit, NULL), PHR_INVALID_ARGUMENT);
  hit.struct_size = sizeof hit;
  CHECK_OK(phr_cursor_next(found, &hit, NULL));  // none was lost by it
  CHECK_TEXT(hit.id, "p");
  CHECK_STATUS(phr_cursor_info(found, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_cursor_moment(found, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_info((phr_hits *)found, NULL, NULL), PHR_INVALID_HANDLE);
  phr_cursor_end(NULL);
  phr_cursor_end((phr_cursor *)in.me);  // another kind: nothing happens
  phr_cursor_end(found);
  teardown(&in);
}
