// Versions over time, and the feed of changes. The versions of one resource, all at once, are in session.h too.
#ifndef PHR_HISTORY_H
#define PHR_HISTORY_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// Which versions. All zeros: all of the store.
typedef struct phr_history_options {
  uint32_t struct_size;
  uint32_t count;             // at most so many; 0: all
  phr_text type;              // none: all types
  phr_text id;                // of the type; none: all of it
  phr_text page;              // what phr_records_next_page said of the page before
  phr_optional_time since;    // made at this moment or later
  phr_optional_time at_from;  // that were the current ones at some moment from here, inclusive,
  phr_optional_time at_to;    // to there, exclusive
  const phr_moment *as_of;    // NULL: now
} phr_history_options;

#define PHR_HISTORY_OPTIONS_INIT \
  {sizeof(phr_history_options), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, NULL}

// Newest first, deletions among them. All pages are of the moment of the first one: what is written in between is on none
// of them. Result: *records, which may have none.
// Errors: PHR_NOT_FOUND, PHR_ACCESS_DENIED, PHR_UNKNOWN_RESOURCE_TYPE; PHR_INVALID_ARGUMENT for an id without a type, a page
// that is none, and an `at` that ends before it begins.
PHR_API phr_status phr_session_history_page(phr_session *session, const phr_history_options *options,
                                            phr_records **records, phr_error *err) PHR_NOEXCEPT;
// Empty where this is the last page. It lives until phr_records_end.
PHR_API phr_status phr_records_next_page(const phr_records *records, phr_text *page, phr_error *err) PHR_NOEXCEPT;
// The versions as a FHIR Bundle of type history, handed to `take`.
PHR_API phr_status phr_records_bundle(const phr_records *records, phr_bytes_fn take, void *user,
                                      phr_error *err) PHR_NOEXCEPT;

// Rows of the feed, from which a host or a sync learns what has happened. Lifetime: until phr_changes_end; independent of
// the session. Threads: immutable.
typedef struct phr_changes phr_changes;

// One row. Its texts live until phr_changes_end.
typedef struct phr_change {
  uint32_t struct_size;
  uint32_t version;
  int64_t sequence;     // counts from 1 in this file
  phr_write_kind kind;
  uint32_t local;       // 1: a purge or an erasure, of this file alone. Sent as a deletion, it would take the resource
                        // from everybody
  phr_text type;
  phr_text id;          // empty where the resource has been erased
  phr_text origin;      // URI of the source that said so
  phr_text revision;    // 64 hexadecimal digits: the same on every device, whatever it calls the resource; empty where the
                        // version is not here any more
} phr_change;

#define PHR_CHANGE_INIT {sizeof(phr_change), 0, 0, PHR_CREATED, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}}

// The changes behind that sequence, oldest first, at most `most`; 0: 1000. By the owner only: PHR_ACCESS_DENIED for anyone
// else.
PHR_API phr_status phr_session_changes(phr_session *session, int64_t after, uint64_t most, const phr_moment *as_of,
                                       phr_changes **changes, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_changes_end(phr_changes *changes) PHR_NOEXCEPT;
PHR_API size_t phr_changes_count(const phr_changes *changes) PHR_NOEXCEPT;
PHR_API phr_status phr_changes_at(const phr_changes *changes, size_t index, phr_change *change,
                                  phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
