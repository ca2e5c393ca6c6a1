// FHIR search.
#ifndef PHR_SEARCH_H
#define PHR_SEARCH_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// All matches of one search, in order, as they were at its moment, whatever is written later. Bodies are read when they
// are asked for.
// Lifetime: until phr_hits_end; holds a connection, so end it before the store is closed. Threads: per-thread.
typedef struct phr_hits phr_hits;

// `Type?parameter=value&...`. Strict: PHR_UNKNOWN_PARAMETER, PHR_UNKNOWN_MODIFIER, PHR_UNKNOWN_PREFIX,
// PHR_MALFORMED_QUERY and PHR_UNSUPPORTED name the criterion by the ordinal, from 0. What consent hides is neither
// given nor counted. Result: *hits, to be ended by phr_hits_end; NULL on failure.
PHR_API phr_status phr_session_search(phr_session *session, const char *query, size_t query_size, phr_hits **hits,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_hits_end(phr_hits *hits) PHR_NOEXCEPT;

// 0 for a handle that is refused.
PHR_API size_t phr_hits_count(const phr_hits *hits) PHR_NOEXCEPT;

// One match. Its texts live until phr_hits_end.
typedef struct phr_hit {
  uint32_t struct_size;
  uint32_t version;
  int64_t updated_us;  // microseconds since 1970 UTC
  phr_text type;
  phr_text id;
} phr_hit;

#define PHR_HIT_INIT {sizeof(phr_hit), 0, 0, {NULL, 0}, {NULL, 0}}

// PHR_INVALID_ARGUMENT for an index beyond the last, here and below.
PHR_API phr_status phr_hits_at(const phr_hits *hits, size_t index, phr_hit *hit, phr_error *err) PHR_NOEXCEPT;

// The resource as JSON, handed to `take` once.
PHR_API phr_status phr_hits_json(const phr_hits *hits, size_t index, phr_bytes_fn take, void *user,
                                 phr_error *err) PHR_NOEXCEPT;
// The same into a buffer, without a final 0. *size becomes the bytes of the JSON, also with PHR_BUFFER_TOO_SMALL, when
// nothing is written; `out` may be NULL with capacity 0 to ask for it.
PHR_API phr_status phr_hits_copy_json(const phr_hits *hits, size_t index, uint8_t *out, size_t capacity, size_t *size,
                                      phr_error *err) PHR_NOEXCEPT;

// A resource in a few words, for tables; each text may be empty. They live until the next phr_hits_summary with the
// same handle or phr_hits_end.
typedef struct phr_summary {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text title;  // what it is about: its code, type, vaccine, medication or name
  phr_text value;  // of an Observation: "5.4 mmol/L"
  phr_text when;   // the date that puts it on a timeline, as written
} phr_summary;

#define PHR_SUMMARY_INIT {sizeof(phr_summary), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API phr_status phr_hits_summary(phr_hits *hits, size_t index, phr_summary *summary, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
