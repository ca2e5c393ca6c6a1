#include "fixture.h"

TEST(SessionOpen, NeedsTheTime) {
  fixture in;
  phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_session *session = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_open(in.store, 0, &options, &session, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "now_us") == 0);
  CHECK_OK(phr_session_open(in.store, phr_clock_now(), &options, &session, &err));
  CHECK_STATUS(phr_session_set_now(session, 0, &err), PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_session_set_now(session, TEST_NOW, &err));
  phr_session_close(session);
  teardown(&in);
}

TEST(SessionOpen, RefusesPrincipalsAndPurposesThatAreNone) {
  fixture in;
  phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_text acting_for[2];
  phr_session *session = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  options.principal = PHR_TEXT("Practitioner");
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, &session, &err), PHR_INVALID_VALUE);
  options.principal = PHR_TEXT("Practitioner/d");
  options.purpose = PHR_TEXT("CURIOSITY");
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, &session, &err), PHR_INVALID_VALUE);
  options.purpose = PHR_TEXT("TREAT");
  options.acting_for_count = 2;
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, &session, &err), PHR_INVALID_ARGUMENT);
  options.acting_for = acting_for;
  acting_for[0] = PHR_TEXT("Organization/h");
  acting_for[1] = PHR_TEXT("Observation/o1");
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, &session, &err), PHR_INVALID_VALUE);
  CHECK(strcmp(err.place, "acting_for") == 0);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK(session == NULL);
  acting_for[1] = PHR_TEXT("CareTeam/t");
  CHECK_OK(phr_session_open(in.store, TEST_NOW, &options, &session, &err));
  phr_session_close(session);
  teardown(&in);
}

TEST(SessionOpen, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  uint32_t nothing[64] = {0};
  phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_session *session = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_open(NULL, TEST_NOW, &options, &session, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_open((phr_store *)(void *)nothing, TEST_NOW, &options, &session, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_open((phr_store *)((char *)in.store + 1), TEST_NOW, &options, &session, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_open((phr_store *)in.me, TEST_NOW, &options, &session, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_set_now(NULL, TEST_NOW, NULL), PHR_INVALID_HANDLE);
  options.principal.size = 3;
  CHECK_STATUS(phr_session_open(in.store, TEST_NOW, &options, &session, NULL), PHR_INVALID_ARGUMENT);
  CHECK(session == NULL);
  phr_session_close(NULL);
  teardown(&in);
}
