#include "fixture.h"

#define TRANSACTION(entries) "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" entries "]}"
#define BATCH(entries) "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" entries "]}"
#define GET(url) "{\"request\":{\"method\":\"GET\",\"url\":\"" url "\"}}"
#define PUT(id, body) \
  "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"" id "\"" body "},\"request\":{\"method\":\"PUT\",\"url\":\"Patient/" id "\"}}"

typedef struct steps {
  int calls;
  int stop_after;
  uint64_t last;
} steps;

static int watch(void *user, uint64_t done, uint64_t total, const char *unit) {
  steps *seen = (steps *)user;
  ++seen->calls;
  seen->last = done;
  CHECK(total == 3);
  CHECK(strcmp(unit, "entries") == 0);
  return seen->calls == seen->stop_after;
}

static const char three[] = TRANSACTION(GET("Patient/a") "," PUT("a", ",\"birthDate\":\"1980\"") "," PUT("b", ""));

TEST(Execute, AnswersEachEntryInItsPlace) {
  fixture in;
  taken into = {0, 0, ""};
  steps seen = {0, 0, 0};
  setup(&in);
  CHECK_OK(phr_session_execute(in.me, phr_text_of(three), take_bytes, &into, watch, &seen, NULL));
  CHECK(into.calls == 1);
  CHECK(strstr(into.text, "\"type\":\"transaction-response\"") != NULL);
  const char *read = strstr(into.text, "\"birthDate\":\"1980\"");
  const char *created = strstr(into.text, "201 Created");
  CHECK(read != NULL && created != NULL && read < created);
  CHECK(created != NULL && strstr(created + 1, "201 Created") != NULL);
  CHECK(seen.calls == 3 && seen.last == 3);
  teardown(&in);
}

TEST(Execute, ATransactionLandsWholeOrNotAtAll) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  taken into = {0, 0, ""};
  steps seen = {0, 2, 0};
  phr_hits *hits = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_execute(in.me, PHR_TEXT(TRANSACTION(PUT("a", "") "," GET("Patient/none"))), take_bytes, &into, NULL,
                                   NULL, &err),
               PHR_NOT_FOUND);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_execute(in.me, phr_text_of(three), take_bytes, &into, watch, &seen, NULL), PHR_CANCELLED);
  CHECK_STATUS(phr_session_execute(in.me, phr_text_of(three), NULL, NULL, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(into.calls == 0);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Execute, ABatchDoesWhatCanBeDone) {
  fixture in;
  taken into = {0, 0, ""};
  phr_hits *hits = NULL;
  setup(&in);
  CHECK_OK(phr_session_execute(in.me, PHR_TEXT(BATCH(PUT("a", "") "," GET("Patient/none"))), take_bytes, &into, NULL, NULL, NULL));
  CHECK(strstr(into.text, "\"type\":\"batch-response\"") != NULL);
  CHECK(strstr(into.text, "201 Created") != NULL && strstr(into.text, "404") != NULL);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Execute, OthersReadOnly) {
  fixture in;
  taken into = {0, 0, ""};
  phr_session *doctor = NULL;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_execute(doctor, PHR_TEXT(TRANSACTION(PUT("a", ""))), take_bytes, &into, NULL, NULL, NULL),
               PHR_ACCESS_DENIED);
  CHECK(into.calls == 0);
  CHECK_OK(phr_session_execute(doctor, PHR_TEXT(BATCH(GET("Observation/o1") "," GET("Patient/p") "," PUT("a", ""))), take_bytes,
                               &into, NULL, NULL, NULL));
  CHECK(strstr(into.text, "\"value\":5.40") != NULL);
  const char *first = strstr(into.text, "\"status\":\"403");
  CHECK(first != NULL && strstr(first + 1, "\"status\":\"403") != NULL);
  CHECK(strstr(into.text, "birthDate") == NULL);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Execute, RefusesWhatIsNone) {
  fixture in;
  taken into = {0, 0, ""};
  setup(&in);
  CHECK_STATUS(phr_session_execute(in.me, PHR_TEXT("{\"resourceType\":\"Bundle\",\"type\":\"document\"}"), take_bytes, &into, NULL,
                                   NULL, NULL),
               PHR_INVALID_VALUE);
  CHECK_STATUS(phr_session_execute(in.me, PHR_TEXT("{"), take_bytes, &into, NULL, NULL, NULL), PHR_MALFORMED_JSON);
  CHECK_STATUS(phr_session_execute(in.me, null_text(1), take_bytes, &into, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_execute(NULL, phr_text_of(three), take_bytes, &into, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK(into.calls == 0);
  teardown(&in);
}
