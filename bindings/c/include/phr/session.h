// The one door to the records: who asks, why and when. Reads, writes and imports; more ways to write are in write.h,
// versions over time in history.h, searching in search.h, a patient's timeline in summary.h, lab values over time in
// trend.h, what others may see in sharing.h, the audit trail in audit.h.
#ifndef PHR_SESSION_H
#define PHR_SESSION_H

#include <phr/store.h>

#ifdef __cplusplus
extern "C" {
#endif

// A principal with a purpose on a store. Every call is decided by consent (the owner is not subject to it) and leaves a
// row in the audit trail. Anyone but the owner gets PHR_ACCESS_DENIED where no consent permits, and alike where there
// is nothing; only the owner is told PHR_NOT_FOUND and PHR_GONE.
// Lifetime: from phr_session_open to phr_session_close; survives phr_store_close, but is of no use after it.
// Threads: per-thread: one call at a time. Several sessions of one store run at once.
typedef struct phr_session phr_session;

// Borrowed for the call.
typedef struct phr_session_options {
  uint32_t struct_size;
  uint32_t acting_for_count;
  phr_text principal;          // "Practitioner/x", "anonymous"; none or "owner": the owner
  const phr_text *acting_for;  // "Organization/y", "CareTeam/z": what the principal acts for
  phr_text purpose;            // a code of HL7 v3 PurposeOfUse; none: "PATRQT"
  int64_t now_us;              // phr_clock_now(); microseconds since 1970 UTC, not 0
} phr_session_options;

#define PHR_SESSION_OPTIONS_INIT {sizeof(phr_session_options), 0, {NULL, 0}, NULL, {NULL, 0}, 0}

// Result: *session, to be ended by phr_session_close; NULL on failure. Errors: PHR_INVALID_VALUE for a principal,
// purpose or acting_for (place; the ordinal counts acting_for from 0); PHR_INVALID_ARGUMENT without `now_us`.
PHR_API phr_status phr_session_open(const phr_store *store, const phr_session_options *options, phr_session **session,
                                    phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_session_close(phr_session *session) PHR_NOEXCEPT;

// Moves the session's time on: decisions, lastUpdated and audit rows after this use it.
PHR_API phr_status phr_session_set_now(phr_session *session, int64_t now_us, phr_error *err) PHR_NOEXCEPT;

typedef enum phr_write_kind {
  PHR_CREATED = 1,
  PHR_UPDATED = 2,
  PHR_DELETED = 3,
  PHR_UNCHANGED = 4,  // the same body was there already: no new version
  PHR_PURGED = 5,     // taken out of this file alone; earlier versions or all of them
  PHR_ERASED = 6,     // the same, and no byte of it left
  PHR_WRITE_KIND_IS_32_BITS = 0x7fffffff
} phr_write_kind;

// What a write did. No pointers inside.
typedef struct phr_write {
  uint32_t struct_size;
  phr_write_kind kind;
  uint32_t version;
  char type[60];
  char id[68];
} phr_write;

#define PHR_WRITE_INIT {sizeof(phr_write), PHR_CREATED, 0, "", ""}

// Writes, by the owner only. `json` is one resource; `written` may be NULL.
// create: under a new id; one in the text is replaced. update: under the id in the text; `if_match` is the version it
// must have now, 0 for any. Errors: those of parsing, with line and column; PHR_UNKNOWN_RESOURCE_TYPE,
// PHR_MISSING_ELEMENT, PHR_INVALID_ID; PHR_VERSION_CONFLICT (ordinal: the current version), PHR_NOT_FOUND, PHR_GONE.
PHR_API phr_status phr_session_create(phr_session *session, const char *json, size_t json_size, phr_write *written,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_update(phr_session *session, const char *json, size_t json_size, uint32_t if_match,
                                      phr_write *written, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_remove(phr_session *session, const char *type, size_t type_size, const char *id,
                                      size_t id_size, uint32_t if_match, phr_write *written,
                                      phr_error *err) PHR_NOEXCEPT;

// What an import did. Lifetime: until phr_report_end; independent of the session. Threads: immutable.
typedef struct phr_report phr_report;

// A Bundle (whole or not at all) or one resource. `watch` may be NULL, and `report` too if it is not wanted.
// Errors: as above; PHR_CANCELLED; PHR_DUPLICATE_ID, PHR_UNRESOLVED_REFERENCE with the entry as ordinal.
PHR_API phr_status phr_session_import_text(phr_session *session, const char *json, size_t json_size,
                                           phr_progress_fn watch, void *user, phr_report **report,
                                           phr_error *err) PHR_NOEXCEPT;
// A .json file as above, or NDJSON with refused lines in the report; told apart by content. NDJSON is written in
// batches of whole lines: those written before PHR_CANCELLED or another error stay.
PHR_API phr_status phr_session_import_file(phr_session *session, const char *path, size_t path_size,
                                           phr_progress_fn watch, void *user, phr_report **report,
                                           phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_report_end(phr_report *report) PHR_NOEXCEPT;

typedef struct phr_import_totals {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t created;
  uint64_t updated;
  uint64_t unchanged;
  uint64_t deleted;
  uint64_t bytes;    // read
  uint64_t types;    // for phr_report_type
  uint64_t refused;  // for phr_report_refusal
} phr_import_totals;

#define PHR_IMPORT_TOTALS_INIT {sizeof(phr_import_totals), 0, 0, 0, 0, 0, 0, 0, 0}

PHR_API phr_status phr_report_totals(const phr_report *report, phr_import_totals *totals, phr_error *err) PHR_NOEXCEPT;
// Resources of one type in the input, in FHIR's order of names. `type` is static text.
PHR_API phr_status phr_report_type(const phr_report *report, size_t index, phr_text *type, uint64_t *count,
                                   phr_error *err) PHR_NOEXCEPT;
// A refused line of NDJSON, counted from 1, and why.
PHR_API phr_status phr_report_refusal(const phr_report *report, size_t index, uint64_t *line, phr_error *why,
                                      phr_error *err) PHR_NOEXCEPT;

// Versions of one resource. Lifetime: until phr_records_end; independent of the session. Threads: immutable.
typedef struct phr_records phr_records;

// The current version, an earlier one, or all of them, newest first, deletions among them. Result: *records with one
// version or, from history, at least one. Errors: PHR_NOT_FOUND, PHR_GONE (ordinal: the version of the deletion),
// PHR_ACCESS_DENIED, PHR_UNKNOWN_RESOURCE_TYPE.
PHR_API phr_status phr_session_read(phr_session *session, const char *type, size_t type_size, const char *id,
                                    size_t id_size, phr_records **records, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_vread(phr_session *session, const char *type, size_t type_size, const char *id,
                                     size_t id_size, uint32_t version, phr_records **records,
                                     phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_history(phr_session *session, const char *type, size_t type_size, const char *id,
                                       size_t id_size, phr_records **records, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_records_end(phr_records *records) PHR_NOEXCEPT;

// One version. Its texts live until phr_records_end.
typedef struct phr_record {
  uint32_t struct_size;
  uint32_t version;
  int64_t updated_us;  // microseconds since 1970 UTC
  phr_text type;
  phr_text id;
  phr_text json;       // with id, meta.versionId and meta.lastUpdated; empty for a deletion
  uint32_t deleted;    // 1 for a deletion
  uint32_t reserved;
} phr_record;

#define PHR_RECORD_INIT {sizeof(phr_record), 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0}

// 0 for a handle that is refused.
PHR_API size_t phr_records_count(const phr_records *records) PHR_NOEXCEPT;
// PHR_INVALID_ARGUMENT for an index beyond the last.
PHR_API phr_status phr_records_at(const phr_records *records, size_t index, phr_record *record,
                                  phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
