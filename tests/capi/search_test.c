#include "fixture.h"

#include <stddef.h>

TEST(Search, GivesAllMatchesInOrder) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?code=http://loinc.org|15074-8&_sort=-date"), NULL, &hits, NULL));
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
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?date=1999"), NULL, &hits, NULL));
  CHECK(hits != NULL && phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, IsStrictAndNamesTheCriterion) {
  fixture in;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?code=1&colour=red"), NULL, &hits, &err), PHR_UNKNOWN_PARAMETER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?date:near=2020"), NULL, &hits, &err), PHR_UNKNOWN_MODIFIER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 0);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Teapot"), NULL, &hits, &err), PHR_UNKNOWN_RESOURCE_TYPE);
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
  CHECK_OK(phr_session_search(doctor, PHR_TEXT("Observation"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 2);
  phr_hits_end(hits);
  hits = NULL;
  if (phr_session_search(doctor, PHR_TEXT("Condition"), NULL, &hits, NULL) == PHR_OK) CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Search, GivesPagesWithTheirTotalAndIncludes) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_hits_facts facts = PHR_HITS_FACTS_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  char page[500];
  const char *query = "Observation?_sort=date&_count=1&_total=accurate&_include=Observation:subject";
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, phr_text_of(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_info(hits, &facts, NULL));
  CHECK(facts.has_total == 1 && facts.total == 2 && facts.matched == 1 && phr_hits_ignored_count(hits) == 0);
  CHECK(phr_hits_count(hits) == 2);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK(hit.included == 0);
  CHECK_OK(phr_hits_at(hits, 1, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  CHECK(hit.included == 1);
  CHECK(facts.next_page.size > 0 && facts.next_page.size < sizeof page);
  memcpy(page, facts.next_page.data, facts.next_page.size);
  options.page.data = page;
  options.page.size = facts.next_page.size;
  phr_hits_end(hits);
  CHECK_OK(phr_session_search(in.me, phr_text_of(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  CHECK_OK(phr_hits_info(hits, &facts, NULL));
  CHECK(facts.next_page.size == 0);
  phr_hits_end(hits);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?_count=1"), &options, &hits, NULL), PHR_MALFORMED_QUERY);
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
  put_record(in.me);
  options.watch = refuse;
  options.user = &calls;
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?_content=heart"), &options, &hits, NULL), PHR_CANCELLED);
  CHECK(calls == 1 && hits == NULL);
  options.watch = NULL;
  options.max_steps = 10;
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?_content=heart"), &options, &hits, &err), PHR_TOO_LARGE);
  CHECK(strcmp(err.place, "the search: more steps than its budget") == 0);
  options.max_steps = 0;
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  options.struct_size = offsetof(phr_search_options, watch); /* of a program that knows neither */
  options.watch = refuse;
  options.max_steps = 1;
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, LeavesOutWhatIsNotUnderstoodWhereThatIsAskedFor) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hits_facts facts = PHR_HITS_FACTS_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  uint64_t ordinal = 99;
  setup(&in);
  put_record(in.me);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Observation?date=2020&kode=x"), NULL, &hits, NULL), PHR_UNKNOWN_PARAMETER);
  options.lenient = 1;
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?date=2020&kode=x"), &options, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_info(hits, &facts, NULL));
  CHECK(phr_hits_ignored_count(hits) == 1 && facts.has_total == 0);
  CHECK_OK(phr_hits_ignored_at(hits, 0, &ordinal, NULL));
  CHECK(ordinal == 1);
  CHECK_STATUS(phr_hits_ignored_at(hits, 1, &ordinal, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_ignored_at(hits, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_ignored_at(NULL, 0, &ordinal, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_hits_ignored_count(NULL) == 0);
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
  CHECK_OK(phr_session_explain_search(in.me, PHR_TEXT("Observation?code=15074-8"), NULL, take_bytes, &into, NULL));
  CHECK(into.calls == 1 && strstr(into.text, "rows: of criterion 0") != NULL);
  into.calls = 0;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  options.lenient = 1;
  CHECK_STATUS(phr_session_explain_search(in.me, PHR_TEXT("Observation?date=2020&kode=x"), NULL, take_bytes, &into, NULL),
               PHR_UNKNOWN_PARAMETER);
  CHECK(into.calls == 0);
  CHECK_OK(phr_session_explain_search(in.me, PHR_TEXT("Observation?date=2020&kode=x"), &options, take_bytes, &into, NULL));
  CHECK(into.calls == 1);
  CHECK_OK(phr_session_capabilities(in.me, count_bytes, &size, NULL));
  CHECK(size > 10000);
  CHECK_OK(phr_session_reindex(in.me, NULL, NULL, NULL));
  CHECK_STATUS(phr_session_reindex(in.me, stop_at_once, &calls, NULL), PHR_CANCELLED);
  CHECK(calls > 0);
  other = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_reindex(other, NULL, NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_explain_search(other, PHR_TEXT("Observation"), NULL, take_bytes, &into, NULL), PHR_ACCESS_DENIED);
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
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient?birthdate=1980-02-03&_contained=both&_containedType=contained"), NULL, &hits, NULL));
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
