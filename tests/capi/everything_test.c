#include "fixture.h"

TEST(Everything, IsThePatientAndTheCompartment) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  phr_text types[2] = {PHR_TEXT_INIT("Observation"), PHR_TEXT_INIT("Condition")};
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_everything(in.me, NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 4);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  phr_hits_end(hits);
  options.types = types;
  options.type_count = 2;
  options.start = phr_time_of(1609459200000000LL); /* 2021 */
  CHECK_OK(phr_session_everything(in.me, &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  phr_hits_end(hits);
  options.patient = PHR_TEXT("none");
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, NULL), PHR_NOT_FOUND);
  types[1] = PHR_TEXT("Observations");
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1 && strcmp(err.place, "types") == 0);
  types[1] = null_text(4);
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, &err), PHR_INVALID_ARGUMENT);
  options.types = NULL;
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, &err), PHR_INVALID_ARGUMENT);
  CHECK(hits == NULL);
  teardown(&in);
}

static size_t found(phr_session *me, const phr_everything_options *options) {
  phr_hits *hits = NULL;
  size_t count = 0;
  CHECK_OK(phr_session_everything(me, options, &hits, NULL));
  count = phr_hits_count(hits);
  phr_hits_end(hits);
  return count;
}

TEST(Everything, IsLimitedByTimesOfWhichAnyIsOne) {
  fixture in;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, "{\"resourceType\":\"Observation\",\"id\":\"old\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":"
             "{\"reference\":\"Patient/p\"},\"effectiveDateTime\":\"1960-01-01\"}");
  CHECK(found(in.me, &options) == 3);
  options.end = phr_time_of(0); /* the patient has no date */
  CHECK(found(in.me, &options) == 2);
  options.end.is_given = 0;
  options.start = phr_time_of(0);
  CHECK(found(in.me, &options) == 2);
  options.start = phr_time_of(INT64_MIN);
  CHECK(found(in.me, &options) == 3);
  options.start.is_given = 0;
  options.since = phr_time_of(TEST_NOW + 1);
  CHECK(found(in.me, &options) == 0);
  teardown(&in);
}

TEST(Everything, GoesOnInPagesOfOneMoment) {
  fixture in;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_moment *then = NULL;
  phr_hits_facts facts = PHR_HITS_FACTS_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put_record(in.me);
  options.count = 2;
  CHECK_OK(phr_session_everything(in.me, &options, &first, NULL));
  CHECK_OK(phr_hits_info(first, &facts, NULL));
  CHECK_OK(phr_hits_moment(first, &then, NULL));
  options.page = facts.next_page;
  options.as_of = then;
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Observation"), PHR_TEXT("o2"), 0, NULL, NULL));
  CHECK_OK(phr_session_everything(in.me, &options, &second, NULL));
  CHECK(phr_hits_count(second) == 2);
  phr_hits_end(second);
  options.as_of = NULL;
  CHECK_OK(phr_session_everything(in.me, &options, &second, NULL));
  CHECK(phr_hits_count(second) == 1);
  options.as_of = (phr_moment *)in.store;
  phr_hits_end(second);
  CHECK_STATUS(phr_session_everything(in.me, &options, &second, NULL), PHR_INVALID_HANDLE);
  phr_moment_end(then);
  phr_hits_end(first);
  teardown(&in);
}

TEST(Everything, IsAlsoHandedOutAsItIsRead) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  const phr_text types[1] = {PHR_TEXT_INIT("Observation")};
  phr_session *doctor = NULL;
  walk seen = {0, 0, ""};
  uint64_t count = 7;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_everything_each(in.me, NULL, note_id, &seen, &count, NULL));
  CHECK(count == 4 && strcmp(seen.ids, "p o1 o2 c1 ") == 0);
  seen.ids[0] = '\0';
  options.types = types;
  options.type_count = 1;
  options.start = phr_time_of(1600000000000000LL);  // in 2020, behind o1
  CHECK_OK(phr_session_everything_each(in.me, &options, note_id, &seen, NULL, NULL));
  CHECK(strcmp(seen.ids, "o2 ") == 0);
  seen.calls = 0;
  seen.stop_after = 1;
  CHECK_STATUS(phr_session_everything_each(in.me, NULL, note_id, &seen, &count, &err), PHR_CANCELLED);
  CHECK(count == 0 && err.has_ordinal == 1);
  options.count = 1;
  CHECK_STATUS(phr_session_everything_each(in.me, &options, note_id, &seen, &count, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_everything_each(in.me, NULL, NULL, NULL, &count, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_everything_each(NULL, NULL, note_id, &seen, &count, NULL), PHR_INVALID_HANDLE);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_everything_each(doctor, NULL, note_id, &seen, &count, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  teardown(&in);
}

static int stop_at_once(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)done;
  CHECK(total == 0 && strcmp(unit, "steps") == 0);
  ++*(int *)user;
  return 1;
}

TEST(Everything, EndsWhereItsWatchSaysSo) {
  fixture in;
  phr_hits *hits = NULL;
  phr_cursor *cursor = NULL;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  int calls = 0;
  setup(&in);
  put_many(&in);
  options.watch = stop_at_once;
  options.user = &calls;
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, NULL), PHR_CANCELLED);
  CHECK_STATUS(phr_session_everything_cursor(in.me, &options, &cursor, NULL), PHR_CANCELLED);
  CHECK(calls == 2 && hits == NULL && cursor == NULL);
  teardown(&in);
}

TEST(Lastn, IsTheNewestOfEachCode) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_lastn_options options = PHR_LASTN_OPTIONS_INIT;
  int calls = 0;
  setup(&in);
  put_record(in.me);
  options.max = 1;
  CHECK_OK(phr_session_lastn(in.me, PHR_TEXT(""), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  phr_hits_end(hits);
  options.max = 0; /* one of each code */
  CHECK_OK(phr_session_lastn(in.me, phr_text_of(NULL), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  phr_hits_end(hits);
  options.max = 2;
  CHECK_OK(phr_session_lastn(in.me, PHR_TEXT("date=ge2020"), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  phr_hits_end(hits);
  options.watch = stop_at_once;
  options.user = &calls;
  CHECK_STATUS(phr_session_lastn(in.me, PHR_TEXT(""), &options, &hits, NULL), PHR_CANCELLED);
  CHECK(calls == 1);
  CHECK_STATUS(phr_session_lastn(in.me, PHR_TEXT("_sort=date"), NULL, &hits, NULL), PHR_UNSUPPORTED);
  CHECK_STATUS(phr_session_lastn(in.me, null_text(1), NULL, &hits, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_lastn(in.me, PHR_TEXT(""), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_lastn(NULL, PHR_TEXT(""), NULL, &hits, NULL), PHR_INVALID_HANDLE);
  CHECK(hits == NULL);
  teardown(&in);
}
