#include "fixture.h"

#include <stdio.h>

TEST(StoreOpen, MakesAFileOnlyWhenAsked) {
  fixture in;
  phr_store_options options = cheap_options();
  const phr_key key = passphrase("x");
  phr_store *store = NULL;
  phr_error err = PHR_ERROR_INIT;
  make_folder(&in);
  options.create = 0;
  store = (phr_store *)&in;  // is cleared by a failing call
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, &store, &err), PHR_NO_SUCH_FILE);
  CHECK(store == NULL);
  CHECK(err.code == PHR_NO_SUCH_FILE);
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, NULL, &store, NULL), PHR_NO_SUCH_FILE);
  options.create = 1;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options, &store, &err));
  CHECK(store != NULL);
  CHECK_OK(phr_store_close(store, &err));
  remove_folder(&in);
}

TEST(StoreOpen, KeepsAStoreInMemory) {
  phr_store_options options = cheap_options();
  const phr_key key = passphrase("x");
  phr_store *store = NULL;
  phr_store *other = NULL;
  phr_session *me = NULL;
  phr_type_totals *totals = NULL;
  CHECK_OK(phr_store_open(PHR_TEXT(":memory:"), &key, &options, &store, NULL));
  CHECK_OK(phr_store_open(PHR_TEXT(":memory:"), &key, &options, &other, NULL));
  CHECK_OK(phr_session_open(store, TEST_NOW, NULL, &me, NULL));
  put(me, patient_p);
  phr_session_close(me);
  CHECK_OK(phr_store_totals(store, &totals, NULL));
  CHECK(phr_type_totals_count(totals) == 1);
  phr_type_totals_end(totals);
  CHECK_OK(phr_store_totals(other, &totals, NULL));
  CHECK(phr_type_totals_count(totals) == 0);
  phr_type_totals_end(totals);
  CHECK_OK(phr_store_close(store, NULL));
  CHECK_OK(phr_store_close(other, NULL));
  options.read_only = 1;
  CHECK_STATUS(phr_store_open(PHR_TEXT(":memory:"), &key, &options, &store, NULL), PHR_INVALID_ARGUMENT);
}

TEST(StoreOpen, ReportsWrongKeyWhenThePassphraseIsWrong) {
  fixture in;
  const phr_key wrong = passphrase("y");
  const phr_key right = passphrase("x");
  phr_store *store = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_OK(phr_store_close(in.store, NULL));
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &wrong, NULL, &store, &err), PHR_WRONG_KEY);
  CHECK(store == NULL);
  CHECK(err.code == PHR_WRONG_KEY);
  CHECK_OK(phr_store_open(phr_text_of(in.path), &right, NULL, &in.store, &err));
  CHECK(err.code == PHR_OK);
  teardown(&in);
}

TEST(StoreOpen, ReportsAFileThatIsNoStore) {
  fixture in;
  char path[128];
  const phr_key key = passphrase("x");
  phr_store *store = NULL;
  make_folder(&in);
  snprintf(path, sizeof path, "%s/other", in.folder);
  write_file(path, "this is a text of some length, and not a store; it is not changed by trying to open it");
  CHECK_STATUS(phr_store_open(phr_text_of(path), &key, NULL, &store, NULL), PHR_NOT_A_PHR_FILE);
  CHECK_STATUS(phr_store_open(phr_text_of(in.folder), &key, NULL, &store, NULL), PHR_IS_A_DIRECTORY);
  remove_folder(&in);
}

TEST(StoreOpen, RefusesArgumentsThatCannotBe) {
  fixture in;
  const phr_key key = passphrase("x");
  phr_key bad = passphrase("x");
  phr_store_options options = cheap_options();
  phr_store *store = NULL;
  phr_error err = PHR_ERROR_INIT;
  make_folder(&in);
  CHECK_STATUS(phr_store_open(null_text(3), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "path") == 0);
  CHECK_STATUS(phr_store_open(PHR_TEXT(""), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_open(PHR_TEXT("/tmp/a\0b"), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), NULL, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, NULL, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "store") == 0);
  bad.struct_size = 0;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "struct_size") == 0);
  bad = passphrase("x");
  bad.kind = PHR_NO_KEY;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "key.kind") == 0);
  bad.kind = (phr_key_kind)1234567;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "key.kind") == 0);
  bad.kind = PHR_HOST_KEY;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  bad.kind = PHR_RECOVERY_CODE;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "recovery_code") == 0);
  bad = passphrase("x");
  bad.bytes = NULL;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &bad, &options, &store, &err), PHR_INVALID_ARGUMENT);
  options.page_bytes = 5000;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  options = cheap_options();
  options.argon2_lanes = 1000;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  options = cheap_options();
  options.busy_milliseconds = 0xFFFFFFFFU;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, &store, &err), PHR_INVALID_ARGUMENT);
  CHECK(store == NULL);
  remove_folder(&in);
}

