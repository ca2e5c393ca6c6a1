/* Adopts the Consent that came with bundle.json after a look at what it changes, reads as the doctor whom it names, and lists what she did. */
#include <phr/phr.h>

#include <stdio.h>

/* What an import brings permits nothing until the owner has looked at it and adopted that version. */
static phr_status adopt_all(phr_session *me, phr_error *err) {
  phr_consents *waiting = NULL;
  phr_status status = phr_session_pending_consents(me, &waiting, err);
  for (size_t nth = 0; status == PHR_OK && nth < phr_consents_count(waiting); ++nth) {
    phr_consent consent = PHR_CONSENT_INIT;
    phr_effects *effects = NULL;
    status = phr_consents_at(waiting, nth, &consent, err);
    if (status == PHR_OK) status = phr_session_preview_consent(me, consent.id, &effects, err);
    for (size_t row = 0; status == PHR_OK && row < phr_effects_count(effects); ++row) {
      phr_effect effect = PHR_EFFECT_INIT;
      status = phr_effects_at(effects, row, &effect, err);
      if (status == PHR_OK && effect.after > effect.before) {
        printf("  %s, %s: %llu of %s\n", effect.principal.data, effect.purpose.data, (unsigned long long)effect.after, effect.type.data);
      }
    }
    phr_effects_end(effects);
    if (status == PHR_OK) status = phr_session_adopt_consent(me, consent.id, consent.version, err);
  }
  phr_consents_end(waiting);
  return status;
}

static phr_status count(phr_session *who, const char *query, phr_error *err) {
  phr_hits *hits = NULL;
  const phr_status status = phr_session_search(who, phr_text_of(query), NULL, &hits, err);
  if (status == PHR_OK) printf("%s: %s\n", query, phr_hits_count(hits) > 0 ? "some" : "none");
  phr_hits_end(hits);
  return status;
}

static phr_status trail(phr_session *me, phr_error *err) {
  phr_audit_rows *rows = NULL;
  phr_audit_verdict verdict = PHR_AUDIT_VERDICT_INIT;
  phr_status status = phr_session_audit_trail(me, 0, &rows, err);
  for (size_t nth = 0; status == PHR_OK && nth < phr_audit_rows_count(rows); ++nth) {
    phr_audit_row row = PHR_AUDIT_ROW_INIT;
    status = phr_audit_rows_at(rows, nth, &row, err);
    if (status == PHR_OK && row.purpose.size == 5) printf("  %s asked for %s\n", row.actor.data, row.type.data); /* TREAT */
  }
  phr_audit_rows_end(rows);
  if (status == PHR_OK) status = phr_session_verify_audit(me, PHR_TEXT(""), NULL, NULL, &verdict, err);
  if (status == PHR_OK) printf("the trail %s\n", verdict.intact ? "is intact" : "was changed");
  return status;
}

int main(void) {
  phr_error err = PHR_ERROR_INIT;
  phr_key key = PHR_KEY_INIT;
  phr_store_options how = PHR_STORE_OPTIONS_INIT;
  phr_session_options who = PHR_SESSION_OPTIONS_INIT;
  phr_store *store = NULL;
  phr_session *me = NULL, *doctor = NULL;

  key.kind = PHR_PASSPHRASE;
  key.bytes = (const uint8_t *)"correct horse";
  key.size = 13;
  how.create = 1;
  who.principal = PHR_TEXT("Practitioner/visiting-clinician"); /* whom the made-up Consent names */
  who.purpose = PHR_TEXT("TREAT");
  phr_status status = phr_store_open(PHR_TEXT("share.phr"), &key, &how, &store, &err);
  if (status == PHR_OK) status = phr_session_open(store, phr_clock_now(), NULL, &me, &err);
  if (status == PHR_OK) status = phr_session_open(store, phr_clock_now(), &who, &doctor, &err);
  if (status == PHR_OK) status = phr_session_import_file(me, PHR_TEXT("bundle.json"), NULL, NULL, NULL, &err);
  if (status == PHR_OK) status = count(doctor, "Observation", &err);
  if (status == PHR_OK) status = adopt_all(me, &err);
  if (status == PHR_OK) status = count(doctor, "Observation", &err);
  if (status == PHR_OK) status = count(doctor, "DocumentReference", &err); /* not among the types that it permits */
  if (status == PHR_OK) status = trail(me, &err);
  if (status != PHR_OK) fprintf(stderr, "%s at %s: %s\n", phr_status_name(status), err.place, phr_status_advice(status));
  phr_session_close(doctor);
  phr_session_close(me);
  phr_store_close(store, NULL);
  return status == PHR_OK ? 0 : 1;
}
