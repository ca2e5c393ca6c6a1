#include "fixture.h"

TEST(Create, GivesANewIdAndTheFirstVersion) {
  fixture in;
  phr_write one = PHR_WRITE_INIT;
  phr_write two = PHR_WRITE_INIT;
  setup(&in);
  CHECK_OK(phr_session_create(in.me, phr_text_of(patient_p), &one, NULL));
  CHECK_OK(phr_session_create(in.me, phr_text_of(patient_p), &two, NULL));
  CHECK_OK(phr_session_create(in.me, phr_text_of(patient_p), NULL, NULL));
  CHECK(one.kind == PHR_CREATED && one.version == 1);
  CHECK(strcmp(one.type, "Patient") == 0);
  CHECK(strlen(one.id) == 36 && strcmp(one.id, two.id) != 0);
  teardown(&in);
}

TEST(Update, KeepsVersionsAndKnowsTheSameBody) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  setup(&in);
  CHECK_OK(phr_session_update(in.me, phr_text_of(patient_p), 0, &write, NULL));
  CHECK(write.kind == PHR_CREATED && write.version == 1);
  CHECK(strcmp(write.id, "p") == 0);
  CHECK_OK(phr_session_update(in.me, phr_text_of(patient_p), 0, &write, NULL));
  CHECK(write.kind == PHR_UNCHANGED && write.version == 1);
  CHECK_OK(phr_session_update(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"p\"}"), 1, &write, NULL));
  CHECK(write.kind == PHR_UPDATED && write.version == 2);
  teardown(&in);
}

TEST(Update, IfMatchRefusesAnotherVersion) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_update(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"p\"}"), 7, NULL, &err),
               PHR_VERSION_CONFLICT);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_remove(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 7, NULL, &err), PHR_VERSION_CONFLICT);
  teardown(&in);
}

TEST(Update, TellsWhereTheJsonIsWrong) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_update(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\n  \"id\":\"p\",\n  \"active\":tru}"),
                                  0, NULL, &err),
               PHR_MALFORMED_JSON);
  CHECK(err.line == 3);
  CHECK(err.column > 1);
  CHECK_STATUS(phr_session_update(in.me, PHR_TEXT("{\"resourceType\":\"Person2\",\"id\":\"p\"}"), 0, NULL, &err),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(strcmp(err.place, "resourceType") == 0);
  CHECK(err.line == 1);
  CHECK_STATUS(phr_session_update(in.me, PHR_TEXT("{\"resourceType\":\"Patient\"}"), 0, NULL, &err), PHR_MISSING_ELEMENT);
  CHECK(strcmp(err.place, "id") == 0);
  CHECK_STATUS(phr_session_update(in.me, PHR_TEXT(""), 0, NULL, &err), PHR_EMPTY_INPUT);
  CHECK_STATUS(phr_session_update(in.me, phr_text_of(NULL), 0, NULL, &err), PHR_EMPTY_INPUT);
  CHECK_STATUS(phr_session_create(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"active\":1,\"active\":2}"), NULL,
                                  &err),
               PHR_DUPLICATE_KEY);
  CHECK_STATUS(phr_session_create(in.me, PHR_TEXT("{\"resourceType\":\"\xff\"}"), NULL, &err), PHR_INVALID_UTF8);
  teardown(&in);
}

TEST(Update, ErrorsHoldNothingOfTheRecord) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_update(in.me,
                                  PHR_TEXT("{\"resourceType\":\"CANARY\",\"id\":\"CANARY\",\"CANARY\":\"CANARY\"}"), 0,
                                  NULL, &err),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(strstr(err.place, "CANARY") == NULL);
  CHECK_STATUS(phr_session_remove(in.me, PHR_TEXT("Patient"), PHR_TEXT("CANARY"), 0, NULL, &err), PHR_NOT_FOUND);
  CHECK(strstr(err.place, "CANARY") == NULL);
  teardown(&in);
}

TEST(Remove, LeavesADeletion) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  phr_records *records = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_remove(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), 1, &write, NULL));
  CHECK(write.kind == PHR_DELETED && write.version == 2);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, &err), PHR_GONE);
  CHECK(err.has_ordinal == 1 && err.ordinal == 2);
  CHECK(records == NULL);
  CHECK_STATUS(phr_session_remove(in.me, PHR_TEXT("patient"), PHR_TEXT("p"), 0, NULL, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(strcmp(err.place, "type") == 0);
  teardown(&in);
}

TEST(Writes, AreTheOwnersOnly) {
  fixture in;
  phr_session *doctor = NULL;
  setup(&in);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_update(doctor, phr_text_of(patient_p), 0, NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_create(doctor, phr_text_of(patient_p), NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_remove(doctor, PHR_TEXT("Patient"), PHR_TEXT("p"), 0, NULL, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(Writes, RefuseArgumentsThatCannotBeAndWriteNothing) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  phr_records *records = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_update(NULL, phr_text_of(patient_p), 0, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_update((phr_session *)in.store, phr_text_of(patient_p), 0, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_create(NULL, phr_text_of(patient_p), NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_remove(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), 0, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_update(in.me, null_text(5), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_create(in.me, null_text(5), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_remove(in.me, null_text(5), PHR_TEXT("p"), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_remove(in.me, PHR_TEXT("Patient"), null_text(5), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  write.struct_size = 0;
  CHECK_STATUS(phr_session_update(in.me, phr_text_of(patient_p), 0, &write, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL), PHR_NOT_FOUND);
  teardown(&in);
}
