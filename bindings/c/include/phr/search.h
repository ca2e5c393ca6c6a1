// FHIR search, and the operations that find resources; what is found, in memory. Of any size, piece by piece: cursor.h.
#ifndef PHR_SEARCH_H
#define PHR_SEARCH_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// All matches of one search, in order, and behind them what they include, as they were at its moment, whatever is written
// later. Bodies are read when they are asked for.
// Lifetime: until phr_hits_end; holds a connection, so end it before the store is closed; those of one moment share it.
// Threads: per-thread; those of one moment together.
typedef struct phr_hits phr_hits;

// How a search is read and where it goes on.
typedef struct phr_search_options {
  uint32_t struct_size;
  uint32_t lenient;         // 1: criteria that are not understood are left out, see phr_hits_ignored_at
  phr_text page;            // what phr_hits_info said of the same text; none: the first page
  const phr_moment *as_of;  // NULL: now
  phr_progress_fn watch;    // told of "steps" about every millisecond, for which no total is known; it ends the search with
                            // PHR_CANCELLED. The library reads no clock: who wants an answer within a time looks at one here.
                            // A cursor asks it all its life
  void *user;               // for `watch`
  uint64_t max_steps;       // what the search may take, else PHR_TOO_LARGE; 0: 40,000 million, enough for a look at each of
                            // a million resources
} phr_search_options;

#define PHR_SEARCH_OPTIONS_INIT {sizeof(phr_search_options), 0, {NULL, 0}, NULL, NULL, NULL, 0}

