#include "fixture.h"

#include <pthread.h>
#include <stdio.h>

enum { workers = 4, rounds = 25 };

typedef struct worker {
  const phr_store *store;
  int number;
  int failures;
} worker;

// Writes, reads, searches and goes through what is found with a session of its own.
static void *work(void *argument) {
  worker *me = (worker *)argument;
  phr_session *session = NULL;
  int round = 0;
  me->failures += phr_session_open(me->store, TEST_NOW, NULL, &session, NULL) != PHR_OK;
  for (round = 0; round < rounds; ++round) {
    char json[80];
    char id[16];
    phr_records *records = NULL;
    phr_hits *hits = NULL;
    phr_cursor *cursor = NULL;
    phr_hit hit = PHR_HIT_INIT;
    size_t seen = 0;
    snprintf(id, sizeof id, "w%d-%d", me->number, round);
    snprintf(json, sizeof json, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}", id);
    me->failures += phr_session_update(session, phr_text_of(json), 0, NULL, NULL) != PHR_OK;
    me->failures += phr_session_read(session, PHR_TEXT("Patient"), phr_text_of(id), NULL, &records, NULL) != PHR_OK;
    me->failures += phr_session_search(session, PHR_TEXT("Patient"), NULL, &hits, NULL) != PHR_OK;
    me->failures += phr_hits_count(hits) < (size_t)round + 1;
    me->failures += phr_session_search_cursor(session, PHR_TEXT("Patient"), NULL, &cursor, NULL) != PHR_OK;
    while (phr_cursor_next(cursor, &hit, NULL) == PHR_OK) ++seen;
    me->failures += seen < (size_t)round + 1;
    phr_cursor_end(cursor);
    phr_records_end(records);
    phr_hits_end(hits);
  }
  phr_session_close(session);
  return NULL;
}

TEST(Threads, SessionsOfOneStoreWorkAtOnce) {
  fixture in;
  pthread_t threads[workers];
  worker all[workers];
  phr_hits *hits = NULL;
  int each = 0;
  setup(&in);
  for (each = 0; each < workers; ++each) {
    all[each].store = in.store;
    all[each].number = each;
    all[each].failures = 0;
    CHECK(pthread_create(&threads[each], NULL, work, &all[each]) == 0);
  }
  for (each = 0; each < workers; ++each) {
    CHECK(pthread_join(threads[each], NULL) == 0);
    CHECK(all[each].failures == 0);
  }
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == workers * rounds);
  phr_hits_end(hits);
  teardown(&in);
}
