#include "fixture.h"

static void put_all(phr_session *me) {
  put(me, patient_p);
  put(me, glucose_o1);
  put(me, glucose_o2);
  put(me, condition_c1);
  put(me, consent_k1);
}

static phr_session_options doctor(void) {
  phr_session_options who = PHR_SESSION_OPTIONS_INIT;
  who.principal = PHR_TEXT("Practitioner/d");
  who.purpose = PHR_TEXT("TREAT");
  return who;
}

TEST(Explain, TellsTheProvisionForEachType) {
  fixture in;
  const phr_session_options who = doctor();
  phr_explanations *answers = NULL;
  phr_explanation answer = PHR_EXPLANATION_INIT;
  size_t each = 0;
  int seen = 0;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_explain(in.me, &who, phr_text_of(NULL), &answers, NULL));
  CHECK(phr_explanations_count(answers) == 4);
  for (each = 0; each < phr_explanations_count(answers); ++each) {
    CHECK_OK(phr_explanations_at(answers, each, &answer, NULL));
    CHECK_TEXT(answer.patient, "p");
    if (strcmp(answer.type.data, "Observation") == 0) {
      ++seen;
      CHECK(answer.permit == 1 && answer.count == 2 && answer.visible == 2);
      CHECK(strstr(answer.why.data, "Consent/k1") != NULL);
    } else {
      CHECK(answer.permit == 0 && answer.count == 1 && answer.visible == 0);
    }
  }
  CHECK(seen == 1);
  CHECK_STATUS(phr_explanations_at(answers, 4, &answer, NULL), PHR_INVALID_ARGUMENT);
  phr_explanations_end(answers);
  teardown(&in);
}

TEST(Explain, TellsOfOneResource) {
  fixture in;
  const phr_session_options who = doctor();
  phr_explanations *answers = NULL;
  phr_explanation answer = PHR_EXPLANATION_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_explain_one(in.me, &who, PHR_TEXT("Observation"), PHR_TEXT("o1"), &answers, NULL));
  CHECK(phr_explanations_count(answers) == 1);
  CHECK_OK(phr_explanations_at(answers, 0, &answer, NULL));
  CHECK(answer.permit == 1 && answer.count == 1 && answer.visible == 1);
  CHECK_TEXT(answer.type, "Observation");
  CHECK_TEXT(answer.patient, "");
  phr_explanations_end(answers);
  CHECK_OK(phr_session_explain_one(in.me, &who, PHR_TEXT("Condition"), PHR_TEXT("c1"), &answers, NULL));
  CHECK_OK(phr_explanations_at(answers, 0, &answer, NULL));
  CHECK(answer.permit == 0 && answer.visible == 0 && answer.why.size > 0);
  phr_explanations_end(answers);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, PHR_TEXT("Condition"), PHR_TEXT("c2"), &answers, NULL), PHR_NOT_FOUND);
  CHECK(answers == NULL);
  teardown(&in);
}

TEST(Explain, IsTheOwnersOnly) {
  fixture in;
  const phr_session_options who = doctor();
  phr_session *other = NULL;
  phr_explanations *answers = NULL;
  setup(&in);
  put_all(in.me);
  other = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_explain(other, &who, phr_text_of(NULL), &answers, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_explain_one(other, &who, PHR_TEXT("Observation"), PHR_TEXT("o1"), &answers, NULL),
               PHR_ACCESS_DENIED);
  CHECK(answers == NULL);
  phr_session_close(other);
  teardown(&in);
}

TEST(Explain, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_session_options who = doctor();
  phr_explanations *answers = NULL;
  phr_explanation answer = PHR_EXPLANATION_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_explain(NULL, &who, phr_text_of(NULL), &answers, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_explain(in.me, &who, null_text(1), &answers, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain(in.me, &who, phr_text_of(NULL), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_explain_one(NULL, &who, PHR_TEXT("Patient"), PHR_TEXT("p"), &answers, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, PHR_TEXT("P"), PHR_TEXT("p"), &answers, NULL),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_explain_one(in.me, &who, PHR_TEXT("Patient"), null_text(1), &answers, NULL), PHR_INVALID_ARGUMENT);
  who.purpose = PHR_TEXT("CURIOSITY");
  CHECK_STATUS(phr_session_explain(in.me, &who, phr_text_of(NULL), &answers, NULL), PHR_INVALID_VALUE);
  CHECK(answers == NULL);
  CHECK(phr_explanations_count(NULL) == 0);
  CHECK_STATUS(phr_explanations_at(NULL, 0, &answer, NULL), PHR_INVALID_HANDLE);
  phr_explanations_end(NULL);
  teardown(&in);
}
