#include "fixture.h"

// The patient and a value of the owner's, and consent_k1 by import.
static void import_one(fixture *in) {
  setup(in);
  put(in->me, patient_p);
  put(in->me, glucose_o1);
  CHECK_OK(phr_session_import_text(in->me, phr_text_of(consent_k1), NULL, NULL, NULL, NULL));
}

// Values that the practitioner of consent_k1 finds.
static size_t seen(const fixture *in) {
  phr_session *doctor = open_as(in->store, "Practitioner/d");
  phr_hits *hits = NULL;
  size_t count = 0;
  CHECK_OK(phr_session_search(doctor, PHR_TEXT("Observation"), NULL, &hits, NULL));
  count = phr_hits_count(hits);
  phr_hits_end(hits);
  phr_session_close(doctor);
  return count;
}

static size_t waiting(const fixture *in) {
  phr_consents *consents = NULL;
  size_t count = 0;
  CHECK_OK(phr_session_pending_consents(in->me, &consents, NULL));
  count = phr_consents_count(consents);
  phr_consents_end(consents);
  return count;
}

// What the newest row of the trail did.
static phr_audit_action last_action(const fixture *in) {
  phr_audit_rows *audit = NULL;
  phr_audit_row row = PHR_AUDIT_ROW_INIT;
  CHECK_OK(phr_session_audit_trail(in->me, 1, &audit, NULL));
  CHECK_OK(phr_audit_rows_at(audit, 0, &row, NULL));
  phr_audit_rows_end(audit);
  return row.action;
}

TEST(PendingConsents, AreTheOnesThatCameByImport) {
  fixture in;
  phr_consents *consents = NULL;
  phr_consent consent = PHR_CONSENT_INIT;
  import_one(&in);
  CHECK(seen(&in) == 0);
  CHECK_OK(phr_session_pending_consents(in.me, &consents, NULL));
  CHECK(phr_consents_count(consents) == 1);
  CHECK_OK(phr_consents_at(consents, 0, &consent, NULL));
  CHECK_TEXT(consent.id, "k1");
  CHECK_TEXT(consent.patient, "p");
  CHECK(consent.title.size > 0);
  CHECK(consent.version == 1 && consent.adopted == 0 && consent.deleted == 0);
  CHECK(consent.readable == 1 && consent.unsure == 0);
  CHECK_STATUS(phr_consents_at(consents, 1, &consent, NULL), PHR_INVALID_ARGUMENT);
  phr_consents_end(consents);
  teardown(&in);
}

TEST(PendingConsents, AreNoneOfTheOwnersOwn) {
  fixture in;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, consent_k1);
  CHECK(waiting(&in) == 0);
  CHECK(seen(&in) == 1);
  teardown(&in);
}

TEST(PendingConsents, TellADeletionAndWhatWasAdoptedBefore) {
  static const char deleting[] =
      "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":"
      "\"Consent/k1\"}}]}";
  fixture in;
  phr_consents *consents = NULL;
  phr_consent consent = PHR_CONSENT_INIT;
  import_one(&in);
  CHECK_OK(phr_session_adopt_consent(in.me, PHR_TEXT("k1"), 1, NULL));
  CHECK_OK(phr_session_import_text(in.me, phr_text_of(deleting), NULL, NULL, NULL, NULL));
  CHECK_OK(phr_session_pending_consents(in.me, &consents, NULL));
  CHECK_OK(phr_consents_at(consents, 0, &consent, NULL));
  CHECK(consent.deleted == 1 && consent.adopted == 1 && consent.version == 2);
  phr_consents_end(consents);
  teardown(&in);
}

TEST(PreviewConsent, TellsWhoWouldSeeHowMuchAndChangesNothing) {
  fixture in;
  phr_effects *effects = NULL;
  phr_effect effect = PHR_EFFECT_INIT;
  import_one(&in);
  CHECK_OK(phr_session_preview_consent(in.me, PHR_TEXT("k1"), &effects, NULL));
  CHECK(phr_effects_count(effects) == 1);
  CHECK_OK(phr_effects_at(effects, 0, &effect, NULL));
  CHECK_TEXT(effect.principal, "Practitioner/d");
  CHECK_TEXT(effect.purpose, "TREAT");
  CHECK_TEXT(effect.type, "Observation");
  CHECK(effect.before == 0 && effect.after == 1);
  CHECK_STATUS(phr_effects_at(effects, 1, &effect, NULL), PHR_INVALID_ARGUMENT);
  phr_effects_end(effects);
  CHECK(seen(&in) == 0 && waiting(&in) == 1);
  teardown(&in);
}

