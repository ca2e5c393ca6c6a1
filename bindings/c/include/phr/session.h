// The one door to the records: who asks, why and when. Reads and writes of one resource; more ways to write are in write.h
// and import.h, versions over time in history.h, searching in search.h and cursor.h, a patient's timeline in summary.h, lab
// values over time in trend.h, what others may see in sharing.h, the audit trail in audit.h.
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

// Who asks, and why. All zeros: the owner, at the patient's request.
typedef struct phr_session_options {
  uint32_t struct_size;
  uint32_t acting_for_count;
  phr_text principal;          // "Practitioner/x", "anonymous"; none or "owner": the owner
  const phr_text *acting_for;  // "Organization/y", "CareTeam/z": what the principal acts for
  phr_text purpose;            // a code of HL7 v3 PurposeOfUse; none: "PATRQT"
} phr_session_options;

#define PHR_SESSION_OPTIONS_INIT {sizeof(phr_session_options), 0, {NULL, 0}, NULL, {NULL, 0}}

// `now_us` is phr_clock_now(), or the host's own time: decisions, lastUpdated and audit rows use it.
// Result: *session, to be ended by phr_session_close; NULL on failure. Errors: PHR_INVALID_VALUE for a principal,
// purpose or acting_for (place; the ordinal counts acting_for from 0); PHR_INVALID_ARGUMENT where `now_us` is 0.
PHR_API phr_status phr_session_open(const phr_store *store, int64_t now_us, const phr_session_options *options,
                                    phr_session **session, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_session_close(phr_session *session) PHR_NOEXCEPT;

// Moves the session's time on, for all that comes after.
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
PHR_API phr_status phr_session_create(phr_session *session, phr_text json, phr_write *written,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_update(phr_session *session, phr_text json, uint32_t if_match, phr_write *written,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_remove(phr_session *session, phr_text type, phr_text id, uint32_t if_match,
                                      phr_write *written, phr_error *err) PHR_NOEXCEPT;

// What had been written up to a moment, whatever is written later, to read as of: the rows are those of then, and what may
// be seen of them is decided by the consents of the session's now, so that what was withdrawn since is not seen any more.
// Every read takes one as `as_of`; NULL is now. Errors of reading as of it: PHR_INVALID_HANDLE for what is none,
// PHR_INVALID_ARGUMENT for a moment of another store.
// Lifetime: until phr_moment_end; needs neither the session nor the hits that it was made of. It and all that was read as of
// it share a connection, which they hold until the last of them ends: that is before the store is closed. What it sees stays
// in the file meanwhile: a checkpoint stops there, and an erasure waits.
// Threads: per-thread; all that reads as of one moment is for one thread at a time.
typedef struct phr_moment phr_moment;

// The store as it is now; phr_hits_moment and phr_cursor_moment are what something was read as of.
// Result: *moment, to be ended by phr_moment_end; NULL on failure.
PHR_API phr_status phr_session_moment(phr_session *session, phr_moment **moment, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_moment_end(phr_moment *moment) PHR_NOEXCEPT;

// Versions of one resource. Lifetime: until phr_records_end; independent of the session. Threads: immutable.
typedef struct phr_records phr_records;

// The current version, an earlier one, or all of them, newest first, deletions among them. Result: *records with one
// version or, from history, at least one. Errors: PHR_NOT_FOUND, PHR_GONE (ordinal: the version of the deletion),
// PHR_ACCESS_DENIED, PHR_UNKNOWN_RESOURCE_TYPE.
PHR_API phr_status phr_session_read(phr_session *session, phr_text type, phr_text id, const phr_moment *as_of,
                                    phr_records **records, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_vread(phr_session *session, phr_text type, phr_text id, uint32_t version,
                                     const phr_moment *as_of, phr_records **records, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_history(phr_session *session, phr_text type, phr_text id, const phr_moment *as_of,
                                       phr_records **records, phr_error *err) PHR_NOEXCEPT;
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

PHR_API size_t phr_records_count(const phr_records *records) PHR_NOEXCEPT;
PHR_API phr_status phr_records_at(const phr_records *records, size_t index, phr_record *record,
                                  phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
