// A patient's record in time, and the latest values.
#ifndef PHR_SUMMARY_H
#define PHR_SUMMARY_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// What happened to a patient, newest first. Lifetime: until phr_timeline_end; independent of the session. Threads:
// immutable.
typedef struct phr_timeline phr_timeline;

// Zeros are the defaults. Borrowed for the call.
typedef struct phr_timeline_options {
  uint32_t struct_size;
  uint32_t most;          // events at most; 0: 100
  phr_text patient;       // id; none: the only patient of the record
  uint32_t has_from;      // 1: `from_us` is meant
  uint32_t has_to;        // 1: `to_us` is meant
  int64_t from_us;        // microseconds since 1970 UTC, inclusive
  int64_t to_us;          // exclusive
  const phr_text *types;  // resource types; none: all
  size_t type_count;
  phr_text behind;        // what phr_event.place of the last event before said; none for the first page
} phr_timeline_options;

#define PHR_TIMELINE_OPTIONS_INIT {sizeof(phr_timeline_options), 0, {NULL, 0}, 0, 0, 0, 0, NULL, 0, {NULL, 0}}

// `options` may be NULL. Errors: PHR_AMBIGUOUS_MATCH for several patients where none is named;
// PHR_UNKNOWN_RESOURCE_TYPE with its place in `types` as ordinal, from 0.
PHR_API phr_status phr_session_timeline(phr_session *session, const phr_timeline_options *options,
                                        phr_timeline **timeline, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_timeline_end(phr_timeline *timeline) PHR_NOEXCEPT;
PHR_API size_t phr_timeline_count(const phr_timeline *timeline) PHR_NOEXCEPT;

// One dated resource. Its texts live until phr_timeline_end.
typedef struct phr_event {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t happened_us;  // microseconds since 1970 UTC: the start of what the resource says
  phr_text type;
  phr_text id;
  phr_text title;       // the text or display of its code; may be empty
  phr_text value;       // of an Observation: "5.4 mmol/L"; else empty
  phr_text place;       // for phr_timeline_options.behind
} phr_event;

#define PHR_EVENT_INIT {sizeof(phr_event), 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API phr_status phr_timeline_at(const phr_timeline *timeline, size_t index, phr_event *event,
                                   phr_error *err) PHR_NOEXCEPT;

// Of the calendar, in UTC.
typedef enum phr_timeline_period {
  PHR_BY_DAY = 0,
  PHR_BY_MONTH = 1,
  PHR_BY_YEAR = 2,
  PHR_TIMELINE_PERIOD_IS_32_BITS = 0x7fffffff
} phr_timeline_period;

// `begin_us` is that of the day, month or year; `type` lives until it returns.
typedef void (*phr_timeline_group_fn)(void *user, int64_t begin_us, phr_text type, uint64_t count);

// How many events of each type there are in each day, month or year, the newest first, then in FHIR's order of names. No
// period is begun once there are `most` groups; the next ones are those with the begin of the last as `to_us`.
// `options` may be NULL. PHR_INVALID_ARGUMENT for `behind`.
PHR_API phr_status phr_session_timeline_groups(phr_session *session, phr_timeline_period by,
                                               const phr_timeline_options *options, phr_timeline_group_fn each,
                                               void *user, phr_error *err) PHR_NOEXCEPT;

// The newest Observation for each code. Lifetime: until phr_latest_end; independent of the session. Threads: immutable.
typedef struct phr_latest phr_latest;

// `patient` as above. `category` is "laboratory", "vital-signs", ...; empty for all.
PHR_API phr_status phr_session_latest(phr_session *session, const char *patient, size_t patient_size,
                                      const char *category, size_t category_size, phr_latest **latest,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_latest_end(phr_latest *latest) PHR_NOEXCEPT;
PHR_API size_t phr_latest_count(const phr_latest *latest) PHR_NOEXCEPT;

// Its texts live until phr_latest_end.
typedef struct phr_latest_value {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t happened_us;
  phr_text id;
  phr_text system;
  phr_text code;
  phr_text title;
  phr_text value;           // digits as written; empty where the value is no quantity
  phr_text unit;
  phr_text interpretation;  // "H", "L", ...; may be empty
} phr_latest_value;

#define PHR_LATEST_VALUE_INIT                                                                                          \
  {sizeof(phr_latest_value), 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0},         \
   {NULL, 0}}

PHR_API phr_status phr_latest_at(const phr_latest *latest, size_t index, phr_latest_value *value,
                                 phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
