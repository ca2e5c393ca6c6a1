// A patient's record in time, and the latest values.
#ifndef PHR_SUMMARY_H
#define PHR_SUMMARY_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// What happened to a patient, newest first. Lifetime: until phr_events_end; independent of the session. Threads:
// immutable.
typedef struct phr_events phr_events;

typedef struct phr_timeline_options {
  uint32_t struct_size;
  uint32_t most;            // events at most; 0: 100
  phr_text patient;         // id; none: the only patient of the record
  phr_optional_time from;   // inclusive
  phr_optional_time to;     // exclusive
  const phr_text *types;    // resource types; none: all
  size_t type_count;
  phr_text behind;          // what phr_event.place of the last event before said; none: the first page
  const phr_moment *as_of;  // NULL: now
} phr_timeline_options;

#define PHR_TIMELINE_OPTIONS_INIT \
  {sizeof(phr_timeline_options), 0, {NULL, 0}, {0, 0, 0}, {0, 0, 0}, NULL, 0, {NULL, 0}, NULL}

// Errors: PHR_AMBIGUOUS_MATCH for several patients where none is named; PHR_UNKNOWN_RESOURCE_TYPE with its place in `types` as
// ordinal, from 0; PHR_INVALID_ARGUMENT for a place that is none.
PHR_API phr_status phr_session_timeline(phr_session *session, const phr_timeline_options *options, phr_events **events,
                                        phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_events_end(phr_events *events) PHR_NOEXCEPT;

// One dated resource. Its texts live until phr_events_end.
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

PHR_API size_t phr_events_count(const phr_events *events) PHR_NOEXCEPT;
PHR_API phr_status phr_events_at(const phr_events *events, size_t index, phr_event *event, phr_error *err) PHR_NOEXCEPT;

// Of the calendar, in UTC.
typedef enum phr_timeline_period {
  PHR_BY_DAY = 0,
  PHR_BY_MONTH = 1,
  PHR_BY_YEAR = 2,
  PHR_TIMELINE_PERIOD_IS_32_BITS = 0x7fffffff
} phr_timeline_period;

// How many events of one type there are in one day, month or year. `type` is static text.
typedef struct phr_event_group {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t begin_us;  // of the day, month or year; microseconds since 1970 UTC
  phr_text type;
  uint64_t count;
} phr_event_group;

#define PHR_EVENT_GROUP_INIT {sizeof(phr_event_group), 0, 0, {NULL, 0}, 0}

// Lifetime: until phr_event_groups_end; independent of the session. Threads: immutable.
typedef struct phr_event_groups phr_event_groups;

// The newest period first, then in FHIR's order of names. No period is begun once there are `most` groups; the next ones are
// those with the begin of the last as `to`. PHR_INVALID_ARGUMENT for `behind`.
PHR_API phr_status phr_session_timeline_groups(phr_session *session, phr_timeline_period by,
                                               const phr_timeline_options *options, phr_event_groups **groups,
                                               phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_event_groups_end(phr_event_groups *groups) PHR_NOEXCEPT;
PHR_API size_t phr_event_groups_count(const phr_event_groups *groups) PHR_NOEXCEPT;
PHR_API phr_status phr_event_groups_at(const phr_event_groups *groups, size_t index, phr_event_group *group,
                                       phr_error *err) PHR_NOEXCEPT;

// The newest Observation for each code. Lifetime: until phr_latest_values_end; independent of the session. Threads:
// immutable.
typedef struct phr_latest_values phr_latest_values;

typedef struct phr_latest_options {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text patient;         // id; none: the only patient of the record
  phr_text category;        // "laboratory", "vital-signs", ...; none: all
  const phr_moment *as_of;  // NULL: now
} phr_latest_options;

#define PHR_LATEST_OPTIONS_INIT {sizeof(phr_latest_options), 0, {NULL, 0}, {NULL, 0}, NULL}

// Errors: PHR_AMBIGUOUS_MATCH as above.
PHR_API phr_status phr_session_latest(phr_session *session, const phr_latest_options *options,
                                      phr_latest_values **values, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_latest_values_end(phr_latest_values *values) PHR_NOEXCEPT;

// Its texts live until phr_latest_values_end.
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

PHR_API size_t phr_latest_values_count(const phr_latest_values *values) PHR_NOEXCEPT;
PHR_API phr_status phr_latest_values_at(const phr_latest_values *values, size_t index, phr_latest_value *value,
                                        phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