TEST(StoreOpen, TakesOptionsOfALaterVersionOnlyWhereTheyAreZero) {
  struct {
    phr_store_options known;
    uint32_t later;
  } options;
  fixture in;
  const phr_key key = passphrase("x");
  phr_store *store = NULL;
  make_folder(&in);
  memset(&options, 0, sizeof options);
  options.known = cheap_options();
  options.known.struct_size = sizeof options;
  options.later = 1;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options.known, &store, NULL), PHR_UNSUPPORTED);
  CHECK(store == NULL);
  options.later = 0;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options.known, &store, NULL));
  CHECK_OK(phr_store_close(store, NULL));
  remove_folder(&in);
}

TEST(StoreClose, AcceptsNull) { CHECK_OK(phr_store_close(NULL, NULL)); }

TEST(StoreClose, RefusesAnotherHandle) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_store_close((phr_store *)in.me, &err), PHR_INVALID_HANDLE);
  CHECK(err.code == PHR_INVALID_HANDLE);
  put(in.me, patient_p);  // the session is as it was
  teardown(&in);
}

TEST(StoreClose, LeavesSessionsThatRefuseEveryCall) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  phr_hits *hits = NULL;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  CHECK_STATUS(phr_session_update(in.me, phr_text_of(patient_p), 0, NULL, &err), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, &err), PHR_INVALID_ARGUMENT);
  CHECK(hits == NULL);
  teardown(&in);
}

TEST(StoreClose, LetsTheFileBeOpenedAgainWithAllThatWasWritten) {
  fixture in;
  const phr_key key = passphrase("x");
  phr_records *records = NULL;
  setup(&in);
  put(in.me, patient_p);
  phr_session_close(in.me);
  CHECK_OK(phr_store_close(in.store, NULL));
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, NULL, &in.store, NULL));
  in.me = open_as(in.store, NULL);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK(phr_records_count(records) == 1);
  phr_records_end(records);
  teardown(&in);
}

TEST(StoreInfo, TellsSlots) {
  fixture in;
  phr_store_facts facts = PHR_STORE_FACTS_INIT;
  setup(&in);
  CHECK_OK(phr_store_info(in.store, &facts, NULL));
  CHECK(facts.file_bytes > 0);
  CHECK(facts.page_bytes == 8192);
  CHECK(facts.format_version >= 1);
  CHECK(facts.slot_count == PHR_STORE_SLOTS);
  CHECK(facts.slots[0] == PHR_PASSPHRASE);
  CHECK(facts.slots[1] == PHR_NO_KEY);
  CHECK_STATUS(phr_store_info(in.store, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_info(NULL, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_store_info((phr_store *)in.me, &facts, NULL), PHR_INVALID_HANDLE);
  facts.struct_size = 2;
  CHECK_STATUS(phr_store_info(in.store, &facts, NULL), PHR_INVALID_ARGUMENT);
  teardown(&in);
}

TEST(StoreTotals, CountResourcesByType) {
  fixture in;
  phr_type_totals *totals = NULL;
  phr_type_total total = PHR_TYPE_TOTAL_INIT;
  setup(&in);
  CHECK_OK(phr_store_totals(in.store, &totals, NULL));
  CHECK(totals != NULL && phr_type_totals_count(totals) == 0);
  phr_type_totals_end(totals);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, glucose_o2);
  CHECK_OK(phr_store_totals(in.store, &totals, NULL));
  CHECK(phr_type_totals_count(totals) == 2);
  CHECK_OK(phr_type_totals_at(totals, 0, &total, NULL));  // in FHIR's order of names
  CHECK_TEXT(total.type, "Observation");
  CHECK(total.count == 2);
  CHECK_OK(phr_type_totals_at(totals, 1, &total, NULL));
  CHECK_TEXT(total.type, "Patient");
  CHECK(total.count == 1);
  CHECK_STATUS(phr_type_totals_at(totals, 2, &total, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_type_totals_at(totals, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_type_totals_end(totals);
  totals = NULL;
  CHECK_STATUS(phr_store_totals(in.store, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_totals(NULL, &totals, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_type_totals_at(NULL, 0, &total, NULL), PHR_INVALID_HANDLE);
  CHECK(totals == NULL && phr_type_totals_count(NULL) == 0 && phr_type_totals_count((phr_type_totals *)in.me) == 0);
  phr_type_totals_end(NULL);
  teardown(&in);
}
