// Changing more than one whole resource by its id: patches, writes by a condition, Bundles, and taking away for good.
// Creating, updating and removing one resource are in session.h.
#ifndef PHR_WRITE_H
#define PHR_WRITE_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// All of them by the owner only, `written` and `err` as in session.h. `if_match` is the version that the resource must
// have now, 0 for any: PHR_VERSION_CONFLICT (ordinal: the current version).

// `description`: a JSON Patch, or Parameters of a FHIRPath Patch. One that changes nothing makes no version.
// Errors: PHR_NOT_FOUND, PHR_GONE; PHR_MALFORMED_JSON, PHR_INVALID_VALUE and others for a patch that cannot be made, with
// the operation as ordinal.
PHR_API phr_status phr_session_patch(phr_session *session, phr_text type, phr_text id, phr_text description,
                                     uint32_t if_match, phr_write *written, phr_error *err) PHR_NOEXCEPT;

// The same by a search in place of an id. `criteria` is what stands behind the '?', `query` is Type?criteria; at least
// one criterion. Several that match: PHR_AMBIGUOUS_MATCH; errors of a search as in search.h.
// One match: create_if_none gives it, PHR_UNCHANGED; the others update, patch or delete it. None: create_if_none and
// update_where create, patch_where is PHR_NOT_FOUND, remove_where has nothing to do, PHR_UNCHANGED without an id.
PHR_API phr_status phr_session_create_if_none(phr_session *session, phr_text json, phr_text criteria,
                                              phr_write *written, phr_error *err) PHR_NOEXCEPT;
// PHR_INVALID_VALUE where the text names another id than the match; PHR_ALREADY_EXISTS where none matches and its id is
// taken.
PHR_API phr_status phr_session_update_where(phr_session *session, phr_text json, phr_text criteria, uint32_t if_match,
                                            phr_write *written, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_patch_where(phr_session *session, phr_text query, phr_text description,
                                           uint32_t if_match, phr_write *written, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_remove_where(phr_session *session, phr_text query, uint32_t if_match, phr_write *written,
                                            phr_error *err) PHR_NOEXCEPT;

// Does what the entries of a Bundle of type transaction or batch ask for, in the specification's order, and hands the
// Bundle of the responses, in the order of the entries, to `take`. A transaction lands whole or not at all: its
// error is that of the first entry that fails, with the entry as ordinal, from 0. Of a batch, each entry has its own
// outcome; those that succeed land together. Others than the owner read only. `watch` counts entries.
// Errors: those of single writes; PHR_INVALID_VALUE for a Bundle of another type; PHR_UNSUPPORTED for what no single call
// does; PHR_CANCELLED.
PHR_API phr_status phr_session_execute(phr_session *session, phr_text bundle, phr_bytes_fn take, void *user,
                                       phr_progress_fn watch, void *watch_user, phr_error *err) PHR_NOEXCEPT;

// Takes a resource, or its earlier versions, out of this file alone: PHR_PURGED, which the feed of changes tells apart
// from a deletion. PHR_NOT_FOUND.
PHR_API phr_status phr_session_purge(phr_session *session, phr_text type, phr_text id, phr_write *written,
                                     phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_purge_history(phr_session *session, phr_text type, phr_text id, phr_write *written,
                                             phr_error *err) PHR_NOEXCEPT;

// Type/id. Borrowed for the call.
typedef struct phr_resource_name {
  phr_text type;
  phr_text id;
} phr_resource_name;

// What an erasure took. No pointers inside.
typedef struct phr_erased {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t resources;
  uint64_t versions;     // of them all, deletions among them
  uint64_t still_named;  // whose Type/id stays, because other resources refer to them
} phr_erased;

#define PHR_ERASED_INIT {sizeof(phr_erased), 0, 0, 0, 0}

// Purges the resources, all or none, and leaves no byte of them: in no page, index, free page or WAL of the file. It
// rewrites the file, so that many are best erased at once. `erased` may be NULL.
// Errors: PHR_NOT_FOUND, PHR_UNKNOWN_RESOURCE_TYPE with the name as ordinal, from 0; PHR_LOCKED where hits, rows of a view
// or the like of the time before are still open: the resources are erased then, and their bytes go when the store closes.
PHR_API phr_status phr_session_erase(phr_session *session, const phr_resource_name *which, size_t count,
                                     phr_erased *erased, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
