// What another may see of a record, and why.
#ifndef PHR_SHARING_H
#define PHR_SHARING_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// Answers of phr_session_explain. Lifetime: until phr_explanations_end; independent of the session. Threads: immutable.
typedef struct phr_explanations phr_explanations;

// What `who` may see at the session's time, and why: one answer for each patient and type, in this order. Decided as a
// session of theirs would be. `patient` is an id; none: all of the record. By the owner only: PHR_ACCESS_DENIED for anyone
// else. Errors of `who` as in phr_session_open.
PHR_API phr_status phr_session_explain(phr_session *session, const phr_session_options *who, phr_text patient,
                                       phr_explanations **explanations, phr_error *err) PHR_NOEXCEPT;
// The same of one resource: one answer, whose `count` is 1. Errors: PHR_NOT_FOUND.
PHR_API phr_status phr_session_explain_one(phr_session *session, const phr_session_options *who, phr_text type,
                                           phr_text id, phr_explanations **explanations, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_explanations_end(phr_explanations *explanations) PHR_NOEXCEPT;

// One answer. Its texts live until phr_explanations_end.
typedef struct phr_explanation {
  uint32_t struct_size;
  uint32_t permit;   // 1 or 0
  uint64_t count;    // resources in the record
  uint64_t visible;  // of these; fewer than `count` also where a second patient does not permit
  phr_text type;
  phr_text patient;  // id; empty for resources of no patient, and from phr_session_explain_one
  phr_text why;      // "permitted by Consent/c1 provision.provision[0]": ids and paths only
} phr_explanation;

#define PHR_EXPLANATION_INIT {sizeof(phr_explanation), 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API size_t phr_explanations_count(const phr_explanations *explanations) PHR_NOEXCEPT;
PHR_API phr_status phr_explanations_at(const phr_explanations *explanations, size_t index, phr_explanation *explanation,
                                       phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
