// The audit trail.
#ifndef PHR_AUDIT_H
#define PHR_AUDIT_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// The numbers are part of the file format.
typedef enum phr_audit_action {
  PHR_AUDIT_CREATE_STORE = 1,
  PHR_AUDIT_READ = 2,
  PHR_AUDIT_SEARCH = 3,
  PHR_AUDIT_HISTORY = 4,
  PHR_AUDIT_CREATE = 5,
  PHR_AUDIT_UPDATE = 6,
  PHR_AUDIT_DELETE = 7,
  PHR_AUDIT_IMPORT = 8,
  PHR_AUDIT_TIMELINE = 9,
  PHR_AUDIT_ANALYSE = 10,
  PHR_AUDIT_EXPLAIN = 11,
  PHR_AUDIT_REPORT = 12,
  PHR_AUDIT_CHANGE_KEYS = 13,
  PHR_AUDIT_PATCH = 14,
  PHR_AUDIT_TRANSACTION = 15,
  PHR_AUDIT_BATCH = 16,
  PHR_AUDIT_PURGE = 17,
  PHR_AUDIT_ERASE = 18,
  PHR_AUDIT_ADOPT = 19,    // a Consent that was imported counts from then on
  PHR_AUDIT_REINDEX = 20,  // the search index made anew, as opening a file of an earlier version does
  PHR_AUDIT_REJECT = 21,   // a Consent that was imported never counts
  PHR_AUDIT_RENAME_SOURCE = 22,
  PHR_AUDIT_ACTION_IS_32_BITS = 0x7fffffff
} phr_audit_action;

typedef enum phr_audit_outcome {
  PHR_AUDIT_DONE = 1,
  PHR_AUDIT_DENIED = 2,
  PHR_AUDIT_FAILED = 3,
  PHR_AUDIT_OUTCOME_IS_32_BITS = 0x7fffffff
} phr_audit_outcome;

// Rows of the trail, oldest first. Lifetime: until phr_audit_rows_end; independent of the session. Threads: immutable.
typedef struct phr_audit_rows phr_audit_rows;

// One row: who did what kind of thing, and to which resource; never a value of the record. Texts live until
// phr_audit_rows_end.
typedef struct phr_audit_row {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t sequence;
  int64_t at_us;     // as the session was told
  int64_t count;     // resources given out or written
  phr_audit_action action;
  phr_audit_outcome outcome;
  phr_text actor;    // "owner", or a FHIR reference
  phr_text purpose;  // code of v3 PurposeOfUse
  phr_text type;     // empty for what is about many types
  phr_text id;       // empty for what is about many resources
} phr_audit_row;

#define PHR_AUDIT_ROW_INIT                                                                           \
  {sizeof(phr_audit_row), 0, 0, 0, 0, PHR_AUDIT_READ, PHR_AUDIT_DONE, {NULL, 0}, {NULL, 0}, \
   {NULL, 0}, {NULL, 0}}

// The newest `most` rows; 0: 1000. By the owner only: PHR_ACCESS_DENIED for anyone else.
PHR_API phr_status phr_session_audit_trail(phr_session *session, uint64_t most, phr_audit_rows **rows,
                                           phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_audit_rows_end(phr_audit_rows *rows) PHR_NOEXCEPT;
PHR_API size_t phr_audit_rows_count(const phr_audit_rows *rows) PHR_NOEXCEPT;
PHR_API phr_status phr_audit_rows_at(const phr_audit_rows *rows, size_t index, phr_audit_row *row,
                                     phr_error *err) PHR_NOEXCEPT;

// No pointers inside.
typedef struct phr_audit_verdict {
  uint32_t struct_size;
  uint32_t intact;        // 1: all rows and changes agree with the keyed chain
  int64_t rows;
  int64_t first_bad_row;  // 0 when intact
  char head[72];          // hexadecimal, with a final 0: note it elsewhere to find a cut tail later
} phr_audit_verdict;

#define PHR_AUDIT_VERDICT_INIT {sizeof(phr_audit_verdict), 0, 0, 0, ""}

// Recomputes the chain. `expected_head` is the head of an earlier verdict; none: whatever it is. A broken chain is PHR_OK
// with `intact` 0. By the owner only.
PHR_API phr_status phr_session_verify_audit(phr_session *session, phr_text expected_head, phr_progress_fn watch,
                                            void *user, phr_audit_verdict *verdict, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