TEST(AdoptConsent, LetsItCountAndLeavesItsRow) {
  fixture in;
  phr_effects *effects = NULL;
  phr_error err = PHR_ERROR_INIT;
  import_one(&in);
  CHECK_STATUS(phr_session_adopt_consent(in.me, PHR_TEXT("k1"), 2, &err), PHR_VERSION_CONFLICT);
  CHECK(err.ordinal == 1);
  CHECK(seen(&in) == 0);
  CHECK_OK(phr_session_adopt_consent(in.me, PHR_TEXT("k1"), 1, NULL));
  CHECK(last_action(&in) == PHR_AUDIT_ADOPT);
  CHECK(seen(&in) == 1 && waiting(&in) == 0);
  CHECK_STATUS(phr_session_adopt_consent(in.me, PHR_TEXT("k1"), 1, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_reject_consent(in.me, PHR_TEXT("k1"), 1, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_preview_consent(in.me, PHR_TEXT("k1"), &effects, NULL), PHR_NOT_FOUND);
  CHECK(effects == NULL);
  teardown(&in);
}

TEST(RejectConsent, LeavesItInTheRecordWithoutEffect) {
  fixture in;
  phr_records *records = NULL;
  import_one(&in);
  CHECK_STATUS(phr_session_reject_consent(in.me, PHR_TEXT("k1"), 2, NULL), PHR_VERSION_CONFLICT);
  CHECK_OK(phr_session_reject_consent(in.me, PHR_TEXT("k1"), 1, NULL));
  CHECK(last_action(&in) == PHR_AUDIT_REJECT);
  CHECK(seen(&in) == 0 && waiting(&in) == 0);
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Consent"), PHR_TEXT("k1"), NULL, &records, NULL));
  phr_records_end(records);
  teardown(&in);
}

TEST(Adoption, IsTheOwnersOnly) {
  fixture in;
  phr_session *doctor = NULL;
  phr_consents *consents = NULL;
  phr_effects *effects = NULL;
  import_one(&in);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_pending_consents(doctor, &consents, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_preview_consent(doctor, PHR_TEXT("k1"), &effects, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_adopt_consent(doctor, PHR_TEXT("k1"), 1, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_reject_consent(doctor, PHR_TEXT("k1"), 1, NULL), PHR_ACCESS_DENIED);
  CHECK(consents == NULL && effects == NULL);
  phr_session_close(doctor);
  CHECK(seen(&in) == 0 && waiting(&in) == 1);
  teardown(&in);
}

TEST(Adoption, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_consents *consents = NULL;
  phr_effects *effects = NULL;
  phr_consent consent = PHR_CONSENT_INIT;
  phr_effect effect = PHR_EFFECT_INIT;
  import_one(&in);
  CHECK_STATUS(phr_session_pending_consents(NULL, &consents, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_pending_consents(in.me, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_preview_consent(NULL, PHR_TEXT("k1"), &effects, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_preview_consent(in.me, null_text(1), &effects, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_preview_consent(in.me, PHR_TEXT("k1"), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_adopt_consent(NULL, PHR_TEXT("k1"), 1, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_adopt_consent(in.me, null_text(1), 1, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_reject_consent(NULL, PHR_TEXT("k1"), 1, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_reject_consent(in.me, null_text(1), 1, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_consents_at(NULL, 0, &consent, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_effects_at(NULL, 0, &effect, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_consents_count(NULL) == 0 && phr_effects_count(NULL) == 0);
  phr_consents_end(NULL);
  phr_effects_end(NULL);
  CHECK_OK(phr_session_pending_consents(in.me, &consents, NULL));
  consent.struct_size = 0;
  CHECK_STATUS(phr_consents_at(consents, 0, &consent, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_consents_at(consents, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_consents_end(consents);
  CHECK(waiting(&in) == 1);
  teardown(&in);
}
