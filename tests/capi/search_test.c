#include "fixture.h"

#include <stddef.h>

static void put_all(phr_session *me) {
  put(me, patient_p);
  put(me, glucose_o1);
  put(me, glucose_o2);
  put(me, condition_c1);
}

TEST(Search, GivesAllMatchesInOrder) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?code=http://loinc.org|15074-8&_sort=-date"), &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.type, "Observation");
  CHECK_TEXT(hit.id, "o2");
  CHECK(hit.version == 1);
  CHECK(hit.updated_us == TEST_NOW);
  CHECK_OK(phr_hits_at(hits, 1, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_STATUS(phr_hits_at(hits, 2, &hit, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(hits);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?date=1999"), &hits, NULL));
  CHECK(hits != NULL && phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, GivesJsonToACallbackOrABuffer) {
  fixture in;
  phr_hits *hits = NULL;
  taken into = {0, 0, ""};
  uint8_t buffer[2000];
  size_t size = 0;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?date=2020"), &hits, NULL));
  CHECK_OK(phr_hits_json(hits, 0, take_bytes, &into, NULL));
  CHECK(into.calls == 1);
  into.text[into.size] = '\0';
  CHECK(strstr(into.text, "\"value\":5.40") != NULL);
  CHECK_OK(phr_hits_copy_json(hits, 0, buffer, sizeof buffer, &size, NULL));
  CHECK(size == into.size && memcmp(buffer, into.text, size) == 0);
  CHECK_OK(phr_hits_copy_json(hits, 0, buffer, size, NULL, NULL));
  size = 0;
  CHECK_STATUS(phr_hits_copy_json(hits, 0, NULL, 0, &size, &err), PHR_BUFFER_TOO_SMALL);
  CHECK(size == into.size);
  CHECK(err.has_ordinal == 1 && err.ordinal == into.size);
  memset(buffer, 0xEE, sizeof buffer);
  CHECK_STATUS(phr_hits_copy_json(hits, 0, buffer, size - 1, NULL, NULL), PHR_BUFFER_TOO_SMALL);
  CHECK(buffer[0] == 0xEE);
  CHECK_STATUS(phr_hits_copy_json(hits, 0, NULL, 5, &size, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_copy_json(hits, 1, buffer, sizeof buffer, &size, NULL), PHR_INVALID_ARGUMENT);
  CHECK(size == 0);
  CHECK_STATUS(phr_hits_json(hits, 1, take_bytes, &into, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_json(hits, 0, NULL, &into, NULL), PHR_INVALID_ARGUMENT);
  CHECK(into.calls == 1);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, SeesTheMomentItWasMade) {
  fixture in;
  phr_hits *hits = NULL;
  phr_summary summary = PHR_SUMMARY_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?_id=o1"), &hits, NULL));
  CHECK_OK(phr_session_remove(in.me, LENGTH("Observation"), LENGTH("o1"), 0, NULL, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_summary(hits, 0, &summary, NULL));
  CHECK_TEXT(summary.value, "5.40 mmol/L");
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, SummarisesAHit) {
  fixture in;
  phr_hits *hits = NULL;
  phr_summary summary = PHR_SUMMARY_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation?_sort=date"), &hits, NULL));
  CHECK_OK(phr_hits_summary(hits, 0, &summary, NULL));
  CHECK_TEXT(summary.title, "Glucose");
  CHECK_TEXT(summary.value, "5.40 mmol/L");
  CHECK_TEXT(summary.when, "2020-01-02");
  CHECK_OK(phr_hits_summary(hits, 1, &summary, NULL));
  CHECK_TEXT(summary.value, "6.1 mmol/L");
  CHECK_STATUS(phr_hits_summary(hits, 2, &summary, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_summary(hits, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, IsStrictAndNamesTheCriterion) {
  fixture in;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_search(in.me, LENGTH("Observation?code=1&colour=red"), &hits, &err), PHR_UNKNOWN_PARAMETER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_search(in.me, LENGTH("Observation?date:near=2020"), &hits, &err), PHR_UNKNOWN_MODIFIER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 0);
  CHECK_STATUS(phr_session_search(in.me, LENGTH("Teapot"), &hits, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(hits == NULL);
  teardown(&in);
}

TEST(Search, NeitherGivesNorCountsWhatConsentHides) {
  fixture in;
  phr_session *doctor = NULL;
  phr_hits *hits = NULL;
  setup(&in);
  put_all(in.me);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_OK(phr_session_search(doctor, LENGTH("Observation"), &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  phr_hits_end(hits);
  hits = NULL;
  if (phr_session_search(doctor, LENGTH("Condition"), &hits, NULL) == PHR_OK) CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Search, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_summary summary = PHR_SUMMARY_INIT;
  size_t size = 0;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_search(NULL, LENGTH("Patient"), &hits, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_search((phr_session *)in.store, LENGTH("Patient"), &hits, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_search(in.me, NULL, 7, &hits, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search(in.me, LENGTH("Patient"), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(hits == NULL);
  CHECK(phr_hits_count(NULL) == 0);
  CHECK_STATUS(phr_hits_at(NULL, 0, &hit, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_json(NULL, 0, take_bytes, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_copy_json(NULL, 0, NULL, 0, &size, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_summary(NULL, 0, &summary, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_search(in.me, LENGTH("Patient"), &hits, NULL));
  CHECK_STATUS(phr_hits_at(hits, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(NULL);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, HitsMayEndAfterTheStoreWasClosed) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation"), &hits, NULL));
  phr_session_close(in.me);
  in.me = NULL;
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, GivesPagesWithTheirTotalAndIncludes) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  char page[500];
  const char *query = "Observation?_sort=date&_count=1&_total=accurate&_include=Observation:subject";
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_search_with(in.me, LENGTH(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_totals_of(hits, &totals, NULL));
  CHECK(totals.has_total == 1 && totals.total == 2 && totals.matched == 1 && totals.ignored == 0);
  CHECK(phr_hits_count(hits) == 2);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK(hit.included == 0);
  CHECK_OK(phr_hits_at(hits, 1, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  CHECK(hit.included == 1);
  CHECK(totals.next_page.size > 0 && totals.next_page.size < sizeof page);
  memcpy(page, totals.next_page.data, totals.next_page.size);
  options.page.data = page;
  options.page.size = totals.next_page.size;
  phr_hits_end(hits);
  CHECK_OK(phr_session_search_with(in.me, LENGTH(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  CHECK_OK(phr_hits_totals_of(hits, &totals, NULL));
  CHECK(totals.next_page.size == 0);
  phr_hits_end(hits);
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_count=1"), &options, &hits, NULL), PHR_MALFORMED_QUERY);
  CHECK(hits == NULL);
  teardown(&in);
}

static int refuse(void *user, uint64_t done, uint64_t total, const char *unit) {
  CHECK(done > 0 && total == 0);
  CHECK(strcmp(unit, "steps") == 0);
  ++*(int *)user;
  return 1;
}

TEST(Search, EndsWhereItsWatchOrItsBudgetSaysSo) {
  fixture in;
  phr_hits *hits = NULL;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_error err = PHR_ERROR_INIT;
  int calls = 0;
  setup(&in);
  put_all(in.me);
  options.watch = refuse;
  options.user = &calls;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL), PHR_CANCELLED);
  CHECK(calls == 1 && hits == NULL);
  options.watch = NULL;
  options.max_steps = 10;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, &err), PHR_TOO_LARGE);
  CHECK(strcmp(err.place, "the search: more steps than its budget") == 0);
  options.max_steps = 0;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  options.struct_size = offsetof(phr_search_options, watch); /* of a program that knows neither */
  options.watch = refuse;
  options.max_steps = 1;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, LeavesOutWhatIsNotUnderstoodWhereThatIsAskedFor) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  uint64_t ordinal = 99;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?date=2020&kode=x"), NULL, &hits, NULL), PHR_UNKNOWN_PARAMETER);
  options.lenient = 1;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?date=2020&kode=x"), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_totals_of(hits, &totals, NULL));
  CHECK(totals.ignored == 1 && totals.has_total == 0);
  CHECK_OK(phr_hits_ignored(hits, 0, &ordinal, NULL));
  CHECK(ordinal == 1);
  CHECK_STATUS(phr_hits_ignored(hits, 1, &ordinal, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_ignored(hits, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, GivesEverythingAndTheNewestOfEachCode) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put_all(in.me);
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

static void count_bytes(void *user, const uint8_t *bytes, size_t size) {
  CHECK(bytes != NULL);
  *(size_t *)user = size;
}

static int stop_at_once(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)done;
  (void)total;
  (void)unit;
  ++*(int *)user;
  return 1;
}

TEST(Search, ExplainsItselfAndIsIndexedAnew) {
  fixture in;
  taken into = {0, 0, ""};
  size_t size = 0;
  int calls = 0;
  phr_session *other = NULL;
  setup(&in);
  put_all(in.me);
  put(in.me, consent_k1);
  CHECK_OK(phr_session_explain_search(in.me, LENGTH("Observation?code=15074-8"), take_bytes, &into, NULL));
  CHECK(into.calls == 1 && strstr(into.text, "rows: of criterion 0") != NULL);
  into.calls = 0;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  options.lenient = 1;
  CHECK_STATUS(phr_session_explain_search_with(in.me, LENGTH("Observation?date=2020&kode=x"), NULL, take_bytes, &into, NULL),
               PHR_UNKNOWN_PARAMETER);
  CHECK(into.calls == 0);
  CHECK_OK(phr_session_explain_search_with(in.me, LENGTH("Observation?date=2020&kode=x"), &options, take_bytes, &into, NULL));
  CHECK(into.calls == 1);
  CHECK_OK(phr_session_capabilities(in.me, count_bytes, &size, NULL));
  CHECK(size > 10000);
  CHECK_OK(phr_session_reindex(in.me, NULL, NULL, NULL));
  CHECK_STATUS(phr_session_reindex(in.me, stop_at_once, &calls, NULL), PHR_CANCELLED);
  CHECK(calls > 0);
  other = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_reindex(other, NULL, NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_explain_search(other, LENGTH("Observation"), take_bytes, &into, NULL), PHR_ACCESS_DENIED);
  phr_session_close(other);
  teardown(&in);
}

TEST(Search, TellsWhatContainsAMatch) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, "{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"contained\":["
             "{\"resourceType\":\"Patient\",\"id\":\"who\",\"birthDate\":\"1980-02-03\"}],\"subject\":{\"reference\":\"#who\"}}");
  CHECK_OK(phr_session_search(in.me, LENGTH("Patient?birthdate=1980-02-03&_contained=both&_containedType=contained"), &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "p");
  CHECK_TEXT(hit.container, "");
  CHECK_OK(phr_hits_at(hits, 1, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  CHECK_TEXT(hit.id, "who");
  CHECK_TEXT(hit.container, "Observation/o");
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, GoesOnInPortionsOfOneMoment) {
  fixture in;
  fixture other;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  setup(&in);
  setup(&other);
  put_all(in.me);
  options.portion = 1;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_sort=-date"), &options, &first, NULL));
  CHECK_OK(phr_hits_totals_of(first, &totals, NULL));
  CHECK(totals.is_portion == 1 && totals.matched == 1 && totals.next_page.size > 0);
  CHECK_OK(phr_session_remove(in.me, LENGTH("Observation"), LENGTH("o1"), 0, NULL, NULL));
  options.page = totals.next_page;
  options.moment_of = first;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_sort=-date"), &options, &second, NULL));
  phr_hits_end(first);  // they share the connection
  CHECK(phr_hits_count(second) == 1);
  CHECK_OK(phr_hits_at(second, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_OK(phr_hits_totals_of(second, &totals, NULL));
  CHECK_TEXT(totals.next_page, "");
  options = (phr_search_options)PHR_SEARCH_OPTIONS_INIT;
  options.moment_of = second;
  CHECK_STATUS(phr_session_search_with(other.me, LENGTH("Patient"), &options, &first, NULL), PHR_INVALID_ARGUMENT);
  options.moment_of = (phr_hits *)in.me;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Patient"), &options, &first, NULL), PHR_INVALID_HANDLE);
  CHECK(first == NULL);
  phr_hits_end(second);
  teardown(&in);
  teardown(&other);
}

TEST(Everything, GoesOnInPagesOfOneMoment) {
  fixture in;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_everything_options options = PHR_EVERYTHING_OPTIONS_INIT;
  setup(&in);
  put_all(in.me);
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
  put_all(in.me);
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
  put_all(in.me);
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
