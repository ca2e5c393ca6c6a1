#include "fixture.h"

#include <pthread.h>
#include <stdio.h>

enum { workers = 4, rounds = 25 };

typedef struct worker {
  const phr_store *store;
  int number;
  int failures;
} worker;

// Writes, reads and searches with a session of its own.
static void *work(void *argument) {
  worker *me = (worker *)argument;
  phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_session *session = NULL;
  int round = 0;
  options.now_us = TEST_NOW;
  me->failures += phr_session_open(me->store, &options, &session, NULL) != PHR_OK;
  for (round = 0; round < rounds; ++round) {
    char json[80];
    char id[16];
    phr_records *records = NULL;
    phr_hits *hits = NULL;
    snprintf(id, sizeof id, "w%d-%d", me->number, round);
    snprintf(json, sizeof json, "{\"resourceType\":\"Patient\",\"id\":\"%s\"}", id);
    me->failures += phr_session_update(session, LENGTH(json), 0, NULL, NULL) != PHR_OK;
    me->failures += phr_session_read(session, LENGTH("Patient"), LENGTH(id), &records, NULL) != PHR_OK;
    me->failures += phr_session_search(session, LENGTH("Patient"), &hits, NULL) != PHR_OK;
    me->failures += phr_hits_count(hits) < (size_t)round + 1;
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
  CHECK_OK(phr_session_search(in.me, LENGTH("Patient"), &hits, NULL));
  CHECK(phr_hits_count(hits) == workers * rounds);
  phr_hits_end(hits);
  teardown(&in);
}
