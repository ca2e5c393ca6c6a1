/* Writes a resource into a new store and finds it again, with the C library alone. */
#include <phr/phr.h>

#include <stdio.h>

static int fail(const phr_error *err) {
  printf("%s at %s: %s\n", phr_status_name(err->code), err->place, phr_status_advice(err->code));
  return 1;
}

int main(int argc, char **argv) {
  const phr_text patient = PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Example\"}]}");
  phr_error err = PHR_ERROR_INIT;
  phr_key key = PHR_KEY_INIT;
  phr_store_options how = PHR_STORE_OPTIONS_INIT;
  phr_store *store = NULL;
  phr_session *session = NULL;
  phr_hits *hits = NULL;
  size_t found = 0;
  if (argc < 2) return 2;
  key.kind = PHR_PASSPHRASE;
  key.bytes = (const uint8_t *)"correct horse";
  key.size = 13;
  how.create = 1;
  if (phr_store_open(phr_text_of(argv[1]), &key, &how, &store, &err) != PHR_OK) return fail(&err);
  if (phr_session_open(store, phr_clock_now(), NULL, &session, &err) != PHR_OK) return fail(&err);
  if (phr_session_import_text(session, patient, NULL, NULL, NULL, &err) != PHR_OK) return fail(&err);
  if (phr_session_search(session, PHR_TEXT("Patient?name=example"), NULL, &hits, &err) != PHR_OK) return fail(&err);
  found = phr_hits_count(hits);
  phr_hits_end(hits);
  phr_session_close(session);
  phr_store_close(store, NULL);
  return found == 1 ? 0 : 1;
}
