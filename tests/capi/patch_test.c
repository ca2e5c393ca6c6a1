#include "fixture.h"

#define BORN "birthdate=1980-02-03"

static const char other_patient[] = "{\"resourceType\":\"Patient\",\"birthDate\":\"1990-01-01\"}";

TEST(Patch, TakesAJsonPatchOrAFhirPathPatch) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"),
                             PHR_TEXT("[{\"op\":\"replace\",\"path\":\"/birthDate\",\"value\":\"1980-02-04\"}]"), 1, &write,
                             NULL));
  CHECK(write.kind == PHR_UPDATED && write.version == 2);
  CHECK_OK(phr_session_patch(
      in.me, PHR_TEXT("Patient"), PHR_TEXT("p"),
      PHR_TEXT("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\","
             "\"valueCode\":\"add\"},{\"name\":\"path\",\"valueString\":\"Patient\"},{\"name\":\"name\",\"valueString\":"
             "\"active\"},{\"name\":\"value\",\"valueBoolean\":true}]}]}"),
      0, &write, NULL));
  CHECK(write.kind == PHR_UPDATED && write.version == 3);
  CHECK_OK(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), PHR_TEXT("[]"), 0, &write, NULL));
  CHECK(write.kind == PHR_UNCHANGED && write.version == 3);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK(strstr(record.json.data, "\"birthDate\":\"1980-02-04\"") != NULL);
  CHECK(strstr(record.json.data, "\"active\":true") != NULL);
  phr_records_end(records);
  teardown(&in);
}

TEST(Patch, TellsWhatCannotBe) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  phr_records *records = NULL;
  phr_record record = PHR_RECORD_INIT;
  phr_session *doctor = NULL;
  setup(&in);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"),
                                 PHR_TEXT("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true},"
                                        "{\"op\":\"remove\",\"path\":\"/gender\"}]"),
                                 0, NULL, &err),
               PHR_NOT_FOUND);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), PHR_TEXT("[]"), 5, NULL, &err),
               PHR_VERSION_CONFLICT);
  CHECK(err.ordinal == 1);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("q"), PHR_TEXT("[]"), 0, NULL, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), PHR_TEXT("["), 0, NULL, NULL), PHR_MALFORMED_JSON);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Person2"), PHR_TEXT("p"), PHR_TEXT("[]"), 0, NULL, NULL),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_patch(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), null_text(2), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_patch(NULL, PHR_TEXT("Patient"), PHR_TEXT("p"), PHR_TEXT("[]"), 0, NULL, NULL), PHR_INVALID_HANDLE);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_patch(doctor, PHR_TEXT("Patient"), PHR_TEXT("p"), PHR_TEXT("[]"), 0, NULL, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, &records, NULL));
  CHECK_OK(phr_records_at(records, 0, &record, NULL));
  CHECK(record.version == 1);  // nothing of it was written
  phr_records_end(records);
  teardown(&in);
}

TEST(Conditions, CreateUpdatePatchAndRemoveTheOneThatMatches) {
  fixture in;
  phr_write write = PHR_WRITE_INIT;
  setup(&in);
  put(in.me, patient_p);
  CHECK_OK(phr_session_create_if_none(in.me, phr_text_of(other_patient), PHR_TEXT(BORN), &write, NULL));
  CHECK(write.kind == PHR_UNCHANGED && write.version == 1 && strcmp(write.id, "p") == 0);
  CHECK_OK(phr_session_create_if_none(in.me, phr_text_of(other_patient), PHR_TEXT("birthdate=1990-01-01"), &write, NULL));
  CHECK(write.kind == PHR_CREATED && strlen(write.id) == 36);
  CHECK_OK(phr_session_update_where(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"birthDate\":\"1980-02-03\"}"), PHR_TEXT(BORN), 1,
                                    &write, NULL));
  CHECK(write.kind == PHR_UPDATED && write.version == 2 && strcmp(write.id, "p") == 0);
  CHECK_OK(phr_session_patch_where(in.me, PHR_TEXT("Patient?" BORN),
                                   PHR_TEXT("[{\"op\":\"add\",\"path\":\"/active\",\"value\":false}]"), 2, &write, NULL));
  CHECK(write.kind == PHR_UPDATED && write.version == 3 && strcmp(write.id, "p") == 0);
  CHECK_OK(phr_session_remove_where(in.me, PHR_TEXT("Patient?" BORN), 3, &write, NULL));
  CHECK(write.kind == PHR_DELETED && write.version == 4 && strcmp(write.id, "p") == 0);
  CHECK_OK(phr_session_remove_where(in.me, PHR_TEXT("Patient?" BORN), 0, &write, NULL));
  CHECK(write.kind == PHR_UNCHANGED && write.id[0] == '\0');
  CHECK_OK(phr_session_update_where(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"new\"}"), PHR_TEXT(BORN), 0, &write,
                                    NULL));
  CHECK(write.kind == PHR_CREATED && strcmp(write.id, "new") == 0);
  teardown(&in);
}

TEST(Conditions, TellWhatCannotBe) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put(in.me, glucose_o1);
  put(in.me, glucose_o2);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_create_if_none(in.me, phr_text_of(glucose_o1), PHR_TEXT("code=15074-8"), NULL, NULL),
               PHR_AMBIGUOUS_MATCH);
  CHECK_STATUS(phr_session_update_where(in.me, phr_text_of(glucose_o1), PHR_TEXT("code=15074-8"), 0, NULL, NULL),
               PHR_AMBIGUOUS_MATCH);
  CHECK_STATUS(phr_session_patch_where(in.me, PHR_TEXT("Observation?code=15074-8"), PHR_TEXT("[]"), 0, NULL, NULL),
               PHR_AMBIGUOUS_MATCH);
  CHECK_STATUS(phr_session_remove_where(in.me, PHR_TEXT("Observation?code=15074-8"), 0, NULL, NULL), PHR_AMBIGUOUS_MATCH);
  CHECK_STATUS(phr_session_patch_where(in.me, PHR_TEXT("Patient?birthdate=1950"), PHR_TEXT("[]"), 0, NULL, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_update_where(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"q\"}"), PHR_TEXT(BORN), 0, NULL,
                                        NULL),
               PHR_INVALID_VALUE);
  CHECK_STATUS(phr_session_update_where(in.me, phr_text_of(patient_p), PHR_TEXT("birthdate=1950"), 0, NULL, NULL),
               PHR_ALREADY_EXISTS);
  CHECK_STATUS(phr_session_remove_where(in.me, PHR_TEXT("Patient?" BORN "&kode=x"), 0, NULL, &err), PHR_UNKNOWN_PARAMETER);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK_STATUS(phr_session_remove_where(in.me, PHR_TEXT("Patient?" BORN), 9, NULL, &err), PHR_VERSION_CONFLICT);
  CHECK(err.ordinal == 1);
  CHECK_STATUS(phr_session_remove_where(in.me, null_text(3), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_create_if_none(in.me, phr_text_of(patient_p), null_text(3), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_update_where(in.me, null_text(3), PHR_TEXT(BORN), 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_patch_where(NULL, PHR_TEXT("Patient?" BORN), PHR_TEXT("[]"), 0, NULL, NULL), PHR_INVALID_HANDLE);
  teardown(&in);
}
