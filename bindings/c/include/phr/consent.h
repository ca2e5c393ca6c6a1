// Consents that came by import, and wait for the owner.
#ifndef PHR_CONSENT_H
#define PHR_CONSENT_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// What an import brings says nothing until the owner adopts that version; a later version by import, and a deletion, wait
// again. What the owner writes by the calls of write.h is adopted at once. All of this is the owner's only:
// PHR_ACCESS_DENIED for anyone else.

// Consents that wait. Lifetime: until phr_consents_end; independent of the session. Threads: immutable.
typedef struct phr_consents phr_consents;

PHR_API phr_status phr_session_pending_consents(phr_session *session, phr_consents **consents,
                                                phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_consents_end(phr_consents *consents) PHR_NOEXCEPT;
PHR_API size_t phr_consents_count(const phr_consents *consents) PHR_NOEXCEPT;

// One that waits. Where an earlier version was adopted, what that denied is denied meanwhile, and what it permitted is not
// permitted. Its texts live until phr_consents_end.
typedef struct phr_consent {
  uint32_t struct_size;
  uint32_t version;
  uint32_t adopted;   // the version that was adopted before; 0 for none
  uint32_t deleted;   // 1: an import deleted one that was adopted
  uint32_t readable;  // 0: adopted, it would deny all of its patient to others
  uint32_t unsure;    // rules that cannot be evaluated: they deny what they might, and permit nothing
  phr_text id;
  phr_text patient;  // id of the patient it is of; empty where it cannot be told
  phr_text title;    // of its scope or category; empty where it has none
} phr_consent;

#define PHR_CONSENT_INIT {sizeof(phr_consent), 0, 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API phr_status phr_consents_at(const phr_consents *consents, size_t index, phr_consent *consent,
                                   phr_error *err) PHR_NOEXCEPT;

// What adopting one would change. Lifetime: until phr_effects_end; independent of the session. Threads: immutable.
typedef struct phr_effects phr_effects;

// For each principal and purpose that it names. Errors: PHR_NOT_FOUND for one that does not wait.
PHR_API phr_status phr_session_preview_consent(phr_session *session, phr_text id, phr_effects **effects,
                                               phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_effects_end(phr_effects *effects) PHR_NOEXCEPT;
PHR_API size_t phr_effects_count(const phr_effects *effects) PHR_NOEXCEPT;

// How many resources of a type may be seen, of the whole record. Its texts live until phr_effects_end.
typedef struct phr_effect {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t before;
  uint64_t after;
  phr_text principal;  // a reference that its rules name; empty for everybody whom they do not
  phr_text purpose;    // code of v3 PurposeOfUse
  phr_text type;
} phr_effect;

#define PHR_EFFECT_INIT {sizeof(phr_effect), 0, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API phr_status phr_effects_at(const phr_effects *effects, size_t index, phr_effect *effect,
                                  phr_error *err) PHR_NOEXCEPT;

// Lets it count from now on: that version, which is named so that none is adopted that was not looked at. Errors:
// PHR_NOT_FOUND for one that does not wait; PHR_VERSION_CONFLICT for another version than the newest, which is the ordinal.
PHR_API phr_status phr_session_adopt_consent(phr_session *session, phr_text id, uint32_t version,
                                             phr_error *err) PHR_NOEXCEPT;
// It stays in the record and never counts; what was adopted before it counts as it did. Errors: as above.
PHR_API phr_status phr_session_reject_consent(phr_session *session, phr_text id, uint32_t version,
                                              phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
