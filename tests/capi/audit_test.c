#include "fixture.h"

TEST(AuditTrail, TellsWhoDidWhat) {
  fixture in;
  phr_session *doctor = NULL;
  phr_records *records = NULL;
  phr_audit_rows *audit = NULL;
  phr_audit_row row = PHR_AUDIT_ROW_INIT;
  setup(&in);
  put(in.me, glucose_o1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_read(doctor, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_audit_trail(doctor, 0, &audit, NULL), PHR_ACCESS_DENIED);
  CHECK(audit == NULL);
  CHECK_OK(phr_session_audit_trail(in.me, 0, &audit, NULL));
  CHECK(phr_audit_rows_count(audit) == 4);
  CHECK_OK(phr_audit_rows_at(audit, 0, &row, NULL));
  CHECK(row.sequence == 1 && row.action == PHR_AUDIT_CREATE_STORE && row.outcome == PHR_AUDIT_DONE);
  CHECK_TEXT(row.actor, "owner");
  CHECK_TEXT(row.type, "");
  CHECK_TEXT(row.id, "");
  CHECK_OK(phr_audit_rows_at(audit, 1, &row, NULL));
  CHECK(row.action == PHR_AUDIT_UPDATE && row.at_us == TEST_NOW && row.count == 1);
  CHECK_TEXT(row.purpose, "PATRQT");
  CHECK_TEXT(row.type, "Observation");
  CHECK_TEXT(row.id, "o1");
  CHECK_OK(phr_audit_rows_at(audit, 2, &row, NULL));
  CHECK(row.action == PHR_AUDIT_READ && row.outcome == PHR_AUDIT_DENIED);
  CHECK_TEXT(row.actor, "Practitioner/d");
  CHECK_TEXT(row.purpose, "TREAT");
  CHECK_STATUS(phr_audit_rows_at(audit, 4, &row, NULL), PHR_INVALID_ARGUMENT);
  phr_audit_rows_end(audit);
  CHECK_OK(phr_session_audit_trail(in.me, 1, &audit, NULL));
  CHECK(phr_audit_rows_count(audit) == 1);
  phr_audit_rows_end(audit);
  CHECK_OK(phr_session_audit_trail(in.me, UINT64_MAX, &audit, NULL));
  CHECK(phr_audit_rows_count(audit) > 4);
  phr_audit_rows_end(audit);
  phr_session_close(doctor);
  teardown(&in);
}

static int never(void *user, uint64_t done, uint64_t total, const char *unit) {
  ++*(int *)user;
  CHECK(done > 0 && total == 0 && strcmp(unit, "audit rows") == 0);
  return 1;
}

TEST(VerifyAudit, FindsTheChainWholeAndKnowsAnEarlierHead) {
  fixture in;
  phr_audit_verdict first = PHR_AUDIT_VERDICT_INIT;
  phr_audit_verdict second = PHR_AUDIT_VERDICT_INIT;
  char other[65] = "";
  setup(&in);
  put(in.me, glucose_o1);
  CHECK_OK(phr_session_verify_audit(in.me, phr_text_of(NULL), NULL, NULL, &first, NULL));
  CHECK(first.intact == 1 && first.rows >= 2 && first.first_bad_row == 0);
  CHECK(strlen(first.head) == 64);
  put(in.me, glucose_o2);
  CHECK_OK(phr_session_verify_audit(in.me, phr_text_of(first.head), NULL, NULL, &second, NULL));
  CHECK(second.intact == 1 && second.rows > first.rows);
  memset(other, '0', 64);
  CHECK_OK(phr_session_verify_audit(in.me, phr_text_of(other), NULL, NULL, &second, NULL));
  CHECK(second.intact == 0 && second.first_bad_row > 0);
  teardown(&in);
}

TEST(VerifyAudit, StopsWhenToldTo) {
  fixture in;
  int calls = 0;
  phr_audit_verdict verdict = PHR_AUDIT_VERDICT_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_verify_audit(in.me, phr_text_of(NULL), never, &calls, &verdict, NULL), PHR_CANCELLED);
  CHECK(calls == 1);
  teardown(&in);
}

TEST(Audit, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_session *doctor = NULL;
  phr_audit_rows *audit = NULL;
  phr_audit_row row = PHR_AUDIT_ROW_INIT;
  phr_audit_verdict verdict = PHR_AUDIT_VERDICT_INIT;
  setup(&in);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_audit_trail(NULL, 0, &audit, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_audit_trail(in.me, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_verify_audit(NULL, phr_text_of(NULL), NULL, NULL, &verdict, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_verify_audit(in.me, phr_text_of(NULL), NULL, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_verify_audit(in.me, null_text(3), NULL, NULL, &verdict, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_verify_audit(doctor, phr_text_of(NULL), NULL, NULL, &verdict, NULL), PHR_ACCESS_DENIED);
  CHECK(phr_audit_rows_count(NULL) == 0);
  CHECK_STATUS(phr_audit_rows_at(NULL, 0, &row, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_audit_trail(in.me, 0, &audit, NULL));
  CHECK_STATUS(phr_audit_rows_at(audit, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_audit_rows_end(NULL);
  phr_audit_rows_end(audit);
  phr_session_close(doctor);
  teardown(&in);
}
