// FHIR search.
#ifndef PHR_SEARCH_H
#define PHR_SEARCH_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// All matches of one search, in order, as they were at its moment, whatever is written later. Bodies are read when they
// are asked for.
// Lifetime: until phr_hits_end; holds a connection, so end it before the store is closed; those of one moment share it.
// Threads: per-thread; those of one moment together.
typedef struct phr_hits phr_hits;

// `Type?parameter=value&...`. Strict: PHR_UNKNOWN_PARAMETER, PHR_UNKNOWN_MODIFIER, PHR_UNKNOWN_PREFIX,
// PHR_MALFORMED_QUERY and PHR_UNSUPPORTED name the criterion by the ordinal, from 0. What consent hides is neither
// given nor counted. Result: *hits, to be ended by phr_hits_end; NULL on failure.
PHR_API phr_status phr_session_search(phr_session *session, const char *query, size_t query_size, phr_hits **hits,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_hits_end(phr_hits *hits) PHR_NOEXCEPT;

// How a search is read and where it goes on.
typedef struct phr_search_options {
  uint32_t struct_size;
  uint32_t lenient;  // 1: criteria that are not understood are left out, see phr_hits_ignored
  phr_text page;     // what phr_hits_totals said of the same text; empty for the first page
  uint32_t portion;  // where the text has no _count, at most so many matches at once; 0: all
  uint32_t reserved;
  const phr_hits *moment_of;  // to see the store as these do, whatever has been written since: with `page`, a search of any
                              // size in portions; NULL: as it is now
  phr_progress_fn watch;  // told of "steps" about every millisecond, for which no total is known; it ends the search with PHR_CANCELLED. The
                          // library reads no clock: who wants an answer within a time looks at one there. May be NULL
  void *user;             // for `watch`
  uint64_t max_steps;     // what the search may take, else PHR_TOO_LARGE; 0: 40,000 million, enough for a look at each of a million resources
} phr_search_options;

#define PHR_SEARCH_OPTIONS_INIT {sizeof(phr_search_options), 0, {NULL, 0}, 0, 0, NULL, NULL, NULL, 0}

// The same with options, which may be NULL. Errors: also PHR_INVALID_HANDLE for a `moment_of` that is none, and
// PHR_INVALID_ARGUMENT for one of another store.
PHR_API phr_status phr_session_search_with(phr_session *session, const char *query, size_t query_size,
                                           const phr_search_options *options, phr_hits **hits,
                                           phr_error *err) PHR_NOEXCEPT;
// How a search goes about it, as text handed to `take` once; by the owner only.
PHR_API phr_status phr_session_explain_search(phr_session *session, const char *query, size_t query_size,
                                              phr_bytes_fn take, void *user, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_explain_search_with(phr_session *session, const char *query, size_t query_size,
                                                   const phr_search_options *options, phr_bytes_fn take, void *user,
                                                   phr_error *err) PHR_NOEXCEPT;

// $everything: the patient, the compartment, and what these refer to that is no patient's.
typedef struct phr_everything_options {
  uint32_t struct_size;
  uint32_t count;       // at most so many; 0 for all
  phr_text patient;     // id; empty for the only patient of the record
  phr_text types;       // "Observation,Condition"; empty for all
  phr_text page;        // as in phr_search_options
  int64_t start_us;     // care at this moment or later, microseconds since 1970 UTC; INT64_MIN for no limit
  int64_t end_us;       // care before this moment; INT64_MAX for no limit
  int64_t since_us;     // written at this moment or later; INT64_MIN for no limit
  const phr_hits *moment_of;  // as in phr_search_options
} phr_everything_options;

#define PHR_EVERYTHING_OPTIONS_INIT \
  {sizeof(phr_everything_options), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, INT64_MIN, INT64_MAX, INT64_MIN, NULL}

// `options` may be NULL. PHR_NOT_FOUND, PHR_AMBIGUOUS_MATCH; PHR_ACCESS_DENIED where the Patient may not be seen.
PHR_API phr_status phr_session_everything(phr_session *session, const phr_everything_options *options, phr_hits **hits,
                                          phr_error *err) PHR_NOEXCEPT;
// Takes the JSON of one resource, compact, which lives until it returns. Returns 0 to go on; anything else ends the reading
// with PHR_CANCELLED. It must not call the library with the same session or hits.
typedef int (*phr_resource_fn)(void *user, const uint8_t *json, size_t size);

// The same resources, whole, as they are read: the patient, the compartment in order of first writing, what they refer to.
// Memory does not grow with their bodies. *count, which may be NULL, becomes how many there were.
// Errors: also PHR_CANCELLED, with how many were taken as ordinal; PHR_INVALID_ARGUMENT for options that ask for a page.
PHR_API phr_status phr_session_everything_each(phr_session *session, const phr_everything_options *options,
                                               phr_resource_fn each, void *user, uint64_t *count,
                                               phr_error *err) PHR_NOEXCEPT;
// $lastn: the newest `max` Observations of each code among those that the criteria find ("patient=p1&category=laboratory").
PHR_API phr_status phr_session_lastn(phr_session *session, const char *criteria, size_t criteria_size, uint32_t max,
                                     phr_hits **hits, phr_error *err) PHR_NOEXCEPT;
// A CapabilityStatement as JSON, handed to `take` once.
PHR_API phr_status phr_session_capabilities(const phr_session *session, phr_bytes_fn take, void *user,
                                            phr_error *err) PHR_NOEXCEPT;
// Makes the search index anew from the records; by the owner only. PHR_CANCELLED leaves the old one.
PHR_API phr_status phr_session_reindex(phr_session *session, phr_progress_fn watch, void *user,
                                       phr_error *err) PHR_NOEXCEPT;

// 0 for a handle that is refused.
PHR_API size_t phr_hits_count(const phr_hits *hits) PHR_NOEXCEPT;

// What is known of all of them. `next_page` lives until phr_hits_end.
typedef struct phr_hits_totals {
  uint32_t struct_size;
  uint32_t has_total;   // 1: `total` is known: _total or _summary=count asks for it, and consent hides nothing
  uint64_t total;       // how many match on all pages
  uint64_t matched;     // how many of these hits match: the first ones; the others are included
  uint64_t ignored;     // how many criteria a lenient search left out
  phr_text next_page;   // for phr_search_options.page; empty where this is the last page
  uint32_t is_portion;  // 1: phr_search_options.portion, and not a _count of the text, says how many they are
  uint32_t reserved;
} phr_hits_totals;

#define PHR_HITS_TOTALS_INIT {sizeof(phr_hits_totals), 0, 0, 0, 0, {NULL, 0}, 0, 0}

PHR_API phr_status phr_hits_totals_of(const phr_hits *hits, phr_hits_totals *totals, phr_error *err) PHR_NOEXCEPT;
// The ordinal of one criterion that was left out, in order.
PHR_API phr_status phr_hits_ignored(const phr_hits *hits, size_t index, uint64_t *ordinal, phr_error *err) PHR_NOEXCEPT;

// One match. Its texts live until phr_hits_end.
typedef struct phr_hit {
  uint32_t struct_size;
  uint32_t version;
  int64_t updated_us;  // microseconds since 1970 UTC
  phr_text type;
  phr_text id;
  uint32_t included;   // 1: not a match itself, but by _include, _revinclude or what everything refers to
  uint32_t reserved;
  phr_text container;  // "Type/id" of the resource that contains it, by _containedType=contained, where `id` is its name
                       // there; empty for a resource of its own
} phr_hit;

#define PHR_HIT_INIT {sizeof(phr_hit), 0, 0, {NULL, 0}, {NULL, 0}, 0, 0, {NULL, 0}}

// PHR_INVALID_ARGUMENT for an index beyond the last, here and below.
PHR_API phr_status phr_hits_at(const phr_hits *hits, size_t index, phr_hit *hit, phr_error *err) PHR_NOEXCEPT;

// The resource as JSON, handed to `take` once.
PHR_API phr_status phr_hits_json(const phr_hits *hits, size_t index, phr_bytes_fn take, void *user,
                                 phr_error *err) PHR_NOEXCEPT;
// The same into a buffer, without a final 0. *size becomes the bytes of the JSON, also with PHR_BUFFER_TOO_SMALL, when
// nothing is written; `out` may be NULL with capacity 0 to ask for it.
PHR_API phr_status phr_hits_copy_json(const phr_hits *hits, size_t index, uint8_t *out, size_t capacity, size_t *size,
                                      phr_error *err) PHR_NOEXCEPT;

// The JSON of each from the first index to the last, which is not among them (0 and SIZE_MAX: all), in order: as
// phr_hits_json one by one, and several times as fast for many. PHR_CANCELLED, with how many were taken as ordinal.
PHR_API phr_status phr_hits_each(const phr_hits *hits, size_t first, size_t last, phr_resource_fn each, void *user,
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
