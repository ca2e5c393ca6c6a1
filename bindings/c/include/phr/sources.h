// Where facts come from, by the owner only: docs/sources.md.
#ifndef PHR_SOURCES_H
#define PHR_SOURCES_H

#include <phr/import.h>
#include <phr/write.h>

#ifdef __cplusplus
extern "C" {
#endif

// The sources of a record. Lifetime: until phr_sources_end; independent of the session. Threads: immutable.
typedef struct phr_sources phr_sources;

typedef uint8_t phr_source_kind;
enum {
  PHR_SOURCE_OWNER = 0,   // what the owner writes
  PHR_SOURCE_FILE = 1,    // imports that do not say where they come from
  PHR_SOURCE_SERVER = 2,  // a FHIR server, by the base of its URLs
  PHR_SOURCE_NAMED = 3    // any other, as the host has called it
};

// One source. Its texts live until phr_sources_end.
typedef struct phr_source {
  uint32_t struct_size;
  phr_source_kind kind;
  phr_text uri;
  phr_text name;          // for people
  int64_t first_seen_us;  // microseconds since 1970 UTC
  int64_t last_seen_us;
  uint64_t resources;     // live ones
} phr_source;

#define PHR_SOURCE_INIT {sizeof(phr_source), 0, {NULL, 0}, {NULL, 0}, 0, 0, 0}

// In the order in which they came. `as_of` may be NULL. Result: *sources, to be ended.
PHR_API phr_status phr_session_sources(phr_session *session, const phr_moment *as_of, phr_sources **sources,
                                       phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_sources_end(phr_sources *sources) PHR_NOEXCEPT;
PHR_API size_t phr_sources_count(const phr_sources *sources) PHR_NOEXCEPT;
PHR_API phr_status phr_sources_at(const phr_sources *sources, size_t index, phr_source *source,
                                  phr_error *err) PHR_NOEXCEPT;

// Another URI or name; an empty one leaves it as it is. Errors: PHR_NOT_FOUND; PHR_ALREADY_EXISTS for the URI of another
// source; PHR_INVALID_ARGUMENT for the owner's.
PHR_API phr_status phr_session_rename_source(phr_session *session, phr_text uri, phr_text new_uri, phr_text new_name,
                                             phr_error *err) PHR_NOEXCEPT;

// What forgetting a source takes away.
typedef struct phr_forget_preview {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t resources;    // deleted ones among them
  uint64_t versions;     // of them all
  uint64_t edited;       // of those whose newest version another has written
  uint64_t still_named;  // that resources of other sources refer to
} phr_forget_preview;

#define PHR_FORGET_PREVIEW_INIT {sizeof(phr_forget_preview), 0, 0, 0, 0, 0}

PHR_API phr_status phr_session_preview_forget(phr_session *session, phr_text uri, phr_forget_preview *preview,
                                              phr_error *err) PHR_NOEXCEPT;
// All that it has brought, in one transaction: purged, or erased where `erase` is 1. `erased` may be NULL. Errors:
// PHR_NOT_FOUND; PHR_CANCELLED, which leaves everything; of an erasure also PHR_LOCKED, as phr_session_erase.
PHR_API phr_status phr_session_forget_source(phr_session *session, phr_text uri, uint32_t erase, phr_progress_fn watch,
                                             void *user, phr_erased *erased, phr_error *err) PHR_NOEXCEPT;

// Its live resources with the ids that it gives them. `as_of` may be NULL; *count, which may be NULL, becomes how many
// there were. Errors: PHR_NOT_FOUND; PHR_CANCELLED, with how many were taken as ordinal.
PHR_API phr_status phr_session_export_source(phr_session *session, phr_text uri, const phr_moment *as_of,
                                             phr_resource_fn each, void *user, uint64_t *count,
                                             phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
