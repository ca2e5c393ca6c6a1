#include "fixture.h"

TEST(Search, GivesAllMatchesInOrder) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
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
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, LENGTH("Observation"), &hits, NULL));
  phr_session_close(in.me);
  in.me = NULL;
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
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
  put_record(in.me);
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
  put_record(in.me);
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
