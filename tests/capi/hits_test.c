#include "fixture.h"

TEST(Hits, GiveJsonToACallbackOrABuffer) {
  fixture in;
  phr_hits *hits = NULL;
  taken into = {0, 0, ""};
  uint8_t buffer[2000];
  size_t size = 0;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?date=2020"), NULL, &hits, NULL));
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

TEST(Hits, SeeTheMomentTheyWereMade) {
  fixture in;
  phr_hits *hits = NULL;
  phr_summary summary = PHR_SUMMARY_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_id=o1"), NULL, &hits, NULL));
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), 0, NULL, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_summary(hits, 0, &summary, NULL));
  CHECK_TEXT(summary.value, "5.40 mmol/L");
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Hits, AreSummarised) {
  fixture in;
  phr_hits *hits = NULL;
  phr_summary summary = PHR_SUMMARY_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_sort=date"), NULL, &hits, NULL));
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

TEST(Hits, RefuseHandlesAndPointersThatAreNone) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_summary summary = PHR_SUMMARY_INIT;
  size_t size = 0;
  setup(&in);
  put_record(in.me);
  CHECK_STATUS(phr_session_search(NULL, PHR_TEXT("Patient"), NULL, &hits, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_search((phr_session *)in.store, PHR_TEXT("Patient"), NULL, &hits, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_search(in.me, null_text(7), NULL, &hits, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(hits == NULL);
  CHECK(phr_hits_count(NULL) == 0);
  CHECK_STATUS(phr_hits_at(NULL, 0, &hit, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_json(NULL, 0, take_bytes, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_copy_json(NULL, 0, NULL, 0, &size, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_hits_summary(NULL, 0, &summary, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK_STATUS(phr_hits_at(hits, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_hits_end(NULL);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Hits, MayEndAfterTheStoreWasClosed) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation"), NULL, &hits, NULL));
  phr_session_close(in.me);
  in.me = NULL;
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Hits, HandOutTheJsonOfThemAll) {
  fixture in;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  walk seen = {0, 0, ""};
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_sort=-date&_include=Observation:subject"), NULL, &hits, NULL));
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

typedef struct pieces {
  int calls;
  size_t size;
  char text[4000];
} pieces;

static void add_piece(void *user, const uint8_t *bytes, size_t size) {
  pieces *all = (pieces *)user;
  ++all->calls;
  CHECK(all->size + size < sizeof all->text);
  if (all->size + size >= sizeof all->text) return;
  memcpy(all->text + all->size, bytes, size);
  all->size += size;
  all->text[all->size] = '\0';
}

TEST(Hits, AreABundleInPieces) {
  fixture in;
  phr_hits *hits = NULL;
  phr_resource *bundle = NULL;
  taken value = {0, 0, ""};
  pieces all = {0, 0, ""};
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Observation?_sort=date&_count=1&_total=accurate&_include=Observation:subject"), NULL, &hits, NULL));
  CHECK_OK(phr_hits_bundle(hits, PHR_TEXT("Observation?_sort=date&_count=1"), add_piece, &all, NULL));
  phr_hits_end(hits);
  CHECK(all.calls > 2);
  CHECK_OK(phr_resource_decode(phr_text_of(all.text), PHR_JSON, 0, &bundle, NULL, NULL));
  CHECK_OK(phr_resource_get(bundle, PHR_TEXT("type"), take_bytes, &value, NULL));
  CHECK(strcmp(value.text, "searchset") == 0);
  CHECK_OK(phr_resource_get(bundle, PHR_TEXT("total"), take_bytes, &value, NULL));
  CHECK(strcmp(value.text, "2") == 0);
  CHECK_OK(phr_resource_get(bundle, PHR_TEXT("link[0].url"), take_bytes, &value, NULL));
  CHECK(strncmp(value.text, "Observation?_sort=date&_count=1&", 32) == 0);
  CHECK_OK(phr_resource_get(bundle, PHR_TEXT("entry[1].search.mode"), take_bytes, &value, NULL));
  CHECK(strcmp(value.text, "include") == 0);
  CHECK(strstr(all.text, "\"value\":5.40") != NULL);
  phr_resource_end(bundle);
  teardown(&in);
}

TEST(Hits, OfNothingAreABundleTooAndRefuseWhatCannotBe) {
  fixture in;
  phr_hits *hits = NULL;
  pieces all = {0, 0, ""};
  setup(&in);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK_STATUS(phr_hits_bundle(hits, PHR_TEXT("Patient"), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_bundle(hits, null_text(2), add_piece, &all, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_hits_bundle(NULL, PHR_TEXT("Patient"), add_piece, &all, NULL), PHR_INVALID_HANDLE);
  CHECK(all.calls == 0);
  CHECK_OK(phr_hits_bundle(hits, PHR_TEXT("Patient"), add_piece, &all, NULL));
  CHECK(strcmp(all.text, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}") == 0);
  phr_hits_end(hits);
  teardown(&in);
}
