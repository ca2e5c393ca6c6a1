#include "fixture.h"

static void put_all(phr_session *me) {
  put_record(me);
  put(me, consent_k1);
}

static phr_session_options doctor(void) {
  phr_session_options who = PHR_SESSION_OPTIONS_INIT;
  who.principal = text_of("Practitioner/d");
  who.purpose = text_of("TREAT");
  return who;
}

TEST(Explain, TellsTheProvisionForEachType) {
  fixture in;
  const phr_session_options who = doctor();
  phr_sharing *sharing = NULL;
  phr_shared shared = PHR_SHARED_INIT;
  size_t each = 0;
  int seen = 0;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_explain(in.me, &who, NULL, 0, &sharing, NULL));
  CHECK(phr_sharing_count(sharing) == 4);
  for (each = 0; each < phr_sharing_count(sharing); ++each) {
    CHECK_OK(phr_sharing_at(sharing, each, &shared, NULL));
    CHECK_TEXT(shared.patient, "p");
    if (strcmp(shared.type.data, "Observation") == 0) {
      ++seen;
      CHECK(shared.permit == 1 && shared.count == 2 && shared.visible == 2);
      CHECK(strstr(shared.why.data, "Consent/k1") != NULL);
    } else {
      CHECK(shared.permit == 0 && shared.count == 1 && shared.visible == 0);
    }
  }
  CHECK(seen == 1);
  CHECK_STATUS(phr_sharing_at(sharing, 4, &shared, NULL), PHR_INVALID_ARGUMENT);
  phr_sharing_end(sharing);
  teardown(&in);
}

TEST(Explain, TellsOfOneResource) {
  fixture in;
  const phr_session_options who = doctor();
  phr_sharing *sharing = NULL;
  phr_shared shared = PHR_SHARED_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_explain_one(in.me, &who, LENGTH("Observation"), LENGTH("o1"), &sharing, NULL));
  CHECK(phr_sharing_count(sharing) == 1);
  CHECK_OK(phr_sharing_at(sharing, 0, &shared, NULL));
  CHECK(shared.permit == 1 && shared.count == 1 && shared.visible == 1);
  CHECK_TEXT(shared.type, "Observation");
  CHECK_TEXT(shared.patient, "");
  phr_sharing_end(sharing);
  CHECK_OK(phr_session_explain_one(in.me, &who, LENGTH("Condition"), LENGTH("c1"), &sharing, NULL));
  CHECK_OK(phr_sharing_at(sharing, 0, &shared, NULL));
  CHECK(shared.permit == 0 && shared.visible == 0 && shared.why.size > 0);
  phr_sharing_end(sharing);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, LENGTH("Condition"), LENGTH("c2"), &sharing, NULL), PHR_NOT_FOUND);
  CHECK(sharing == NULL);
  teardown(&in);
}

TEST(Explain, IsTheOwnersOnly) {
  fixture in;
  const phr_session_options who = doctor();
  phr_session *other = NULL;
  phr_sharing *sharing = NULL;
  setup(&in);
  put_all(in.me);
  other = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_explain(other, &who, NULL, 0, &sharing, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_explain_one(other, &who, LENGTH("Observation"), LENGTH("o1"), &sharing, NULL),
               PHR_ACCESS_DENIED);
  CHECK(sharing == NULL);
  phr_session_close(other);
  teardown(&in);
}

TEST(Explain, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_session_options who = doctor();
  phr_sharing *sharing = NULL;
  phr_shared shared = PHR_SHARED_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_explain(NULL, &who, NULL, 0, &sharing, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_explain(in.me, NULL, NULL, 0, &sharing, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain(in.me, &who, NULL, 1, &sharing, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain(in.me, &who, NULL, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain_one(NULL, &who, LENGTH("Patient"), LENGTH("p"), &sharing, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_explain_one(in.me, NULL, LENGTH("Patient"), LENGTH("p"), &sharing, NULL),
               PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, LENGTH("P"), LENGTH("p"), &sharing, NULL),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, LENGTH("Patient"), NULL, 1, &sharing, NULL), PHR_INVALID_ARGUMENT);
  who.purpose = text_of("CURIOSITY");
  CHECK_STATUS(phr_session_explain(in.me, &who, NULL, 0, &sharing, NULL), PHR_INVALID_VALUE);
  CHECK(sharing == NULL);
  CHECK(phr_sharing_count(NULL) == 0);
  CHECK_STATUS(phr_sharing_at(NULL, 0, &shared, NULL), PHR_INVALID_HANDLE);
  phr_sharing_end(NULL);
  teardown(&in);
}
