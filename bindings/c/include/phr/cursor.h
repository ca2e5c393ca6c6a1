// What a search or $everything finds, of any size in little memory: one hit after the other.
//
//   phr_cursor *found = NULL;
//   phr_hit hit = PHR_HIT_INIT;
//   phr_status status = phr_session_search_cursor(session, PHR_TEXT("Observation?_sort=date"), NULL, &found, err);
//   while (status == PHR_OK && (status = phr_cursor_next(found, &hit, err)) == PHR_OK) printf("%s\n", hit.id.data);
//   phr_cursor_end(found);  // PHR_END: that was all
#ifndef PHR_CURSOR_H
#define PHR_CURSOR_H

#include <phr/search.h>

#ifdef __cplusplus
extern "C" {
#endif

// All hits of a search, all as of one moment, read in portions that grow: the first is there at once. What is included
// follows the matches of its portion, and comes once. Where the text has a _count, or the options do, the hits are those of
// that page alone.
// Lifetime: until phr_cursor_end; holds a connection, so end it before the store is closed; those of one moment share it. It
// goes on after its session was closed, by the time that was the session's last. What `watch` and `user` of its options
// point to must live as long. Threads: per-thread; those of one moment, and of one session, together.
// Errors: those of the search. Each portion is decided by the consents of its time, and leaves a row in the trail. After an
// error it has ended.
typedef struct phr_cursor phr_cursor;

// Options and errors: as phr_session_search and phr_session_everything. Result: *cursor, before its first hit, to be ended by
// phr_cursor_end; NULL on failure.
PHR_API phr_status phr_session_search_cursor(phr_session *session, phr_text query, const phr_search_options *options,
                                             phr_cursor **cursor, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_everything_cursor(phr_session *session, const phr_everything_options *options,
                                                 phr_cursor **cursor, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_cursor_end(phr_cursor *cursor) PHR_NOEXCEPT;

// PHR_OK: *hit is the next one, whose texts live until the next call of this or of phr_cursor_each. PHR_END: there is no
// other, and so it stays. On anything but PHR_OK *hit is empty, for what it lent is gone.
PHR_API phr_status phr_cursor_next(phr_cursor *cursor, phr_hit *hit, phr_error *err) PHR_NOEXCEPT;

// Of the hit that phr_cursor_next gave last: its JSON, handed to `take`, and a summary, whose texts live until the next
// phr_cursor_summary or phr_cursor_end. PHR_INVALID_ARGUMENT before the first and behind the last.
PHR_API phr_status phr_cursor_json(const phr_cursor *cursor, phr_bytes_fn take, void *user,
                                   phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_cursor_summary(phr_cursor *cursor, phr_summary *summary, phr_error *err) PHR_NOEXCEPT;

// The JSON of all that is left, in order, several times as fast as one by one: the cursor is at its end then. *count, which
// may be NULL, becomes how many there were; 0 on failure. PHR_CANCELLED, with how many were taken as ordinal.
PHR_API phr_status phr_cursor_each(phr_cursor *cursor, phr_resource_fn each, void *user, uint64_t *count,
                                   phr_error *err) PHR_NOEXCEPT;

// What is known of all of them from the beginning. `next_page` lives until phr_cursor_end.
typedef struct phr_cursor_facts {
  uint32_t struct_size;
  uint32_t has_total;  // as in phr_hits_facts
  uint64_t total;
  phr_text next_page;  // behind the last hit, where there is a _count; empty else
} phr_cursor_facts;

#define PHR_CURSOR_FACTS_INIT {sizeof(phr_cursor_facts), 0, 0, {NULL, 0}}

PHR_API phr_status phr_cursor_info(const phr_cursor *cursor, phr_cursor_facts *facts, phr_error *err) PHR_NOEXCEPT;
// The ordinals of the criteria that a lenient search left out, in order.
PHR_API size_t phr_cursor_ignored_count(const phr_cursor *cursor) PHR_NOEXCEPT;
PHR_API phr_status phr_cursor_ignored_at(const phr_cursor *cursor, size_t index, uint64_t *ordinal,
                                         phr_error *err) PHR_NOEXCEPT;
// What they are read as of, for further reads. Result: *moment, to be ended by phr_moment_end, before or after the cursor.
PHR_API phr_status phr_cursor_moment(const phr_cursor *cursor, phr_moment **moment, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
