#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OBSERVATION(id, when, value, more)                                                                           \
  "{\"resourceType\":\"Observation\",\"id\":\"" id                                                                   \
  "\",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"                                                  \
  "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"laboratory\"}]}],\"code\":{\"coding\":" \
  "[{\"system\":\"http://loinc.org\",\"code\":\"15074-8\",\"display\":\"Glucose\"}]},\"subject\":{\"reference\":"    \
  "\"Patient/p\"},\"effectiveDateTime\":\"" when "\",\"valueQuantity\":{\"value\":" value                            \
  ",\"unit\":\"mmol/L\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mmol/L\"}" more "}"

const char patient_p[] =
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Test\",\"given\":[\"A\"]}],"
    "\"birthDate\":\"1980-02-03\"}";
const char glucose_o1[] = OBSERVATION("o1", "2020-01-02", "5.40", "");
const char glucose_o2[] = OBSERVATION(
    "o2", "2021-03-04", "6.1",
    ",\"interpretation\":[{\"coding\":[{\"system\":"
    "\"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation\",\"code\":\"H\"}]}]");
const char condition_c1[] =
    "{\"resourceType\":\"Condition\",\"id\":\"c1\",\"code\":{\"text\":\"Hay fever\"},\"subject\":{\"reference\":"
    "\"Patient/p\"},\"onsetDateTime\":\"2019-05-06\"}";
const char consent_k1[] =
    "{\"resourceType\":\"Consent\",\"id\":\"k1\",\"status\":\"active\",\"scope\":{\"coding\":[{\"system\":"
    "\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"patient-privacy\"}]},\"category\":[{\"coding\":"
    "[{\"system\":\"http://loinc.org\",\"code\":\"59284-0\"}]}],\"patient\":{\"reference\":\"Patient/p\"},"
    "\"provision\":{\"type\":\"permit\",\"actor\":[{\"role\":{\"coding\":[{\"system\":"
    "\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\",\"code\":\"IRCP\"}]},\"reference\":{\"reference\":"
    "\"Practitioner/d\"}}],\"purpose\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":"
    "\"TREAT\"}],\"class\":[{\"system\":\"http://hl7.org/fhir/resource-types\",\"code\":\"Observation\"}]}}";

phr_text text_of(const char *text) {
  phr_text made;
  made.data = text;
  made.size = text == NULL ? 0 : strlen(text);
  return made;
}

phr_key passphrase(const char *typed) {
  phr_key key = PHR_KEY_INIT;
  key.kind = PHR_PASSPHRASE;
  key.bytes = (const uint8_t *)typed;
  key.size = strlen(typed);
  return key;
}

phr_store_options cheap_options(void) {
  phr_store_options options = PHR_STORE_OPTIONS_INIT;
  options.create = 1;
  options.argon2_memory_kib = 64;
  options.argon2_passes = 1;
  options.argon2_lanes = 1;
  return options;
}

phr_session *open_as(const phr_store *store, const char *principal) {
  phr_session_options options = PHR_SESSION_OPTIONS_INIT;
  phr_session *session = NULL;
  options.now_us = TEST_NOW;
  options.principal = text_of(principal);
  if (principal != NULL) options.purpose = text_of("TREAT");
  CHECK_OK(phr_session_open(store, &options, &session, NULL));
  return session;
}

void make_folder(fixture *in) {
  memset(in, 0, sizeof *in);
  strcpy(in->folder, "/tmp/phr-capi-XXXXXX");
  if (mkdtemp(in->folder) == NULL) abort();
  snprintf(in->path, sizeof in->path, "%s/me.phr", in->folder);
}

void remove_folder(fixture *in) {
  DIR *folder = opendir(in->folder);
  struct dirent *entry = NULL;
  while (folder != NULL && (entry = readdir(folder)) != NULL) {
    char path[400];
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "%s/%s", in->folder, entry->d_name);
    unlink(path);
  }
  if (folder != NULL) closedir(folder);
  CHECK(rmdir(in->folder) == 0);
}

void setup(fixture *in) {
  const phr_key key = passphrase("x");
  const phr_store_options options = cheap_options();
  make_folder(in);
  CHECK_OK(phr_store_open(LENGTH(in->path), &key, &options, &in->store, NULL));
  in->me = open_as(in->store, NULL);
}

void teardown(fixture *in) {
  phr_session_close(in->me);
  CHECK_OK(phr_store_close(in->store, NULL));
  remove_folder(in);
}

void put(phr_session *session, const char *json) {
  CHECK_OK(phr_session_update(session, LENGTH(json), 0, NULL, NULL));
}

void put_record(phr_session *me) {
  put(me, patient_p);
  put(me, glucose_o1);
  put(me, glucose_o2);
  put(me, condition_c1);
}

void write_file(const char *path, const char *content) {
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL);
  if (file == NULL) return;
  CHECK(fwrite(content, 1, strlen(content), file) == strlen(content));
  CHECK(fclose(file) == 0);
}

void take_bytes(void *user, const uint8_t *bytes, size_t size) {
  taken *into = (taken *)user;
  ++into->calls;
  into->size = size;
  CHECK(size < sizeof into->text);
  if (size >= sizeof into->text) size = sizeof into->text - 1;
  memcpy(into->text, bytes, size);
  into->text[size] = '\0';
}
