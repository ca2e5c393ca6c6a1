// What a store can be searched by beyond R4's parameters: parameters of its own, and an index of all words.
#ifndef PHR_PARAMETERS_H
#define PHR_PARAMETERS_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// Searches by a parameter of one's own from then on: `json` is a SearchParameter with code, base, type and a FHIRPath
// expression, of any type but special; of a composite, a code and what stands beside it (a code, quantity, date, number or
// two numbers) in the same element. The index is made anew, in one transaction, so it is whole or not there. By the owner
// only. `watch` counts resources.
// Errors: those of JSON and of the expression; PHR_MISSING_ELEMENT, PHR_INVALID_VALUE; PHR_ALREADY_EXISTS for a name that R4
// or the store has; PHR_UNSUPPORTED; PHR_CANCELLED, which leaves all as it was.
PHR_API phr_status phr_session_add_search_parameter(phr_session *session, phr_text json, phr_progress_fn watch,
                                                    void *user, phr_error *err) PHR_NOEXCEPT;
// Of one type. PHR_NOT_FOUND, PHR_CANCELLED.
PHR_API phr_status phr_session_remove_search_parameter(phr_session *session, phr_text type, phr_text code,
                                                       phr_progress_fn watch, void *user, phr_error *err) PHR_NOEXCEPT;

// One parameter of the store's own, for one type. Its texts live until phr_store_parameters_end.
typedef struct phr_store_parameter {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text type;
  phr_text code;        // its name in a query
  phr_text kind;        // as SearchParameter.type: "token", "string", ...
  phr_text expression;  // FHIRPath
} phr_store_parameter;

#define PHR_STORE_PARAMETER_INIT {sizeof(phr_store_parameter), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}}

// All of them, by type, the earlier added first; none to others than the owner. Lifetime: until phr_store_parameters_end;
// independent of the session. Threads: immutable.
typedef struct phr_store_parameters phr_store_parameters;

PHR_API phr_status phr_session_search_parameters(const phr_session *session, phr_store_parameters **parameters,
                                                 phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_store_parameters_end(phr_store_parameters *parameters) PHR_NOEXCEPT;
PHR_API size_t phr_store_parameters_count(const phr_store_parameters *parameters) PHR_NOEXCEPT;
PHR_API phr_status phr_store_parameters_at(const phr_store_parameters *parameters, size_t index,
                                           phr_store_parameter *parameter, phr_error *err) PHR_NOEXCEPT;

// Makes an index of all words, which writes then keep, or drops it where `wanted` is 0. Without it `_text` and `_content`
// are answered all the same, by looking at each resource that the other criteria leave; phr_store_facts.full_text tells.
// By the owner only. PHR_CANCELLED leaves all as it was.
PHR_API phr_status phr_session_index_full_text(phr_session *session, uint32_t wanted, phr_progress_fn watch, void *user,
                                               phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