// `Type?parameter=value&...`. Strict: PHR_UNKNOWN_PARAMETER, PHR_UNKNOWN_MODIFIER, PHR_UNKNOWN_PREFIX,
// PHR_MALFORMED_QUERY and PHR_UNSUPPORTED name the criterion by the ordinal, from 0. What consent hides is neither
// given nor counted. Result: *hits, to be ended by phr_hits_end; NULL on failure.
PHR_API phr_status phr_session_search(phr_session *session, phr_text query, const phr_search_options *options,
                                      phr_hits **hits, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_hits_end(phr_hits *hits) PHR_NOEXCEPT;
// How a search goes about it, as text handed to `take`; by the owner only.
PHR_API phr_status phr_session_explain_search(phr_session *session, phr_text query, const phr_search_options *options,
                                              phr_bytes_fn take, void *user, phr_error *err) PHR_NOEXCEPT;

// Which part of a patient's record.
typedef struct phr_everything_options {
  uint32_t struct_size;
  uint32_t count;           // at most so many; 0: all
  phr_text patient;         // id; none: the only patient of the record
  const phr_text *types;    // resource types; none: all
  size_t type_count;
  phr_optional_time start;  // care at this moment or later, by when it began
  phr_optional_time end;    // care before this moment
  phr_optional_time since;  // written at this moment or later
  phr_text page;            // as in phr_search_options, with `count`
  const phr_moment *as_of;  // NULL: now
  phr_progress_fn watch;    // as in phr_search_options
  void *user;
} phr_everything_options;

#define PHR_EVERYTHING_OPTIONS_INIT \
  {sizeof(phr_everything_options), 0, {NULL, 0}, NULL, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {NULL, 0}, NULL, NULL, NULL}

// $everything: the patient, the compartment, and, as included, what these refer to that is no patient's. Errors:
// PHR_NOT_FOUND, PHR_AMBIGUOUS_MATCH; PHR_ACCESS_DENIED where the Patient may not be seen; PHR_UNKNOWN_RESOURCE_TYPE with its
// place in `types` as ordinal, from 0.
PHR_API phr_status phr_session_everything(phr_session *session, const phr_everything_options *options, phr_hits **hits,
                                          phr_error *err) PHR_NOEXCEPT;
// The same resources, whole, as they are read: the patient, the compartment in order of first writing, what they refer to.
// Memory does not grow with their bodies. *count, which may be NULL, becomes how many there were.
// Errors: also PHR_CANCELLED, with how many were taken as ordinal; PHR_INVALID_ARGUMENT for options that ask for a page.
PHR_API phr_status phr_session_everything_each(phr_session *session, const phr_everything_options *options,
                                               phr_resource_fn each, void *user, uint64_t *count,
                                               phr_error *err) PHR_NOEXCEPT;

typedef struct phr_lastn_options {
  uint32_t struct_size;
  uint32_t max;             // of each code; 0: 1
  const phr_moment *as_of;  // NULL: now
  phr_progress_fn watch;    // as in phr_search_options
  void *user;
} phr_lastn_options;

#define PHR_LASTN_OPTIONS_INIT {sizeof(phr_lastn_options), 0, NULL, NULL, NULL}

// $lastn: the newest Observations of each code among those that the criteria find ("patient=p1&category=laboratory"); no
// criteria: among all. Errors: as phr_session_search; PHR_UNSUPPORTED for _sort, _count and includes.
PHR_API phr_status phr_session_lastn(phr_session *session, phr_text criteria, const phr_lastn_options *options,
                                     phr_hits **hits, phr_error *err) PHR_NOEXCEPT;

// A CapabilityStatement as JSON, handed to `take`.
PHR_API phr_status phr_session_capabilities(const phr_session *session, phr_bytes_fn take, void *user,
                                            phr_error *err) PHR_NOEXCEPT;
// Makes the search index anew from the records; by the owner only. PHR_CANCELLED leaves the old one.
PHR_API phr_status phr_session_reindex(phr_session *session, phr_progress_fn watch, void *user,
                                       phr_error *err) PHR_NOEXCEPT;

// What is known of all hits. `next_page` lives until phr_hits_end.
typedef struct phr_hits_facts {
  uint32_t struct_size;
  uint32_t has_total;  // 1: `total` is known: _total or _summary=count asks for it, and consent hides nothing
  uint64_t total;      // how many match on all pages
  uint64_t matched;    // how many of these hits match: the first ones; the others are included
  phr_text next_page;  // for phr_search_options.page; empty where this is the last page
} phr_hits_facts;

#define PHR_HITS_FACTS_INIT {sizeof(phr_hits_facts), 0, 0, 0, {NULL, 0}}

PHR_API phr_status phr_hits_info(const phr_hits *hits, phr_hits_facts *facts, phr_error *err) PHR_NOEXCEPT;
// The ordinals of the criteria that a lenient search left out, in order.
PHR_API size_t phr_hits_ignored_count(const phr_hits *hits) PHR_NOEXCEPT;
PHR_API phr_status phr_hits_ignored_at(const phr_hits *hits, size_t index, uint64_t *ordinal,
                                       phr_error *err) PHR_NOEXCEPT;
// What they were read as of, for further reads. Result: *moment, to be ended by phr_moment_end, before or after the hits.
PHR_API phr_status phr_hits_moment(const phr_hits *hits, phr_moment **moment, phr_error *err) PHR_NOEXCEPT;

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

PHR_API size_t phr_hits_count(const phr_hits *hits) PHR_NOEXCEPT;
PHR_API phr_status phr_hits_at(const phr_hits *hits, size_t index, phr_hit *hit, phr_error *err) PHR_NOEXCEPT;

// The resource as JSON, handed to `take`.
PHR_API phr_status phr_hits_json(const phr_hits *hits, size_t index, phr_bytes_fn take, void *user,
                                 phr_error *err) PHR_NOEXCEPT;
// The URI of the source whose resource it is (sources.h), handed to `take`.
PHR_API phr_status phr_hits_source(const phr_hits *hits, size_t index, phr_bytes_fn take, void *user,
                                   phr_error *err) PHR_NOEXCEPT;
// The same into a buffer, without a final 0. *size becomes the bytes of the JSON, also with PHR_BUFFER_TOO_SMALL, when
// nothing is written; `out` may be NULL with capacity 0 to ask for it.
PHR_API phr_status phr_hits_copy_json(const phr_hits *hits, size_t index, uint8_t *out, size_t capacity, size_t *size,
                                      phr_error *err) PHR_NOEXCEPT;

// The JSON of each from the first index to the last, which is not among them (0 and SIZE_MAX: all), in order: as
// phr_hits_json one by one, and several times as fast for many. PHR_CANCELLED, with how many were taken as ordinal.
PHR_API phr_status phr_hits_each(const phr_hits *hits, size_t first, size_t last, phr_resource_fn each, void *user,
                                 phr_error *err) PHR_NOEXCEPT;

// A Bundle of type searchset, handed to `take` in pieces as it is read, so that a long one needs no memory: only together
// are they JSON. `url` is the query, for the link to the next page. It has a total where the hits have one, or are all that
// match. On failure, what was handed out is no Bundle.
PHR_API phr_status phr_hits_bundle(const phr_hits *hits, phr_text url, phr_bytes_fn take, void *user,
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
