// $everything, the newest of each code, and the JSON of all hits.
#include "fixture.h"

TEST(Search, GivesEverythingAndTheNewestOfEachCode) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_everything(in.me, NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 4);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  phr_hits_end(hits);
  options.types = text_of("Observation,Condition");
  options.start_us = 1609459200000000LL; /* 2021 */
  CHECK_OK(phr_session_everything(in.me, &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  phr_hits_end(hits);
  options.types = text_of("Observation,");
  options.patient = text_of("none");
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, NULL), PHR_NOT_FOUND);
  options.types = text_of("Observations");
  CHECK_STATUS(phr_session_everything(in.me, &options, &hits, NULL), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_OK(phr_session_lastn(in.me, LENGTH(""), 1, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  phr_hits_end(hits);
  CHECK_STATUS(phr_session_lastn(in.me, LENGTH(""), 0, &hits, NULL), PHR_INVALID_ARGUMENT);
  teardown(&in);
}

TEST(Everything, GoesOnInPagesOfOneMoment) {
  fixture in;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put_record(in.me);
  options.count = 2;
  CHECK_OK(phr_session_everything(in.me, &options, &first, NULL));
  CHECK_OK(phr_hits_totals_of(first, &totals, NULL));
  options.page = totals.next_page;
  options.moment_of = first;
  CHECK_OK(phr_session_remove(in.me, LENGTH("Observation"), LENGTH("o2"), 0, NULL, NULL));
  CHECK_OK(phr_session_everything(in.me, &options, &second, NULL));
  CHECK(phr_hits_count(second) == 2);
  phr_hits_end(second);
  options.moment_of = NULL;
  CHECK_OK(phr_session_everything(in.me, &options, &second, NULL));
  CHECK(phr_hits_count(second) == 1);
  options.moment_of = (phr_hits *)in.store;
  phr_hits_end(second);
  CHECK_STATUS(phr_session_everything(in.me, &options, &second, NULL), PHR_INVALID_HANDLE);
  phr_hits_end(first);
  teardown(&in);
}

typedef struct walk {
  int calls;
  int stop_after;
  char ids[100];
} walk;

static int note_id(void *user, const uint8_t *json, size_t size) {
  walk *seen = (walk *)user;
  char text[2000];
  const char *id = NULL;
  CHECK(size < sizeof text);
  if (size >= sizeof text) return 1;
  memcpy(text, json, size);
  text[size] = '\0';
  id = strstr(text, "\"id\":\"");
  CHECK(id != NULL);
  if (id != NULL) strncat(seen->ids, id + 6, strcspn(id + 6, "\""));
  strcat(seen->ids, " ");
  return ++seen->calls == seen->stop_after;
}

TEST(Search, HandsOutTheJsonOfAllHits) {
  fixture in;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  walk seen = {0, 0, ""};
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?_sort=-date&_include=Observation:subject"), &hits, NULL));
  CHECK_OK(phr_hits_each(hits, 0, SIZE_MAX, note_id, &seen, NULL));
  CHECK(strcmp(seen.ids, "o2 o1 p ") == 0);
  seen.stop_after = 5;
  CHECK_STATUS(phr_hits_each(hits, 0, SIZE_MAX, note_id, &seen, &err), PHR_CANCELLED);
  CHECK(seen.calls == 5 && err.has_ordinal == 1 && err.ordinal == 2);
  seen.ids[0] = '\0';
  seen.stop_after = 0;
  CHECK_OK(phr_hits_each(hits, 1, 2, note_id, &seen, NULL));
  CHECK_OK(phr_hits_each(hits, 3, 9, note_id, &seen, NULL));
  CHECK(strcmp(seen.ids, "o1 ") == 0);
  CHECK_STATUS(phr_hits_each(hits, 0, SIZE_MAX, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_each(NULL, 0, SIZE_MAX, note_id, &seen, NULL), PHR_INVALID_HANDLE);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Everything, IsAlsoHandedOutAsItIsRead) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  phr_session *doctor = NULL;
  walk seen = {0, 0, ""};
  uint64_t count = 7;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_everything_each(in.me, NULL, note_id, &seen, &count, NULL));
  CHECK(count == 4 && strcmp(seen.ids, "p o1 o2 c1 ") == 0);
  seen.ids[0] = '\0';
  options.types = text_of("Observation");
  options.start_us = 1600000000000000LL;  // in 2020, behind o1
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
