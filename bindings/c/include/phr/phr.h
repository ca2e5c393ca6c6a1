// PHR: a person's whole health record in one encrypted file. The whole C API; its conventions are in status.h.
//
//   phr_error err = PHR_ERROR_INIT;
//   phr_key key = PHR_KEY_INIT;
//   phr_store_options how = PHR_STORE_OPTIONS_INIT;
//   phr_store *store = NULL;
//   phr_session *session = NULL;
//   phr_hits *hits = NULL;
//
//   key.kind = PHR_PASSPHRASE;
//   key.bytes = (const uint8_t *)typed;
//   key.size = strlen(typed);
//   how.create = 1;
//   if (phr_store_open(PHR_TEXT("me.phr"), &key, &how, &store, &err) == PHR_OK &&
//       phr_session_open(store, phr_clock_now(), NULL, &session, &err) == PHR_OK &&  // the owner, at the patient's request
//       phr_session_import_file(session, PHR_TEXT("bundle.json"), NULL, NULL, NULL, &err) == PHR_OK &&
//       phr_session_search(session, PHR_TEXT("Observation?_sort=-date"), NULL, &hits, &err) == PHR_OK) {
//     printf("%zu observations\n", phr_hits_count(hits));
//   } else {
//     printf("%s at %s: %s\n", phr_status_name(err.code), err.place, phr_status_advice(err.code));
//   }
//   phr_hits_end(hits);
//   phr_session_close(session);
//   phr_store_close(store, NULL);
#ifndef PHR_H
#define PHR_H

#include <phr/arrow.h>
#include <phr/audit.h>
#include <phr/consent.h>
#include <phr/cursor.h>
#include <phr/fhir.h>
#include <phr/fhirpath.h>
#include <phr/history.h>
#include <phr/import.h>
#include <phr/parameters.h>
#include <phr/search.h>
#include <phr/session.h>
#include <phr/sharing.h>
#include <phr/sources.h>
#include <phr/status.h>
#include <phr/store.h>
#include <phr/summary.h>
#include <phr/trend.h>
#include <phr/ucum.h>
#include <phr/validate.h>
#include <phr/views.h>
#include <phr/write.h>

#endif
