#include "fixture.h"

TEST(Read, GivesTheCurrentVersion) {
  fixture in;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  setup(&in);
  put(in.me, glucose_o1);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL));
  CHECK(phr_records_count(records) == 1);
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK_TEXT(record.type, "Observation");
  CHECK_TEXT(record.id, "o1");
  CHECK(record.version == 1 && record.deleted == 0);
  CHECK(record.updated_us == TEST_NOW);
  CHECK(strstr(record.json.data, "\"value\":5.40") != NULL);
  CHECK(strstr(record.json.data, "\"lastUpdated\":\"2023-11-14T22:13:20") != NULL);
  CHECK(strlen(record.json.data) == record.json.size);
  CHECK_STATUS(phr_records_at(records, 1, &record, NULL), PHR_INVALID_ARGUMENT);
  phr_records_end(records);
  teardown(&in);
}

TEST(Read, OutlivesTheSessionAndTheStore) {
  fixture in;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  teardown(&in);
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK_TEXT(record.id, "p");
  phr_records_end(records);
}

TEST(History, IsNewestFirstWithDeletions) {
  fixture in;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_set_now(in.me, TEST_NOW + 1000000, NULL));
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 0, NULL, NULL));
  CHECK_OK(phr_session_history(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK(phr_records_count(records) == 2);
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK(record.deleted == 1 && record.version == 2);
  CHECK(record.updated_us == TEST_NOW + 1000000);
  CHECK_TEXT(record.json, "");
  CHECK_OK(phr_records_at(records, 1, &record, NULL));
  CHECK(record.deleted == 0 && record.version == 1 && record.json.size > 0);
  phr_records_end(records);
  CHECK_OK(phr_session_vread(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 1, NULL, &records, NULL));
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK(record.version == 1);
  phr_records_end(records);
  CHECK_STATUS(phr_session_vread(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 2, NULL, &records, &err), PHR_GONE);
  CHECK_STATUS(phr_session_vread(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 3, NULL, &records, &err), PHR_NOT_FOUND);
  CHECK(records == NULL);
  teardown(&in);
}

TEST(Read, AnyoneButTheOwnerSeesWhatAConsentPermits) {
  fixture in;
  phr_session *doctor = NULL;
  phr_records *records = NULL;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, condition_c1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_read(doctor, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL), PHR_ACCESS_DENIED);
  put(in.me, consent_k1);
  CHECK_OK(phr_session_read(doctor, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL));
  phr_records_end(records);
  CHECK_STATUS(phr_session_read(doctor, PHR_TEXT("Condition"), PHR_TEXT("c1"), NULL, &records, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_read(doctor, PHR_TEXT("Condition"), PHR_TEXT("none"), NULL, &records, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_history(doctor, PHR_TEXT("Condition"), PHR_TEXT("c1"), NULL, &records, NULL), PHR_ACCESS_DENIED);
  CHECK(records == NULL);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Read, RefusesArgumentsThatCannotBe) {
  fixture in;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_read(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_vread(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), 1, NULL, &records, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_history(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_read(in.me, null_text(7), PHR_TEXT("p"), NULL, &records, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), null_text(1), NULL, &records, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_read(in.me, phr_text_of(NULL), PHR_TEXT("p"), NULL, &records, NULL), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), phr_text_of(NULL), NULL, &records, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("no id; DROP TABLE"), NULL, &records, NULL), PHR_NOT_FOUND);
  CHECK(records == NULL);
  CHECK(phr_records_count(NULL) == 0);
  CHECK(phr_records_count((phr_records *)in.me) == 0);
  CHECK_STATUS(phr_records_at(NULL, 0, &record, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK_STATUS(phr_records_at(records, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_records_end(NULL);
  phr_records_end((phr_records *)in.me);  // another kind: nothing happens
  phr_records_end(records);
  teardown(&in);
}
