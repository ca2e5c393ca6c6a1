#include "fixture.h"

static void put_twice(phr_session *me) {
  put(me, patient_p);
  put(me, "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
}

static size_t versions_of(phr_session *me, const char *type, const char *id) {
  phr_records *records = NULL;
  size_t count = 0;
  if (phr_session_history(me, phr_text_of(type), phr_text_of(id), NULL, &records, NULL) == PHR_OK) count = phr_records_count(records);
  phr_records_end(records);
  return count;
}

TEST(Purge, TakesAResourceOutOfThisFile) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  phr_records *records = NULL;
  setup(&in);
  put_twice(in.me);
  CHECK(versions_of(in.me, "Patient", "p") == 2);
  CHECK_OK(phr_session_purge_history(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), &write, NULL));
  CHECK(write.kind == PHR_PURGED && strcmp(write.id, "p") == 0);
  CHECK(versions_of(in.me, "Patient", "p") == 1);
  CHECK_OK(phr_session_purge(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), &write, NULL));
  CHECK(write.kind == PHR_PURGED);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL), PHR_NOT_FOUND);
  CHECK(versions_of(in.me, "Patient", "p") == 0);
  CHECK_STATUS(phr_session_purge(in.me, PHR_TEXT("Patient"), PHR_TEXT("none"), NULL, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_purge_history(in.me, PHR_TEXT("Patients"), PHR_TEXT("p"), NULL, NULL), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_purge(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, NULL), PHR_INVALID_HANDLE);
  teardown(&in);
}

TEST(Erase, TakesAllOrNone) {
  fixture in;
  phr_erased erased = PHR_ERASED_INIT;
  phr_error err = PHR_ERROR_INIT;
  phr_resource_name which[3];
  setup(&in);
  put_twice(in.me);
  put(in.me, glucose_o1);
  which[0].type = PHR_TEXT("Patient");
  which[0].id = PHR_TEXT("p");
  which[1].type = PHR_TEXT("Observation");
  which[1].id = PHR_TEXT("o1");
  which[2].type = PHR_TEXT("Observation");
  which[2].id = PHR_TEXT("none");
  CHECK_STATUS(phr_session_erase(in.me, which, 3, &erased, &err), PHR_NOT_FOUND);
  CHECK(err.has_ordinal == 1 && err.ordinal == 2);
  CHECK(versions_of(in.me, "Patient", "p") == 2);
  which[2].type = PHR_TEXT("Nothing");
  CHECK_STATUS(phr_session_erase(in.me, which, 3, &erased, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(err.has_ordinal == 1 && err.ordinal == 2);
  CHECK_OK(phr_session_erase(in.me, which, 2, &erased, NULL));
  CHECK(erased.resources == 2 && erased.versions == 3 && erased.still_named == 0);
  CHECK(versions_of(in.me, "Patient", "p") == 0 && versions_of(in.me, "Observation", "o1") == 0);
  teardown(&in);
}

TEST(Erase, TellsWhatOthersStillName) {
  fixture in;
  phr_erased erased = PHR_ERASED_INIT;
  phr_resource_name which;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  which.type = PHR_TEXT("Patient");
  which.id = PHR_TEXT("p");
  CHECK_OK(phr_session_erase(in.me, &which, 1, &erased, NULL));
  CHECK(erased.resources == 1 && erased.versions == 1 && erased.still_named == 1);
  teardown(&in);
}

TEST(Erase, SaysLockedWhereHitsAreOpen) {
  fixture in;
  phr_hits *hits = NULL;
  phr_resource_name which;
  phr_key key = passphrase("x");
  phr_records *records = NULL;
  phr_store_options quick = cheap_options();
  make_folder(&in);
  quick.busy_milliseconds = 50;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &quick, &in.store, NULL));
  in.me = open_as(in.store, NULL);
  put(in.me, patient_p);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  which.type = PHR_TEXT("Patient");
  which.id = PHR_TEXT("p");
  CHECK_STATUS(phr_session_erase(in.me, &which, 1, NULL, NULL), PHR_LOCKED);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL), PHR_NOT_FOUND);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Erase, IsTheOwnersAndRefusesWhatCannotBe) {
  fixture in;
  phr_session *doctor = NULL;
  phr_erased erased = PHR_ERASED_INIT;
  phr_resource_name which;
  setup(&in);
  put(in.me, patient_p);
  which.type = PHR_TEXT("Patient");
  which.id = PHR_TEXT("p");
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_erase(doctor, &which, 1, NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_purge(doctor, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_purge_history(doctor, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  CHECK_STATUS(phr_session_erase(in.me, NULL, 1, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_erase(NULL, &which, 1, NULL, NULL), PHR_INVALID_HANDLE);
  erased.struct_size = 0;
  CHECK_STATUS(phr_session_erase(in.me, &which, 1, &erased, NULL), PHR_INVALID_ARGUMENT);
  which.id.data = NULL;
  CHECK_STATUS(phr_session_erase(in.me, &which, 1, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(versions_of(in.me, "Patient", "p") == 1);
  teardown(&in);
}
